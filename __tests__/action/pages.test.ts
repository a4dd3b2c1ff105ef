import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { z } from 'zod'
import { pages, withTables } from '../../scripts/action-tables.ts'
import { outputNames } from '../../src/action/outputs.ts'
import { entrySchema } from '../../src/config/entry.ts'

const root = resolve(import.meta.dirname, '../..')
const read = (file: string): string => readFileSync(resolve(root, file), 'utf8')

const action = z
  .object({
    name: z.string(),
    description: z.string(),
    branding: z.object({ icon: z.string(), color: z.string() }),
    inputs: z.record(z.string(), z.object({ description: z.string() })),
    outputs: z.record(z.string(), z.object({ description: z.string() })),
    runs: z.object({ using: z.string(), main: z.string() }),
  })
  .parse(parse(read('action.yml')))

describe('the pages', () => {
  test.each(pages)('%s shows inputs and outputs as action.yml has them (else: npm run docs)', async page => {
    const text = read(page)

    expect(await withTables(text)).toBe(text)
    for (const name of [...Object.keys(action.inputs), ...Object.keys(action.outputs)])
      expect(text).toContain(`| \`${name}\` |`)
  })

  test('the README shows the weekly workflow as it is in the examples', () => {
    expect(read('README.md')).toContain(`\`\`\`yaml\n${read('examples/weekly.yml')}\`\`\``)
  })

  test('the README opens with the two commands', () => {
    expect(read('README.md').split('\n').slice(0, 2)).toEqual([
      expect.stringMatching(/^ {4}npm ci --omit=dev && npm run demo/),
      expect.stringMatching(/^ {4}npm ci && npm test/),
    ])
  })

  test('the reference lists every key of an entry', () => {
    const section = read('docs/reference.md').split('Keys of a product')[1]?.split('\n## ')[0] ?? ''
    const listed = [...section.matchAll(/^\| `([a-z0-9-]+)` \|/gm)].map(([, name]) => name)

    expect(listed.sort()).toEqual([...Object.keys(entrySchema.shape), 'tracks'].sort())
  })
})

describe('action.yml', () => {
  test('has what the marketplace asks for', () => {
    expect(action.description.length).toBeLessThanOrEqual(125)
    expect(action.runs).toEqual({ using: 'node24', main: 'dist/main.js' })
    expect(action.branding.icon).not.toBe('')
  })

  test('has the outputs that are set', () => {
    expect(Object.keys(action.outputs)).toEqual(outputNames)
  })
})
