import { readFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'

/** Writes the tables of inputs and outputs of `action.yml` into the pages that show them: `npm run docs`. */
const root = resolve(import.meta.dirname, '..')
export const pages = ['README.md', 'docs/reference.md']

const described = z.object({ description: z.string(), default: z.string().optional() })
const actionSchema = z.object({
  inputs: z.record(z.string(), described),
  outputs: z.record(z.string(), described),
})

if (import.meta.main)
  for (const page of pages) {
    const file = resolve(root, page)
    await writeFile(file, await withTables(await readFile(file, 'utf8')))
  }

/** The text of a page with its tables as `action.yml` is now. Throws where a page has no place for one. */
export async function withTables(text: string): Promise<string> {
  const { inputs, outputs } = actionSchema.parse(parse(await readFile(resolve(root, 'action.yml'), 'utf8')))
  return between(between(text, 'inputs', table('input', inputs)), 'outputs', table('output', outputs))
}

function table(head: string, rows: Record<string, z.infer<typeof described>>): string {
  const lines = Object.entries(rows).map(([name, row]) => `| \`${name}\` | ${textOf(row)} |`)
  return [`| ${head} | what |`, '|---|---|', ...lines].join('\n')
}

function textOf({ description, default: value }: z.infer<typeof described>): string {
  return value === undefined ? description : `${description} Default: \`${value}\`.`
}

function between(text: string, name: string, content: string): string {
  const begin = `<!-- ${name} of action.yml, written by npm run docs -->`
  const end = `<!-- end of ${name} -->`
  const from = text.indexOf(begin)
  const to = text.indexOf(end)
  if (from === -1 || to < from) throw new Error(`There is no place for the ${name}: ${begin} … ${end}`)
  return `${text.slice(0, from)}${begin}\n\n${content}\n\n${text.slice(to)}`
}
