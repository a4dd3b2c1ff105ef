import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { z } from 'zod'
import { packOf, type SmallProduct, smallProduct, treeAt } from '../helpers/small-product.ts'
import { type Content, writeTree } from '../helpers/tree.ts'
import { zipOf } from '../helpers/zip.ts'
import { type Call, type PackedCli, packedCli } from '../machine/packed-cli.ts'

const token = '123$abc/of+the "feed"'

let folder: string
let cli: PackedCli
let product: SmallProduct
let work: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'update-train-secrets-'))
  cli = packedCli(join(folder, 'package'))
  product = await smallProduct(join(folder, 'vendor'))
}, 60_000)

beforeEach(async () => {
  work = await mkdtemp(join(folder, 'work-'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

function run(
  words: readonly string[],
  env: Record<string, string> = { UPDATE_TRAIN_FEED_TOKEN: token },
): Promise<Call> {
  const all = ['run', '--track', 'dev', '--feed', product.feed, ...words, '--json']
  const pack = words.includes('--pack') ? [] : ['--pack', product.pack]
  return cli([...all, ...pack], work, { env: { XDG_CACHE_HOME: join(work, 'cache'), ...env } })
}

const errorOf = ({ stdout }: Call): string =>
  z
    .object({ error: z.object({ code: z.literal('verification'), message: z.string() }) })
    .parse(JSON.parse(stdout)).error.message

/** Every file below the working directory but the overlay, with its bytes. */
async function filesOf(): Promise<Map<string, Buffer>> {
  const found = await readdir(work, { recursive: true, withFileTypes: true })
  const paths = found.flatMap(entry => (entry.isFile() ? [join(entry.parentPath, entry.name)] : []))
  const own = paths.filter(path => !path.startsWith(join(work, 'overlay')))
  return new Map(await Promise.all(own.map(async path => [path, await readFile(path)] as const)))
}

const jar = (content: string): Buffer => zipOf([{ name: 'conf/a.properties', content, deflate: true }])

describe('a secret in what would be published', () => {
  test.each<[string, string, Record<string, Content>]>([
    ['in an overlay', 'conf/users.conf', { 'conf/users.conf': `admin\ntoken = ${token}\n` }],
    [
      'encoded in a jar of a war',
      'webapps/b.war!/WEB-INF/lib/a.jar!/conf/a.properties',
      {
        'webapps/b.war': zipOf([
          { name: 'WEB-INF/lib/a.jar', content: jar(`x=${Buffer.from(`u:${token}`).toString('base64')}`) },
        ]),
      },
    ],
  ])('%s stops the run, which leaves everything as it was', async (_where, path, overlay) => {
    expect((await run(['--level', '1'])).exitCode).toBe(0)
    const before = await filesOf()
    await writeTree(join(work, 'overlay'), overlay)

    const stopped = await run(['--overlay', 'overlay', '--out', 'next'])

    expect(stopped.exitCode).toBe(7)
    expect(errorOf(stopped)).toBe(`Nothing is published, as ${path} holds the token of the feed.`)
    expect(stopped.stderr).toContain('Take it out where it comes from')
    for (const form of ['123$abc', Buffer.from(token).toString('base64')])
      expect(stopped.stdout + stopped.stderr).not.toContain(form)
    expect(existsSync(join(work, 'next'))).toBe(false)
    expect(await filesOf()).toEqual(before)
  })

  test('leaves neither a lock nor a kept pack after a first run', async () => {
    await writeTree(join(work, 'overlay'), { 'conf/users.conf': token })

    const { exitCode } = await run(['--overlay', 'overlay'])

    expect(exitCode).toBe(7)
    expect([...(await filesOf()).keys()]).toEqual([])
  })

  test('stops a conflict from being laid out, too', async () => {
    await writeTree(join(work, 'overlay'), { 'conf/server.conf': `port = 9\nname = vendor\n# ${token}\n` })

    const stopped = await run(['--overlay', 'overlay'])

    expect(stopped.exitCode).toBe(7)
    expect(errorOf(stopped)).toContain('conflicts/conf/server.conf.ours holds the token of the feed')
    expect(existsSync(join(work, 'out'))).toBe(false)
  })

  test('is found in the report, where the vendor’s words hold it', async () => {
    const stopped = await run([], { UPDATE_TRAIN_FEED_PASSWORD: 'Update 3' })

    expect(stopped.exitCode).toBe(7)
    expect(errorOf(stopped)).toContain('report.md holds the password of the feed')
    expect(errorOf(stopped)).toContain('candidate.json holds the password of the feed')
    expect([...(await filesOf()).keys()]).toEqual([])
  })

  test('is not shown where it is in the name of a file', async () => {
    await writeTree(join(work, 'overlay'), { 'conf/Named-After-Me.conf': '' })

    const stopped = await run(['--overlay', 'overlay'], { UPDATE_TOOL_PASSWORD: 'Named-After-Me' })

    expect(errorOf(stopped)).toContain('conf/***.conf holds the password of the update tool')
  })

  test('that only the tests print is hidden, and stops nothing', async () => {
    const { exitCode } = await run(['--test', 'cat overlay-of-another'], {})
    await writeTree(work, { 'printed.txt': `token: ${token}\n` })

    const printed = await run(['--test', 'cat printed.txt'])

    expect(exitCode).toBe(4)
    expect(printed.exitCode).toBe(0)
    expect(await readFile(join(work, 'out', 'test.log'), 'utf8')).toBe('token: ***\n')
  })

  test('stops going back', async () => {
    await writeTree(join(work, 'overlay'), { 'conf/users.conf': 'a secret of tomorrow\n' })
    for (const level of ['1', '3'])
      expect((await run(['--overlay', 'overlay', '--level', level], {})).exitCode).toBe(0)
    const before = await filesOf()
    const words = [
      'revert',
      '--track',
      'dev',
      '--product',
      'widget-1.0.0',
      '--pack',
      product.pack,
      '--feed',
      product.feed,
    ]

    const stopped = await cli([...words, '--overlay', 'overlay', '--json'], work, {
      env: { XDG_CACHE_HOME: join(work, 'cache'), UPDATE_TOOL_PASSWORD: 'a secret of tomorrow' },
    })

    expect(stopped.exitCode).toBe(7)
    expect(errorOf(stopped)).toContain('conf/users.conf holds the password of the update tool')
    expect(await filesOf()).toEqual(before)
  })
})

describe('a text that the vendor’s own files hold', () => {
  const env = { UPDATE_TRAIN_FEED_PASSWORD: 'Read me.' }

  test('stops nothing where the pack is the vendor’s base', async () => {
    const { exitCode } = await run([], env)

    expect(exitCode).toBe(0)
  })

  test('stops the run where the pack may be customised, until its vanilla one is named', async () => {
    const pack = await packOf({ ...treeAt(0), 'conf/users.conf': 'ours\n' }, work)

    const alone = await run(['--pack', pack], env)
    const withBase = await run(['--pack', pack, '--base', product.pack], env)

    expect(alone.exitCode).toBe(7)
    expect(errorOf(alone)).toContain('docs/read me.txt holds the password of the feed')
    expect(withBase.exitCode).toBe(0)
  })
})

describe('the update tool’s credentials', () => {
  test('may not be below updates/, the user name included, even where the pack was given so', async () => {
    const tree = { ...treeAt(0), 'updates/logs/update.log': 'username: ops@example.com' }
    const base = await packOf(tree, join(work, 'vanilla'))
    const pack = await packOf({ ...tree, 'conf/contact.txt': 'ops@example.com' }, join(work, 'own'))

    const stopped = await run(['--pack', pack, '--base', base], { UPDATE_TOOL_USERNAME: 'ops@example.com' })

    expect(stopped.exitCode).toBe(7)
    expect(errorOf(stopped)).toBe(
      'Nothing is published, as updates/logs/update.log holds the user name of the update tool.',
    )
  })
})

test('a short secret is looked for in reports and updates/ only, which is said once', async () => {
  await writeTree(join(work, 'overlay'), { 'conf/users.conf': 'admin12\n' })

  const { exitCode, stderr } = await run(['--overlay', 'overlay'], { UPDATE_TOOL_PASSWORD: 'admin12' })

  expect(exitCode).toBe(0)
  expect(stderr.match(/The password of the update tool has fewer than 8 characters/g)).toHaveLength(1)
})

test('an archive that cannot be looked into is named in the report', async () => {
  await writeTree(join(work, 'overlay'), { 'lib/odd.jar': zipOf([{ name: 'a', content: 'x', flags: 1 }]) })

  const { exitCode } = await run(['--overlay', 'overlay'])

  expect(exitCode).toBe(0)
  expect(await readFile(join(work, 'out', 'report.md'), 'utf8')).toMatch(
    /Not looked into for secrets: .*lib\/odd\.jar.*encrypted/,
  )
})
