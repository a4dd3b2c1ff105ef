import { readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Branch } from '../host/proposals.ts'
import { TrainError } from '../kernel/errors.ts'
import { exists, makeFolder, writeFileAtomically } from '../kernel/files.ts'
import { temporaryFolder } from '../kernel/temporary.ts'
import { formatResolution, recordAll } from '../merge/record.ts'
import { blobName, filesOfAnswer, jsonName, type Resolution, resolutionSchema } from '../merge/resolutions.ts'
import { keyOfHolding } from '../merge/show-conflict.ts'
import { conflictsListName, readConflicts, type Waiting } from '../merge/waiting.ts'
import { ownCommit } from './foreign-commits.ts'
import type { Desk } from './proposal-desk.ts'
import type { Going } from './standing.ts'

/** Keys of people's answers that a branch holds and its base does not: they stay on it until it is merged. */
export type KeptAnswers = ReadonlySet<string>

/**
 * Takes people's answers from the branch to where the run looks for answers: those recorded there already, and files that
 * people put among the conflicts, which are recorded now. Throws `config` for one that is no answer yet.
 */
export async function takeAnswers(standing: Going, desk: Desk): Promise<KeptAnswers> {
  const { branch, answers, rebuild } = standing
  // What lies on the branch of a closed pull request was not accepted, but for what came after it.
  if (branch === null || rebuild) return new Set()
  if (standing.proposal === null && answers.length === 0) return new Set()
  const kept = new Set(await takeRecorded(branch, desk))
  const { conflicts } = desk.places
  const touched = new Set(
    answers.flatMap(path => (path.startsWith(`${conflicts}/`) ? [path.slice(conflicts.length + 1)] : [])),
  )
  if (touched.size === 0) return kept
  return new Set([...kept, ...(await recordTouched(branch.head, touched, desk))])
}

async function takeRecorded(branch: Branch, { proposals, places, settings, world }: Desk): Promise<string[]> {
  const { head } = branch
  const onBranch = await proposals.list(head, places.resolutions)
  if (onBranch.size === 0) return []
  const onBase = await proposals.list((await proposals.base()).commit, places.resolutions)
  const own = ownCommit(branch)?.sha
  const made: ReadonlyMap<string, string> =
    own === undefined || own === head ? onBranch : await proposals.list(own, places.resolutions)
  const kept: string[] = []
  for (const [name, blob] of onBranch) {
    const key = /^([0-9a-f]{64})\.json$/.exec(name)?.[1]
    if (key === undefined) continue
    const content = onBranch.get(blobName(key))
    const isAsIn = (there: ReadonlyMap<string, string>): boolean =>
      there.get(name) === blob && there.get(blobName(key)) === content
    if (isAsIn(onBase)) continue
    const written = await proposals.read(blob)
    const recorded = resolutionSchema.safeParse(parseJson(written)).data
    const isAutomatic = recorded?.answer === 'merged' || recorded?.by !== undefined
    // What a run merged or decided itself it does again, for the level that is wanted now.
    if (isAutomatic && isAsIn(made)) continue
    const json = isAutomatic ? asPersons(recorded) : written
    // As a person's it answers the conflict, wherever that is met; an answer that is there already goes before it.
    const now = recorded?.by === undefined ? key : keyOfHolding(recorded.path, recorded.sides)
    if (now !== key && onBranch.has(jsonName(now))) continue
    await makeFolder(settings.resolutions)
    // The contents first, as wherever an answer is written.
    for (const file of filesOfAnswer(key, onBranch.keys()).slice(0, -1)) {
      const found = onBranch.get(file)
      const place = join(settings.resolutions, `${now}${file.slice(key.length)}`)
      if (found !== undefined) await writeFileAtomically(place, await proposals.read(found))
    }
    await writeFileAtomically(join(settings.resolutions, jsonName(now)), json)
    kept.push(now)
  }
  if (kept.length > 0) world.log.info(`Answers taken from the branch: ${kept.length}.`)
  return kept
}

/** A person corrected what a run had merged or decided: from now on it is theirs, and stands. */
function asPersons({ by: _decided, answer, ...rest }: Resolution): Buffer {
  return Buffer.from(formatResolution({ ...rest, answer: answer === 'merged' ? 'final' : answer }))
}

function parseJson(text: Buffer): unknown {
  try {
    return JSON.parse(text.toString('utf8'))
  } catch {
    return undefined
  }
}

async function recordTouched(head: string, touched: ReadonlySet<string>, desk: Desk): Promise<string[]> {
  const { proposals, places, settings, world } = desk
  const files = await proposals.list(head, places.conflicts)
  if (!files.has(conflictsListName)) return []
  await using folder = await temporaryFolder(world.temporary)
  for (const [path, blob] of files) {
    await makeFolder(dirname(join(folder.path, path)))
    await writeFileAtomically(join(folder.path, path), await proposals.read(blob))
  }
  const given: { waiting: Waiting; answer: 'final' }[] = []
  try {
    for (const waiting of await readConflicts(folder.path))
      if (await hasFinal(waiting, folder.path, touched)) given.push({ waiting, answer: 'final' })
    const folders = { conflicts: folder.path, resolutions: settings.resolutions }
    await recordAll(given, folders, false)
  } catch (error) {
    if (!(error instanceof TrainError)) throw error
    // The file lies on the branch, for those who read the message.
    const named = (text: string): string => text.replaceAll(folder.path, places.conflicts)
    throw new TrainError(error.code, `On ${desk.branch}: ${named(error.message)}`, {
      hint: error.hint,
      problems: error.problems.map(problem => ({ ...problem, message: named(problem.message) })),
      cause: error,
    })
  }
  for (const { waiting } of given) world.log.info(`Answer recorded: ${waiting.path}`)
  return given.map(({ waiting }) => waiting.key)
}

/** `<path>.final` answers; so does `<path>.merged`, which GitHub's pages can edit, where somebody did. */
async function hasFinal({ path }: Waiting, folder: string, touched: ReadonlySet<string>): Promise<boolean> {
  const final = join(folder, `${path}.final`)
  if (await exists(final)) return true
  const merged = join(folder, `${path}.merged`)
  if (!touched.has(`${path}.merged`) || !(await exists(merged))) return false
  await makeFolder(dirname(final))
  await writeFileAtomically(join(dirname(final), basename(final)), await readFile(merged))
  return true
}
