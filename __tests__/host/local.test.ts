import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import type { Publication, VendorPackKey } from '../../src/host/host.ts'
import { besidePack, type LocalPlaces, localHost, outFolder } from '../../src/host/local/local-host.ts'
import { printable, terminalLog } from '../../src/host/local/terminal-log.ts'
import { type Log, silentLog } from '../../src/kernel/log.ts'
import { sha256 } from '../../src/kernel/sha256.ts'
import { temporaryFolder } from '../../src/kernel/temporary.ts'
import { type Clock, systemClock } from '../../src/kernel/time.ts'
import { readTree, writeTree } from '../helpers/tree.ts'

const terminalWorld = { log: silentLog, clock: systemClock, signal: new AbortController().signal }

const names = {
  pack: 'acme+6.full.dev.zip',
  diff: 'acme+2..6.full.dev.diff.zip',
  report: 'acme+6.full.dev.report.md',
  candidate: 'candidate.json',
  log: 'test.log',
} as const

const kinds = ['pack', 'diff', 'report', 'candidate', 'log'] as const

const key: VendorPackKey = {
  product: 'acme-1.0.0',
  base: '0123456789abcdef'.repeat(4),
  tool: 'feed',
  channel: 'full',
  level: 2,
}

const noSides = {
  ...{ base: null, ours: null, theirs: null },
  sides: { base: 'absent', ours: 'absent', theirs: 'absent' },
}

/** One finished file of every kind in `folder`, with its kind as its content. */
async function finishedIn(folder: string): Promise<Publication> {
  const files = kinds.map(kind => ({ kind, name: names[kind], path: join(folder, `staged.${kind}`) }))
  for (const { kind, path } of files) await writeFile(path, kind)
  const resolutions = join(folder, 'resolutions')
  return { product: 'acme-1.0.0', track: 'dev', files, resolutions, restricted: false }
}

function placesIn(folder: string): LocalPlaces {
  return { ...outFolder(join(folder, 'out')), cache: join(folder, 'cache'), inputs: [] }
}

/** A log that keeps what it is warned of. */
function listening(): { log: Log; warnings: string[] } {
  const warnings: string[] = []
  return { log: { ...silentLog, warning: message => warnings.push(message) }, warnings }
}

