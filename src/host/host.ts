import type { Log } from '../kernel/log.ts'
import type { Sha256 } from '../kernel/sha256.ts'
import type { TemporaryFolder } from '../kernel/temporary.ts'

/** Names one vendor pack: what it was built from and how far. */
export interface VendorPackKey {
  product: string
  /** SHA-256 of the pack that it was built from. */
  base: Sha256
  tool: string
  channel: string
  level: number
}

export type PublishedKind = 'pack' | 'diff' | 'report' | 'candidate' | 'log'

/** A finished file in the staging folder, with the name users know it by. */
export interface FinishedFile {
  kind: PublishedKind
  name: string
  path: string
}

/** Where each file ended; absolute. */
export type Published = Partial<Record<PublishedKind, string>>

/** Where a run's things come from and go: a terminal's folders, or GitHub. */
export interface Host {
  readonly log: Log
  /** A fresh folder on the file system that finished files go to, gone when its scope ends. */
  staging(): Promise<TemporaryFolder>
  /** A vendor pack that an earlier run kept. Its content is not to be trusted before its digest was compared. */
  findVendorPack(key: VendorPackKey): Promise<string | null>
  /** Keeps a vendor pack for the next run and lets former ones of the product go; failing to is only worth a warning. */
  keepVendorPack(key: VendorPackKey, file: string): Promise<void>
  /** Puts finished files where people find them. Throws `not-writable` or `disk-full`. */
  publish(files: readonly FinishedFile[]): Promise<Published>
}
