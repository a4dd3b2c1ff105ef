import { isUtf8 } from 'node:buffer'
import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { reasonOf, TrainError } from '../kernel/errors.ts'
import { copyFileAtomically, exists, makeFolder, writeFileAtomically } from '../kernel/files.ts'
import { sha256OfFile } from '../kernel/sha256.ts'
import { isByHand } from './decision.ts'
import {
  blobName,
  filesOfAnswer,
  followsUpdate,
  jsonName,
  oursName,
  type Resolution,
  readResolution,
} from './resolutions.ts'
import { deletedSide } from './show-conflict.ts'
import { answersInFile } from './text/merge-files.ts'
import { hasMarkers } from './text/merge-lines.ts'
import { isWhole } from './text/structure.ts'
import type { Waiting } from './waiting.ts'

/** What a person can answer. */
export type PersonsAnswer = Exclude<Resolution['answer'], 'merged'>

/** The file that answers a conflict; null for an answer that takes the path away. */
function answerFile(conflicts: string, waiting: Waiting, answer: PersonsAnswer): string | null {
  if (answer === 'final') return join(conflicts, `${waiting.path}.final`)
  if (answer === 'delete') return null
  const side = waiting.sides[answer]
  if (side === 'absent' || (answer === 'theirs' && side.startsWith('link '))) return null
  const file = waiting[answer]
  if (file !== null && side.startsWith('file ')) return join(conflicts, file)
  if (side.startsWith('file '))
    throw new TrainError(
      'config',
      `${waiting.path} is not laid out as it is on that side: a diff zip holds only how it differs from the vendor’s old file, which was changed here.`,
      {
        hint: `Put the vendor’s old file back and patch again; or lay the file that it is to become at ${join(conflicts, waiting.path)}.final and answer again without the side.`,
      },
    )
  throw new TrainError(
    'config',
    `${waiting.path} is no file on that side (${side}); its answer cannot be recorded.`,
    {
      hint: 'Change the overlay or the pack by hand, then run again.',
    },
  )
}

/** An answer that can be kept. */
interface Prepared {
  waiting: Waiting
  resolution: Resolution
  /** What the path becomes; null where it goes. */
  file: string | null
  replaces: boolean
}

/** An answer that was recorded. */
export interface Recording {
  resolution: Resolution
  /** A person's other answer was there before. */
  replaces: boolean
}

/**
 * Records answers for every later run: all of them, or none where one cannot be. Throws `config` for an answer that still
 * holds markers, and for one that was given before and comes to something else, unless `force` says so.
 */
export async function recordAll(
  answers: readonly { waiting: Waiting; answer: PersonsAnswer }[],
  folders: { conflicts: string; resolutions: string },
  force: boolean,
): Promise<Recording[]> {
  const prepared: Prepared[] = []
  const refused: TrainError[] = []
  for (const { waiting, answer } of answers) {
    try {
      prepared.push(await prepare(waiting, answer, folders, force))
    } catch (error) {
      if (!(error instanceof TrainError)) throw error
      refused.push(error)
    }
  }
  const [first, ...others] = refused
  if (first !== undefined && (others.length > 0 || answers.length > 1))
    throw new TrainError(first.code, 'Nothing was recorded, as not every answer can be.', {
      hint: 'Correct what is listed, then record all of them again.',
      problems: refused.map(({ message, hint }) => ({ message: `${message} ${hint}` })),
      cause: first,
    })
  if (first !== undefined) throw first
  for (const { waiting, resolution, file } of prepared)
    await writeResolution(folders.resolutions, waiting.key, resolution, file)
  return prepared.map(({ resolution, replaces }) => ({ resolution, replaces }))
}

/** The side of an earlier answer that took the path away is no update's, which could have the word later: it is that deletion. */
function meant(answer: PersonsAnswer, { sides }: Waiting): PersonsAnswer {
  return answer === 'theirs' && sides.theirs === deletedSide ? 'delete' : answer
}

/** An answer with the effect of the one before is that one: recording it again mends a lost blob. */
async function prepare(
  waiting: Waiting,
  said: PersonsAnswer,
  folders: { conflicts: string; resolutions: string },
  force: boolean,
): Promise<Prepared> {
  const { path, key, kind, sides } = waiting
  const answer = meant(said, waiting)
  if (isByHand(waiting, sides))
    throw new TrainError(
      'config',
      `${path} is a conflict of kinds (${kind}), which no recorded answer ends.`,
      {
        hint: 'Change the overlay or the pack by hand, or say `on-conflict: ours` or `theirs`, then run again.',
      },
    )
  const file = answerFile(folders.conflicts, waiting, answer)
  if (file !== null && hasMarkers(await readAnswer(file), ...(await sidesIn(waiting, folders.conflicts))))
    throw new TrainError('config', `${file} still holds the marks of a conflict.`, {
      hint: 'Decide each place between <<<<<<< and >>>>>>>, remove the marks, then record it again.',
    })
  if (answer === 'final' && file !== null && !force) await assertWhole(waiting, folders.conflicts, file)
  const result = file === null ? null : (await sha256OfFile(file)).sha256
  const before = await formerAnswer(join(folders.resolutions, jsonName(key)), force)
  const isOther =
    before !== null &&
    (before.result !== result || followsUpdate(before) !== followsUpdate({ answer, result }))
  if (before !== null && !force) {
    if (!isOther) return { waiting, resolution: before, file, replaces: false }
    throw new TrainError(
      'config',
      `${path} was answered before, in another way (${join(folders.resolutions, jsonName(key))}).`,
      { hint: 'Record it with --force to replace that answer.' },
    )
  }
  const places = file === null ? [] : await placesIn(waiting, folders.conflicts, file)
  const resolution: Resolution = { version: 1, path, sides, answer, places, result }
  return { waiting, resolution, file, replaces: isOther }
}