describe('publishing on this machine', () => {
  test('gives every file of a run its own name in the folder, which is made', async () => {
    await using work = await temporaryFolder(tmpdir())
    const out = join(work.path, 'a/out')
    const host = localHost({ ...placesIn(work.path), ...outFolder(out) }, terminalWorld)
    await using staging = await host.staging()
    const files = await finishedIn(staging.path)

    const published = await host.publish(files)

    for (const kind of kinds) {
      expect(published.paths[kind]).toBe(join(out, names[kind]))
      expect(await readFile(join(out, names[kind]), 'utf8')).toBe(kind)
    }
    expect(await readdir(staging.path)).toEqual([])
  })

  test('puts what apply made under the name asked for, with its companions named after it', async () => {
    await using work = await temporaryFolder(tmpdir())
    const host = localHost(
      { ...placesIn(work.path), ...besidePack(join(work.path, 'out/New.ZIP')) },
      terminalWorld,
    )

    await host.publish(await finishedIn(work.path))

    expect((await readdir(join(work.path, 'out'))).toSorted()).toEqual([
      'New.ZIP',
      'New.candidate.json',
      'New.diff.zip',
      'New.report.md',
      'New.test.log',
    ])
    expect(await readFile(join(work.path, 'out/New.ZIP'), 'utf8')).toBe('pack')
  })

  test.each([
    ['/packs/new.zip', '/packs', 'new.zip', 'new.diff.zip'],
    ['/new.zip', '/', 'new.zip', 'new.diff.zip'],
    ['new.zip', '.', 'new.zip', 'new.diff.zip'],
    ['/packs/new', '/packs', 'new', 'new.diff.zip'],
  ])('apply --out %s goes to %s as %s, with %s', (out, folder, pack, diff) => {
    const places = besidePack(out)

    expect(places.folder).toBe(folder)
    expect(places.nameOf({ kind: 'pack', name: 'p', path: '/p' })).toBe(pack)
    expect(places.nameOf({ kind: 'diff', name: 'd', path: '/d' })).toBe(diff)
  })

  test('replaces what an earlier run published', async () => {
    await using work = await temporaryFolder(tmpdir())
    const places = placesIn(work.path)
    await mkdir(places.folder)
    await writeFile(join(places.folder, names.pack), 'old')

    await localHost(places, terminalWorld).publish(await finishedIn(work.path))

    expect(await readFile(join(places.folder, names.pack), 'utf8')).toBe('pack')
  })

  test('keeps what lies there of another track in a folder of its own, but for its packs', async () => {
    await using work = await temporaryFolder(tmpdir())
    const places = placesIn(work.path)
    const { folder } = places
    const publish = async (track: string, kept: readonly string[] = kinds): Promise<void> => {
      const { files, ...publication } = await finishedIn(work.path)
      await writeFile(join(work.path, 'staged.candidate'), JSON.stringify({ product: 'acme-1.0.0', track }))
      const own = files.map(file => (file.kind === 'pack' ? { ...file, name: `${track}.zip` } : file))
      const given = own.filter(({ kind }) => kept.includes(kind))
      await localHost(places, terminalWorld).publish({ ...publication, track, files: given })
    }
    await publish('dev')
    await mkdir(join(folder, 'conflicts'))
    await writeFile(join(folder, 'conflicts/conflicts.json'), '[]')

    await publish('production', ['report', 'candidate', 'pack'])
    await publish('production', ['report', 'candidate', 'pack'])

    expect((await readdir(folder)).toSorted()).toEqual([
      names.diff,
      names.report,
      'acme-1.0.0-dev',
      'candidate.json',
      'dev.zip',
      'production.zip',
    ])
    const kept = join(folder, 'acme-1.0.0-dev')
    expect((await readdir(kept)).toSorted()).toEqual([
      names.report,
      'candidate.json',
      'conflicts',
      'test.log',
    ])
    expect(await readFile(join(kept, 'candidate.json'), 'utf8')).toContain('"dev"')

    // The track is at work there once more, and has no conflicts now; its next results take the place of these.
    await writeFile(join(kept, 'notes.txt'), 'mine')
    await publish('dev', ['report', 'candidate'])
    await publish('production', ['report', 'candidate'])
    expect((await readdir(kept)).toSorted()).toEqual([names.report, 'candidate.json', 'notes.txt'])

    await writeFile(join(folder, 'candidate.json'), '{"product": "../..", "track": "x"}')
    await publish('dev', ['report', 'candidate'])
    expect(await readdir(work.path)).not.toContain('x')
  })

  test('keeps another track’s results out of a folder of the user’s that has that name', async () => {
    await using work = await temporaryFolder(tmpdir())
    const places = placesIn(work.path)
    const own = {
      'acme-1.0.0-dev/conflicts/notes.txt': 'mine',
      [`acme-1.0.0-dev/${names.report}`]: 'mine',
    }
    await writeTree(places.folder, own)
    for (const track of ['dev', 'production', 'dev', 'production']) {
      const publication = await finishedIn(work.path)
      await writeFile(join(work.path, 'staged.candidate'), JSON.stringify({ product: 'acme-1.0.0', track }))
      await localHost(places, terminalWorld).publish({ ...publication, track })
    }

    const tree = await readTree(places.folder)

    expect(tree).toMatchObject({
      'acme-1.0.0-dev/conflicts/notes.txt': '644 mine',
      [`acme-1.0.0-dev/${names.report}`]: '644 mine',
      [`acme-1.0.0-dev-2/${names.report}`]: '644 report',
    })
    const folders = new Set(Object.keys(tree).map(path => path.split('/').slice(0, -1).join('/')))
    expect(folders).not.toContain('acme-1.0.0-dev-3')
  })

  test('keeps answers that are written beside conflicts and not recorded yet', async () => {
    await using work = await temporaryFolder(tmpdir())
    const places = placesIn(work.path)
    const { log, warnings } = listening()
    const host = localHost(places, { ...terminalWorld, log })
    const keys: Record<string, string> = {
      recorded: '1'.repeat(64),
      side: '2'.repeat(64),
      'd/same': '3'.repeat(64),
      'd/other': '4'.repeat(64),
      rewritten: '5'.repeat(64),
      edited: '6'.repeat(64),
      untouched: '7'.repeat(64),
    }
    const listed = (...paths: string[]): string =>
      JSON.stringify(paths.map(path => ({ path, key: keys[path], kind: 'binary', ...noSides })))
    const record = (path: string, answer: string): string =>
      JSON.stringify({ version: 1, path, sides: noSides.sides, answer, result: sha256('answer') })
    await writeTree(join(work.path, 'resolutions'), {
      [`${keys['recorded']}.json`]: record('recorded', 'final'),
      [`${keys['side']}.json`]: record('side', 'ours'),
      [`${keys['rewritten']}.json`]: record('rewritten', 'final'),
    })
    await writeTree(join(places.folder, 'conflicts'), {
      'conflicts.json': listed(...Object.keys(keys)),
      'recorded.final': 'answer',
      'side.final': 'not chosen',
      'd/same.final': 'same',
      'd/other.final': 'other',
      'rewritten.final': 'better',
      'linked.final': { link: 'rewritten.final' },
    })
    // As a run leaves it: the list is its last file.
    const conflicts = join(places.folder, 'conflicts')
    await writeFile(join(conflicts, 'untouched.merged'), '<<<<<<< ours')
    await utimes(join(conflicts, 'untouched.merged'), 1, 1)
    await writeFile(join(conflicts, 'edited.merged'), 'decided')
    await utimes(join(conflicts, 'conflicts.json'), 2, 2)
    const publish = async (list: string): Promise<void> => {
      const publication = await finishedIn(work.path)
      const staged = join(work.path, 'staged')
      await writeTree(staged, { 'conflicts.json': list, 'd/same.ours': 'x' })
      const conflicts = { kind: 'conflicts' as const, name: 'conflicts', path: staged }
      await host.publish({ ...publication, files: [conflicts] })
    }

    await publish(listed('d/same'))
    const first = await readTree(places.folder)
    await publish('[]')
    const then = await readTree(places.folder)

    expect(Object.keys(first).filter(path => path.endsWith('.final'))).toEqual([
      'conflicts.before/d/other.final',
      'conflicts.before/d/same.final',
      'conflicts.before/linked.final',
      'conflicts.before/recorded.final',
      'conflicts.before/rewritten.final',
      'conflicts.before/side.final',
      'conflicts/d/same.final',
    ])
    expect(then['conflicts.before-2/d/same.final']).toBe('644 same')
    expect(warnings).toEqual([
      expect.stringMatching(
        /\(d\/other.final, edited.merged, linked.final and 1 more\).* in .*out\/conflicts.before now/,
      ),
      expect.stringMatching(/\(d\/same.final\).* in .*out\/conflicts.before-2 now/),
    ])
    await rm(join(places.folder, 'conflicts'), { recursive: true })
    await writeTree(join(places.folder, 'conflicts'), {
      'conflicts.json': listed('recorded'),
      'recorded.final': 'answer',
    })
    await publish('[]')
    expect(warnings).toHaveLength(2)
    expect(await readdir(places.folder)).toEqual(['conflicts', 'conflicts.before', 'conflicts.before-2'])
  })

  test('keeps a written answer also where the run fails after it was taken along', async () => {
    await using work = await temporaryFolder(tmpdir())
    const places = placesIn(work.path)
    const list = JSON.stringify([{ path: 'a', key: '1'.repeat(64), kind: 'binary', ...noSides }])
    await writeTree(join(places.folder, 'conflicts'), { 'conflicts.json': list, 'a.final': 'mine' })
    await writeTree(join(work.path, 'staged'), { 'conflicts.json': list })
    const publication = await finishedIn(work.path)
    const gone = { kind: 'report' as const, name: 'report.md', path: join(work.path, 'gone') }
    const conflicts = { kind: 'conflicts' as const, name: 'conflicts', path: join(work.path, 'staged') }

    const published = localHost(places, terminalWorld).publish({ ...publication, files: [gone, conflicts] })

    await expect(published).rejects.toThrow('does not exist')
    expect(await readTree(join(places.folder, 'conflicts'))).toMatchObject({ 'a.final': '644 mine' })
  })

  test.each([
    ['run', outFolder, ['sbom-diff.cdx.json', 'test.log']],
    ['apply', (out: string) => besidePack(join(out, 'q.zip')), ['q.sbom-diff.cdx.json', 'q.test.log']],
  ])('takes away what only an earlier %s made, with a report', async (_command, placesOf, former) => {
    await using work = await temporaryFolder(tmpdir())
    const places = { ...placesIn(work.path), ...placesOf(join(work.path, 'out')) }
    await mkdir(places.folder)
    for (const name of former) await writeFile(join(places.folder, name), 'former')
    const publication = await finishedIn(work.path)
    const without = publication.files.filter(({ kind }) => kind !== 'log')
    const only = (...kinds: string[]): typeof publication => ({
      ...publication,
      files: without.filter(({ kind }) => kinds.includes(kind)),
    })

    await localHost(places, terminalWorld).publish(only('candidate'))
    expect(await readdir(places.folder)).toEqual(expect.arrayContaining(former))
    await localHost(places, terminalWorld).publish(only('pack', 'report'))

    for (const name of former) expect(await readdir(places.folder)).not.toContain(name)
  })

  test('stages in the folder that files go to, and leaves nothing there', async () => {
    await using work = await temporaryFolder(tmpdir())
    const places = placesIn(work.path)

    const staging = await localHost(places, terminalWorld).staging()
    const during = await readdir(places.folder)
    await staging[Symbol.asyncDispose]()

    expect(during).toEqual([expect.stringMatching(/^\.update-train-/), '.update-train.running'])
    expect(existsSync(places.folder)).toBe(false)
  })

  test('into a place below a file is not writable, at staging and at publishing', async () => {
    await using work = await temporaryFolder(tmpdir())
    await writeFile(join(work.path, 'file'), '')
    const host = localHost(
      { ...placesIn(work.path), ...outFolder(join(work.path, 'file/out')) },
      terminalWorld,
    )
    const files = await finishedIn(work.path)

    await expect(host.staging()).rejects.toMatchObject({
      code: 'not-writable',
      message: expect.stringContaining('file/out'),
    })
    await expect(host.publish(files)).rejects.toMatchObject({ code: 'not-writable' })

    expect(await readFile(join(work.path, 'staged.pack'), 'utf8')).toBe('pack')
  })

  test('over a folder of the same name is not writable, and the folder stays', async () => {
    await using work = await temporaryFolder(tmpdir())
    const places = placesIn(work.path)
    await mkdir(join(places.folder, names.pack, 'kept'), { recursive: true })

    await expect(localHost(places, terminalWorld).publish(await finishedIn(work.path))).rejects.toMatchObject(
      {
        code: 'not-writable',
        message: expect.stringContaining(names.pack),
      },
    )

    expect(await readdir(join(places.folder, names.pack))).toEqual(['kept'])
  })
})

