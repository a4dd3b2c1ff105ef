import {
  chown,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { exists } from '../../src/kernel/files.ts'
import { temporaryFolder } from '../../src/kernel/temporary.ts'
import { createPack } from '../../src/pack/write-pack.ts'
import { holdingsOf, manifestOf } from '../helpers/diff-of.ts'
import { noise } from '../helpers/noise.ts'
import { type Content, readTree, writeTree } from '../helpers/tree.ts'
import { unixDirectory, unixFile, unixLink, writeZipOf, zipOf } from '../helpers/zip.ts'
import { type Call, type PackedCli, packedCli } from '../machine/packed-cli.ts'

let folder: string
let cli: PackedCli
/** Of a test's own, with `home` at level 1, both packs and the diff zip between them. */
let work: string

const jar = (changed: number): Buffer =>
  zipOf([
    { name: 'a.class', content: noise(1, 20_000) },
    { name: 'b.class', content: noise(2 + changed, 2000) },
  ])
const updated = (level: number): string =>
  JSON.stringify({ product: 'p-1', channel: 'full', level, timestamp: null, files: '0'.repeat(64) })
const one: Record<string, Content> = {
  'bin/run.sh': { content: '#!/bin/sh\n', mode: 0o644 },
  'conf/server.properties': 'port=1\nname=vendor\n',
  'conf/gone.txt': 'gone\n',
  'docs/same.txt': 'same\n',
  'docs/a.md': 'moved\n',
  'lib/core_1.0.jar': jar(0),
  'lib/x.jar': jar(1),
  'lib/link': { link: 'x.jar' },
  'old/only.txt': 'only\n',
  'plugins/core_1.0.jar': jar(0),
  'updates/update-train.json': updated(1),
}
const two: Record<string, Content> = {
  'bin/run.sh': { content: '#!/bin/sh\n', mode: 0o755 },
  'conf/server.properties': 'port=2\nname=vendor\n',
  'docs/same.txt': 'same\n',
  'docs/b.md': 'moved\n',
  'lib/core_1.0.1.jar': jar(2),
  'lib/x.jar': jar(3),
  'lib/link': { link: 'core_1.0.1.jar' },
  'new/added.txt': 'added\n',
  'plugins/core_1.0.1.jar': { content: jar(2), mode: 0o755 },
  'updates/update-train.json': updated(2),
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'update-train-patch-'))
  cli = packedCli(join(folder, 'package'))
  const begin = join(folder, 'begin')
  await mkdir(begin)
  for (const [name, tree] of [
    ['one', one],
    ['two', two],
  ] as const)
    await packTo(join(begin, `${name}.zip`), tree)
  const diff = await cli(['diff', 'one.zip', 'two.zip', '--out', 'd.zip'], begin)
  expect(diff.exitCode).toBe(0)
}, 60_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

beforeEach(async () => {
  work = await mkdtemp(join(folder, 'work-'))
  await cp(join(folder, 'begin'), work, { recursive: true })
  await writeTree(join(work, 'home'), one)
})

async function packTo(file: string, tree: Record<string, Content>): Promise<void> {
  await using folderOfHome = await temporaryFolder(folder)
  const home = join(folderOfHome.path, 'home')
  await writeTree(home, tree)
  await createPack({ home, root: 'p-1', out: file, timestamp: Date.UTC(2026, 0, 1) })
}

function patch(words: readonly string[]): Promise<Call> {
  return cli(['patch', ...words, '--json'], work)
}

/** What lies in the folder of a test, besides its packs. */
async function leftIn(): Promise<string[]> {
  return (await readdir(work)).filter(name => !name.endsWith('.zip')).sort()
}

test('a patched pack holds what the other one does, and a pack of another level is refused', async () => {
  const done = await patch(['one.zip', 'd.zip', '--out', 'q.zip'])
  const other = await patch(['two.zip', 'd.zip', '--out', 'r.zip'])

  const manifest = await manifestOf(join(work, 'd.zip'))
  expect(
    manifest.changes.filter(({ kind }) => kind === 'ranges').map(({ path, from }) => [path, from]),
  ).toEqual([
    ['lib/core_1.0.1.jar', 'lib/core_1.0.jar'],
    ['lib/x.jar', undefined],
  ])
  expect(manifest.changes.flatMap(({ path, as }) => (as === undefined ? [] : [[path, as]]))).toEqual([
    ['plugins/core_1.0.1.jar', 'lib/core_1.0.1.jar'],
  ])
  expect(done.exitCode).toBe(0)
  expect(await holdingsOf(join(work, 'q.zip'))).toEqual(await holdingsOf(join(work, 'two.zip')))
  expect([other.exitCode, await exists(join(work, 'r.zip'))]).toEqual([7, false])
  expect(other.stderr).toContain('leads to already')
})

