import { execFileSync } from 'node:child_process'
import { existsSync, globSync, lstatSync, readFileSync, readlinkSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { importsOf, isOldSyntax } from '../scripts/imports.ts'

const root = resolve(import.meta.dirname, '..')
const dist = join(root, 'dist')
let built: string

beforeAll(async () => {
  built = join(await mkdtemp(join(tmpdir(), 'update-train-dist-')), 'dist')
  execFileSync(process.execPath, [join(root, 'scripts', 'build.ts'), '--out', built], { stdio: 'pipe' })
}, 60_000)

afterAll(() => rm(resolve(built, '..'), { recursive: true, force: true }))

describe('dist', () => {
  test('is what the sources build, byte for byte', () => {
    const committed = contentsOf(dist)

    const fresh = contentsOf(built)

    expect([...committed.keys()]).toEqual([...fresh.keys()])
    expect(
      [...fresh].filter(([path, content]) => committed.get(path) !== content).map(([path]) => path),
    ).toEqual([])
  })

  test('holds no path of the machine that built it', () => {
    const texts = [...contentsOf(built)].filter(([path]) => /\.(js|json|txt)$/.test(path))

    expect(texts.filter(([, content]) => content.includes(root)).map(([path]) => path)).toEqual([])
  })

  test('names every bundled package and its licence', () => {
    const licenses = readFileSync(join(built, 'licenses.txt'), 'utf8')

    expect(licenses).toMatch(/^zod \d+\.\d+\.\d+ \(MIT\)\n\n/m)
    expect(licenses).toMatch(/^@actions\/artifact \d+\.\d+\.\d+ \(MIT\)\n\n/m)
    expect(licenses).not.toContain('unzip-stream')
  })
})

describe('the door dist/cli.js', () => {
  test('is an executable program', () => {
    const file = join(built, 'cli.js')

    expect(readFileSync(file, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n(?!#!)/)
    expect(lstatSync(file).mode & 0o111).toBe(0o111)
  })

  test('needs nothing that lies outside its folder, as the reference promises', () => {
    const out = resolve(built, '..', 'demo')

    const printed = execFileSync(process.execPath, [join(built, 'cli.js'), 'demo', '--out', out, '--json'], {
      cwd: resolve(built, '..'),
      env: {},
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })

    expect(JSON.parse(printed)).toMatchObject({ outcome: 'updated', pack: expect.stringContaining(out) })
  })

  test('is written so that an old Node can read it', () => {
    const text = readFileSync(join(built, 'cli.js'), 'utf8')

    expect(isOldSyntax(text)).toBe(true)
    expect(isOldSyntax('await using scope = open()')).toBe(false)
    expect(importsOf('dist/cli.js', text).filter(({ lazy }) => !lazy)).toEqual([])
  })

  test('loads nothing of GitHub’s toolkit, not even lazily', () => {
    const modules = closureOf('cli.js')

    expect(modules.size).toBeGreaterThan(1)
    for (const file of modules)
      expect(readFileSync(join(built, file), 'utf8')).not.toMatch(/node_modules\/@actions\//)
  })
})

/** A bundle and all it imports, now or later. */
function closureOf(entry: string): Set<string> {
  const seen = new Set<string>()
  const visit = (file: string): void => {
    if (seen.has(file)) return
    seen.add(file)
    for (const { to } of importsOf(file, readFileSync(join(built, file), 'utf8')))
      if (existsSync(join(built, to)) && to.endsWith('.js')) visit(to)
  }
  visit(entry)
  return seen
}

/** Path → mode and content (a link's target) of every file below a folder. */
function contentsOf(folder: string): Map<string, string> {
  const files = globSync('**/*', { cwd: folder }).sort()
  return new Map(
    files.flatMap(path => {
      const stat = lstatSync(join(folder, path))
      if (stat.isDirectory()) return []
      if (stat.isSymbolicLink()) return [[path, `link ${readlinkSync(join(folder, path))}`]]
      return [[path, `${stat.mode & 0o111} ${readFileSync(join(folder, path), 'latin1')}`]]
    }),
  )
}
