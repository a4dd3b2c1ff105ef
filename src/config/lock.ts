import { access, constants, readFile, readlink, realpath, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { messageOf, reasonOf, systemCode, TrainError } from '../kernel/errors.ts'
import { exists, writeFileAtomically } from '../kernel/files.ts'
import { isSha256 } from '../kernel/sha256.ts'
import { assertMerged, parseLocated, problemsError, problemsOf } from './problems.ts'

/** How many former candidates of a track the lock remembers. */
export const historyLimit = 20

const digest = z.string().refine(isSha256, 'must be a SHA-256: 64 lower-case hex digits')
const count = z.int('must be a whole number').min(0, 'must be 0 or more')

const identity = z.strictObject({
  tool: z.string(),
  channel: z.string(),
  level: count,
  timestamp: count.nullable(),
  /** Content digest of the vendor's pack at this level. */
  vendorDigest: digest,
  /** SHA-256 of that pack as update-train kept it: what a kept pack is known by. */
  vendorSha256: digest,
  /** Content digest of the candidate: the vendor's pack with the overlay. */
  contentDigest: digest,
  packSha256: digest,
  packSize: count,
  /** SHA-256 of the pack that the vendor's pack was built from. */
  baseSha256: digest,
  /** SHA-256 of the level's file list, where the tool has one. */
  fileList: digest.nullable(),
  updates: z.array(z.string()),
  /** Hotfixes over the vendor's pack, in their order. */
  hotfixes: z.array(z.strictObject({ name: z.string(), sha256: digest })).default([]),
  overlayDigest: digest.nullable(),
  /** Of the recorded answers to conflicts that had a part in it. */
  resolutionsDigest: digest.nullable(),
  /** Recorded answers that stand for files of the overlay, by path, with the SHA-256 of the team's file, null where it has none, and of what it became. */
  answered: z
    .record(
      z.string(),
      // Earlier versions did not say what it became.
      z.strictObject({
        held: digest.nullable(),
        key: digest,
        result: digest.nullable().optional(),
        /** Where it went: whether the update has the word there, at later levels as well. */
        yields: z.boolean().optional(),
        /** The file has left the overlay since; should it come back as it was, it would undo updates. */
        left: z.literal(true).optional(),
      }),
    )
    .default({}),
  tests: z.strictObject({ passed: count, failed: count }).nullable(),
  /** Whether tests were run on it at all. */
  tested: z.boolean().default(false),
  /** When this candidate first passed, or was first built where it was not tested. */
  firstPassed: z.iso.datetime('must be a time such as 2026-03-01T09:30:00.000Z'),
})

/** A track's entry, with what it ran before. */
export const trackSchema = identity.extend({ history: z.array(identity).max(historyLimit) })

const lockSchema = z.strictObject({
  version: z.literal(1, 'must be 1; a newer lock needs a newer update-train'),
  products: z.record(z.string(), z.strictObject({ tracks: z.record(z.string(), trackSchema) })),
})

/** What one track of a product runs; identity only, so equal candidates give equal bytes. */
export type LockedCandidate = z.infer<typeof identity>
export type LockedTrack = z.infer<typeof trackSchema>
export type Lock = z.infer<typeof lockSchema>

export const emptyLock: Lock = { version: 1, products: {} }

/**
 * Reads a lock; a file that is not there is an empty lock.
 * Throws `config` with the line and the reason of everything that is wrong.
 */
export async function readLock(file: string): Promise<Lock> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return emptyLock
    throw new TrainError('config', `Cannot read the lock ${file}: ${reasonOf(error)}.`, {
      hint: 'Name a readable file with `lock` (--lock).',
      cause: error,
    })
  }
  return parseLock(text, file)
}

/** Tracks that ran on two branches: their entries are told apart by a person, as each names what was tested there. */
const oneSide =
  'Take one side of it whole (`git checkout --ours` or `--theirs`, then `git add`) and run again: what the other side ran is checked anew.'

export function parseLock(text: string, file: string): Lock {
  // Some editors put a mark of the byte order before it.
  const json = parseJson(text.replace(/^\ufeff/, ''))
  const strict = lockSchema.safeParse(json.value)
  if (strict.success) return strict.data
  assertMerged(text, file, oneSide)
  const located = parseLocated(text, file)
  const { fault } = json
  if (fault !== undefined)
    throw problemsError(file, [{ message: `it is no JSON (${fault}): take it as it was committed`, file }])
  throw problemsError(file, problemsOf(strict.error.issues, file, located.lineOf))
}