/** What a person answered before; one that cannot be read is in the way, unless it is replaced whatever it is. */
async function formerAnswer(file: string, force: boolean): Promise<Resolution | null> {
  const found = await readResolution(file).catch((error: unknown) => {
    if (force && error instanceof TrainError) return null
    throw error
  })
  return found?.by === undefined ? found : null
}

async function readAnswer(file: string): Promise<string> {
  try {
    return await readFile(file, 'latin1')
  } catch (error) {
    throw new TrainError('config', `The answer ${file} cannot be read: ${reasonOf(error)}.`, {
      hint: 'An answer is a file; run again where the folder of conflicts is not as the run laid it out.',
      cause: error,
    })
  }
}

/** The texts of a conflict's sides, as far as they are there. */
async function sidesIn({ base, ours, theirs }: Waiting, conflicts: string): Promise<string[]> {
  const read = (name: string | null): Promise<string> =>
    name === null ? Promise.resolve('') : readFile(join(conflicts, name), 'latin1').catch(() => '')
  return Promise.all([base, ours, theirs].map(read))
}

/** What both sides could be read as, an answer must be, too. */
async function assertWhole({ path, ours, theirs }: Waiting, conflicts: string, final: string): Promise<void> {
  const read = async (file: string): Promise<boolean> => isWhole(path, await readFile(file, 'latin1'))
  for (const side of [ours, theirs]) if (side === null || !(await read(join(conflicts, side)))) return
  if (await read(final)) return
  throw new TrainError('config', `${final} cannot be read in the format that its name says.`, {
    hint: 'Correct it, or record it with --force as it is.',
  })
}

/** Keeps an answer; `file` is what the path becomes, null where it goes. */
export async function writeResolution(
  folder: string,
  key: string,
  resolution: Resolution,
  file: string | null,
): Promise<void> {
  await makeFolder(folder)
  // The blob first: an answer without one would be refused by every run.
  if (file !== null) await copyFileAtomically(file, join(folder, blobName(key)))
  await writeFileAtomically(join(folder, jsonName(key)), formatResolution(resolution))
}

/** Keeps the team's file that an answer stands for, so that what is changed of it later is told from what the answer brought. */
export async function keepHeld(folder: string, key: string, file: string): Promise<boolean> {
  const { sha256 } = await sha256OfFile(file)
  const kept = join(folder, oursName(key, sha256))
  if ((await sha256OfFile(kept).catch(() => null))?.sha256 === sha256) return false
  await copyFileAtomically(file, kept)
  return true
}

export function formatResolution(resolution: Resolution): string {
  return `${JSON.stringify(resolution, null, 2)}\n`
}

/** What the answer says of single places, for files that differ elsewhere; nothing for what is no text in UTF-8. */
async function placesIn(
  { path, base, ours, theirs, sides }: Waiting,
  conflicts: string,
  final: string,
): Promise<Resolution['places']> {
  const isMergeable = (base !== null || sides.base === 'absent') && ours !== null && theirs !== null
  if (!isMergeable || !Object.values(sides).every(side => side === 'absent' || side.startsWith('file ')))
    return []
  const files = {
    base: base === null ? null : join(conflicts, base),
    ours: join(conflicts, ours),
    theirs: join(conflicts, theirs),
  }
  const answers = await answersInFile(path, files, final)
  return [...(answers ?? [])].flatMap(([place, answer]): Resolution['places'] => {
    if (answer === null) return [{ place, answer }]
    const bytes = Buffer.from(answer, 'latin1')
    return isUtf8(bytes) ? [{ place, answer: bytes.toString('utf8') }] : []
  })
}

/** Removes a recorded answer; false where there is none. */
export async function forget(resolutions: string, key: string): Promise<boolean> {
  const json = join(resolutions, jsonName(key))
  if (!(await exists(json))) return false
  await rm(json)
  for (const name of filesOfAnswer(key, await readdir(resolutions)))
    await rm(join(resolutions, name), { force: true })
  return true
}
