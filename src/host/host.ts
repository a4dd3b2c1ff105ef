import type { Log } from '../kernel/log.ts'
import type { Sha256 } from '../kernel/sha256.ts'
import type { TemporaryFolder } from '../kernel/temporary.ts'
import type { Proposals } from './proposals.ts'

/** Names one vendor pack: what it was built from and how far. */
export interface VendorPackKey {
  product: string
  /** SHA-256 of the pack that it was built from. */
  base: Sha256
  tool: string
  channel: string
  level: number
}

/** `conflicts` and `replaced` are folders, all others are files. */
export type PublishedKind =
  | 'pack'
  | 'diff'
  | 'report'
  | 'update-zip'
  | 'candidate'
  | 'sbom'
  | 'log'
  | FolderKind
export type FolderKind = 'conflicts' | 'replaced'

/** What only some runs make, and belongs to the report beside it: one of an earlier run would say something of another pack. */
export const namesOfSomeRuns = { sbom: 'sbom-diff.cdx.json', log: 'test.log' } as const

/** A finished file (or folder) in the staging folder, with the name users know it by. */
export interface FinishedFile {
  kind: PublishedKind
  name: string
  path: string
}

/** What a run made for one track of a product. */
export interface Publication {
  product: string
  track: string
  files: readonly FinishedFile[]
  /** Where answers to its conflicts are recorded. */
  resolutions: string
  /** The vendor's terms keep the product from the public. */
  restricted: boolean
}

/** Something that was uploaded to the service that runs us. */
export interface Upload {
  id: number
  url: string
}

export interface Published {
  /** Where each file lies on this machine; absolute. */
  paths: Partial<Record<PublishedKind, string>>
  pack: Upload | null
  /** Holds everything but the pack. */
  report: Upload | null
}

/** A candidate for everybody to take, under a name of its own. */
export interface Release {
  tag: string
  title: string
  /** Markdown. */
  body: string
  files: readonly string[]
}

/** Where releases go. */
export interface Releases {
  /**
   * The release of a tag that everybody sees, with the text of one of its files; null where there is none, or no such file
   * of a size that can be meant.
   */
  find(tag: string, file: string): Promise<{ url: string; text: string | null } | null>
  /** Puts all files into a draft first, and publishes it last of all. Gives its address. */
  publish(release: Release): Promise<string>
  /** Whether a product that its vendor gives to subscribers only may lie there. */
  mayHold(restricted: boolean): Promise<boolean>
}

/** Where provenance goes: what was built from which commit by which workflow. */
export interface Attestations {
  /** Signs that this run made the files, and keeps it where everybody who gets them can look it up. Gives its address. */
  attest(files: readonly string[]): Promise<string>
  /** As for releases. */
  mayHold(restricted: boolean): Promise<boolean>
}

/** Where a run's things come from and go: a terminal's folders, or GitHub. */
export interface Host {
  readonly log: Log
  /** Where updates are proposed to people; null where there is no such place, or nobody asked for it. */
  readonly proposals: Proposals | null
  /** Where a folder of conflicts will lie; absolute. Null where people get it from the service. */
  readonly conflicts: string | null
  /** As `proposals`, for releases. */
  readonly releases: Releases | null
  /** As `proposals`, for provenance. */
  readonly attestations: Attestations | null
  /** A fresh folder on the file system that finished files go to, gone when its scope ends. */
  staging(): Promise<TemporaryFolder>
  /** A vendor pack that an earlier run kept. Its content is not to be trusted before its digest was compared. */
  findVendorPack(key: VendorPackKey): Promise<string | null>
  /**
   * Keeps a vendor pack for the next run and lets other ones of the product go, but those that are `needed`; failing to is
   * only worth a warning.
   */
  keepVendorPack(
    key: VendorPackKey,
    file: string,
    restricted: boolean,
    needed?: readonly VendorPackKey[],
  ): Promise<void>
  /** A finished pack that an earlier run published, by its name and SHA-256; null where it cannot be had. */
  findPack(name: string, sha256: Sha256): Promise<string | null>
  /** What `keepState` kept last for a track: text that is not to be trusted. */
  findState(product: string, track: string): Promise<string | null>
  /** Keeps what a track runs now for those who do not commit the lock; failing to is only worth a warning. */
  keepState(product: string, track: string, state: string): Promise<void>
  /** Puts finished files where people find them. Throws `not-writable`, `disk-full`, `unreachable` or `refused`. */
  publish(publication: Publication): Promise<Published>
}
