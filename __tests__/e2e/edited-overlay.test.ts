import { readdirSync } from 'node:fs'
import { cp, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { z } from 'zod'
import { sha256 } from '../../src/kernel/sha256.ts'
import { openPack } from '../../src/pack/open-pack.ts'
import { type SmallProduct, smallProduct, treeAt } from '../helpers/small-product.ts'
import { writeTree } from '../helpers/tree.ts'
import { type Call, type PackedCli, packedCli } from '../machine/packed-cli.ts'

let folder: string
let cli: PackedCli
let product: SmallProduct
let work: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'update-train-edited-'))
  cli = packedCli(join(folder, 'package'))
  product = await smallProduct(join(folder, 'vendor'))
}, 60_000)
beforeEach(async () => {
  work = await mkdtemp(join(folder, 'work-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** The vendor's `port` is 1 until level 2 makes it 2. */
const path = 'conf/server.conf'
const config = (port: number, ...more: string[]): string =>
  [`port = ${port}`, 'name = vendor', '', '', '', ...more, ''].join('\n')
const wasChanged = 'was changed in the overlay after it was merged'

async function overlay(content: string): Promise<void> {
  await writeTree(join(work, 'overlay'), { [path]: content })
}

/** A run to a level with the overlay, and what became of the file. */
async function run(
  level: number,
  more: string[] = [],
  feed = product.feed,
): Promise<{ call: Call; content: string | null }> {
  const words = ['--pack', product.pack, '--feed', feed, '--overlay', 'overlay', '--json', ...more]
  const env = { XDG_CACHE_HOME: join(work, 'cache') }
  const call = await cli(['run', ...words, '--level', String(level)], work, { env })
  const { pack } = z.object({ pack: z.string().nullable() }).parse(JSON.parse(call.stdout))
  if (pack === null) return { call, content: null }
  await using opened = await openPack(pack)
  if (!opened.entries.has(path)) return { call, content: null }
  return { call, content: (await opened.read(path, 10_000)).toString() }
}

const report = (): Promise<string> => readFile(join(work, 'out/report.md'), 'utf8')
const conflictFile = (side: string): Promise<string> =>
  readFile(join(work, `out/conflicts/${path}.${side}`), 'utf8')

describe('an overlay file that is changed after an update was merged into it', () => {
  beforeEach(async () => {
    await overlay(config(1, 'ours = 1'))
    const { content } = await run(2)
    expect(content).toBe(config(2, 'ours = 1'))
  })

  test('without taking that over keeps the update’s change, at this level and later ones', async () => {
    await overlay(config(1, 'ours = 2'))

    const same = await run(2)
    const [said] = [await report()]
    const next = await run(3)

    expect([same.call.exitCode, next.call.exitCode]).toEqual([0, 0])
    expect([same.content, next.content]).toEqual([config(2, 'ours = 2'), config(2, 'ours = 2')])
    expect(said).toMatch(new RegExp(`${wasChanged}: both are merged; your overlay can take it`))
    expect(said).toMatch(/cp .update-train\/resolutions\/[0-9a-f]{64}\.blob overlay\/conf\/server.conf/)
    expect((await run(3)).call.stdout).toContain('"up-to-date"')
  })

  test('is laid as it is where that was taken over before', async () => {
    await overlay(config(2, 'ours = 2'))

    const { call, content } = await run(3)

    expect(call.exitCode).toBe(0)
    expect(content).toBe(config(2, 'ours = 2'))
    expect(await report()).not.toContain(wasChanged)
  })

  test('is laid as it is where what was merged is taken over as it is', async () => {
    await overlay(config(2, 'ours = 1'))

    const { content } = await run(3)

    expect(content).toBe(config(2, 'ours = 1'))
    expect(await report()).not.toContain(wasChanged)
  })

  test('in the same place is a conflict between what it was, what it is, and what was merged', async () => {
    await overlay(config(9, 'ours = 1'))

    const open = await run(3)
    const sides = await Promise.all(['base', 'ours', 'theirs'].map(conflictFile))
    const resolved = await cli(['resolve', '--ours', path], work)
    const answered = await run(3)
    await overlay(config(9, 'ours = 3'))
    const later = await run(3)

    expect(open.call.exitCode).toBe(3)
    expect(sides).toEqual([config(1, 'ours = 1'), config(9, 'ours = 1'), config(2, 'ours = 1')])
    expect([resolved.exitCode, answered.call.exitCode]).toEqual([0, 0])
    // The answer said that ours is right, so that nothing is asked again.
    expect([answered.content, later.content]).toEqual([config(9, 'ours = 1'), config(9, 'ours = 3')])
  })

  test('and taken over can be set back to what it was before', async () => {
    await overlay(config(2, 'ours = 1'))
    await run(2)
    await overlay(config(1, 'ours = 2'))

    const { call, content } = await run(3)

    expect(call.exitCode).toBe(0)
    expect(content).toBe(config(1, 'ours = 2'))
  })

  test('is a conflict with the vendor’s where the record of it is gone', async () => {
    const resolutions = join(work, '.update-train/resolutions')
    const [key = ''] = readdirSync(resolutions).map(name => name.split('.')[0])
    expect((await cli(['resolve', '--forget', key], work)).exitCode).toBe(0)
    expect(readdirSync(resolutions)).toEqual([])

    const { call } = await run(3)

    expect(call.exitCode).toBe(3)
    expect(await conflictFile('theirs')).toBe('port = 2\nname = vendor\n')
    expect(await report()).toContain('what was answered or merged for it is not recorded any more')
  })

  test('and taken out of the overlay is the vendor’s again', async () => {
    await rm(join(work, 'overlay', path))
    await writeTree(join(work, 'overlay'), { 'extra.txt': 'x' })

    const { content } = await run(3)

    expect(content).toBe('port = 2\nname = vendor\n')
  })

  test('into a link is said where that leads to something without the update’s change', async () => {
    const linked = async (to: string, content: string): Promise<string> => {
      await rm(join(work, 'overlay'), { recursive: true })
      await writeTree(join(work, 'overlay'), { [path]: { link: to }, 'conf/kept.conf': content })
      await rm(join(work, 'out'), { recursive: true })
      await cp(join(work, 'before.lock'), join(work, 'update-train.lock.json'))
      expect((await run(3)).content).toBe(to)
      return (await report()).split('\n').find(line => line.includes(`\`${path}\` is a link`)) ?? ''
    }
    await cp(join(work, 'update-train.lock.json'), join(work, 'before.lock'))

    expect(await linked('kept.conf', config(1, 'ours = 1'))).toContain(
      '⚠️ `conf/server.conf` is a link now, and leads to the file as it was before the update (conf/kept.conf)',
    )
    expect(await linked('kept.conf', config(1, 'ours = 2'))).toContain('see that what it leads to holds')
    expect(await linked('users.conf', '')).toContain('see that what it leads to holds')
    for (const all of [config(2, 'ours = 1'), config(2, 'ours = 2')])
      expect(await linked('kept.conf', all)).toBe('')
  })

  test('changed again and again keeps the update’s change, at each later level', async () => {
    await overlay(config(1, 'ours = 2'))
    await run(2)
    await overlay(config(1, 'ours = 3'))
    await run(2)
    const before = readdirSync(join(work, '.update-train/resolutions'))

    const { content } = await run(3)

    expect(content).toBe(config(2, 'ours = 3'))
    expect(readdirSync(join(work, '.update-train/resolutions'))).toEqual(before)
  })

  test.each([
    ['ours', config(9, 'ours = 1'), 'yours is laid, as on-conflict says'],
    ['theirs', config(2, 'ours = 1'), 'your change gives way, as on-conflict says'],
  ])('in the same place is decided by on-conflict: %s', async (policy, expected, says) => {
    await overlay(config(9, 'ours = 1'))

    const { call, content } = await run(3, ['--options', `on-conflict: ${policy}`])

    expect(call.exitCode).toBe(0)
    expect(content).toBe(expected)
    expect(await report()).toContain(says)
  })

  test('with a record that does not hold what it was is a conflict, as nothing can be told apart', async () => {
    const resolutions = join(work, '.update-train/resolutions')
    const [kept] = readdirSync(resolutions).filter(name => name.endsWith('.ours'))
    await writeFile(join(resolutions, kept ?? ''), 'something else')
    await overlay(config(1, 'ours = 2'))

    const { call } = await run(3)

    expect(call.exitCode).toBe(3)
    expect(JSON.parse(await readFile(join(work, 'out/conflicts/conflicts.json'), 'utf8'))).toMatchObject([
      { path, base: null },
    ])
  })
})

test('a change of an overlay file that a person has answered for is merged with the answer', async () => {
  await overlay(config(9, 'ours = 1'))
  expect((await run(2)).call.exitCode).toBe(3)
  await writeFile(join(work, `out/conflicts/${path}.final`), config(29, 'ours = 1'))
  expect((await cli(['resolve'], work)).exitCode).toBe(0)
  expect((await run(2)).content).toBe(config(29, 'ours = 1'))
  await overlay(config(9, 'ours = 2'))

  const { content } = await run(3)

  expect(content).toBe(config(29, 'ours = 2'))
})

test('a plain copy of the vendor’s old file that gave way and is changed then keeps the update’s change', async () => {
  await overlay('port = 1\nname = vendor\n')
  expect((await run(2)).content).toBe('port = 2\nname = vendor\n')
  await overlay('port = 1\nname = vendor\n\n\n\nours = 1\n')

  const { content } = await run(3)

  expect(content).toBe(config(2, 'ours = 1'))
})

test('a change of a file that was answered to go is asked for, and can be answered', async () => {
  await overlay(config(9, 'ours = 1'))
  expect((await run(2)).call.exitCode).toBe(3)
  await cli(['resolve', '--delete', path], work)
  const gone = await run(2)
  await overlay(config(9, 'ours = 2'))

  const open = await run(3)
  await cli(['resolve', '--ours', path], work)
  const answered = await run(3)

  expect(gone.call.exitCode).toBe(0)
  expect([gone.content, open.call.exitCode]).toEqual([null, 3])
  expect(answered.content).toBe(config(9, 'ours = 2'))
})

test('what on-conflict decided is read under the key that earlier versions gave it, and listed as such', async () => {
  await overlay(config(9, 'ours = 1'))
  await run(2, ['--options', 'on-conflict: theirs'])
  const decided = z.object({ key: z.string(), by: z.string(), sides: z.record(z.string(), z.string()) })
  const list = async (): Promise<z.infer<typeof decided>[]> =>
    z.array(decided).parse(JSON.parse((await cli(['resolve', '--list', '--json'], work)).stdout))
  const [found] = await list()
  const { key = '', sides = {} } = found ?? {}
  const former = sha256(JSON.stringify([1, path, sides['base'], sides['ours'], sides['theirs']]))
  expect(former).not.toBe(key)
  const resolutions = join(work, '.update-train/resolutions')
  for (const name of readdirSync(resolutions))
    await rename(join(resolutions, name), join(resolutions, name.replace(key, former)))
  const lock = join(work, 'update-train.lock.json')
  await writeFile(lock, (await readFile(lock, 'utf8')).replaceAll(key, former))

  const { call, content } = await run(3)

  expect([call.exitCode, content]).toEqual([0, 'port = 2\nname = vendor\n'])
  expect(await list()).toMatchObject([{ key: former, by: 'on-conflict' }])
})

test('answers that contradict each other are none where no lock says which counts', async () => {
  await overlay(config(9))
  const answer = async (track: string, content: string): Promise<void> => {
    expect((await run(2, ['--track', track])).call.exitCode).toBe(3)
    await writeFile(join(work, `out/conflicts/${path}.final`), content)
    expect((await cli(['resolve'], work)).exitCode).toBe(0)
    expect((await run(2, ['--track', track])).content).toBe(content)
  }
  await answer('dev', config(7))
  // An answer of before, to another file of the vendor's that the same one took the place of.
  const resolutions = join(work, '.update-train/resolutions')
  const [name = ''] = readdirSync(resolutions).filter(one => one.endsWith('.json'))
  const text = await readFile(join(resolutions, name), 'utf8')
  const { sides } = z.object({ sides: z.record(z.string(), z.string()) }).parse(JSON.parse(text))
  const base = `file ${sha256('port = 0\nname = vendor\n')}`
  const other = sha256(JSON.stringify([1, path, base, sides['ours'], sides['theirs']]))
  const told = text.replace(sides['base'] ?? '', base).replace(sha256(config(7)), sha256(config(8)))
  await writeFile(join(resolutions, `${other}.json`), told)
  await writeFile(join(resolutions, `${other}.blob`), config(8))
  const kept = readdirSync(join(work, 'cache/update-train')).filter(one => one.endsWith('-2.zip'))
  const pack = join(work, 'cache/update-train', kept[0] ?? '')
  const words = ['--pack', pack, '--feed', product.feed, '--overlay', 'overlay', '--level', '2']
  const apply = (): Promise<Call> => cli(['apply', ...words, '--out', 'q.zip'], work)

  const open = await apply()
  const listed: unknown = JSON.parse(await readFile(join(work, 'q.conflicts/conflicts.json'), 'utf8'))
  const resolved = await cli(['resolve', '--conflicts', 'q.conflicts', '--ours', path], work)
  const answered = await apply()

  expect([open.exitCode, resolved.exitCode, answered.exitCode]).toEqual([3, 0, 0])
  expect(listed).toMatchObject([{ path, base: null, again: 'doubtful' }])
  await using laid = await openPack(join(work, 'q.zip'))
  expect((await laid.read(path, 10_000)).toString()).toBe(config(9))
})

test('what another track has answered for the same path changes nothing', async () => {
  await overlay(config(1, 'host = dev'))
  await run(2, ['--track', 'dev'])
  const production = ['--track', 'production']
  await rm(join(work, 'overlay', path))
  await run(2, production)
  await overlay(config(5, 'host = production'))

  const { call, content } = await run(3, [...production, '--options', 'on-conflict: theirs'])

  expect(call.exitCode).toBe(0)
  expect(content).toBe(config(5, 'host = production'))
})

test('a file like another track’s is laid as it is where no update has met it', async () => {
  await overlay(config(9, 'host = dev'))
  expect((await run(2, ['--track', 'dev'])).call.exitCode).toBe(3)
  await cli(['resolve', '--theirs', path], work)
  expect((await run(2, ['--track', 'dev'])).content).toBe('port = 2\nname = vendor\n')
  await rm(join(work, 'overlay', path))
  await run(2, ['--track', 'production'])
  await overlay(config(9, 'host = dev'))

  const { content } = await run(3, ['--track', 'production'])

  expect(content).toBe(config(9, 'host = dev'))
})

test('a file that goes out of the overlay while the tests run costs the diff zip only', async () => {
  await overlay(config(1, 'ours = 1'))
  await writeTree(join(work, 'overlay'), { 'conf/other.conf': 'other\n' })
  await run(2)

  const { call, content } = await run(3, ['--test', `rm "${join(work, 'overlay/conf/other.conf')}"`])

  expect(call.exitCode).toBe(0)
  expect(content).toBe(config(2, 'ours = 1'))
  expect(await report()).toContain('There is no diff zip')
})

test('tracks with overlays of their own are not taken for each other', async () => {
  const own = (host: string, count: number): string =>
    config(1, `host = ${host}`, 'x', 'y', 'z', `count = ${count}`)
  for (const host of ['dev', 'production']) {
    await overlay(own(host, 1))
    expect((await run(2, ['--track', host])).call.exitCode).toBe(0)
  }

  await overlay(own('production', 2))
  const { content } = await run(3, ['--track', 'production'])

  expect(content).toBe(own('production', 2).replace('port = 1', 'port = 2'))
})

test('an update of the same place after that is merged with both', async () => {
  const feed = join(work, 'feed')
  await cp(product.feed, feed, { recursive: true })
  await writeTree(join(work, 'level-4'), { ...treeAt(3), [path]: 'port = 4\nname = vendor\n' })
  await writeFile(join(work, 'updates.json'), '[{"id": "W-4", "kind": "fix", "title": "x"}]')
  const words = ['--channel', 'full', '--level', '4', '--tree', 'level-4', '--updates', 'updates.json']
  expect((await cli(['feed', 'publish', 'feed', ...words], work)).exitCode).toBe(0)
  await overlay(config(1, 'ours = 1'))
  await run(2)
  await overlay(config(1, 'ours = 2'))

  const once = await run(4, [], 'feed')
  await overlay(config(1, 'ours = 3'))
  const twice = await run(4, [], 'feed')

  expect([once.content, twice.content]).toEqual([config(4, 'ours = 2'), config(4, 'ours = 3')])
})