describe('keeping vendor packs', () => {
  test('finds what was kept, for its own key only', async () => {
    await using work = await temporaryFolder(tmpdir())
    const host = localHost(placesIn(work.path), terminalWorld)
    const [pack] = (await finishedIn(work.path)).files

    await host.keepVendorPack(key, pack?.path ?? '', false)

    const found = await host.findVendorPack(key)
    expect(await readFile(found ?? '', 'utf8')).toBe('pack')
    expect(await readFile(pack?.path ?? '', 'utf8')).toBe('pack')
    for (const other of [{ level: 3 }, { channel: 'security' }, { tool: 'u2' }, { base: 'f'.repeat(64) }])
      expect(await host.findVendorPack({ ...key, ...other })).toBeNull()
  })

  test('a pack that was found stays for the run, whatever another one keeps meanwhile', async () => {
    await using work = await temporaryFolder(tmpdir())
    const places = placesIn(work.path)
    const host = localHost(places, terminalWorld)
    const file = join(work.path, 'pack')
    await writeFile(file, 'level 2')
    await host.keepVendorPack(key, file, false)
    await using _staging = await host.staging()
    const found = await host.findVendorPack(key)

    await writeFile(file, 'level 3')
    await localHost(places, terminalWorld).keepVendorPack({ ...key, level: 3 }, file, false)

    expect(await readFile(found ?? '', 'utf8')).toBe('level 2')
    expect(await host.findVendorPack(key)).toBe(found)
    expect(await readdir(places.cache)).toEqual([
      'update-train-pack-v1-acme-1.0.0-0123456789ab-feed-full-3.zip',
    ])
  })

  test('keeps one per product and leaves all else in the folder', async () => {
    await using work = await temporaryFolder(tmpdir())
    const places = placesIn(work.path)
    const host = localHost(places, terminalWorld)
    const file = join(work.path, 'pack')
    await writeFile(file, '')
    const longer = { ...key, product: 'acme-1.0.0-hotfix' }
    const shorter = { ...key, product: 'acme-1.0' }
    for (const other of [longer, shorter, key, { ...key, level: 3 }])
      await host.keepVendorPack(other, file, false)
    await writeFile(join(places.cache, 'notes.txt'), '')

    await host.keepVendorPack({ ...key, base: 'f'.repeat(64), level: 1 }, file, false)

    expect((await readdir(places.cache)).toSorted()).toEqual([
      'notes.txt',
      'update-train-pack-v1-acme-1.0-0123456789ab-feed-full-2.zip',
      'update-train-pack-v1-acme-1.0.0-ffffffffffff-feed-full-1.zip',
      'update-train-pack-v1-acme-1.0.0-hotfix-0123456789ab-feed-full-2.zip',
    ])
  })

  test('in a place that cannot be written is worth a warning only', async () => {
    await using work = await temporaryFolder(tmpdir())
    await writeFile(join(work.path, 'file'), '')
    const { log, warnings } = listening()
    const host = localHost(
      { ...placesIn(work.path), cache: join(work.path, 'file/cache') },
      { ...terminalWorld, log },
    )

    await host.keepVendorPack(key, join(work.path, 'file'), false)

    expect(warnings).toEqual([expect.stringMatching(/could not be kept.*file\/cache/)])
    expect(await host.findVendorPack(key)).toBeNull()
  })

  test('that is not there warns, and the one of an earlier run stays', async () => {
    await using work = await temporaryFolder(tmpdir())
    const places = placesIn(work.path)
    const { log, warnings } = listening()
    const host = localHost(places, { ...terminalWorld, log })
    const file = join(work.path, 'pack')
    await writeFile(file, 'good')
    await host.keepVendorPack(key, file, false)

    await host.keepVendorPack({ ...key, level: 3 }, join(work.path, 'missing'), false)

    expect(warnings).toHaveLength(1)
    expect(await readdir(places.cache)).toEqual([
      'update-train-pack-v1-acme-1.0.0-0123456789ab-feed-full-2.zip',
    ])
  })
})

