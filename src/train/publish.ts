import { readdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { Settings } from '../config/settings.ts'
import {
  type FinishedFile,
  type FolderKind,
  type Host,
  namesOfSomeRuns,
  type Published,
} from '../host/host.ts'
import { exists, makeFolder, writeFileAtomically } from '../kernel/files.ts'
import type { World } from '../kernel/world.ts'
import type { ShownConflict } from '../merge/decision.ts'
import { conflictsListName } from '../merge/waiting.ts'
import type { Candidate } from '../report/candidate.ts'
import { renderMarkdown } from '../report/markdown.ts'
import { renderSbom } from '../report/sbom.ts'
import type { Availability, Position } from '../tools/update-tool.ts'
import { assertNoSecrets, tellShortSecrets } from './assert-no-secrets.ts'
import { vouchedPack } from './vendor-pack.ts'

/** Names of the files that a run makes. */
export const reportName = 'report.md'
export const candidateName = 'candidate.json'
export const { sbom: sbomName, log: testLogName } = namesOfSomeRuns

export function packNameOf(
  candidate: Pick<Candidate, 'product' | 'channel' | 'track'> & { to: Position },
): string {
  return `${candidate.product}+${candidate.to.level}.${candidate.channel}.${candidate.track}.zip`
}

function diffNameOf({ product, from, to, channel, track }: Candidate): string {
  return `${product}+${from.level}..${to.level}.${channel}.${track}.diff.zip`
}

/** The diff zip with the name users know it by. */
export function diffFile(candidate: Candidate, path: string): FinishedFile {
  return { kind: 'diff', name: diffNameOf(candidate), path }
}

export interface PublishWork {
  staging: string
  host: Host
  world: World
  availability: Availability
  settings: Settings
}

/** What was made; `updateZip` was searched for secrets before. */
export interface PublishedFiles {
  pack: string | null
  diff: FinishedFile | null
  /** What will be kept. */
  vendor: string | null
  updateZip?: FinishedFile | null
}

/**
 * Station 4: hands the finished files to the host, once no secret was found in them. A candidate that did not pass is not
 * published as one: only its report, its evidence and the log of its tests are.
 */
export async function publish(
  candidate: Candidate,
  files: PublishedFiles,
  { staging, host, world, availability, settings }: PublishWork,
): Promise<Published> {
  const finished: FinishedFile[] = []
  if (files.pack !== null) {
    finished.push({ kind: 'pack', name: packNameOf(candidate), path: files.pack })
    if (files.diff !== null) finished.push(files.diff)
  }
  finished.push(...(await evidenceFolders(candidate, staging)))
  const log = join(staging, testLogName)
  if (await exists(log)) finished.push({ kind: 'log', name: testLogName, path: log })
  const base = files.pack === null ? null : await vouchedPack(settings, availability, world)
  tellShortSecrets(world)
  candidate.warnings.push(...(await assertNoSecrets(finished, { vendor: files.vendor, base }, world)))
  if (files.updateZip != null) finished.push(files.updateZip)
  const texts = [
    await textFile('report', reportName, renderMarkdown(candidate), staging),
    await textFile('candidate', candidateName, `${JSON.stringify(candidate, null, 2)}\n`, staging),
    ...(files.pack === null || candidate.components === null
      ? []
      : [await textFile('sbom', sbomName, renderSbom(candidate, candidate.components), staging)]),
  ]
  await assertNoSecrets(texts, { vendor: null, base: null }, world)
  const { product, track } = candidate
  const { resolutions } = settings
  const { restricted } = availability
  return host.publish({ product, track, files: [...finished, ...texts], resolutions, restricted })
}

/** What was laid out of conflicts, and what was replaced of the team's, each with a list of it for programs. */
async function evidenceFolders(candidate: Candidate, staging: string): Promise<FinishedFile[]> {
  const conflicts =
    candidate.conflicts.length === 0 ? [] : [await conflictsFolder(candidate.conflicts, staging)]
  const replaced = candidate.outcome === 'updated' ? await replacedFolder(staging) : null
  return replaced === null ? conflicts : [...conflicts, replaced]
}

/** What was laid out of conflicts in `staging`, with its list. */
export function conflictsFolder(conflicts: readonly ShownConflict[], staging: string): Promise<FinishedFile> {
  const list = conflicts.map(({ open, ...conflict }) => conflict)
  return listedFolder('conflicts', conflictsListName, list, staging)
}

/** What was replaced of the team's, with its list; null where nothing was. */
export async function replacedFolder(staging: string): Promise<FinishedFile | null> {
  const replaced = join(staging, 'replaced')
  if (!(await exists(replaced))) return null
  const found = await readdir(replaced, { recursive: true, withFileTypes: true })
  const paths = found.flatMap(entry =>
    entry.isFile() ? [relative(replaced, join(entry.parentPath, entry.name))] : [],
  )
  return listedFolder('replaced', 'replaced.json', paths.sort(), staging)
}

async function listedFolder(
  kind: FolderKind,
  list: string,
  content: unknown,
  staging: string,
): Promise<FinishedFile> {
  const path = join(staging, kind)
  await textFile(kind, list, `${JSON.stringify(content, null, 2)}\n`, path)
  return { kind, name: kind, path }
}

async function textFile(
  kind: FinishedFile['kind'],
  name: string,
  content: string,
  staging: string,
): Promise<FinishedFile> {
  const path = join(staging, name)
  await makeFolder(staging)
  await writeFileAtomically(path, content)
  return { kind, name, path }
}
