import { execFileSync } from 'node:child_process'
import { existsSync, globSync, lstatSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { z } from 'zod'

const root = resolve(import.meta.dirname, '..')

/** A path that only one person's or one runner's machine has. */
const machinePath = /(?<![\w.}/-])\/(?:work|root|home|Users|tmp)\/[\w.-]+/

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      integrity: z.string().optional(),
      optional: z.boolean().optional(),
      cpu: z.union([z.string(), z.array(z.string())]).optional(),
      optionalDependencies: z.record(z.string(), z.string()).optional(),
    }),
  ),
})

const manifestSchema = z.object({
  files: z.array(z.string()),
  bin: z.record(z.string(), z.string()),
  scripts: z.record(z.string(), z.string()),
  optionalDependencies: z.record(z.string(), z.string()),
  dependencies: z.record(z.string(), z.string()).optional(),
})

describe('the repository', () => {
  test('names no path of somebody’s machine', () => {
    const texts = trackedFiles().filter(file => !/^(__tests__|examples)\//.test(file))

    const found = texts.filter(file => machinePath.test(read(file)))

    expect(texts.length).toBeGreaterThan(50)
    expect(found).toEqual([])
  })

  test('says no registry’s address in its lockfiles', () => {
    const lockfiles = trackedFiles().filter(file => file.endsWith('package-lock.json'))

    expect(lockfiles).toContain('package-lock.json')
    expect(lockfiles.filter(file => /https?:\/\/[^"]*\.tgz/.test(read(file)))).toEqual([])
  })

  test('locks every package by its hash, but for platforms that npm could not ask about', () => {
    const packages = Object.entries(lockOf('package-lock.json').packages).filter(([name]) => name !== '')

    const unhashed = packages.filter(([, { integrity }]) => integrity === undefined)

    for (const [, entry] of unhashed)
      expect(entry).toMatchObject({ optional: true, cpu: [expect.any(String)] })
  })

  test('locks the optional packages of all platforms, as `npm ci` wants them', () => {
    const { packages } = lockOf('package-lock.json')

    const missing = Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        name => !(`node_modules/${name}` in packages) && !(`${place}/node_modules/${name}` in packages),
      ),
    )

    expect(missing).toEqual([])
  })

  test('has every file that its documents link to', () => {
    const documents = trackedFiles().filter(file => file.endsWith('.md') && !/^(examples|dist)\//.test(file))

    const broken = documents.flatMap(file =>
      relativeLinks(read(file))
        .filter(link => !existsSync(resolve(root, dirname(file), link)))
        .map(link => `${file}: ${link}`),
    )

    expect(documents).toContain('README.md')
    expect(broken).toEqual([])
  })

  test('locks Node 24 for Linux and macOS on both processors', () => {
    const { optionalDependencies } = manifest()

    const locked = lockOf('package-lock.json').packages

    expect(Object.values(optionalDependencies).filter(version => !version.startsWith('24.'))).toEqual([])
    for (const name of Object.keys(optionalDependencies))
      expect(locked[`node_modules/${name}`]).toMatchObject({ optional: true })
    expect(Object.keys(optionalDependencies)).toHaveLength(4)
  })

  test('packs what runs without the sources', () => {
    const packed = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })

    const [entry] = z
      .array(z.object({ files: z.array(z.object({ path: z.string(), mode: z.number() })) }))
      .parse(JSON.parse(packed))
    const files = new Map((entry?.files ?? []).map(({ path, mode }) => [path, mode]))

    expect([...files.keys()]).toEqual(
      expect.arrayContaining(['package.json', 'README.md', 'LICENSE', 'dist/cli.js', 'dist/licenses.txt']),
    )
    expect(globSync('dist/**/*', { cwd: root }).filter(path => isFile(path) && !files.has(path))).toEqual([])
    expect([...files.keys()].filter(path => /^(src|__tests__|scripts)\//.test(path))).toEqual([])
    expect((files.get('dist/cli.js') ?? 0) & 0o111).not.toBe(0)
    expect(manifest().dependencies ?? {}).toEqual({})
  })

  test('pins the actions of its workflows by full commit', () => {
    const workflows = trackedFiles().filter(file => /^\.github\/workflows\/.*\.ya?ml$/.test(file))

    const unpinned = workflows.flatMap(file =>
      [...read(file).matchAll(/uses:\s*(\S+)(.*)/g)]
        .filter(([, name = '', rest = '']) => !name.startsWith('./') && !isPinned(name, rest))
        .map(([line]) => `${file}: ${line}`),
    )

    expect(workflows.length).toBeGreaterThan(0)
    expect(unpinned).toEqual([])
    for (const file of workflows) expect(read(file)).toMatch(/^permissions:\n {2}contents: read$/m)
  })
})

describe('these checks', () => {
  test.each([['see /', 'work/x/src'].join(''), 'cache in /home/alex/.m2', '`/tmp/out.zip`'])(
    'notice %s',
    text => {
      expect(text).toMatch(machinePath)
    },
  )

  test('find the relative links of a document and leave addresses alone', () => {
    const links = relativeLinks('[a](docs/a.md#part) [b](https://example.org/x) ![c](c.png "C") [d](#here)')

    expect(links).toEqual(['docs/a.md', 'c.png'])
  })
})

function isFile(path: string): boolean {
  return !lstatSync(join(root, path)).isDirectory()
}

function isPinned(name: string, rest: string): boolean {
  return /@[0-9a-f]{40}$/.test(name) && /# v\d/.test(rest)
}

function trackedFiles(): string[] {
  return execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' })
    .split('\0')
    .filter(file => file !== '' && existsSync(join(root, file)))
}

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8')
}

function lockOf(file: string): z.infer<typeof lockSchema> {
  return lockSchema.parse(JSON.parse(read(file)))
}

function manifest(): z.infer<typeof manifestSchema> {
  return manifestSchema.parse(JSON.parse(read('package.json')))
}

/** Targets of Markdown links below the repository, without fragment and title. */
function relativeLinks(text: string): string[] {
  return [...text.matchAll(/\]\(([^)\s]+)[^)]*\)/g)]
    .map(([, target = '']) => target.replace(/#.*$/, ''))
    .filter(target => target !== '' && !/^[a-z]+:/i.test(target))
    .map(decodeURIComponent)
}
