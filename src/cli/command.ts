import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import { type Problem, TrainError } from '../kernel/errors.ts'
import { meant } from '../kernel/meant.ts'
import type { World } from '../kernel/world.ts'

/** One option, as `--help` and docs/reference.md show it. */
export interface Option {
  /** Without the dashes. */
  name: string
  /** What it takes, in capitals: `DIR`; undefined for a switch. */
  takes?: string
  does: string
  /** May be given several times. */
  repeats?: true
}

export interface Argument {
  /** In capitals: `PACK`. */
  name: string
  does: string
}

/** What a command was called with. */
export interface Call {
  arguments: string[]
  /** Values of options that take one; of one that repeats, the last. */
  values: ReadonlyMap<string, string>
  /** Values of options that repeat, in their order. */
  lists: ReadonlyMap<string, readonly string[]>
  switches: ReadonlySet<string>
}

/** How a command ended: its exit code, and what it prints on stdout: a document with `--json`, else a text. */
export interface Result {
  exitCode: number
  json: unknown
  text: string
}

export interface Command {
  /** `check`, `feed init`. */
  name: string
  does: string
  arguments: readonly Argument[]
  options: readonly Option[]
  /** Gets what it runs with late, so that one command does not load what another needs. */
  run(call: Call, world: World): Promise<Result>
}

export const everywhere: readonly Option[] = [
  { name: 'json', does: 'print one JSON document on stdout and nothing else' },
  { name: 'help', does: 'show this help' },
]

/** Reads the words behind a command. Throws `usage` with everything that is wrong with them. */
export function parseCall(command: Command, words: readonly string[]): Call {
  const options = [...command.options, ...everywhere]
  const config: ParseArgsOptionsConfig = {}
  for (const { name, takes } of options)
    config[name] = {
      type: takes === undefined ? 'boolean' : 'string',
      ...(name === 'help' ? { short: 'h' } : {}),
    }
  const { tokens } = parseArgs({ args: [...words], options: config, strict: false, tokens: true })
  const names = options.map(({ name }) => `--${name}`)
  const problems: Problem[] = []
  const values = new Map<string, string>()
  const lists = new Map<string, string[]>()
  const switches = new Set<string>()
  const given: string[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') given.push(token.value)
    if (token.kind !== 'option') continue
    const option = options.find(({ name }) => name === token.name)
    if (option === undefined)
      problems.push({ message: `\`${token.rawName}\` is not known${meant(token.rawName, names)}` })
    else if (option.takes === undefined) {
      if (token.value !== undefined) problems.push({ message: `\`${token.rawName}\` takes no value` })
      switches.add(token.name)
    } else if (token.value === undefined || (!token.inlineValue && token.value.startsWith('--')))
      problems.push({ message: `\`${token.rawName}\` takes ${option.takes}` })
    else if (values.has(token.name) && option.repeats === undefined)
      problems.push({ message: `\`${token.rawName}\` is given twice` })
    else {
      values.set(token.name, token.value)
      lists.set(token.name, [...(lists.get(token.name) ?? []), token.value])
    }
  }
  if (!switches.has('help')) problems.push(...argumentProblems(command, given))
  if (problems.length === 0) return { arguments: given, values, lists, switches }
  throw new TrainError('usage', `\`update-train ${command.name}\` was called with something wrong.`, {
    hint: `\`update-train ${command.name} --help\` says what it takes.`,
    problems,
  })
}

function argumentProblems({ arguments: wanted }: Command, given: readonly string[]): Problem[] {
  return [
    ...wanted.slice(given.length).map(({ name, does }) => ({ message: `\`${name}\` is missing: ${does}` })),
    ...given.slice(wanted.length).map(word => ({ message: `\`${word}\` is one word too many` })),
  ]
}

/** The value of an option that a command cannot do without. */
export function needed(call: Call, option: string, does: string): string {
  const value = call.values.get(option)
  if (value !== undefined) return value
  throw new TrainError('usage', `\`--${option}\` is missing: ${does}.`, {
    hint: 'Give it; `--help` says what each option takes.',
  })
}
