import { cp, mkdir, mkdtemp, readdir, readFile, readlink, rm, stat, writeFile } from 'node:fs/promises'
import { stripTypeScriptTypes } from 'node:module'
import { availableParallelism, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { exists } from '../../src/kernel/files.ts'
import { sha256 } from '../../src/kernel/sha256.ts'
import { createPack } from '../../src/pack/write-pack.ts'
import { noise } from '../helpers/noise.ts'
import { type Content, writeTree } from '../helpers/tree.ts'
import { zipOf } from '../helpers/zip.ts'
import { type Call, type PackedCli, packedCli } from '../machine/packed-cli.ts'

const counter = resolve(import.meta.dirname, '../helpers/count-writes.ts')

let folder: string
let cli: PackedCli

const jar = (changed: number): Buffer =>
  zipOf([
    { name: 'a.class', content: noise(1, 6000) },
    { name: 'b.class', content: noise(2 + changed, 500) },
  ])
/** As few files as show every kind of step: whole, ranges, permission bits, one that goes, one of the team's that is replaced. */
const one: Record<string, Content> = {
  'lib/a.jar': jar(0),
  'lib/b.jar': 'PK\0 1',
  run: { content: 'x', mode: 0o644 },
  gone: 'g',
}
const two: Record<string, Content> = {
  'lib/a.jar': jar(1),
  'lib/b.jar': 'PK\0 2',
  run: { content: 'x', mode: 0o755 },
  'new/n': 'n',
}
const own: Record<string, Content> = { 'lib/b.jar': 'PK\0 1, patched', 'logs/log': 'log' }

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'update-train-patch-kill-'))
  cli = packedCli(join(folder, 'package'))
  await writeFile(join(folder, 'counter.mjs'), stripTypeScriptTypes(await readFile(counter, 'utf8')))
  const begin = join(folder, 'begin')
  await mkdir(join(begin, 'tmp'), { recursive: true })
  for (const [name, tree] of [
    ['one', one],
    ['two', two],
  ] as const) {
    await writeTree(join(folder, name), tree)
    await createPack({ home: join(folder, name), root: 'p-1', out: join(begin, `${name}.zip`), timestamp: 0 })
  }
  await writeTree(join(begin, 'home'), { ...one, ...own })
  const diff = await cli(['diff', 'one.zip', 'two.zip', '--out', 'd.zip'], begin)
  expect(diff.exitCode).toBe(0)
}, 60_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

function patch(words: readonly string[], work: string, env: Record<string, string> = {}): Promise<Call> {
  return cli(['patch', ...words], work, {
    env: {
      TMPDIR: join(work, 'tmp'),
      NODE_OPTIONS: `--import=${join(folder, 'counter.mjs')}`,
      NODE_COMPILE_CACHE: join(folder, 'compiled'),
      ...env,
    },
  })
}

/** What lies below a folder, with its permission bits where it is a file. */
async function stateOf(at: string): Promise<string> {
  const found: string[] = []
  for (const entry of await readdir(at, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    const holds = entry.isDirectory()
      ? 'folder'
      : entry.isSymbolicLink()
        ? await readlink(path)
        : `${sha256(await readFile(path))} ${(await stat(path)).mode.toString(8)}`
    found.push(`${path.slice(at.length + 1)} ${holds}`)
  }
  return found.sort().join('\n')
}

/** What a kill may leave: a home, or the former one waiting beside where none is. */
async function homeIn(work: string): Promise<string> {
  const [home, former] = [join(work, 'home'), join(work, '.home.update-train-former')]
  return stateOf((await exists(home)) ? home : former)
}

const packIn = async (work: string): Promise<string> =>
  (await exists(join(work, 'q.zip'))) ? sha256(await readFile(join(work, 'q.zip'))) : 'none'

test.each<[string, string[], (work: string) => Promise<string>]>([
  ['home', ['home', 'd.zip'], homeIn],
  ['pack', ['one.zip', 'd.zip', '--out', 'q.zip'], packIn],
])(
  'a %s whose patch is killed at a write is the old or the new one, and the next patch makes it whole',
  async (_what, words, look) => {
    const begun = join(folder, 'begin')
    const done = await mkdtemp(join(folder, 'done-'))
    await cp(begun, done, { recursive: true })
    const undisturbed = await patch(words, done, { COUNT_FILE: join(folder, 'count') })
    const calls = (await readFile(join(folder, 'count'), 'utf8')).split('\n')
    const [before, after, end] = [await look(begun), await look(done), await stateOf(done)]
    const wrong: string[] = []

    // Every second call, before and after it by turns: half a minute is enough for what `killed.test.ts` does for whole runs.
    const kills = calls
      .filter((_call, index) => index % 2 === 0)
      .map((call, index) => `${index % 2 === 0 ? 'before' : 'after'} ${call}`)
      .values()
    const worker = async (): Promise<void> => {
      for (const at of kills) {
        const work = await mkdtemp(join(folder, 'work-'))
        await cp(begun, work, { recursive: true })
        const killed = await patch(words, work, { KILL_AT: at })
        const left = await look(work)
        const again = await patch(words, work)
        const isWhole = again.exitCode === 0 || again.stderr.includes('there is nothing to do')
        wrong.push(
          ...(killed.signal === 'SIGKILL' ? [] : [`${at}: it was not killed`]),
          ...(left === before || left === after ? [] : [`${at}: half of something is left`]),
          ...(isWhole ? [] : [`${at}: ${again.stderr}`]),
          ...((await stateOf(work)) === end ? [] : [`${at}: ${await stateOf(work)}`]),
        )
        await rm(work, { recursive: true, force: true })
      }
    }
    await Promise.all(Array.from({ length: availableParallelism() + 1 }, worker))

    expect(undisturbed.exitCode).toBe(0)
    expect(before).not.toBe(after)
    expect(calls.length).toBeGreaterThan(10)
    expect(wrong).toEqual([])
  },
  120_000,
)
