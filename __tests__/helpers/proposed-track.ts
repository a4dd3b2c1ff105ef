import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type LockedTrack, lockedTrack, parseLock, readLock } from '../../src/config/lock.ts'
import { readSettings, type Settings } from '../../src/config/settings.ts'
import { gitHubProposals } from '../../src/host/github/proposals/github-proposals.ts'
import type { Host } from '../../src/host/host.ts'
import { sha256 } from '../../src/kernel/sha256.ts'
import type { World } from '../../src/kernel/world.ts'
import { type Overlay, readOverlay } from '../../src/merge/overlay.ts'
import type { Candidate, OverlayEvidence } from '../../src/report/candidate.ts'
import type { Availability, LevelState } from '../../src/tools/update-tool.ts'
import type { Applied } from '../../src/train/apply.ts'
import { type NewAnswer, newAnswer } from '../../src/train/new-answer.ts'
import type { Origin } from '../../src/train/origin.ts'
import { overlaySharer } from '../../src/train/overlay-sharing.ts'
import { startProposing, tidyProposals } from '../../src/train/proposing.ts'
import type { MeasuredPack } from '../../src/train/update-pack.ts'
import type { GitHubApi } from '../standins/github-api.ts'
import { type Content, writeTree } from './tree.ts'

const lockName = 'update-train.lock.json'

/** The level that a commit's lock holds of a track; 0 where it holds none. */
export async function levelAt(
  api: GitHubApi,
  revision: string,
  product: string,
  track: string,
): Promise<number> {
  const text = await lockAt(api, revision)
  return text === null ? 0 : (entryIn(text, product, track)?.level ?? 0)
}

export async function lockAt({ state }: GitHubApi, revision: string): Promise<string | null> {
  return state.repository.git(['show', `${revision}:${lockName}`]).catch(() => null)
}

function entryIn(text: string, product: string, track: string): LockedTrack | null {
  return lockedTrack(parseLock(text, lockName), product, track)
}

export interface TrackRun {
  product: string
  track: string
  level: number
  /** What happens while the candidate is made. */
  during?: () => Promise<void>
  /** How the candidate comes out; `passed` where it is not said. */
  result?: 'passed' | 'failed' | 'conflict'
  /** The lock of the checkout; the one of `main` where it is not said. */
  checkout?: string
  settings?: Record<string, string>
  /** The team's overlay as it is checked out, and what the run merges of it. */
  overlay?: { files: Record<string, Content>; merged: Record<string, string> }
}

/**
 * One run of a track up to its pull request, with everything real but the pack: the candidate of a level is made up, as
 * proposals only look at its words and digests. Gives the outcome.
 */
export async function runTrack(
  api: GitHubApi,
  world: World,
  { product, track, level, during, result = 'passed', checkout, settings: more = {}, overlay }: TrackRun,
): Promise<string> {
  const text = checkout ?? (await lockAt(api, 'main'))
  const file = join(world.cwd, lockName)
  if (text === null) await rm(file, { force: true })
  else await writeFile(file, text)
  const locked = text === null ? null : entryIn(text, product, track)
  const settings = await readSettings(
    {
      ...{ product, track },
      entry: { publish: 'pull-request', ...(overlay === undefined ? {} : { overlay: 'overlay' }), ...more },
    },
    world.cwd,
  )
  const team = overlay === undefined ? null : await laidOut(overlay.files, settings, world)
  const origin = originOf(product, locked)
  const availability = availabilityOf(locked?.level ?? 0, level)
  const work = { settings, origin, availability, overlay: team, hotfixes: [] }
  const host = hostOf(api, world)
  if (availability.installed.level === level) {
    await tidyProposals(work, host, world)
    return 'up-to-date'
  }
  const scratch = await mkdtemp(join(world.temporary, 'scratch-'))
  const proposing = await startProposing(work, scratch, host, world)
  if (proposing === null) throw new Error('Nothing is proposed.')
  if ('outcome' in proposing) return `held, ${proposing.reason}`
  await during?.()
  const candidate = candidateOf(settings, availability)
  if (result === 'failed') {
    await proposing.failed({ ...candidate, tests: failedTests })
    return 'tests-failed'
  }
  if (result === 'conflict') {
    const folder = join(world.cwd, 'conflicts')
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'conflicts.json'), '{"version": 1, "conflicts": []}\n')
    const laid = { paths: { conflicts: folder }, pack: null, report: null }
    const asked = await proposing.conflicted({ ...candidate, digests: null, outcome: 'conflict' }, laid)
    return asked !== null && 'outcome' in asked ? `held, ${asked.reason}` : 'conflict'
  }
  const published = { paths: {}, pack: null, report: null }
  const made = await mergedOf(overlay?.merged ?? {}, team, world)
  candidate.overlay = {
    ...noOverlay,
    merged: made.made.map(({ key, resolution: { path } }) => ({ path, key })),
    sharer: await overlaySharer(settings, candidate.product, await readLock(settings.lock)),
  }
  const tests = settings.test === null ? null : { ...failedTests, passed: true, reason: '' }
  const tested = { ...candidate, tests }
  await proposing.carry(tested, { ...made, vendor: vendorOf(team, world) })
  const overlayDigest = tested.digests?.overlay ?? null
  const proposed = await proposing.passed(tested, published, { ...lockedOf(level), overlayDigest }, made)
  return 'outcome' in proposed ? `held, ${proposed.reason}` : 'updated'
}

