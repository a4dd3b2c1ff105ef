import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type GivenSecret, secretsOf } from '../../src/kernel/secrets.ts'
import { type Scan, startScan } from '../../src/pack/scan.ts'
import type { ScanWork } from '../../src/pack/scan-content.ts'
import { named } from '../helpers/named-secrets.ts'
import { type TestEntry, writeZipOf, type ZipFrame, zipOf } from '../helpers/zip.ts'

const secret = 's3cr$t ü/+="x"'

let all: string
let folder: string

beforeAll(async () => {
  all = await mkdtemp(join(tmpdir(), 'update-train-scan-'))
})

beforeEach(async () => {
  folder = await mkdtemp(join(all, 'one-'))
  await mkdir(join(folder, 'laid'))
})

afterAll(() => rm(all, { recursive: true, force: true }))

const scanFor = (given: readonly GivenSecret[], more: Partial<ScanWork> = {}): Scan =>
  startScan({ secrets: secretsOf(given), folder: join(folder, 'laid'), ...more })

/** Scans a pack with these entries below its root. */
async function scanPack(
  entries: readonly TestEntry[],
  {
    given = named(secret),
    frame = {},
    ...more
  }: Partial<ScanWork> & { given?: GivenSecret[]; frame?: ZipFrame } = {},
): Promise<Scan> {
  const below = entries.map(entry => ({ ...entry, name: `acme-1.0.0/${entry.name.toString()}` }))
  const scan = scanFor(given, more)
  await scan.zip(await writeZipOf(folder, below, frame), [])
  return scan
}

const holding = (text: string | Uint8Array): Buffer =>
  Buffer.concat([Buffer.from('<a='), Buffer.from(text), Buffer.from('>\n')])

describe('a secret in a pack is found', () => {
  test.each([
    ['as it is', secret],
    ['URL-encoded', encodeURIComponent(secret)],
    ['as a form', new URLSearchParams({ a: secret }).toString().slice(2)],
    ['as JSON', JSON.stringify(secret)],
    ['in base64', Buffer.from(secret).toString('base64')],
    ['in base64url', Buffer.from(secret).toString('base64url')],
    ['as UTF-16', Buffer.from(secret, 'utf16le')],
    ['as Latin-1', Buffer.from(secret, 'latin1')],
  ])('%s, deflated or stored', async (_how, form) => {
    const content = holding(form)

    const { finds } = await scanPack([
      { name: 'conf/stored.conf', content },
      { name: 'conf/deflated.conf', content, deflate: true },
      { name: 'conf/other.conf', content: 'nothing' },
    ])

    expect(finds).toEqual([
      { path: 'conf/stored.conf', secret: 'secret 1' },
      { path: 'conf/deflated.conf', secret: 'secret 1' },
    ])
  })

  test.each([
    '123$abc-',
    'two\nlines of it',
    `"quoted" 'twice'`,
    'C:\\path\\to',
    '%41%41%41',
    'a.*(b|c)+[d]',
  ])('whatever is in it: %j', async nasty => {
    for (const form of [nasty, encodeURIComponent(nasty), JSON.stringify(nasty)]) {
      const { finds } = await scanPack([{ name: 'a', content: holding(form) }], { given: named(nasty) })

      expect(finds).toHaveLength(1)
    }
  })

  test('in base64 at any offset, among any neighbours', async () => {
    const neighbours = fc.uint8Array({ maxLength: 9 })
    await fc.assert(
      fc.asyncProperty(neighbours, neighbours, async (before, after) => {
        const content = Buffer.concat([before, Buffer.from(secret), after]).toString('base64')

        expect((await scanPack([{ name: 'a', content }])).finds).toHaveLength(1)
      }),
    )
  })

  test.each([
    ['stored', false],
    ['deflated', true],
  ])('across the borders of the pieces that a big entry is %s in', async (_how, deflate) => {
    const size = 3 * 256 * 1024
    const entries = [-7, -1, 0, 1, -secret.length].flatMap(shift =>
      [64, 128, 256, 512].map(border => {
        const content = randomBytes(size)
        content.write(secret, border * 1024 + shift)
        return { name: `${border}${shift}`, content, deflate }
      }),
    )

    const { finds } = await scanPack(entries)

    expect(finds.map(({ path }) => path)).toEqual(entries.map(({ name }) => name))
  })

  test('in a name, a link, and the comment of the zip', async () => {
    const given = named('Tok-4711-0815')

    const { finds } = await scanPack(
      [
        { name: 'conf/Tok-4711-0815.conf', content: '' },
        { name: 'link', content: 'to/Tok-4711-0815', mode: 0o120777 },
      ],
      { given, frame: { comment: 'by Tok-4711-0815' } },
    )

    expect(finds.map(({ path }) => path)).toEqual([
      'the comment of the zip',
      'conf/Tok-4711-0815.conf',
      'link',
    ])
  })

  test('under its own name where several are looked for', async () => {
    const given = [
      { name: 'the token', value: 'token-0815-4711' },
      { name: 'the password', value: 'password-4711' },
    ]

    const { finds } = await scanPack([{ name: 'a', content: 'x=password-4711' }], { given })

    expect(finds).toEqual([{ path: 'a', secret: 'the password' }])
  })
})

