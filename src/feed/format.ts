import { z } from 'zod'
import { severities, updateKinds } from '../kernel/product.ts'
import { isSha256 } from '../kernel/sha256.ts'
import { pathClasses } from '../merge/decision.ts'
import { linkFault } from '../pack/entry-name.ts'
import { pathFaults } from './path-rules.ts'

/** The major version of the feed's format that this update-train writes and reads. */
export const formatVersion = 1

const digest = z.string().refine(isSha256, 'must be a SHA-256')
const count = z.int().min(0)
const mode = z.int().min(0).max(0o777)

/** A file of the feed, pinned by hash and length in bytes. */
const pinned = z.object({ sha256: digest, size: count })
export type Pinned = z.infer<typeof pinned>

const header = z.object({ version: z.number(), mustUnderstand: z.array(z.string()).default([]) })

/** Why a document needs a newer update-train, whatever its shape; undefined where it does not. */
export function newerThanKnown(document: unknown): string | undefined {
  const parsed = header.safeParse(document)
  if (!parsed.success) return undefined
  const { version, mustUnderstand } = parsed.data
  if (Math.floor(version) > formatVersion) return `its format has version ${version}`
  return mustUnderstand.length > 0 ? `it wants ${mustUnderstand.join(', ')} to be understood` : undefined
}

export const feedSchema = z.object({
  format: z.literal('update-train-feed'),
  version: z.number(),
  name: z.string(),
  products: z.array(z.object({ name: z.string(), version: z.string(), channels: z.array(z.string()) })),
})
export type FeedIndex = z.infer<typeof feedSchema>

const base = pinned.extend({ name: z.string(), files: pinned })
export type Base = z.infer<typeof base>

const level = z.object({
  level: z.int().positive(),
  /** Epoch milliseconds. */
  timestamp: count,
  /** ISO 8601 date. */
  released: z.string(),
  files: pinned,
  updates: pinned,
  counts: z.object({ security: count, fix: count, improvement: count }),
  highestSeverity: z.enum(severities).nullable(),
  advisories: z.array(z.string()),
  /** The level of `full` that holds the same security updates. */
  equivalent: z.int().positive().nullable(),
  status: z.enum(['active', 'yanked']),
  yanked: z
    .object({ class: z.string(), reason: z.string(), replacement: z.int().positive().nullable() })
    .optional(),
})
export type ChannelLevel = z.infer<typeof level>

function isAfter(one: ChannelLevel, before: ChannelLevel | undefined): boolean {
  return before === undefined || (one.level > before.level && one.timestamp > before.timestamp)
}

export const channelSchema = z.object({
  format: z.literal('update-train-channel'),
  version: z.number(),
  product: z.object({ name: z.string(), version: z.string() }),
  channel: z.string(),
  kind: z.enum(['full', 'security', 'custom']),
  base,
  levels: z
    .array(level)
    .refine(
      levels => levels.every((one, at) => isAfter(one, levels[at - 1])),
      'must be in order, with levels and timestamps that grow',
    ),
  requires: z.string().nullable(),
  access: z.enum(['public', 'subscription']),
  eula: z.string().nullable(),
  mustUnderstand: z.array(z.string()),
})
export type ChannelDocument = z.infer<typeof channelSchema>

const listEntry = z.discriminatedUnion('kind', [
  pinned.extend({ kind: z.literal('file'), mode, class: z.enum(pathClasses), merge: z.string().optional() }),
  z.object({ kind: z.literal('link'), target: z.string(), class: z.enum(pathClasses) }),
  z.object({ kind: z.literal('directory'), mode, class: z.enum(pathClasses) }),
])
export type ListEntry = z.infer<typeof listEntry>

const rename = z.object({ from: z.string(), to: z.string() })
export const renamesSchema = z.array(rename)

export const fileListSchema = z.object({
  format: z.literal('update-train-files'),
  version: z.number(),
  product: z.object({ name: z.string(), version: z.string() }),
  /** Null in the base's list, which all channels share. */
  channel: z.string().nullable(),
  level: count,
  timestamp: count.nullable(),
  /** SHA-256 of the list before. */
  previous: digest.nullable(),
  files: z.record(z.string(), listEntry).superRefine((files, context) => {
    const entries = new Map(Object.entries(files))
    for (const fault of pathFaults(entries)) context.addIssue(fault)
    for (const [path, entry] of entries) {
      const fault = entry.kind === 'link' ? linkFault(path, entry.target) : undefined
      if (fault !== undefined) context.addIssue(`${JSON.stringify(path)} ${fault}`)
    }
  }),
  renames: z.array(rename),
})
export type FileList = z.infer<typeof fileListSchema>

const update = z.object({
  id: z.string().min(1, 'must not be empty'),
  kind: z.enum(updateKinds, `must be one of ${updateKinds.join(', ')}`),
  severity: z
    .enum(severities, `must be one of ${severities.join(', ')}`)
    .nullable()
    .default(null),
  title: z.string().min(1, 'must not be empty'),
  description: z.string().default(''),
  instructions: z.string().default(''),
  cves: z.array(z.string()).default([]),
  advisories: z.array(z.string()).default([]),
  files: z.array(z.string()).default([]),
  restart: z.boolean().default(true),
})
export type PublishedUpdate = z.infer<typeof update>

/** What a publisher writes: more is refused than when a feed is read, as a mistake stays published. */
export const updatesInputSchema = z.array(update.strict()).superRefine((updates, context) => {
  for (const [index, { id }] of updates.entries())
    if (updates.findIndex(other => other.id === id) < index)
      context.addIssue({ code: 'custom', path: [index, 'id'], message: `stands twice: ${id}` })
})

export const updatesSchema = z.object({
  format: z.literal('update-train-updates'),
  version: z.number(),
  level: count,
  updates: z.array(update),
})
export type UpdatesDocument = z.infer<typeof updatesSchema>

export const classesSchema = z.record(z.string(), z.enum(pathClasses))

/** Sorted keys and one final newline: what is published twice is the same twice. */
export function formatDocument(document: unknown): string {
  return `${JSON.stringify(document, (_key, value: unknown) => sortedKeys(value), 1)}\n`
}

function sortedKeys(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
}
