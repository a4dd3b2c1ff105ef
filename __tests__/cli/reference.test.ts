import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { everywhere, type Option } from '../../src/cli/command.ts'
import { commands } from '../../src/cli/commands.ts'
import { helpOf, overview } from '../../src/cli/help.ts'

const reference = readFileSync(new URL('../../docs/reference.md', import.meta.url), 'utf8')

/** Option and what it takes, from the first table below a heading. */
function tableBelow(heading: string): string[] {
  const start = reference.indexOf(`\n${heading}\n`)
  const next = reference.indexOf('\n#', start + heading.length + 1)
  const section = reference.slice(start, next === -1 ? undefined : next)
  return [...section.matchAll(/^\| `(--[a-z0-9-]+)` \| (?:`([A-Z]+)`)? ?\|/gm)].map(
    ([, option = '', takes]) => (takes === undefined ? option : `${option} ${takes}`),
  )
}

function shown({ name, takes }: Option): string {
  return takes === undefined ? `--${name}` : `--${name} ${takes}`
}

describe('docs/reference.md', () => {
  test.each(commands.map(command => [command.name, command] as const))(
    'lists the options of `%s` as --help does',
    (name, command) => {
      expect(reference).toContain(`\n### \`update-train ${name}\`\n`)
      expect(tableBelow(`### \`update-train ${name}\``).sort()).toEqual(command.options.map(shown).sort())
    },
  )

  test('has no command that the command line has not', () => {
    const documented = [...reference.matchAll(/^### `update-train ([a-z ]+)`$/gm)].map(([, name]) => name)

    expect(documented.sort()).toEqual(commands.map(({ name }) => name).sort())
  })

  test('lists the exit codes of the overview', () => {
    const section = reference.slice(reference.indexOf('\n## Exit codes\n'))
    const documented = [...section.matchAll(/^\| (\d+) \|/gm)].map(([, code]) => code)

    expect(documented.slice(0, 8)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7'])
  })
})

describe('--help', () => {
  test.each(commands.map(command => [command.name, command] as const))(
    'of `%s` names every option',
    (_, command) => {
      const help = helpOf(command)

      for (const option of [...command.options, ...everywhere]) expect(help).toContain(shown(option))
      for (const { name } of command.arguments) expect(help).toContain(name)
    },
  )

  test('without a command names every command', () => {
    for (const { name } of commands) expect(overview(commands)).toContain(name)
  })
})
