import type { Product, severities, ToolName, updateKinds } from '../kernel/product.ts'
import type { Sha256 } from '../kernel/sha256.ts'
import type { Notice, PathClass, ShownConflict } from '../merge/decision.ts'
import type { Merging } from '../merge/merging.ts'
import type { UsedAnswer } from '../merge/resolutions.ts'
import type { Tree } from '../pack/tree.ts'

/** A position on a channel. */
export interface Position {
  /** A level; for tools that count in timestamps, the timestamp. 0 is the base. */
  level: number
  /** Epoch milliseconds; null where the tool does not know it. */
  timestamp: number | null
}

/** A position as the vendor describes it today. */
export interface LevelState extends Position {
  /** Withdrawn by the vendor. */
  yanked: boolean
  /** SHA-256 of the level's file list, where the tool has one: what a lock pins. */
  fileList: Sha256 | null
}

/** One entry of a level's change list. */
export interface Update {
  id: string
  level: number
  kind: (typeof updateKinds)[number]
  severity: (typeof severities)[number] | null
  title: string
  description: string
  /** What a person has to do by hand; empty where there is nothing. */
  instructions: string
  cves: string[]
}

/** The level a run should reach. */
export type Wanted =
  | { at: 'latest' }
  | { at: 'level'; level: number }
  /** A level that the track ran before: it may be gone back to even where it was withdrawn since. */
  | { at: 'former'; level: number }
  | { at: 'timestamp'; timestamp: number }

export interface CheckRequest {
  product: Product
  channel: string
  installed: Position
  /** What the lock pinned for the installed level; another list there is a rewritten level (error 7). */
  pinnedFileList: Sha256 | null
  wanted: Wanted
  /** A pack of the product at any level, for tools that need one to ask with; null where none can be had. */
  pack?: () => Promise<string | null>
}

/** How many updates a step brings, where a tool counts them and does not list them. */
export interface Counts {
  updates: number
  /** Null where the tool counts them from the base only, and the step begins above. */
  security: number | null
}

/** What the vendor offers. */
export interface Availability {
  installed: LevelState
  /** The newest level that is not withdrawn. */
  latest: LevelState
  /** What `wanted` means today; equal to `installed` where there is nothing to do. */
  target: LevelState
  /** Everything between `installed` and `target`, oldest first; empty when going back, and where the tool lists none. */
  updates: Update[]
  /** What the tool says instead of a list; null where `updates` says it. */
  counts: Counts | null
  /** Everything that going back takes away, oldest first; empty when going on. */
  takenAway: Update[]
  warnings: string[]
  /** SHA-256 of the vendor's own base pack, where the vendor says it: a pack that has it holds nothing of the team's. */
  base: Sha256 | null
  /** The vendor's terms keep its product from the public: `access: subscription` of a feed, every tool of WSO2's. */
  restricted: boolean
}

export interface ApplyRequest {
  product: Product
  channel: string
  from: LevelState
  to: LevelState
  /** The unpacked pack, absolute; changed in place. Nothing in it is touched before every decision is taken. */
  home: string
  /** The pack that it was unpacked from: what a tool replaces can be had from there. */
  pack?: string
  /** The pack of a lower level that the tool has made it of; what differs is the tool's doing. Missing or null where nobody knows. */
  madeOf?: string | null
  merging: Merging
}

export type Application =
  | {
      kind: 'applied'
      notices: Notice[]
      /** Recorded answers that decided something. */
      used: UsedAnswer[]
      /** Bytes fetched from the vendor; 0 where the tool fetches them itself. */
      fetchedBytes: number
      /** What the tool itself says that it did; null where `updates` of the availability says it all. */
      summary: ToolSummary | null
    }
  | { kind: 'conflict'; conflicts: ShownConflict[] }

/** What a tool that is not ours did, in its own words where it has any. */
export interface ToolSummary {
  /** `U2 1.7.20`; the tool alone where it does not say its version. */
  by: string
  /** Where the numbers come from: the tool's changelog or summary, its log, or only our own comparison. */
  source: 'changelog' | 'log' | 'difference'
  /** Numbers of the updates. */
  numbers: string[]
  counts: Counts | null
  /** Paths below the product's root. */
  added: string[]
  changed: string[]
  removed: string[]
  /** What the tool has written about it into the pack: paths of changelogs and summaries, PDFs among them. */
  documents: string[]
  /** The text of the tool's changelog and summary; empty where it writes none. */
  text: string
}

/** A zip of the vendor's with fixes that no level has yet: laid over a level, and taken away before the next. */
export interface Hotfix {
  /** Of the file, without `.zip`: `wso2is-7.1.0-abc-hf1`. */
  name: string
  /** Absolute. */
  file: string
  sha256: Sha256
}

/** What a tool can do with hotfixes. A failure is judged as an update's. */
export interface Hotfixes {
  /** Takes every hotfix out of a home; one without any is left alone. */
  revert(product: Product, home: string): Promise<void>
  /** Lays hotfixes over a home, in their order. */
  lay(product: Product, home: string, hotfixes: readonly Hotfix[]): Promise<void>
}

/** What the vendor's own zip of an update is asked with. */
export interface PackUpdateRequest {
  product: Product
  channel: string
  from: Position
  to: Position
  /** The vendor's pack at `from`. */
  pack: string
  /** Absolute; the zip is laid there. */
  out: string
}

export interface CompareRequest {
  product: Product
  channel: string
  level: number
  /** What a pack holds. */
  tree: Tree
  /** What the team says of a path's class, before the vendor. */
  classOf: (path: string) => PathClass | null
}

/** How a pack differs from what the vendor has published as a level; paths of files and links. */
export interface Comparison {
  /** How many the vendor lists. */
  listed: number
  /** Listed ones that are missing, or hold something else. */
  other: string[]
  /** Ones that the vendor does not list. */
  more: string[]
}

/** What a tool can do; stations ask for these, never for a tool's name. */
export interface Capabilities {
  /** What `Position.level` counts. */
  counts: 'levels' | 'timestamps'
  checksWithoutPack: boolean
  canPin: boolean
  canStep: boolean
  writesSummary: boolean
  /** How many copies of the unpacked pack the tool itself makes while it updates one. */
  copies: number
  /** The same files give the same bytes of a pack, on every machine. */
  sameBytes: boolean
}

/**
 * What knows a product's updates and applies them. A new tool is one new folder beside this file.
 * Errors are `TrainError`s: `config` for an unknown product, channel or level, `refused` for credentials,
 * `unreachable` after the retries, `verification` for content that is not what was promised.
 */
export interface UpdateTool extends AsyncDisposable {
  readonly name: ToolName
  readonly can: Capabilities
  /** Null for a tool that knows none. */
  readonly hotfixes: Hotfixes | null
  /** Its programs in a pack, where they stay out of what is published; null where nothing does. */
  readonly unpublished: ((path: string) => boolean) | null
  /** Has the vendor's own zip of an update made, for machines without internet; gives its path. Null for a tool that makes none. */
  readonly packUpdate: ((request: PackUpdateRequest) => Promise<string>) | null
  check(request: CheckRequest): Promise<Availability>
  /** Null where the vendor does not say which files a level has. */
  compare(request: CompareRequest): Promise<Comparison | null>
  apply(request: ApplyRequest): Promise<Application>
  /** Takes out of a home what the tool has left there and nobody else may see: credentials, logs, backups. */
  scrub(home: string): Promise<void>
}
