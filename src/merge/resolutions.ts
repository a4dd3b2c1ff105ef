import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { reasonOf, systemCode, TrainError } from '../kernel/errors.ts'
import { isSha256, type Sha256, sha256, sha256OfFile } from '../kernel/sha256.ts'
import { holdingOf, keyOf, type ThreeSides } from './show-conflict.ts'
import type { PlaceAnswers } from './text/merge-texts.ts'

const digest = z.string().refine(isSha256, 'must be a SHA-256')

export const resolutionSchema = z.strictObject({
  version: z.literal(1, 'must be 1; a newer resolution needs a newer update-train'),
  path: z.string(),
  /** What the three sides held, as `keyOf` names it. */
  sides: z.strictObject({ base: z.string(), ours: z.string(), theirs: z.string() }),
  /** `merged`: no person's answer, but what a run merged of an overlay's file. */
  answer: z.enum(['final', 'ours', 'theirs', 'delete', 'merged']),
  /**
   * What the answer says of each place that both sides changed, by the SHA-256 of its three sides; null takes a key away.
   * Empty where it stands for these three files only.
   */
  places: z.array(z.strictObject({ place: digest, answer: z.string().nullable() })).default([]),
  /**
   * SHA-256 of the file that the path becomes, which lies beside as `<key>.blob`; null where it goes, and where `theirs`
   * stands for what is no file: then the update has the word, at later levels as well.
   */
  result: digest.nullable(),
  /**
   * What decided instead of a person: then it stands only where a lock names it, under the key of the decision. Earlier
   * versions kept it under the conflict's.
   */
  by: z.literal('on-conflict').optional(),
})

/** A recorded answer to a conflict. */
export type Resolution = z.infer<typeof resolutionSchema>

/** Without a file, it makes a difference whose word counts at the next level. */
export function followsUpdate({ answer, result }: Pick<Resolution, 'answer' | 'result'>): boolean {
  return answer === 'theirs' && result === null
}

/** An answer that had a part in a candidate. */
export interface UsedAnswer {
  key: string
  /** SHA-256 of what the path became; null where it went. */
  result: Sha256 | null
}

/** What a candidate's answers are known by; null where there were none. */
export function answersDigest(used: readonly UsedAnswer[]): Sha256 | null {
  if (used.length === 0) return null
  return sha256([...new Set(used.map(({ key, result }) => `${key} ${result ?? 'gone'}\n`))].sort().join(''))
}

export interface Recorded {
  /** `keyOf` the conflict; `keyOfDecision` where a policy decided. */
  key: string
  resolution: Resolution
}

/** What a conflict was answered with. */
export type Answer =
  | {
      kind: 'file'
      file: string
      sha256: string
      size: number
      /** `merged` is no person's: a run merged it, and was stopped before its lock was written. */
      answer: Resolution['answer']
    }
  | { kind: 'delete' }
  /** The update's side, which is no file. */
  | { kind: 'theirs' }

/** The recorded answers of a team. */
export interface Resolutions {
  /** The answer to exactly this conflict; null where none was recorded. Throws `verification` for a blob that is another one. */
  find(path: string, sides: ThreeSides): Promise<Answer | null>
  /** What recorded answers say of places in a file, wherever these meet again. */
  places(path: string): Promise<PlaceAnswers>
  /** The content of an answer to another conflict of the path with the same update; null where there is none. */
  nearest(path: string, sides: ThreeSides): Promise<Buffer | null>
}

export function jsonName(key: string): string {
  return `${key}.json`
}

export function blobName(key: string): string {
  return `${key}.blob`
}

/** A text of a team's that an answer stands for; tracks have their own. A run keeps it as long as the answer stands. */
export function oursName(key: string, held: Sha256): string {
  return `${key}.${held.slice(0, 12)}.ours`
}

/** The names of everything that belongs to an answer, itself last: without its content it would be refused by every run. */
export function filesOfAnswer(key: string, names: Iterable<string>): string[] {
  const json = jsonName(key)
  const found = [...names].filter(name => name.startsWith(`${key}.`) && !name.includes('/')).sort()
  return [...found.filter(name => name !== json), ...found.filter(name => name === json)]
}

