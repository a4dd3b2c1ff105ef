import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { z } from 'zod'
import { openPack } from '../../src/pack/open-pack.ts'
import { packOf, type SmallProduct, smallProduct, treeAt } from '../helpers/small-product.ts'
import { writeTree } from '../helpers/tree.ts'
import { type Call, type PackedCli, packedCli } from '../machine/packed-cli.ts'

let folder: string
let cli: PackedCli
let product: SmallProduct
let work: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'update-train-resolve-'))
  cli = packedCli(join(folder, 'package'))
  product = await smallProduct(join(folder, 'vendor'))
}, 60_000)
beforeEach(async () => {
  work = await mkdtemp(join(folder, 'work-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const path = 'conf/server.conf'
const ours = 'port = 9\nname = vendor\n'
const answer = 'port = 29\nname = vendor\n'

/** A run of the track dev in `cwd` with the overlay of that folder. */
function run(cwd: string): Promise<Call> {
  const env = { XDG_CACHE_HOME: join(cwd, 'cache') }
  const words = [
    'run',
    '--track',
    'dev',
    '--pack',
    product.pack,
    '--feed',
    product.feed,
    '--overlay',
    'overlay',
    '--json',
  ]
  return cli(words, cwd, { env })
}

async function contentIn({ stdout }: Call, file = path): Promise<string | null> {
  const { pack } = z.object({ pack: z.string() }).parse(JSON.parse(stdout))
  await using opened = await openPack(pack)
  return opened.entries.has(file) ? (await opened.read(file, 10_000)).toString() : null
}

/** A run that ends in a conflict on `conf/server.conf`. */
async function conflict(): Promise<void> {
  await writeTree(join(work, 'overlay'), { [path]: ours })
  const { exitCode } = await run(work)
  expect(exitCode).toBe(3)
}

const resolutions = (cwd = work): string => join(cwd, '.update-train', 'resolutions')

test('an answer is recorded once and replayed in any clone, at the same level', async () => {
  await conflict()
  await writeFile(join(work, 'out/conflicts', `${path}.final`), answer)

  const resolved = await cli(['resolve', '--json'], work)

  const clone = join(work, 'clone')
  await cp(resolutions(), resolutions(clone), { recursive: true })
  await cp(join(work, 'overlay'), join(clone, 'overlay'), { recursive: true })
  const [here, there] = [await run(work), await run(clone)]
  expect(JSON.parse(resolved.stdout)).toMatchObject({ recorded: [{ path, answer: 'final' }], open: [] })
  expect(readdirSync(resolutions()).sort()).toEqual([
    expect.stringMatching(/^[0-9a-f]{64}\.[0-9a-f]{12}\.ours$/),
    expect.stringMatching(/^[0-9a-f]{64}\.blob$/),
    expect.stringMatching(/^[0-9a-f]{64}\.json$/),
  ])
  expect([here.exitCode, there.exitCode]).toEqual([0, 0])
  expect([await contentIn(here), await contentIn(there)]).toEqual([answer, answer])
  expect(await readFile(join(work, 'out/report.md'), 'utf8')).toContain(
    'is laid as you answered; your overlay can take it',
  )
  expect(existsSync(join(work, 'out/conflicts'))).toBe(false)
})

test('an answer stays in force at later levels, is merged with them, and is asked for again where they meet it', async () => {
  const feed = join(work, 'feed')
  await cp(product.feed, feed, { recursive: true })
  const publish = async (level: number, content: string): Promise<void> => {
    const tree = join(work, `level-${level}`)
    await writeTree(tree, { ...treeAt(3), 'conf/users.conf': `admin\n${level}\n`, [path]: content })
    await writeFile(
      join(work, 'updates.json'),
      JSON.stringify([{ id: `W-${level}`, kind: 'fix', title: 'x' }]),
    )
    const words = ['--channel', 'full', '--level', String(level), '--tree', tree, '--updates', 'updates.json']
    expect((await cli(['feed', 'publish', feed, ...words], work)).exitCode).toBe(0)
  }
  const next = (): Promise<Call> =>
    cli(
      ['run', '--track', 'dev', '--pack', product.pack, '--feed', feed, '--overlay', 'overlay', '--json'],
      work,
      { env: { XDG_CACHE_HOME: join(work, 'cache') } },
    )
  await conflict()
  await writeFile(join(work, 'out/conflicts', `${path}.final`), answer)
  await cli(['resolve'], work)
  await next()
  await publish(4, 'port = 2\nname = vendor\n')

  const untouched = await next()
  await publish(5, 'port = 2\nname = vendor\nmore = 5\n')
  const merged = await next()
  await publish(6, 'port = 2\nname = vendor\nmore = 5\n')
  const kept = await next()
  await publish(7, 'port = 7\nname = vendor\nmore = 5\n')
  const met = await next()

  expect(untouched.exitCode).toBe(0)
  expect(await contentIn(untouched)).toBe(answer)
  expect(JSON.parse(untouched.stdout)).toMatchObject({
    fromLevel: 3,
    toLevel: 4,
    diff: expect.stringContaining('3..4'),
  })
  expect([merged.exitCode, kept.exitCode, met.exitCode]).toEqual([0, 0, 3])
  expect([await contentIn(merged), await contentIn(kept)]).toEqual([
    `${answer}more = 5\n`,
    `${answer}more = 5\n`,
  ])
  expect(await readFile(join(work, 'out/conflicts', `${path}.ours`), 'utf8')).toBe(`${answer}more = 5\n`)
})

test('another answer for a level that runs already builds that again, or says what to do', async () => {
  await conflict()
  await cli(['resolve', '--theirs', path], work)
  await cp(join(work, 'out/conflicts'), join(work, 'kept'), { recursive: true })
  await run(work)
  await writeFile(join(work, 'kept', `${path}.final`), answer)

  const replaced = await cli(['resolve', '--conflicts', 'kept', '--force'], work)
  const [again, same] = [await run(work), await run(work)]

  expect(replaced.stdout).toContain(`Other than before: ${path}. The next run builds a level again`)
  expect(again.stderr).toContain('Level 3 is built again: a recorded answer')
  expect(again.stderr).toContain('There is no diff zip: a recorded answer to a conflict has changed since')
  expect(await contentIn(again)).toBe(answer)
  expect(same.stdout).toContain('"up-to-date"')
})

test('another answer where no conflicts are laid out any more: it says what to do, and that leads to it', async () => {
  await conflict()
  await cli(['resolve', '--theirs', path], work)
  await rm(join(work, 'out/conflicts'), { recursive: true })

  const early = await cli(['resolve', '--force', '--ours', path], work)
  const [key = ''] = readdirSync(resolutions()).flatMap(name => /^(\w+)\.json$/.exec(name)?.[1] ?? [])
  await cli(['resolve', '--forget', key], work)
  const laidAgain = await run(work)
  await cli(['resolve', '--theirs', path], work)
  await run(work)
  const late = await cli(['resolve', '--force', '--ours', path], work)
  await writeFile(join(work, 'overlay', path), answer)
  const asked = await run(work)
  const forced = await cli(['resolve', '--force', '--ours', path], work)
  const done = await run(work)

  for (const { exitCode, stderr } of [early, late]) {
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(/change the file in your overlay.*--forget/)
  }
  expect([laidAgain.exitCode, asked.exitCode, forced.exitCode]).toEqual([3, 3, 0])
  expect(await contentIn(done)).toBe(answer)
})

test('the answer taken into the overlay is no conflict, without recording it again', async () => {
  await conflict()
  await writeFile(join(work, 'out/conflicts', `${path}.final`), answer)
  await cli(['resolve'], work)
  await writeFile(join(work, 'overlay', path), answer)

  const call = await run(work)

  expect(call.exitCode).toBe(0)
  expect(await contentIn(call)).toBe(answer)
})

describe('a side can be the answer', () => {
  test.each([
    ['--ours', ours],
    ['--theirs', 'port = 2\nname = vendor\n'],
    ['--delete', null],
  ])('%s', async (side, expected) => {
    await conflict()

    const resolved = await cli(['resolve', side, path], work)

    const call = await run(work)
    expect([resolved.exitCode, call.exitCode]).toEqual([0, 0])
    expect(await contentIn(call)).toBe(expected)
    const isToGo = (await readFile(join(work, 'out/report.md'), 'utf8')).includes(`rm overlay/${path}\n`)
    // An overlay cannot say that a file is not there: without its own, the vendor's would come back.
    expect(isToGo).toBe(side === '--theirs')
  })

  test('of a file that the update removed', async () => {
    await writeTree(join(work, 'overlay'), { 'lib/core-1.0.jar': Buffer.from('PK\u0003\u0004 patched') })
    const first = await run(work)
    await cli(['resolve', '--ours', 'lib/core-1.0.jar'], work)

    const call = await run(work)

    expect([first.exitCode, call.exitCode]).toEqual([3, 0])
    expect(await contentIn(call, 'lib/core-1.0.jar')).toContain('patched')
  })
})

test('a customised pack takes the answer, too', async () => {
  const pack = await packOf({ ...treeAt(0), [path]: ours }, work)
  const apply = ['apply', '--pack', pack, '--feed', product.feed, '--out', 'q.zip', '--json']
  const first = await cli(apply, work)
  await writeFile(join(work, 'q.conflicts', `${path}.final`), answer)
  await cli(['resolve', '--conflicts', 'q.conflicts'], work)

  const call = await cli(apply, work)

  expect([first.exitCode, call.exitCode]).toEqual([3, 0])
  expect(await contentIn(call)).toBe(answer)
  expect(await readFile(join(work, 'q.report.md'), 'utf8')).toContain('your recorded answer decides')
})

test('another conflict of the same file is not answered by it', async () => {
  await conflict()
  await cli(['resolve', '--ours', path], work)
  await writeFile(join(work, 'overlay', path), 'port = 10\nname = vendor\n')

  const { exitCode } = await run(work)

  expect(exitCode).toBe(3)
})

describe('refused', () => {
  test('are marks of a conflict, and a second answer without --force', async () => {
    await conflict()
    const final = join(work, 'out/conflicts', `${path}.final`)
    await cp(join(work, 'out/conflicts', `${path}.merged`), final)

    const marked = await cli(['resolve'], work)
    const first = await cli(['resolve', '--ours', path], work)
    await writeFile(final, answer)
    const second = await cli(['resolve'], work)
    const forced = await cli(['resolve', '--force'], work)

    expect([marked.exitCode, first.exitCode, second.exitCode, forced.exitCode]).toEqual([2, 0, 2, 0])
    expect(marked.stderr).toContain('still holds the marks of a conflict')
    expect(second.stderr).toContain('--force')
    expect(await contentIn(await run(work))).toBe(answer)
  })

  test('are answers that contradict each other, and answers beside --list or --forget', async () => {
    await conflict()

    const both = await cli(['resolve', '--ours', path, '--theirs', path], work)
    const listed = await cli(['resolve', '--list', '--ours', path], work)
    const forgotten = await cli(['resolve', '--forget', 'a'.repeat(64), '--list'], work)

    expect([both.exitCode, listed.exitCode, forgotten.exitCode]).toEqual([2, 2, 2])
    expect(both.stderr).toContain('is answered by --ours and by --theirs')
    expect(listed.stderr).toContain('--list, --ours')
    expect(existsSync(resolutions())).toBe(false)
  })

  test('are all answers where one of them cannot be recorded', async () => {
    const other = 'lib/core-1.0.jar'
    await writeTree(join(work, 'overlay'), { [path]: ours, [other]: Buffer.from('PK\u0003\u0004 patched') })
    await run(work)
    const final = join(work, 'out/conflicts', `${path}.final`)
    await cp(join(work, 'out/conflicts', `${path}.merged`), final)

    const partly = await cli(['resolve', '--ours', other], work)
    const nothing = existsSync(resolutions())
    const wholly = await cli(['resolve', '--ours', other, '--ours', path], work)

    expect([partly.exitCode, wholly.exitCode]).toEqual([2, 0])
    expect(partly.stderr).toContain('Nothing was recorded')
    expect(partly.stderr).toContain('still holds the marks of a conflict')
    expect(nothing).toBe(false)
    expect(wholly.stdout).toContain('All are answered')
    expect((await run(work)).exitCode).toBe(0)
  })

  test('are a path without a conflict, a folder without one, and nothing at all', async () => {
    await conflict()

    const other = await cli(['resolve', '--ours', 'conf/none'], work)
    const nothing = await cli(['resolve'], work)
    const nowhere = await cli(['resolve', '--conflicts', 'overlay'], work)

    expect([other.exitCode, nothing.exitCode, nowhere.exitCode]).toEqual([2, 2, 2])
    expect(nothing.stderr).toContain('.final')
  })

  test('is a blob that is not what was recorded', async () => {
    await conflict()
    await cli(['resolve', '--ours', path], work)
    const blob = readdirSync(resolutions()).find(name => name.endsWith('.blob')) ?? ''
    await writeFile(join(resolutions(), blob), 'other')

    const { exitCode, stdout } = await run(work)

    expect(exitCode).toBe(7)
    expect(stdout).toContain('is not the recorded answer')
  })
})

test('the commands that a run prints answer its conflict, and say what to commit', async () => {
  await writeTree(join(work, 'overlay'), { [path]: ours })
  const words = [
    'run',
    '--track',
    'dev',
    '--pack',
    product.pack,
    '--feed',
    product.feed,
    '--overlay',
    'overlay',
  ]
  const env = { XDG_CACHE_HOME: join(work, 'cache') }
  const met = await cli(words, work, { env })
  const command = /update-train (resolve .* --theirs=.*)/.exec(met.stdout)?.[1] ?? ''

  const resolved = await cli(command.split(' '), work)
  const call = await cli(words, work, { env })

  expect([met.exitCode, resolved.exitCode, call.exitCode]).toEqual([3, 0, 0])
  expect(resolved.stdout).toContain('git add .update-train/resolutions')
  expect(call.stdout).toContain(`git add ${join(work, 'update-train.lock.json')}`)
})

test('the same answer again is no change, whichever way it is given', async () => {
  await conflict()
  await cli(['resolve', '--ours', path], work)
  const before = readdirSync(resolutions()).map(name => readFileSync(join(resolutions(), name), 'utf8'))
  await writeFile(join(work, 'out/conflicts', `${path}.final`), ours)

  const again = await cli(['resolve', '--ours', path], work)
  const asFinal = await cli(['resolve'], work)

  expect([again.exitCode, asFinal.exitCode]).toEqual([0, 0])
  expect(readdirSync(resolutions()).map(name => readFileSync(join(resolutions(), name), 'utf8'))).toEqual(
    before,
  )
})

test('--list shows what is recorded, --forget removes it', async () => {
  await conflict()
  await cli(['resolve', '--ours', path], work)
  const list = z.array(z.object({ key: z.string(), path: z.string() }))
  const [one] = list.parse(JSON.parse((await cli(['resolve', '--list', '--json'], work)).stdout))

  const forgotten = await cli(['resolve', '--forget', one?.key ?? ''], work)

  expect(one?.path).toBe(path)
  expect(forgotten.exitCode).toBe(0)
  expect(readdirSync(resolutions())).toEqual([])
  expect((await run(work)).exitCode).toBe(3)
})