describe('archives', () => {
  const member = { name: 'conf/a.properties', content: holding(secret), deflate: true }
  const jar = zipOf([{ name: 'A.class', content: 'x' }, member])
  const war = zipOf([{ name: 'WEB-INF/lib/a.jar', content: jar, deflate: true }])

  test('are opened, and members are named by the way to them', async () => {
    const { finds, unread } = await scanPack([
      { name: 'lib/a.jar', content: jar, deflate: true },
      { name: 'webapps/b.war', content: war },
    ])

    expect(finds.map(({ path }) => path)).toEqual([
      'lib/a.jar!/conf/a.properties',
      'webapps/b.war!/WEB-INF/lib/a.jar!/conf/a.properties',
    ])
    expect(unread).toEqual([])
  })

  test('are known by their bytes: under any name, and behind a program', async () => {
    const program = '#!/bin/sh\nexec java -jar "$0"\n'

    const { finds } = await scanPack([
      { name: 'data.bin', content: jar, deflate: true },
      { name: 'bin/start', content: zipOf([member], { prefix: Buffer.from(program) }) },
    ])

    expect(finds.map(({ path }) => path)).toEqual([
      'data.bin!/conf/a.properties',
      'bin/start!/conf/a.properties',
    ])
  })

  test('are named as a whole for what is not in a member: its name, a comment', async () => {
    const named = zipOf([{ name: `conf/${encodeURIComponent(secret)}`, content: '' }])

    const { finds } = await scanPack([
      { name: 'a.jar', content: named, deflate: true },
      { name: 'b.jar', content: zipOf([], { comment: secret }), deflate: true },
    ])

    expect(finds.map(({ path }) => path)).toEqual(['a.jar', 'b.jar'])
  })

  test('are named once, by the member, where it can be read as it lies', async () => {
    const stored = zipOf([{ name: 'a.txt', content: secret }])

    const { finds } = await scanPack([{ name: 'a.jar', content: stored }])

    expect(finds.map(({ path }) => path)).toEqual(['a.jar!/a.txt'])
  })

  test('that are bigger than a piece are opened, too', async () => {
    const big = zipOf([{ name: 'noise', content: randomBytes(1024 * 1024) }, member])

    const { finds } = await scanPack([{ name: 'lib/a.jar', content: big, deflate: true }])

    expect(finds.map(({ path }) => path)).toEqual(['lib/a.jar!/conf/a.properties'])
  })

  test('that lie too deep, or are too big or too many, are said not to be looked into', async () => {
    const entries = [
      { name: 'a.war', content: war },
      { name: 'b.jar', content: jar },
    ]
    const scanWithin = async (limits: ScanWork['limits']): Promise<[string[], string[]]> => {
      const { finds, unread } = await scanPack(entries, { limits: limits ?? {} })
      return [finds.map(({ path }) => path), unread.map(({ path, why }) => `${path}: ${why}`)]
    }

    expect(await scanWithin({ depth: 1 })).toEqual([
      ['b.jar!/conf/a.properties'],
      ['a.war!/WEB-INF/lib/a.jar: it lies in 1 archives'],
    ])
    expect(await scanWithin({ archives: 2 })).toEqual([
      ['a.war!/WEB-INF/lib/a.jar!/conf/a.properties'],
      ['b.jar: 2 archives were opened'],
    ])
    expect(await scanWithin({ archiveBytes: 10 })).toEqual([
      [],
      ['a.war: it has more than 10 B', 'b.jar: it has more than 10 B'],
    ])
    expect((await scanWithin({ contentBytes: jar.length }))[1]).toEqual([
      `a.war!/WEB-INF/lib/a.jar: archives in archives hold more than ${jar.length} B`,
      `b.jar: archives in archives hold more than ${jar.length} B`,
    ])
  })

  test('that inflate to more than a scan may inflate are left before they do', async () => {
    const zeros = { name: 'zeros', content: Buffer.alloc(8 * 1024 * 1024), deflate: true }
    const bomb = zipOf(Array.from({ length: 4 }, (_, index) => ({ ...zeros, name: `zeros ${index}` })))
    let read = 0

    const { unread } = await scanPack([{ name: 'bomb.jar', content: bomb }], {
      limits: { contentBytes: 16 * 1024 * 1024 },
      progress: done => {
        read = done
      },
    })

    expect(unread.map(({ path }) => path)).toEqual(['bomb.jar'])
    expect(read).toBeLessThanOrEqual(bomb.length)
  })

  test('whose members are more than they declare are left, and said to be', async () => {
    const lying = zipOf([{ name: 'zeros', content: Buffer.alloc(1024 * 1024), deflate: true, size: 2000 }])

    const { unread } = await scanPack([{ name: 'lying.jar', content: lying }])

    expect(unread).toEqual([
      {
        path: 'lying.jar',
        why: expect.stringMatching(/^it is damaged: .*more than the 2000 bytes declared$/),
      },
    ])
  })

  test('that cannot be opened are searched as they lie, and said not to be looked into', async () => {
    const cut = Buffer.concat([Buffer.from('PK\x03\x04'), holding(secret)])

    const { finds, unread } = await scanPack([
      { name: 'lib/cut.jar', content: cut },
      { name: 'lib/encrypted.jar', content: zipOf([{ name: 'a', content: 'x', flags: 1 }]) },
      { name: 'lib/text.jar', content: 'no archive, and nothing like one' },
    ])

    expect(finds).toEqual([{ path: 'lib/cut.jar', secret: 'secret 1' }])
    expect(unread.map(({ path }) => path)).toEqual(['lib/cut.jar', 'lib/encrypted.jar'])
    expect(unread[1]?.why).toContain('is encrypted')
  })

  test('leave nothing behind in the temporary folder', async () => {
    await scanPack([{ name: 'b.war', content: war }])

    expect(await readdir(join(folder, 'laid'))).toEqual([])
  })
})

