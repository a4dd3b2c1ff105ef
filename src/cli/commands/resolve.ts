import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Problem, TrainError } from '../../kernel/errors.ts'
import type { World } from '../../kernel/world.ts'
import type { PersonsAnswer } from '../../merge/record.ts'
import type { Waiting } from '../../merge/waiting.ts'
import type { Call, Command, Result } from '../command.ts'

export const resolveCommand: Command = {
  name: 'resolve',
  does: 'records answers to conflicts, for every later run: each `<path>.final` of the folder, or a side',
  arguments: [],
  options: [
    { name: 'conflicts', takes: 'DIR', does: 'the folder that a run laid out; else out/conflicts' },
    { name: 'resolutions', takes: 'DIR', does: 'where answers are kept; else .update-train/resolutions' },
    {
      name: 'ours',
      takes: 'PATH',
      does: 'take our side of this path; may be given several times',
      repeats: true,
    },
    {
      name: 'theirs',
      takes: 'PATH',
      does: 'take the update’s side of this path; may be given several times',
      repeats: true,
    },
    { name: 'delete', takes: 'PATH', does: 'take this path away; may be given several times', repeats: true },
    { name: 'force', does: 'replace an answer that was recorded before' },
    { name: 'list', does: 'only list what is recorded' },
    { name: 'forget', takes: 'KEY', does: 'only remove a recorded answer' },
  ],
  async run(call, world) {
    const { defaultResolutions } = await import('../../config/settings.ts')
    const resolutions = resolve(world.cwd, call.values.get('resolutions') ?? defaultResolutions)
    const key = call.values.get('forget')
    assertOneThing(call)
    if (key !== undefined) return forgetAnswer(resolutions, key)
    if (call.switches.has('list')) return listAnswers(resolutions)
    return recordAnswers(call, resolutions, world)
  },
}

const sides = ['ours', 'theirs', 'delete'] as const

/** `--list` and `--forget` record nothing: an answer beside them would be lost. */
function assertOneThing({ values, switches }: Call): void {
  const only = ['list', 'forget'].filter(name => values.has(name) || switches.has(name))
  const answers = [...sides, 'force'].filter(name => values.has(name) || switches.has(name))
  if (only.length === 0 || only.length + answers.length === 1) return
  const all = [...only, ...answers].map(name => `--${name}`).join(', ')
  throw new TrainError('usage', `These cannot be given together: ${all}.`, {
    hint: '--list and --forget stand alone, as they record no answer.',
  })
}

async function listAnswers(folder: string): Promise<Result> {
  const { listResolutions } = await import('../../merge/resolutions.ts')
  const found = await listResolutions(folder)
  const json = found.map(({ key, resolution }) => ({ key, ...resolution }))
  const lines = found.map(({ key, resolution: { path, answer, by } }) => {
    const decided = by === undefined ? '' : `  (${by})`
    return `${key}  ${answer.padEnd(7)}${path}${decided}\n`
  })
  return { exitCode: 0, json, text: lines.length === 0 ? 'No answer is recorded.\n' : lines.join('') }
}

async function forgetAnswer(folder: string, key: string): Promise<Result> {
  const { forget } = await import('../../merge/record.ts')
  if (!/^[0-9a-f]{64}$/.test(key) || !(await forget(folder, key)))
    throw new TrainError('usage', `No answer is recorded under ${key}.`, {
      hint: '`update-train resolve --list` shows the keys.',
    })
  return { exitCode: 0, json: { forgotten: key }, text: `Forgotten: ${key}\n` }
}

/** What is answered is not laid out. */
const answeredBefore =
  'Name the folder with --conflicts where you still have it. Else, for another answer, change the file in your overlay to what it is to become and run again, or, where no run has passed with the former answer, remove that (`--list`, then `--forget KEY`) and run again: what conflicts is laid out anew.'

async function recordAnswers(call: Call, resolutions: string, world: World): Promise<Result> {
  const { recordAll } = await import('../../merge/record.ts')
  const { readConflicts } = await import('../../merge/waiting.ts')
  const { listResolutions } = await import('../../merge/resolutions.ts')
  const conflicts = resolve(world.cwd, call.values.get('conflicts') ?? 'out/conflicts')
  const isForced = call.switches.has('force')
  const waiting = await readConflicts(conflicts, isForced ? answeredBefore : undefined)
  const answers = chosenIn(call, conflicts, waiting)
  const given = waiting.flatMap(one => {
    const answer = answers.get(one.path)
    return answer === undefined ? [] : [{ waiting: one, answer }]
  })
  const recordings = await recordAll(given, { conflicts, resolutions }, isForced)
  const replaced = recordings.flatMap(({ resolution, replaces }) => (replaces ? [resolution.path] : []))
  const recorded = given.map(({ waiting: { key, path }, answer }) => ({ key, path, answer }))
  const known = new Set(
    (await listResolutions(resolutions)).flatMap(({ key, resolution }) =>
      resolution.by === undefined ? [key] : [],
    ),
  )
  const open = waiting.filter(({ key }) => !known.has(key)).map(({ path }) => path)
  const { pathFrom, shellWord } = await import('../../report/shell-word.ts')
  const below = pathFrom(world.cwd, resolutions)
  const place = below.startsWith('..') ? resolutions : below
  const text = [
    `Recorded in ${resolutions}:`,
    ...recorded.map(({ path, answer }) => `  ${path}: ${answer}`),
    ...(replaced.length === 0
      ? []
      : [
          `Other than before: ${replaced.join(', ')}. The next run builds a level again where the former answer stands for a file of your overlay. Where that was your overlay’s file as it is, nothing is built again: this answer counts for exactly these three files, and a later update of the file is asked for. To have it now, change the file in your overlay.`,
        ]),
    open.length === 0 ? 'All are answered: run again.' : `Still open: ${open.join(', ')}`,
    `Commit the answers, so that they count everywhere: git add ${shellWord(place)}`,
    '',
  ].join('\n')
  return { exitCode: 0, json: { recorded, open }, text }
}

/** What answers each path: its `.final` in the folder, or the side that an option says. Throws `usage` for what contradicts itself. */
function chosenIn(call: Call, conflicts: string, waiting: readonly Waiting[]): Map<string, PersonsAnswer> {
  const answers = new Map<string, PersonsAnswer>()
  for (const { path } of waiting) if (existsSync(join(conflicts, `${path}.final`))) answers.set(path, 'final')
  const said = new Map<string, PersonsAnswer>()
  const problems: Problem[] = []
  for (const answer of sides)
    for (const path of call.lists.get(answer) ?? []) {
      const other = said.get(path)
      if (other !== undefined && other !== answer)
        problems.push({ message: `${path} is answered by --${other} and by --${answer}: give one of them` })
      if (!waiting.some(one => one.path === path))
        problems.push({ message: `${path} is none of the conflicts of ${conflicts}` })
      said.set(path, answer)
      answers.set(path, answer)
    }
  if (problems.length > 0)
    throw new TrainError('usage', 'The answers cannot be recorded like this; none was.', {
      hint: `The conflicts are: ${waiting.map(one => one.path).join(', ')}.`,
      problems,
    })
  if (answers.size > 0) return answers
  throw new TrainError('usage', `Nothing in ${conflicts} is answered.`, {
    hint: 'Put the file that a path should become beside it as `<path>.final`, or choose with --ours, --theirs or --delete.',
  })
}
