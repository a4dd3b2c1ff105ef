import { isAbsolute, resolve } from 'node:path'
import { type Problem, TrainError } from '../kernel/errors.ts'
import type { ToolName } from '../kernel/product.ts'
import type { ClassGlobs } from '../merge/classes.ts'
import type { ConflictPolicy } from '../merge/merging.ts'
import {
  type Config,
  configKeys,
  type Entry,
  entrySchema,
  type PublishPlace,
  productName,
  type ReportKind,
  trackName,
} from './entry.ts'
import { type OverlayUsers, overlayUsers } from './other-overlays.ts'
import { parseLocated, problemsOf } from './problems.ts'
import { type ProposalSettings, proposalSettings } from './proposal-settings.ts'
import { defaultConfig, readConfig } from './read-config.ts'

/** What was asked at the door: the words of the command line and of the action's inputs. */
export interface Asked {
  config?: string
  lock?: string
  product?: string
  track?: string
  /** YAML with any other keys of a track's entry. */
  options?: string
  /** The keys that have an option or input of their own, as given. */
  entry: Record<string, unknown>
  /** How the door calls a key, where that is not its own name. */
  names?: Readonly<Record<string, string>>
  /** What the door itself found wrong; reported together with the rest. */
  problems?: readonly Problem[]
}

/** All that a run is to do, in one typed value. Paths are absolute. */
export interface Settings {
  /** Null: the pack says it. */
  product: string | null
  /** `local` where no track was named. */
  track: string
  lock: string
  tool: 'auto' | ToolName
  /** The update tool's program, where the pack brings none or an old one. */
  toolPath: string | null
  /** Leaves the update tool's programs out of what is published. */
  stripTool: boolean
  /** Zips of the vendor's hotfixes, in their order. Null: nothing is said, and a pack that has some is left alone. */
  hotfixes: readonly string[] | null
  /** What U2's `create-update` has made, to be applied without internet. */
  updateZip: string | null
  /** Has U2 make such a zip of the step. */
  createUpdate: boolean
  pack: string | null
  sha256: string | null
  /** The vanilla pack, where `pack` is a customised one. */
  base: string | null
  /** `base: none`: there is none, and an update tool of the vendor's may meet the team's files. */
  withoutBase: boolean
  feed: string | null
  channel: string | null
  /** As given; `parseWanted` reads it once the product is known. */
  level: string
  overlay: string | null
  /** What the configuration says of the overlays of all of its tracks. */
  overlays: OverlayUsers
  /** What the team says of a path's class, before the feed. */
  classes: ClassGlobs
  /** Where answers to conflicts are kept. */
  resolutions: string
  onConflict: ConflictPolicy
  test: { command: string; timeout: number | null } | null
  continueOnTestFailure: boolean
  publish: readonly PublishPlace[]
  /** Reports that are written besides `report.md` and `candidate.json`. */
  reports: readonly ReportKind[]
  proposal: ProposalSettings
  /** Adds provenance to what is published. */
  attest: boolean
  /** Days that artifacts are kept; null: as the repository says. */
  retentionDays: number | null
  /** A restricted product may go where the public can get it. */
  allowPublicPack: boolean
}

export const defaultLock = 'update-train.lock.json'
export const defaultTrack = 'local'
/** A file of that name is `./none`. */
const noBase = 'none'
export const defaultResolutions = '.update-train/resolutions'

/**
 * Reads `update-train.yml` where there is one, lays what was asked over the track's and the product's entries, and gives one typed value.
 * Throws `config` or `usage` with everything that is wrong, not only the first.
 */
