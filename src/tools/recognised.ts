import type { ToolName } from '../kernel/product.ts'
import type { Sha256 } from '../kernel/sha256.ts'
import type { Position } from './update-tool.ts'

/** What a tool looks at to know a pack as its own. */
export interface PackFiles {
  /** All paths below the product's root. */
  paths: readonly string[]
  /** A small file as text; null where there is none. */
  read: (path: string) => Promise<string | null>
  /** Names the pack in errors. */
  where: string
}

/** What a tool knows of a pack of its own. */
export interface Recognised {
  tool: ToolName
  /** The file that says so. */
  toolSaidBy: string
  channel: string | null
  /** Null where the tool has not updated it yet. */
  position: Position | null
  fileList?: Sha256 | null
  /** Paths that content digests leave out. */
  statePaths: string[]
  /** It holds hotfixes. */
  hasHotfixes?: boolean
  /** Archives that the tool zips anew. */
  isRebuilt?: (path: string) => boolean
}
