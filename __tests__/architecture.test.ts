import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { type Import, importsOf } from '../scripts/imports.ts'

const root = resolve(import.meta.dirname, '..')

/** From the doors down: a room may use every room below its own layer, and none beside it. */
const layers = [
  ['main.ts', 'plan.ts', 'cli.ts'],
  ['cli', 'action'],
  ['demo'],
  ['train'],
  ['config', 'tools', 'suite', 'report', 'host'],
  ['feed'],
  ['merge'],
  ['pack'],
  ['kernel'],
]

/** The contract of update tools: rooms beside `tools` may name it, as types only. */
const contracts = ['src/tools/update-tool.ts']

/** The only places that know GitHub's toolkit. */
const toolkitUsers = ['src/host/github/', 'src/main.ts', 'src/plan.ts']

describe('the sources', () => {
  test('import only along the arrows of the architecture', () => {
    const imports = sourceImports()

    expect(imports.length).toBeGreaterThan(50)
    expect(imports.flatMap(violation)).toEqual([])
  })

  test('import each other without cycles', () => {
    expect(cycleIn(sourceImports().filter(({ typeOnly }) => !typeOnly))).toEqual([])
  })

  test('live in rooms that the architecture knows', () => {
    expect(sourceFiles().filter(file => layerOf(file) === -1)).toEqual([])
  })
})

describe('these checks', () => {
  test.each([
    ['up', 'src/pack/inventory.ts', `import { check } from '../train/check.ts'`],
    ['up as a type', 'src/kernel/log.ts', `import type { Tree } from '../pack/tree.ts'`],
    ['sideways', 'src/report/markdown.ts', `import { runSuite } from '../suite/run-suite.ts'`],
    [
      'a value of a contract',
      'src/report/markdown.ts',
      `import { updateKinds } from '../tools/update-tool.ts'`,
    ],
    ['lazily up', 'src/feed/manifest.ts', `export const load = () => import('../train/run.ts')`],
    ['by re-export', 'src/feed/manifest.ts', `export { run } from '../train/run.ts'`],
    ['GitHub from the train', 'src/train/run.ts', `import * as core from '@actions/core'`],
  ])('refuse an import that goes %s', (_what, file, text) => {
    const found = importsOf(file, text).flatMap(violation)

    expect(found).toHaveLength(1)
  })

  test.each([
    ['src/train/run.ts', `import { openPack } from '../pack/open-pack.ts'`],
    ['src/report/markdown.ts', `import type { Update } from '../tools/update-tool.ts'`],
    ['src/host/github/cache.ts', `import * as cache from '@actions/cache'`],
  ])('allow %s to say %s', (file, text) => {
    const found = importsOf(file, text)

    expect(found).toHaveLength(1)
    expect(found.flatMap(violation)).toEqual([])
  })

  test('find a cycle of three files', () => {
    const edges = [
      ...importsOf('src/pack/a.ts', `import './b.ts'`),
      ...importsOf('src/pack/b.ts', `import './c.ts'`),
      ...importsOf('src/pack/c.ts', `import './a.ts'`),
    ]

    expect(cycleIn(edges)).toEqual(['src/pack/a.ts', 'src/pack/b.ts', 'src/pack/c.ts', 'src/pack/a.ts'])
  })
})

function sourceFiles(): string[] {
  return globSync('src/**/*.ts', { cwd: root }).sort()
}

function sourceImports(): Import[] {
  return sourceFiles().flatMap(file => importsOf(file, readFileSync(join(root, file), 'utf8')))
}

/** Index into `layers`; -1 for a place that is none of them. */
function layerOf(file: string): number {
  const [, room = ''] = file.split('/')
  return layers.findIndex(layer => layer.includes(room))
}

function violation({ from, to, typeOnly }: Import): string[] {
  if (to.startsWith('@actions/'))
    return toolkitUsers.some(place => from.startsWith(place)) ? [] : [`${from} uses ${to}`]
  if (!to.startsWith('src/')) return []
  if (from.split('/')[1] === to.split('/')[1]) return []
  if (layerOf(from) < layerOf(to)) return []
  if (layerOf(from) === layerOf(to) && typeOnly && contracts.includes(to)) return []
  return [`${from} imports ${to}`]
}

/** The first cycle found, its first file repeated at the end; empty where there is none. */
function cycleIn(imports: readonly Import[]): string[] {
  const targets = Map.groupBy(imports, ({ from }) => from)
  const done = new Set<string>()
  const walk = (file: string, path: readonly string[]): string[] => {
    const start = path.indexOf(file)
    if (start !== -1) return [...path.slice(start), file]
    if (done.has(file)) return []
    for (const { to } of targets.get(file) ?? []) {
      const cycle = walk(to, [...path, file])
      if (cycle.length > 0) return cycle
    }
    done.add(file)
    return []
  }
  for (const file of targets.keys()) {
    const cycle = walk(file, [])
    if (cycle.length > 0) return cycle
  }
  return []
}