export async function readSettings(asked: Asked, cwd: string): Promise<Settings> {
  const problems: Problem[] = [...(asked.problems ?? [])]
  const given = readAsked(asked, problems)
  const file = resolve(cwd, asked.config ?? defaultConfig)
  const config = await readConfig(file, asked.config !== undefined)
  const chosen = config === null ? null : choose(config, asked, file, problems)
  if (config !== null && chosen === null && problems.length === 0 && given.feed === undefined)
    problems.push({
      message: `\`product\` ${asked.product ?? ''} is not in ${file}; it has ${listed(config.products)}`,
    })
  const entry: Entry = { ...chosen?.entry, ...given }
  const { publish = ['artifact'], 'on-conflict': onConflict = 'fail' } = entry
  if (onConflict === 'pull-request' && !publish.includes('pull-request'))
    problems.push({ message: '`on-conflict` `pull-request` needs `pull-request` among `publish`' })
  if (problems.length > 0) throw problemsInAsked(problems)
  return {
    product: asked.product ?? chosen?.product ?? null,
    track: asked.track ?? chosen?.track ?? defaultTrack,
    lock: resolve(cwd, asked.lock ?? defaultLock),
    tool: entry.tool ?? 'auto',
    toolPath: pathOf(entry['tool-path'], cwd),
    stripTool: entry['strip-tool'] ?? false,
    hotfixes: entry.hotfixes?.map(zip => resolve(cwd, zip)) ?? null,
    updateZip: pathOf(entry['update-zip'], cwd),
    createUpdate: entry['create-update'] ?? false,
    pack: pathOf(entry.pack, cwd),
    sha256: entry.sha256 ?? null,
    base: entry.base === noBase ? null : pathOf(entry.base, cwd),
    withoutBase: entry.base === noBase,
    feed: feedOf(entry.feed, cwd),
    channel: entry.channel ?? null,
    level: entry.level ?? 'latest',
    overlay: pathOf(entry.overlay, cwd),
    overlays: overlayUsers(config, cwd, defaultTrack),
    classes: entry.classes ?? {},
    onConflict: onConflict === 'pull-request' ? 'fail' : onConflict,
    resolutions: resolve(cwd, entry.resolutions ?? defaultResolutions),
    test:
      entry.test === undefined ? null : { command: entry.test.command, timeout: entry.test.timeout ?? null },
    continueOnTestFailure: entry['continue-on-test-failure'] ?? false,
    publish,
    reports: entry.report ?? [],
    proposal: proposalSettings(entry, onConflict === 'pull-request'),
    attest: entry.attest ?? false,
    retentionDays: entry['retention-days'] ?? null,
    allowPublicPack: entry['allow-public-pack'] ?? false,
  }
}

function pathOf(path: string | undefined, cwd: string): string | null {
  return path === undefined ? null : resolve(cwd, path)
}

function feedOf(location: string | undefined, cwd: string): string | null {
  if (location === undefined) return null
  return /^[a-z]+:\/\//i.test(location) || isAbsolute(location) ? location : resolve(cwd, location)
}

function readAsked(asked: Asked, problems: Problem[]): Entry {
  for (const [key, schema, value] of [
    ['product', productName, asked.product],
    ['track', trackName, asked.track],
  ] as const) {
    const name = schema.optional().safeParse(value)
    if (!name.success) problems.push({ message: `\`${key}\` ${name.error.issues[0]?.message ?? 'is wrong'}` })
  }
  const options = asked.options === undefined ? {} : readOptions(asked.options, problems)
  const entry = entrySchema.safeParse({ ...options, ...asked.entry })
  if (entry.success) return entry.data
  const issues = entry.error.issues.map(issue => ({ ...issue, path: named(issue.path, asked.names) }))
  problems.push(...problemsOf(issues, undefined, () => undefined, configKeys))
  return {}
}

/** A key as the door calls it. */
function named([key, ...rest]: readonly PropertyKey[], names: Asked['names'] = {}): PropertyKey[] {
  return key === undefined ? [] : [names[String(key)] ?? key, ...rest]
}

function readOptions(text: string, problems: Problem[]): object {
  try {
    const { value } = parseLocated(text, 'options')
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
    problems.push({ message: '`options` takes YAML with keys, such as `continue-on-test-failure: true`' })
  } catch (error) {
    if (!(error instanceof TrainError)) throw error
    problems.push(...error.problems.map(({ message }) => ({ message: `\`options\` is no YAML: ${message}` })))
  }
  return {}
}

function problemsInAsked(problems: readonly Problem[]): TrainError {
  return new TrainError('usage', 'What was asked cannot be done.', {
    hint: 'Correct what is listed; `update-train <command> --help` and docs/reference.md say what each takes.',
    problems,
  })
}

interface Chosen {
  product: string
  track: string | undefined
  entry: Entry
}

/** Finds the entry that was asked for. The only product, or the only track, need not be named. */
function choose(config: Config, asked: Asked, file: string, problems: Problem[]): Chosen | null {
  const product = asked.product ?? onlyOne(config.products)
  if (product === undefined) {
    problems.push({ message: `give \`product\` (--product): one of ${listed(config.products)} of ${file}` })
    return null
  }
  // A product that the configuration does not hold is given by options alone. `constructor` is a name, too: own keys only.
  const productEntry = Object.hasOwn(config.products, product) ? config.products[product] : undefined
  if (productEntry === undefined) return null
  const { tracks = {}, ...shared } = productEntry
  const track = asked.track ?? onlyOne(tracks)
  if (
    (track === undefined && Object.keys(tracks).length > 0) ||
    (track !== undefined && !Object.hasOwn(tracks, track))
  ) {
    problems.push({ message: `give \`track\` (--track): one of ${listed(tracks)} of ${product} in ${file}` })
    return null
  }
  return { product, track, entry: { ...shared, ...(track === undefined ? {} : tracks[track]) } }
}

function onlyOne(record: Record<string, unknown>): string | undefined {
  const [name, ...others] = Object.keys(record)
  return others.length === 0 ? name : undefined
}

function listed(record: Record<string, unknown>): string {
  return Object.keys(record).join(', ') || '(none)'
}
