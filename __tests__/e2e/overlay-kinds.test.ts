import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { z } from 'zod'
import { openPack } from '../../src/pack/open-pack.ts'
import { packOf } from '../helpers/small-product.ts'
import { type Content, writeTree } from '../helpers/tree.ts'
import { type Call, type PackedCli, packedCli } from '../machine/packed-cli.ts'

/** Level 1 brings other kinds of things, level 2 only leaves them alone. */
const levels: Record<string, Content>[] = [
  { a: 'x', 'd/x': 'x', f: 'x', l: { link: 'k' }, k: '', n: '0' },
  { 'a/b': 'y', d: 'y', f: { link: 'k' }, l: { link: 'm' }, k: '', m: '', n: '1' },
  { 'a/b': 'y', d: 'y', f: { link: 'k' }, l: { link: 'm' }, k: '', m: '', n: '2' },
]
const own: Record<string, Content> = { a: 'mine', 'd/own': 'mine', f: 'mine', l: 'mine' }

let folder: string
let cli: PackedCli
let vendor: { pack: string; feed: string }
let work: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'update-train-kinds-'))
  cli = packedCli(join(folder, 'package'))
  const feed = join(folder, 'feed')
  const pack = await packOf(levels[0] ?? {}, join(folder, 'base'))
  await cli(['feed', 'init', feed, '--product', 'widget-1.0.0', '--pack', pack], folder)
  await writeFile(join(folder, 'updates.json'), JSON.stringify([{ id: 'W', kind: 'fix', title: 'x' }]))
  for (const level of [1, 2]) {
    await writeTree(join(folder, `${level}`), levels[level] ?? {})
    const words = ['--channel', 'full', '--level', `${level}`, '--tree', `${level}`]
    await cli(['feed', 'publish', feed, ...words, '--updates', 'updates.json'], folder)
  }
  vendor = { pack, feed }
}, 60_000)
beforeEach(async () => {
  work = await mkdtemp(join(folder, 'work-'))
  await writeTree(join(work, 'overlay'), own)
  expect((await run(0)).call.exitCode).toBe(0)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function run(
  level: number,
  onConflict = 'fail',
): Promise<{ call: Call; files: Record<string, string> }> {
  const words = ['--pack', vendor.pack, '--feed', vendor.feed, '--overlay', 'overlay', '--json']
  const more = ['--level', `${level}`, '--options', `on-conflict: ${onConflict}`]
  const call = await cli(['run', ...words, ...more], work, { env })
  const { pack } = z.object({ pack: z.string().nullable() }).parse(JSON.parse(call.stdout))
  return { call, files: pack === null ? {} : await filesOf(pack) }
}

const env = { XDG_CACHE_HOME: join(tmpdir(), `update-train-kinds-cache-${process.pid}`) }
afterAll(() => rm(env.XDG_CACHE_HOME, { recursive: true, force: true }))

/** What a pack holds, but for `updates/`: contents, and of links where they lead. */
async function filesOf(file: string): Promise<Record<string, string>> {
  await using pack = await openPack(file)
  const found: Record<string, string> = {}
  for (const [path, { kind, mode }] of pack.entries) {
    if (path.startsWith('updates')) continue
    const bits = kind === 'directory' ? mode.toString(8).slice(-3) : ''
    found[path] = kind === 'directory' ? `directory ${bits}` : (await pack.read(path, 100)).toString()
  }
  return found
}

const report = (): Promise<string> => readFile(join(work, 'out/report.md'), 'utf8')
const vendors = { a: 'directory 755', 'a/b': 'y', d: 'y', f: 'k', l: 'm', k: '', m: '' }
const ours = { a: 'mine', 'd/own': 'mine', f: 'mine', l: 'mine', k: '', m: '' }

describe('an overlay that holds other kinds of things than an update', () => {
  test('is a conflict for each, which says how to answer it', async () => {
    const { call } = await run(1)

    expect(call.exitCode).toBe(3)
    const conflicts = z
      .array(z.object({ path: z.string(), row: z.string(), kind: z.string() }))
      .parse(JSON.parse(await readFile(join(work, 'out/conflicts/conflicts.json'), 'utf8')))
    expect(conflicts.map(({ path, row, kind }) => `${path} ${row} ${kind}`)).toEqual([
      'a 22 kind',
      'd/own 22 kind',
      'f 16 kind',
      'l 16 kind',
    ])
    expect(await report()).toMatch(/--theirs=f\n/)
  })

  test('is laid in their place with `on-conflict: ours`, again and again', async () => {
    const first = await run(1, 'ours')
    const firstReport = await report()
    const second = await run(2, 'ours')
    await rm(join(work, 'out/widget-1.0.0+1.full.local.zip'))
    const words = ['--pack', vendor.pack, '--feed', vendor.feed, '--overlay', 'overlay']
    const reverted = await cli(['revert', ...words], work, { env })

    expect([first.call.exitCode, second.call.exitCode]).toEqual([0, 0])
    expect(first.files).toEqual({ ...ours, d: 'directory 755', n: '1' })
    expect(second.files).toEqual({ ...ours, d: 'directory 755', n: '2' })
    for (const path of ['a', 'd/own', 'f', 'l'])
      expect(firstReport).toMatch(new RegExp(`\`${path}\`.*is laid over the update’s, as on-conflict says`))
    expect(reverted.exitCode).toBe(0)
    expect(await filesOf(join(work, 'out/widget-1.0.0+1.full.local.zip'))).toEqual(first.files)
  })

  test('gives way with `on-conflict: theirs` for good, and is kept aside', async () => {
    const first = await run(1, 'theirs')
    const kept = await readdir(join(work, 'out/replaced'), { recursive: true })
    const second = await run(2)
    const again = await run(2)

    expect([first.call.exitCode, second.call.exitCode, again.call.exitCode]).toEqual([0, 0, 0])
    expect(first.files).toEqual({ ...vendors, n: '1' })
    expect(kept.sort()).toEqual(['a', 'd', 'd/own', 'f', 'l', 'replaced.json'])
    expect(second.files).toEqual({ ...vendors, n: '2' })
    expect(again.call.stdout).toContain('"up-to-date"')
  })

  test('is laid again where the team has changed what gave way', async () => {
    await run(1, 'theirs')
    await writeTree(join(work, 'overlay'), { f: 'changed' })

    const { call, files } = await run(2)

    expect(call.exitCode).toBe(0)
    expect(files).toEqual({ ...vendors, f: 'changed', n: '2' })
  })
})

test('a side of two kinds can be recorded where nothing lies above or below', async () => {
  await run(1)
  const resolve = (...words: string[]): Promise<Call> =>
    cli(['resolve', '--conflicts', 'out/conflicts', ...words], work, { env })

  const refused = await resolve('--theirs=a')
  const recorded = await resolve('--theirs=f', '--ours=l')
  const { call } = await run(1)
  await rm(join(work, 'overlay/a'))
  await rm(join(work, 'overlay/d'), { recursive: true })
  const first = await run(1)
  const second = await run(2)

  expect(refused).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('on-conflict') })
  expect([recorded.exitCode, call.exitCode]).toEqual([0, 3])
  expect([first.call.exitCode, second.call.exitCode]).toEqual([0, 0])
  expect(first.files).toEqual({ ...vendors, l: 'mine', n: '1' })
  expect(second.files).toEqual({ ...vendors, l: 'mine', n: '2' })
})
