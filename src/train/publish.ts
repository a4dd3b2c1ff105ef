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
import { type Sha256, sha256OfFile } from '../kernel/sha256.ts'
import { temporaryFolder } from '../kernel/temporary.ts'
import type { World } from '../kernel/world.ts'
import type { ShownConflict } from '../merge/decision.ts'
import { conflictsListName } from '../merge/waiting.ts'
import { writeDiffZip } from '../pack/diff-zip.ts'
import { comparePacks } from '../pack/difference.ts'
import { openPack, type Pack } from '../pack/open-pack.ts'
import type { Difference } from '../pack/tree.ts'
import type { Candidate } from '../report/candidate.ts'
import { renderMarkdown } from '../report/markdown.ts'
import { renderSbom } from '../report/sbom.ts'
import { recognisePack } from '../tools/recognise.ts'
import type { Availability, Position } from '../tools/update-tool.ts'
import { assertNoSecrets, tellShortSecrets } from './assert-no-secrets.ts'
import type { MeasuredPack } from './update-pack.ts'
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

/** How the candidate's pack differs from another, by their central directories. */
export async function differenceOf(before: string, after: string): Promise<Difference> {
  await using old = await openPack(before)
  await using updated = await openPack(after)
  return comparePacks(old, updated)
}

/**
 * Writes the diff zip between two packs into `staging`; gives its path and bytes. `timestamp` dates its manifest. The
 * digests of both files may be known.
 */
export async function diffBetween(
  before: MeasuredPack,
  after: MeasuredPack,
  timestamp: number,
  staging: string,
  world: World,
  digests?: readonly Sha256[],
): Promise<{ file: string; size: number }> {
  await using old = await openPack(before.file)
  await using updated = await openPack(after.file)
  const file = join(staging, 'diff.zip')
  await using folder = await temporaryFolder(staging)
  const [oldSha256 = '', sha256 = ''] = digests ?? (await digestsOf([before.file, after.file], world))
  const { size } = await writeDiffZip({
    before: { ...before, pack: old, sha256: oldSha256 },
    after: { ...after, pack: updated, sha256 },
    isState: await statePathsIn(old, updated),
    out: file,
    folder: folder.path,
    timestamp,
    signal: world.signal,
    progress: (done, total) => world.log.progress('writing the diff zip', done, total),
  })
  return { file, size }
}

async function statePathsIn(...packs: Pack[]): Promise<(path: string) => boolean> {
  const state = new Set<string>()
  for (const pack of packs) for (const path of (await recognisePack(pack)).statePaths) state.add(path)
  return path => state.has(path)
}

/** SHA-256 of files, one after the other. */
export async function digestsOf(files: readonly string[], { signal }: World): Promise<Sha256[]> {
  const digests: Sha256[] = []
  for (const file of files) digests.push((await sha256OfFile(file, signal)).sha256)
  return digests
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
