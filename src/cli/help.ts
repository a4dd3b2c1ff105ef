import { type Command, everywhere, type Option } from './command.ts'

export function helpOf(command: Command): string {
  const words = [command.name, ...command.arguments.map(({ name }) => name), '[options]']
  const rows = [...command.options, ...everywhere].map(option => [shown(option), option.does] as const)
  const parameters = command.arguments.map(({ name, does }) => [name, does] as const)
  return [
    `update-train ${words.join(' ')}`,
    '',
    `  ${command.does}`,
    ...(parameters.length === 0 ? [] : ['', 'Arguments', ...columns(parameters)]),
    '',
    'Options',
    ...columns(rows),
    '',
  ].join('\n')
}

/** Every command, or those whose name begins with `group`. */
export function overview(commands: readonly Command[], group?: string): string {
  const listed = group === undefined ? commands : commands.filter(({ name }) => name.startsWith(`${group} `))
  return [
    `update-train ${group === undefined ? '' : `${group} `}COMMAND [options]`,
    '',
    '  Checks for updates of a server pack, applies them, tests the result and publishes the tested candidate.',
    '',
    'Commands',
    ...columns(listed.map(({ name, does }) => [name, does] as const)),
    '',
    'Each command has a --help of its own; --version prints the version. New here? Run `update-train demo`.',
    'Exit codes: 0 done or nothing to do, 1 failure, 2 wrong usage or configuration, 3 conflicts, 4 tests failed,',
    '5 credentials or subscription refused, 6 service unreachable or busy, 7 verification failed.',
    '',
  ].join('\n')
}

function shown({ name, takes }: Option): string {
  return takes === undefined ? `--${name}` : `--${name} ${takes}`
}

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length))
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`)
}