test('a pack that holds the same but is packed in another way is patched as well', async () => {
  await createPack({ home: join(work, 'home'), root: 'p-1', out: join(work, 'again.zip'), timestamp: 0 })

  const done = await patch(['again.zip', 'd.zip', '--out', 'q.zip'])

  expect(done.exitCode).toBe(0)
  expect(await holdingsOf(join(work, 'q.zip'))).toEqual(await holdingsOf(join(work, 'two.zip')))
})

test('a pack of the same content whose `updates/` say another level is refused', async () => {
  await writeFile(join(work, 'home/updates/update-train.json'), updated(0))
  await createPack({ home: join(work, 'home'), root: 'p-1', out: join(work, 'again.zip'), timestamp: 0 })

  const refused = await patch(['again.zip', 'd.zip', '--out', 'q.zip'])

  expect([refused.exitCode, await exists(join(work, 'q.zip'))]).toEqual([7, false])
  expect(refused.stderr).toContain('updates/update-train.json')
})

test('an untouched home becomes the other level, whatever links to it, and nothing is left beside it', async () => {
  await symlink('home', join(work, 'current'))

  const done = await patch(['current', 'd.zip'])

  expect(done).toMatchObject({ exitCode: 0, stderr: '' })
  expect(await readTree(join(work, 'home'))).toEqual(await treeOf(two))
  expect(await leftIn()).toEqual(['current', 'home'])
})

test('files of the team’s are merged, kept, or kept aside; what the update does not touch is the very same file', async () => {
  await writeTree(join(work, 'home'), {
    'conf/server.properties': 'port=1\nname=ours\n',
    'conf/own.txt': 'own\n',
    'old/own.txt': 'own\n',
    'docs/same.txt': 'ours\n',
    'logs/server.log': 'running\n',
  })
  const before = await stat(join(work, 'home/logs/server.log'))

  const done = await patch(['home', 'd.zip'])

  expect(done.exitCode).toBe(0)
  expect(await readTree(join(work, 'home'))).toEqual({
    ...(await treeOf(two)),
    'conf/server.properties': '644 port=2\nname=ours\n',
    'conf/own.txt': '644 own\n',
    'old/own.txt': '644 own\n',
    'docs/same.txt': '644 ours\n',
    'logs/server.log': '644 running\n',
  })
  expect((await stat(join(work, 'home/logs/server.log'))).ino).toBe(before.ino)
})

test('a conflict changes nothing, and is answered for the next time', async () => {
  await writeTree(join(work, 'home'), { 'conf/server.properties': 'port=9\nname=vendor\n' })
  const before = await readTree(join(work, 'home'))

  const stopped = await patch(['home', 'd.zip'])
  const left = await leftIn()
  const unchanged = await readTree(join(work, 'home'))
  const sides = await readTree(join(work, 'home.conflicts'))
  const answered = await cli(
    ['resolve', '--conflicts', 'home.conflicts', '--ours', 'conf/server.properties'],
    work,
  )
  const done = await patch(['home', 'd.zip'])

  expect([stopped.exitCode, answered.exitCode, done.exitCode]).toEqual([3, 0, 0])
  expect(JSON.parse(stopped.stdout)).toMatchObject({
    outcome: 'conflict',
    conflicts: [{ path: 'conf/server.properties', row: '11', kind: 'modify/modify' }],
  })
  expect([left, unchanged]).toEqual([['home', 'home.conflicts'], before])
  expect(sides).toMatchObject({
    'conf/server.properties.base': '644 port=1\nname=vendor\n',
    'conf/server.properties.theirs': '644 port=2\nname=vendor\n',
  })
  expect(await readFile(join(work, 'home/conf/server.properties'), 'utf8')).toBe('port=9\nname=vendor\n')
  expect(await leftIn()).toEqual(['.update-train', 'home'])
})

test.each([
  ['ours', { new: '644 mine\n' }, []],
  ['theirs', { 'new/added.txt': '644 added\n' }, ['home.replaced']],
])('a file in the place of a directory is decided by `--on-conflict %s`', async (policy, expected, left) => {
  await writeTree(join(work, 'home'), { new: 'mine\n' })

  const stopped = await cli(['patch', 'home', 'd.zip'], work)
  await rm(join(work, 'home.conflicts'), { recursive: true })
  const done = await patch(['home', 'd.zip', '--on-conflict', policy])

  expect(stopped.exitCode).toBe(3)
  expect(stopped.stdout).toContain('# new: patch with --on-conflict ours (or theirs)')
  expect(stopped.stdout).not.toContain('update-train resolve')
  expect(done.exitCode).toBe(0)
  expect(await readTree(join(work, 'home'))).toMatchObject({ ...expected, 'lib/link': '-> core_1.0.1.jar' })
  expect((await leftIn()).filter(name => name !== 'home')).toEqual(left)
})