describe('what the base pack has', () => {
  const content = holding(secret)
  const entries = (root: string): TestEntry[] => [
    { name: `${root}/conf/same.conf`, content },
    { name: `${root}/updates/config.json`, content },
  ]

  test('is the vendor’s own and not scanned, but for what update tools write', async () => {
    const base = await writeZipOf(folder, entries('acme-1.0.0'), {}, 'base.zip')
    const scan = scanFor(named(secret))

    await scan.zip(await writeZipOf(folder, entries('acme-1.0.0')), [base])

    expect(scan.finds.map(({ path }) => path)).toEqual(['updates/config.json'])
  })

  test('is scanned where it lies elsewhere or was changed', async () => {
    const base = await writeZipOf(folder, entries('acme-1.0.0'), {}, 'base.zip')
    const scan = scanFor(named(secret))

    await scan.zip(
      await writeZipOf(folder, [
        { name: 'acme-1.0.0/conf/moved.conf', content },
        { name: 'acme-1.0.0/conf/same.conf', content: holding(`${secret} `) },
      ]),
      [base],
    )

    expect(scan.finds.map(({ path }) => path)).toEqual(['conf/moved.conf', 'conf/same.conf'])
  })
})

describe('short secrets and names of accounts', () => {
  const given = [
    { name: 'the password', value: 'admin12' },
    { name: 'the user name', value: 'ops@example.com', isAccount: true },
  ]

  test('are looked for where update tools write, and in no other file of a product', async () => {
    const content = 'ops@example.com has admin12'

    const { finds } = await scanPack(
      [
        { name: 'conf/users.conf', content },
        { name: 'updates/config.json', content: 'admin12' },
        { name: 'updates/logs/update.log', content: 'ops@example.com' },
        { name: 'updates/a.zip', content: zipOf([{ name: 'b', content: 'admin12', deflate: true }]) },
      ],
      { given },
    )

    expect(finds).toEqual([
      { path: 'updates/config.json', secret: 'the password' },
      { path: 'updates/logs/update.log', secret: 'the user name' },
      { path: 'updates/a.zip!/b', secret: 'the password' },
    ])
  })

  test('of them the secret is looked for in reports', async () => {
    const scan = scanFor(given)
    await writeFile(join(folder, 'r'), 'ops@example.com')
    await writeFile(join(folder, 's'), 'ops@example.com has admin12')

    await scan.file(join(folder, 'r'), 'report.md', 'report')
    await scan.file(join(folder, 's'), 'test.log', 'report')

    expect(scan.finds).toEqual([{ path: 'test.log', secret: 'the password' }])
  })
})

test('a stop is obeyed', async () => {
  const stop = new AbortController()
  stop.abort(new Error('stopped'))

  const scanned = scanPack([{ name: 'a', content: 'x' }], { signal: stop.signal })

  await expect(scanned).rejects.toThrow('stopped')
})

test('content of random bytes holds no secret', async () => {
  const content = randomBytes(4 * 1024 * 1024)

  const { finds, unread } = await scanPack([{ name: 'noise', content }], { given: named(secret, 'abcdefgh') })

  expect([finds, unread]).toEqual([[], []])
})
