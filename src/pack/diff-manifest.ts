import { z } from 'zod'
import { isSha256, type Sha256 } from '../kernel/sha256.ts'
import { longestTarget } from './entry-name.ts'
import type { Ranges } from './ranges.ts'
import type { Undo } from './text-undo.ts'

export const diffManifestName = 'update-train-diff.json'

/** Bytes of the largest manifest that is written, and read: it is held in memory. */
export const largestManifest = 16 * 1024 * 1024

const digest = z.string().refine(isSha256, 'must be a SHA-256')
const mode = z.int().min(0).max(0o777)

/** A file or link as one of the two packs holds it. */
const heldSchema = z.union([
  z.strictObject({ sha256: digest, size: z.int().min(0), mode }),
  z.strictObject({ link: z.string().max(longestTarget) }),
])
export type Held = z.infer<typeof heldSchema>
export type HeldFile = Extract<Held, { sha256: Sha256 }>

const count = z.int().min(1)
const rangesSchema: z.ZodType<Ranges> = z.array(
  z.union([z.tuple([count]), z.tuple([z.int(), count]), z.tuple([z.int(), count, z.literal('+')])]),
)
const undoSchema: z.ZodType<Undo> = z.array(z.union([z.string().min(1), z.tuple([z.int(), count])]))

const sidesSchema = z.strictObject({ before: digest, after: digest })

const changeSchema = z.strictObject({
  path: z.string(),
  kind: z.enum(['whole', 'ranges', 'same']),
  /** Of kind `same`: the path of the change that brings the content. */
  as: z.string().optional(),
  /** Where the old pack has the file that this one took the place of; not said where that is `path`. */
  from: z.string().optional(),
  before: heldSchema.nullable(),
  after: heldSchema,
  ranges: rangesSchema.optional(),
  /** The old text, told by the new one: what a three-way merge needs of a text that was changed on a machine, too. */
  undo: undoSchema.optional(),
})
export type Change = z.infer<typeof changeSchema>

/** An object of any paths as a map: `constructor` and `__proto__` are paths as well. */
function byPath<T>(value: z.ZodType<T>) {
  return z.preprocess(
    input =>
      typeof input === 'object' && input !== null && !Array.isArray(input)
        ? new Map(Object.entries(input))
        : input,
    z.map(z.string(), value),
  )
}

export const diffManifestSchema = z.strictObject({
  format: z.literal('update-train-diff', 'must be "update-train-diff"'),
  version: z.literal(1, 'must be 1; a newer diff zip needs a newer update-train'),
  root: z.string().min(1),
  contentDigest: sidesSchema,
  sha256: sidesSchema,
  removed: z.array(z.string()),
  renamed: z.array(z.strictObject({ from: z.string(), to: z.string() })),
  modes: byPath(mode),
  addedDirectories: z.array(z.string()),
  removedDirectories: z.array(z.string()),
  unlistedDirectories: z.array(z.string()),
  /** What the old pack holds at paths that go, move, or change their permission bits. */
  before: byPath(heldSchema),
  /** Paths among all these that belong to the running product: a home keeps its own. */
  state: z.array(z.string()),
  changes: z.array(changeSchema),
})

/** The first entry of a diff zip: all that its files do not say (`docs/diff-zip.md`). Paths are below the root folder. */
export type DiffManifest = z.infer<typeof diffManifestSchema>

/** What a diff zip is made from, and must be. */
export type DiffSides = z.infer<typeof sidesSchema>

/** A line for every change and one for everything else, so that manifests can be read by people and compared by lines. */
export function formatManifest({ changes, ...rest }: DiffManifest): string {
  const lines = [
    ...Object.entries(rest).map(
      ([key, value]) =>
        `  ${JSON.stringify(key)}: ${JSON.stringify(value instanceof Map ? Object.fromEntries(value) : value)}`,
    ),
    `  "changes": ${listOf(changes.map(change => JSON.stringify(change)))}`,
  ]
  return `{\n${lines.join(',\n')}\n}\n`
}

function listOf(items: readonly string[]): string {
  return items.length === 0 ? '[]' : `[\n${items.map(item => `    ${item}`).join(',\n')}\n  ]`
}