test('a jar that was changed here and travels as ranges is a conflict, as nobody has its other side', async () => {
  await writeFile(join(work, 'home/lib/x.jar'), 'patched by the team')

  const stopped = await patch(['home', 'd.zip'])
  const theirs = await cli(['resolve', '--conflicts', 'home.conflicts', '--theirs', 'lib/x.jar'], work)
  await cli(['resolve', '--conflicts', 'home.conflicts', '--ours', 'lib/x.jar'], work)
  const done = await patch(['home', 'd.zip'])

  expect(theirs.exitCode).toBe(2)
  expect(theirs.stderr).toMatch(/holds only how it differs[\s\S]*Put the vendor’s old file back/)
  expect([stopped.exitCode, done.exitCode]).toEqual([3, 0])
  expect(await readFile(join(work, 'home/lib/x.jar'), 'utf8')).toBe('patched by the team')
})

test.each(['changed', 'removed'])(
  'a jar that was %s here and travels as ranges is not the update’s by `--on-conflict theirs`, and says why',
  async how => {
    const jar = join(work, 'home/lib/x.jar')
    await (how === 'removed' ? rm(jar) : writeFile(jar, 'patched by the team'))
    const before = await readTree(join(work, 'home'))

    const { exitCode, stderr } = await patch(['home', 'd.zip', '--on-conflict', 'theirs'])

    expect(exitCode).toBe(7)
    expect(stderr).toMatch(/home\/lib\/x\.jar cannot be put together[\s\S]*Put the vendor’s old file back/)
    expect(await readTree(join(work, 'home'))).toEqual(before)
  },
)

test('a jar that travels as ranges and is the user’s or state by `--classes` stays as it is here', async () => {
  await writeFile(join(work, 'home/lib/x.jar'), 'patched by the team')
  await writeFile(join(work, 'home/lib/core_1.0.jar'), 'patched by the team, too')
  await writeFile(join(work, 'classes.json'), '{"lib/x.jar":"user","lib/core_*":"state"}')

  const done = await patch(['home', 'd.zip', '--classes', 'classes.json'])

  expect(done.exitCode).toBe(0)
  expect(await readFile(join(work, 'home/lib/x.jar'), 'utf8')).toBe('patched by the team')
  expect(await readFile(join(work, 'home/lib/core_1.0.jar'), 'utf8')).toBe('patched by the team, too')
  // It travels with the one that was changed here, and has its own old file.
  expect(await readFile(join(work, 'home/plugins/core_1.0.1.jar'))).toEqual(jar(2))
})

test.each([
  ['with', true],
  ['without', false],
])(
  'a file and a link become folders in an untouched home, %s entries of their own',
  async (_with, isListed) => {
    const file = (name: string) => ({ name: `p-1/${name}`, content: name, mode: unixFile | 0o644 })
    const listed = ['moved', 'gone', 'link'].map(name => ({
      name: `p-1/${name}/`,
      mode: unixDirectory | 0o750,
    }))
    const link = { name: 'p-1/link', content: 'keep', mode: unixLink | 0o777 }
    const added = ['moved/b', 'gone/b', 'link/b'].map(file)
    const there = { ...file('there'), content: 'moved' }
    await writeZipOf(work, [file('keep'), file('moved'), file('gone'), link], {}, 'one.zip')
    await writeZipOf(work, [file('keep'), ...(isListed ? listed : []), ...added, there], {}, 'two.zip')
    await rm(join(work, 'home'), { recursive: true })
    await writeTree(join(work, 'home'), {
      keep: 'keep',
      moved: 'moved',
      gone: 'gone',
      link: { link: 'keep' },
    })
    await cli(['diff', 'one.zip', 'two.zip', '--out', 'e.zip'], work)

    const done = await patch(['home', 'e.zip'])

    expect(done).toMatchObject({ exitCode: 0, stderr: '' })
    expect(await readTree(join(work, 'home'))).toEqual({
      keep: '644 keep',
      there: '644 moved',
      'moved/b': '644 moved/b',
      'gone/b': '644 gone/b',
      'link/b': '644 link/b',
    })
    const mode = (await stat(join(work, 'home/link'))).mode & 0o777
    expect(mode).toBe(isListed ? 0o750 : 0o755)
  },
)

