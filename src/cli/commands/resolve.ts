import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { TrainError } from '../../kernel/errors.ts'
import type { World } from '../../kernel/world.ts'
import type { PersonsAnswer } from '../../merge/record.ts'
import type { Call, Command, Result } from '../command.ts'

export const resolveCommand: Command = {
  name: 'resolve',
  does: 'records answers to conflicts, for every later run: each `<path>.final` of the folder, or a side',
  arguments: [],
  options: [
    { name: 'conflicts', takes: 'DIR', does: 'the folder that a run laid out; else out/conflicts' },
    { name: 'resolutions', takes: 'DIR', does: 'where answers are kept; else .update-train/resolutions' },
    { name: 'ours', takes: 'PATH', does: 'take our side of this path' },
    { name: 'theirs', takes: 'PATH', does: 'take the update’s side of this path' },
    { name: 'delete', takes: 'PATH', does: 'take this path away' },
    { name: 'force', does: 'replace an answer that was recorded before' },
    { name: 'list', does: 'only list what is recorded' },
    { name: 'forget', takes: 'KEY', does: 'only remove a recorded answer' },
  ],
  async run(call, world) {
    const { defaultResolutions } = await import('../../config/settings.ts')
    const resolutions = resolve(world.cwd, call.values.get('resolutions') ?? defaultResolutions)
    const key = call.values.get('forget')
    if (key !== undefined) return forgetAnswer(resolutions, key)
    if (call.switches.has('list')) return listAnswers(resolutions)
    return recordAnswers(call, resolutions, world)
  },
}

async function listAnswers(folder: string): Promise<Result> {
  const { listResolutions } = await import('../../merge/resolutions.ts')
  const found = await listResolutions(folder)
  const json = found.map(({ key, resolution }) => ({ key, ...resolution }))
  const lines = found.map(({ key, resolution: { path, answer } }) => `${key}  ${answer.padEnd(7)}${path}\n`)
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

async function recordAnswers(call: Call, resolutions: string, world: World): Promise<Result> {
  const { readConflicts, record } = await import('../../merge/record.ts')
  const { listResolutions } = await import('../../merge/resolutions.ts')
  const conflicts = resolve(world.cwd, call.values.get('conflicts') ?? 'out/conflicts')
  const waiting = await readConflicts(conflicts)
  const answers = new Map<string, PersonsAnswer>()
  for (const { path } of waiting) if (existsSync(join(conflicts, `${path}.final`))) answers.set(path, 'final')
  for (const answer of ['ours', 'theirs', 'delete'] as const) {
    const path = call.values.get(answer)
    if (path === undefined) continue
    if (!waiting.some(one => one.path === path))
      throw new TrainError('usage', `${path} is none of the conflicts of ${conflicts}.`, {
        hint: `They are: ${waiting.map(one => one.path).join(', ')}.`,
      })
    answers.set(path, answer)
  }
  if (answers.size === 0)
    throw new TrainError('usage', `Nothing in ${conflicts} is answered.`, {
      hint: 'Put the file that a path should become beside it as `<path>.final`, or choose with --ours, --theirs or --delete.',
    })
  const recorded: { key: string; path: string; answer: string }[] = []
  for (const one of waiting) {
    const answer = answers.get(one.path)
    if (answer === undefined) continue
    await record(one, answer, { conflicts, resolutions }, call.switches.has('force'))
    recorded.push({ key: one.key, path: one.path, answer })
  }
  const known = new Set((await listResolutions(resolutions)).map(({ key }) => key))
  const open = waiting.filter(({ key }) => !known.has(key)).map(({ path }) => path)
  const lines = [
    ...recorded.map(({ path, answer }) => `  ${path}: ${answer}`),
    open.length === 0 ? 'All are answered: run again.' : `Still open: ${open.join(', ')}`,
  ]
  return {
    exitCode: 0,
    json: { recorded, open },
    text: `Recorded in ${resolutions}; commit it.\n${lines.join('\n')}\n`,
  }
}