/** A terminal that keeps what is written to it, and a clock that the test turns. */
function terminal(isTTY = false): { log: Log; written: () => string; pass: (milliseconds: number) => void } {
  let text = ''
  let now = 1_000_000
  const clock: Clock = { now: () => now, sleep: () => Promise.resolve() }
  const write = (more: string): void => {
    text += more
  }
  return {
    log: terminalLog({ write, isTTY }, clock),
    written: () => text,
    pass: milliseconds => {
      now += milliseconds
    },
  }
}

describe('the log on a terminal', () => {
  test.each([
    ['\u001b[2Jgone', '·[2Jgone'],
    ['a\r\nb', 'a··b'],
    ['\u0000\u0007\u009b\u007f', '····'],
    ['a\tb', 'a\tb'],
    ['Größe → ✅', 'Größe → ✅'],
  ])('%j is shown as %j', (text, shown) => {
    expect(printable(text)).toBe(shown)
  })

  test('shows no control character of a message, a warning, its file, a headline or progress', async () => {
    const { log, written } = terminal(true)

    log.info('\u001b[31m')
    log.warning('\u001b[32m', { file: '\u001b[33m', line: 1 })
    await log.group('\u001b[34m', () => Promise.resolve())
    log.progress('\u001b[35m', 1, 2)

    expect(written().match(/·\[3\dm/g)).toEqual(['·[31m', '·[32m', '·[33m', '·[34m', '·[34m', '·[35m'])
    expect(written()).not.toContain('\u001b[3')
  })

  test('prints a warning once, with its place, and others beside it', () => {
    const { log, written } = terminal()

    log.warning('old', { file: 'a.yml', line: 3 })
    log.warning('old', { file: 'a.yml', line: 3 })
    log.warning('new', { file: 'b.yml' })
    log.warning('bare')

    expect(written()).toBe('! old (a.yml:3)\n! new (b.yml)\n! bare\n')
  })

  test('says how long work took, and gives its result', async () => {
    const { log, written, pass } = terminal()

    const result = await log.group('apply', async () => {
      log.info('inside')
      pass(12_000)
      return Promise.resolve(7)
    })

    expect(result).toBe(7)
    expect(written()).toBe('▸ apply\n  inside\n  apply took 12 s\n')
  })

  test('clears progress when work fails, and lets the failure through', async () => {
    const { log, written } = terminal(true)

    const work = log.group('apply', () => {
      log.progress('fetch', 1, 2)
      return Promise.reject(new Error('broken'))
    })

    await expect(work).rejects.toThrow('broken')
    expect(written()).toMatch(/fetch 50 %, 1 B of 2 B\r\u{1b}\[2K$/u)
  })

  test('shows progress where somebody watches, ten times a second at most, and clears it for a line', () => {
    const { log, written, pass } = terminal(true)

    log.progress('fetch', 1, 3)
    log.progress('fetch', 2, 3)
    pass(100)
    log.progress('fetch', 4, 3, { done: 7, total: 9 })
    pass(100)
    log.progress('unpack', 5, 0)
    log.info('done')

    const shown = written().replaceAll('\r\u001b[2K', '⟲')
    expect(shown).toBe('⟲  fetch 33 %, 1 B of 3 B⟲  fetch 100 %, 7 of 9 files, 3 B of 3 B⟲  unpack⟲  done\n')
  })

  test('shows no progress where nobody watches', () => {
    const { log, written } = terminal(false)

    log.progress('fetch', 1, 2)

    expect(written()).toBe('')
  })
})