/** Answers recorded in a folder; a folder that is not there holds none. */
export function resolutionsIn(folder: string): Resolutions {
  return {
    find: async (path, sides) => {
      const key = keyOf(path, sides)
      const resolution = await readResolution(join(folder, jsonName(key)))
      if (resolution === null) return await alreadyTaken(folder, path, sides)
      if (resolution.path !== path)
        throw wrong(join(folder, jsonName(key)), `is about ${resolution.path}, not ${path}`)
      if (resolution.by !== undefined) return null
      return await answerOf(folder, key, resolution)
    },
    places: async path => placesOf(await recordedFor(folder, path)),
    nearest: async (path, sides) => {
      const { theirs } = holdingOf(sides)
      const near = (await recordedFor(folder, path)).find(
        ({ resolution }) => resolution.sides.theirs === theirs && resolution.result !== null,
      )
      if (near === undefined) return null
      const answer = await answerOf(folder, near.key, near.resolution)
      return answer.kind === 'file' ? readFile(answer.file) : null
    },
  }
}

async function recordedFor(folder: string, path: string): Promise<Recorded[]> {
  return (await listResolutions(folder)).filter(
    ({ resolution }) => resolution.path === path && resolution.by === undefined,
  )
}

/** A place that was answered in two ways is answered by neither. */
function placesOf(recorded: readonly Recorded[]): PlaceAnswers {
  const places = new Map<string, string | null>()
  const doubtful = new Set<string>()
  for (const { place, answer } of recorded.flatMap(({ resolution }) => resolution.places)) {
    const written = answer === null ? null : Buffer.from(answer, 'utf8').toString('latin1')
    if (places.has(place) && places.get(place) !== written) doubtful.add(place)
    places.set(place, written)
  }
  for (const place of doubtful) places.delete(place)
  return places
}

/** What a resolution says. Throws `verification` where its blob is missing or another one. */
export async function answerOf(folder: string, key: string, { answer, result }: Resolution): Promise<Answer> {
  if (result === null) return { kind: answer === 'theirs' ? 'theirs' : 'delete' }
  const file = join(folder, blobName(key))
  const found = await sha256OfFile(file).catch((error: unknown) => {
    throw wrong(file, `cannot be read: ${reasonOf(error)}`)
  })
  if (found.sha256 !== result) throw wrong(file, 'is not the recorded answer')
  return { kind: 'file', file, ...found, answer }
}

/** Our side may hold the answer already: it was taken into the overlay or the pack. */
async function alreadyTaken(folder: string, path: string, sides: ThreeSides): Promise<Answer | null> {
  const { entry, file } = sides.ours
  if (entry?.kind !== 'file' || file === null) return null
  const { base, theirs } = holdingOf(sides)
  const isThat = ({ resolution }: { resolution: Resolution }): boolean =>
    resolution.result === entry.sha256 && resolution.sides.base === base && resolution.sides.theirs === theirs
  return (await recordedFor(folder, path)).some(isThat)
    ? { kind: 'file', file, sha256: entry.sha256, size: entry.size, answer: 'final' }
    : null
}

/** Every recorded answer by its key, sorted by path and key. */
export async function listResolutions(folder: string): Promise<Recorded[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return []
    throw new TrainError('config', `The recorded answers in ${folder} cannot be read: ${reasonOf(error)}.`, {
      hint: 'Correct `resolutions` (--resolutions): the folder that `update-train resolve` records answers in.',
      cause: error,
    })
  })
  const found: Recorded[] = []
  for (const name of names.filter(one => one.endsWith('.json'))) {
    const resolution = await readResolution(join(folder, name))
    if (resolution !== null) found.push({ key: basename(name, '.json'), resolution })
  }
  const place = ({ resolution, key }: Recorded): string => `${resolution.path}\0${key}`
  return found.sort((one, other) => (place(one) < place(other) ? -1 : 1))
}

/** Null where there is none. Throws `verification` for nonsense. */
export async function readResolution(file: string): Promise<Resolution | null> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null
    throw wrong(file, `cannot be read: ${reasonOf(error)}`)
  }
  const parsed = resolutionSchema.safeParse(parseJson(text))
  if (parsed.success) return parsed.data
  throw wrong(file, parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; '))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function wrong(file: string, what: string): TrainError {
  return new TrainError('verification', `The resolution ${file} ${what}.`, {
    hint: 'Take it as it was committed, or remove it with `update-train resolve --forget` and answer again.',
  })
}