const noOverlay: OverlayEvidence = {
  ...{ laid: [], converged: [], added: [], merged: [], carried: [], left: [] },
  ...{ answered: [], given: [], gone: [], packed: [], links: [], sharer: null, removed: [], modes: [] },
}

async function laidOut(
  files: Record<string, Content>,
  { overlay }: Settings,
  { signal }: World,
): Promise<Overlay> {
  if (overlay === null) throw new Error('The track has no overlay.')
  await rm(overlay, { recursive: true, force: true })
  await writeTree(overlay, files)
  return readOverlay(overlay, signal)
}

/** What a run merged of an overlay, with sides that are made up. */
async function mergedOf(
  merged: Record<string, string>,
  team: Overlay | null,
  world: World,
): Promise<Pick<Applied, 'used' | 'made'>> {
  const made: NewAnswer[] = []
  for (const [path, text] of Object.entries(merged)) {
    const file = join(world.temporary, sha256(text))
    await writeFile(file, text)
    const none = { entry: null, file: null }
    const ours = { entry: team?.tree.get(path) ?? null, file: null }
    made.push(await newAnswer(path, { base: none, ours, theirs: none }, 'merged', file))
  }
  return { used: [], made }
}

/** A vendor's pack that has all of the overlay's files, otherwise. */
function vendorOf(team: Overlay | null, { temporary }: World): MeasuredPack {
  const entry = { kind: 'file', sha256: vendorFile, size: 1, mode: 0o644 } as const
  const tree = new Map([...(team?.tree.keys() ?? [])].map(path => [path, entry]))
  return { file: join(temporary, 'vendor.zip'), tree, contentDigest: sha256('vendor') }
}

/** What the vendor's pack holds in the place of each file of the overlay. */
export const vendorFile = sha256('vendor')

const failedTests = { command: 'false', passed: false, reason: 'exit code 1', milliseconds: 1, tail: [] }

function hostOf(api: GitHubApi, world: World): Host {
  const [owner = '', repository = ''] = (api.github['repository'] ?? '').split('/')
  const runner = {
    workspace: world.cwd,
    temporary: world.temporary,
    owner,
    repository,
    runId: '1',
    attempt: 1,
    serverUrl: 'https://github.com',
    ref: 'refs/heads/main',
    commit: '',
    eventPath: null,
  }
  const repositoryOf = { isPublic: () => Promise.resolve(false), deleteCaches: () => Promise.resolve(0) }
  const unused = (): never => {
    throw new Error('Proposals need nothing else of a host.')
  }
  return {
    log: world.log,
    proposals: gitHubProposals(runner, api.github['token'] ?? '', repositoryOf, world),
    releases: null,
    attestations: null,
    conflicts: null,
    staging: unused,
    findPack: unused,
    findVendorPack: unused,
    keepVendorPack: unused,
    findState: unused,
    keepState: unused,
    publish: unused,
  }
}

function originOf(productName: string, locked: LockedTrack | null): Origin {
  const [name = '', version = ''] = productName.split('-')
  const installed = { level: locked?.level ?? 0, timestamp: null }
  const product = { name, version }
  return { product, productName, channel: 'full', installed, fileList: null, locked, pack: null }
}

function stateOf(level: number): LevelState {
  return { level, timestamp: null, fileList: null, yanked: false }
}

function availabilityOf(installed: number, target: number): Availability {
  return {
    installed: stateOf(installed),
    target: stateOf(target),
    latest: stateOf(target),
    updates: [],
    counts: null,
    takenAway: [],
    warnings: [],
    restricted: false,
    base: null,
  }
}

function candidateOf(settings: Settings, { installed, target }: Availability): Candidate {
  const digest = sha256(`content ${target.level}`)
  return {
    format: 'update-train-candidate',
    version: 1,
    createdAt: '2026-01-01T00:00:00.000Z',
    outcome: 'updated',
    product: settings.product ?? '',
    track: settings.track,
    tool: 'feed',
    channel: 'full',
    from: installed,
    to: target,
    updates: [],
    counts: null,
    summary: null,
    takenAway: [],
    hotfixes: null,
    difference: null,
    components: null,
    overlay: null,
    conflicts: [],
    answering: { conflicts: null, resolutions: null, overlay: settings.overlay },
    notices: [],
    tests: null,
    digests: {
      vendor: digest,
      content: digest,
      packSha256: digest,
      packSize: 1,
      base: sha256('base'),
      overlay: null,
      resolutions: null,
      answered: {},
    },
    diff: null,
    pack: null,
    stations: [],
    warnings: [],
  }
}

function lockedOf(level: number) {
  const digest = sha256(`content ${level}`)
  return {
    tool: 'feed',
    channel: 'full',
    level,
    timestamp: null,
    vendorDigest: digest,
    vendorSha256: digest,
    contentDigest: digest,
    packSha256: digest,
    packSize: 1,
    baseSha256: sha256('base'),
    fileList: null,
    updates: [],
    hotfixes: [],
    overlayDigest: null,
    resolutionsDigest: null,
    answered: {},
    tests: null,
    tested: true,
    firstPassed: new Date().toISOString(),
  }
}