/** With what is wrong for text that is no JSON: where it is no YAML either, that reader says it with the line. */
function parseJson(text: string): { value: unknown; fault?: string } {
  try {
    return { value: JSON.parse(text) }
  } catch (error) {
    return { value: undefined, fault: messageOf(error) }
  }
}

/** Sorted keys, two spaces, one final newline. */
export function formatLock(lock: Lock): string {
  return `${JSON.stringify(sorted(lock), null, 2)}\n`
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, member]) => [key, sorted(member)]),
  )
}

export function lockedTrack(lock: Lock, product: string, trackName: string): LockedTrack | null {
  // `constructor` is a name like any other; only own keys count.
  const tracks = Object.hasOwn(lock.products, product) ? lock.products[product]?.tracks : undefined
  return tracks !== undefined && Object.hasOwn(tracks, trackName) ? (tracks[trackName] ?? null) : null
}

/** The lock with an entry for a track that it does not hold. */
export function withTrack(lock: Lock, product: string, trackName: string, entry: LockedTrack): Lock {
  if (lockedTrack(lock, product, trackName) !== null) return lock
  const tracks = { ...lock.products[product]?.tracks, [trackName]: entry }
  return { ...lock, products: { ...lock.products, [product]: { tracks } } }
}

/** The lock without what one track runs. */
export function withoutTrack(lock: Lock, product: string, trackName: string): Lock {
  if (lockedTrack(lock, product, trackName) === null) return lock
  const { [trackName]: _gone, ...tracks } = lock.products[product]?.tracks ?? {}
  const { [product]: _former, ...products } = lock.products
  return {
    ...lock,
    products: Object.keys(tracks).length === 0 ? products : { ...products, [product]: { tracks } },
  }
}

/**
 * The lock with `candidate` as what the track runs and the former one in its history.
 * The same candidate again gives the same lock: it keeps the time when it first passed.
 */
export function withCandidate(
  lock: Lock,
  product: string,
  trackName: string,
  candidate: LockedCandidate,
): Lock {
  const former = lockedTrack(lock, product, trackName)
  if (former !== null && isSameCandidate(former, candidate)) return lock
  const tracks = { ...lock.products[product]?.tracks }
  tracks[trackName] = { ...candidate, history: former === null ? [] : historyOf(former) }
  return { ...lock, products: { ...lock.products, [product]: { tracks } } }
}

export function isSameCandidate(former: LockedTrack, candidate: LockedCandidate): boolean {
  const { history, ...formerIdentity } = former
  return isDeepStrictEqual(formerIdentity, { ...candidate, firstPassed: former.firstPassed })
}

function historyOf({ history, ...identityOfFormer }: LockedTrack): LockedCandidate[] {
  return [identityOfFormer, ...history].slice(0, historyLimit)
}

/** The file that a lock is written to: a lock that is a link stays one. */
export async function lockFile(lock: string): Promise<string> {
  const target = await readlink(lock).catch(() => null)
  return target === null ? lock : lockFile(resolve(await realpath(dirname(lock)), target))
}

export async function writeLock(file: string, lock: Lock): Promise<void> {
  await writeFileAtomically(file, formatLock(lock))
}

/** Finds out before the long work whether the lock can be written at its end. Throws `not-writable`. */
export async function assertWritableLock(lock: string): Promise<void> {
  const file = await lockFile(lock)
  let folder = dirname(file)
  while (!(await exists(folder)) && folder !== dirname(folder)) folder = dirname(folder)
  try {
    if (!(await stat(folder)).isDirectory()) throw new Error(`${folder} is no folder`)
    await access(folder, constants.W_OK)
    if (await exists(file)) await access(file, constants.W_OK)
  } catch (error) {
    throw new TrainError('not-writable', `The lock ${file} could not be written: ${reasonOf(error)}.`, {
      hint: 'Name a file in a folder that can be written with `lock` (--lock); nothing was changed.',
      cause: error,
    })
  }
}