const asRoot = process.getuid?.() === 0 ? test : test.skip
asRoot('what root writes is the former file’s owner’s, else that of the folder above', async () => {
  await chown(join(work, 'home'), 1234, 1235)
  await chown(join(work, 'home/lib/x.jar'), 1236, 1237)

  const done = await patch(['home', 'd.zip'])

  const owners = ['lib/x.jar', 'new', 'new/added.txt'].map(async path => {
    const { uid, gid } = await stat(join(work, 'home', path))
    return [uid, gid]
  })
  expect(done.exitCode).toBe(0)
  expect(await Promise.all(owners)).toEqual([
    [1236, 1237],
    [1234, 1235],
    [1234, 1235],
  ])
})

test('what a patch replaced stays when the next one replaces something, or stops at a conflict', async () => {
  const classes = ['--classes', join(work, 'classes.json')]
  await writeFile(join(work, 'classes.json'), '{"conf/**":"vendor"}')
  const turns: [string, string][] = [
    ['first', 'home.replaced'],
    ['second', 'home.replaced-2'],
    ['second', 'home.replaced-2'],
  ]
  for (const [content, name] of turns) {
    await rm(join(work, 'home'), { recursive: true })
    await writeTree(join(work, 'home'), { ...one, 'conf/server.properties': content })

    const done = await patch(['home', 'd.zip', ...classes])

    expect(done.exitCode).toBe(0)
    expect(JSON.parse(done.stdout)).toMatchObject({ replacedFolder: join(work, name) })
  }
  await rm(join(work, 'home'), { recursive: true })
  await writeTree(join(work, 'home'), { ...one, 'conf/server.properties': 'third' })
  const stopped = await patch(['home', 'd.zip'])

  expect(stopped.exitCode).toBe(3)
  expect(await leftIn()).toEqual([
    'classes.json',
    'home',
    'home.conflicts',
    'home.replaced',
    'home.replaced-2',
  ])
  expect(await readFile(join(work, 'home.replaced/conf/server.properties'), 'utf8')).toBe('first')
})

test('a home of another level is refused with what to do', async () => {
  await writeFile(join(work, 'home/updates/update-train.json'), updated(0))
  const before = await readTree(join(work, 'home'))

  const refused = await patch(['home', 'd.zip'])

  expect(refused.exitCode).toBe(7)
  expect(refused.stderr).toMatch(
    /not at the level .* updates\/update-train\.json[\s\S]*→ Apply the diff zips/,
  )
  expect(await readTree(join(work, 'home'))).toEqual(before)
  expect(await leftIn()).toEqual(['home'])
})

test('a home that was patched is up to date', async () => {
  await patch(['home', 'd.zip'])
  const before = await readTree(join(work, 'home'))

  const again = await patch(['home', 'd.zip', '--json'])

  expect([again.exitCode, JSON.parse(again.stdout)]).toMatchObject([
    0,
    { outcome: 'up-to-date', notices: [] },
  ])
  expect(await readTree(join(work, 'home'))).toEqual(before)
})

test('a home that was patched to another candidate of the level is up to date, and what it has otherwise is named', async () => {
  await patch(['home', 'd.zip'])
  await writeTree(join(work, 'home'), { 'new/added.txt': 'of another overlay\n' })

  const again = await cli(['patch', 'home', 'd.zip'], work)

  expect([again.exitCode, again.stdout]).toEqual([
    0,
    expect.stringMatching(/nothing to do\.\n {2}new\/added\.txt is not as the diff zip has it, .*\n$/),
  ])
})

test('a killed swap left no home: the former one comes back and is patched', async () => {
  await rename(join(work, 'home'), join(work, '.home.update-train-former'))

  const done = await patch(['home', 'd.zip'])

  expect(done.exitCode).toBe(0)
  expect(await readTree(join(work, 'home'))).toEqual(await treeOf(two))
  expect(await leftIn()).toEqual(['home'])
})

test('a former home beside one that was unpacked again is refused with what to do, and stays', async () => {
  await writeTree(join(work, '.home.update-train-former'), { own: 'own\n' })
  const before = await readTree(work)

  const refused = await patch(['home', 'd.zip'])

  expect(refused.exitCode).toBe(2)
  expect(refused.stderr).toMatch(/home as it was before a patch that was killed[\s\S]*→ Where .* move/)
  expect(await readTree(work)).toEqual(before)
})

test('a diff zip that cannot be read still brings the former home back', async () => {
  await rename(join(work, 'home'), join(work, '.home.update-train-former'))
  await writeFile(join(work, 'd.zip'), 'torn')

  const refused = await patch(['home', 'd.zip'])

  expect(refused.exitCode).not.toBe(0)
  expect(await leftIn()).toEqual(['home'])
})

/** What a tree looks like once it was written. */
async function treeOf(tree: Record<string, Content>): Promise<Record<string, string>> {
  const at = await mkdtemp(join(folder, 'tree-'))
  await writeTree(at, tree)
  return await readTree(at)
}
