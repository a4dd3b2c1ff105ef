import { readdirSync, readFileSync, statSync } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { crc32 } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'
import { openPromise } from 'yauzl'
import { readSample, sampleTree } from '../../src/demo/sample.ts'
import { sha256 } from '../../src/kernel/sha256.ts'
import { temporaryFolder } from '../../src/kernel/temporary.ts'
import { readTree } from '../helpers/tree.ts'

const sampleFolder = join(import.meta.dirname, '../../examples/acme-gateway')
const sample = await readSample(sampleFolder)
const everyLevel = Object.entries(sample.channels).flatMap(([channel, levels]) =>
  levels.map(level => ({ channel, ...level })),
)

/** Builds one level in a folder that is gone when its scope ends. */
async function built(channel: string, level: number) {
  const work = await temporaryFolder(tmpdir(), 'sample-')
  const home = join(work.path, sample.product)
  await sampleTree(sampleFolder, { channel, level }, home)
  return { home, [Symbol.asyncDispose]: () => work[Symbol.asyncDispose]() }
}

/** Path → SHA-256, mode and date of every file. */
async function fingerprints(home: string): Promise<Map<string, string>> {
  const entries = await readdir(home, { recursive: true, withFileTypes: true })
  const files = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
  const found = new Map<string, string>()
  for (const file of files.toSorted()) {
    const { mode, mtimeMs } = await stat(file)
    found.set(relative(home, file), `${sha256(await readFile(file))} ${mode.toString(8)} ${mtimeMs}`)
  }
  return found
}

/** What a foreign reader finds in a zip: name → content, with its CRCs checked. */
async function readZip(path: string): Promise<Record<string, string>> {
  const zip = await openPromise(path)
  const found: Record<string, string> = {}
  for await (const entry of zip.eachEntry()) {
    const chunks = await (await zip.openReadStreamPromise(entry)).toArray()
    const content = Buffer.concat(chunks)
    expect(crc32(content)).toBe(entry.crc32)
    found[entry.fileName] = content.toString()
  }
  return found
}

describe('the base', () => {
  test('holds what makes packs hard: modes, a link, an empty folder, spaces and UTF-8 in names', async () => {
    await using base = await built('full', 0)

    const tree = await readTree(base.home)

    expect(tree['bin/gateway.sh']).toMatch(/^755 #!\/bin\/sh\n/)
    expect(tree['conf/gateway.toml']).toMatch(/^644 # ACME Gateway/)
    expect(tree['bin/start']).toBe('-> gateway.sh')
    expect(tree['logs']).toBe('755 /')
    expect(tree['updates/product.txt']).toBe('644 acme-gateway-1.0.0\n')
    expect(Object.keys(tree)).toEqual(
      expect.arrayContaining(['docs/Getting started.md', 'docs/Größenübersicht.md', 'webapps/console.war']),
    )
  })

  test('says that it is a sample', () => {
    const readme = readFileSync(join(sampleFolder, 'base', 'README.txt'), 'utf8')

    expect(readme).toContain('This is a sample.')
    expect(readme).toContain('does nothing useful')
  })
})

describe('jars and wars', () => {
  test.each([{ channel: 'full', level: 0 }, ...everyLevel])(
    'of $channel $level are zip files to a foreign reader, each with a manifest',
    async ({ channel, level }) => {
      await using tree = await built(channel, level)

      const archives = readdirSync(join(tree.home, 'lib'))
        .filter(name => name.endsWith('.jar'))
        .map(name => join('lib', name))
      const contents = await Promise.all(
        [...archives, 'webapps/console.war'].map(path => readZip(join(tree.home, path))),
      )

      expect(archives.length).toBeGreaterThanOrEqual(4)
      for (const files of contents) {
        expect(files['META-INF/MANIFEST.MF']).toMatch(/^Manifest-Version: 1\.0\nImplementation-Title: /)
        expect(Object.keys(files)[0]).toBe('META-INF/MANIFEST.MF')
      }
    },
  )

  test('carry the name of their version', async () => {
    await using tree = await built('full', 6)

    const core = await readZip(join(tree.home, 'lib/gateway-core-1.0.3.jar'))

    expect(core['META-INF/MANIFEST.MF']).toContain('Implementation-Version: 1.0.3\n')
    expect(core['gateway/core.mjs']).toContain('export function create')
  })

  test('that a level does not change keep their bytes', async () => {
    await using base = await built('full', 0)
    await using last = await built('full', 6)

    const before = await fingerprints(base.home)
    const after = await fingerprints(last.home)

    expect(after.get('lib/toml-reader-0.9.1.jar')).toBe(before.get('lib/toml-reader-0.9.1.jar'))
    expect(after.get('lib/gateway-release.jar')).not.toBe(before.get('lib/gateway-release.jar'))
  })
})

test('two builds of a level are equal in bytes, modes and dates, whatever the umask', async () => {
  await using one = await built('full', 6)
  const umask = process.umask(0o077)
  await using two = await built('full', 6).finally(() => process.umask(umask))

  const [first, second] = [await fingerprints(one.home), await fingerprints(two.home)]

  expect(first.size).toBeGreaterThan(15)
  expect(second).toEqual(first)
  expect(statSync(join(two.home, 'lib')).mode & 0o777).toBe(0o755)
})

describe('the levels', () => {
  test.each(everyLevel)(
    '$channel $level renames and removes what is there, and changes something',
    async ({ channel, level, removed, renames }) => {
      await using before = await built(channel, level - 1)
      await using after = await built(channel, level)

      const [old, now] = [await fingerprints(before.home), await fingerprints(after.home)]

      for (const path of [...removed, ...renames.map(({ from }) => from)]) {
        expect(old.has(path)).toBe(true)
        expect(now.has(path)).toBe(false)
      }
      for (const { to } of renames) expect(now.has(to)).toBe(true)
      expect(now.get('lib/gateway-release.jar')).not.toBe(old.get('lib/gateway-release.jar'))
    },
  )

  test('full 5 renames a file and keeps its bytes', async () => {
    await using before = await built('full', 4)
    await using after = await built('full', 5)

    const [old, now] = [await fingerprints(before.home), await fingerprints(after.home)]

    expect(now.get('docs/First steps.md')).toBe(old.get('docs/Getting started.md'))
  })

  test('full 3 adds a script that can be run', async () => {
    await using tree = await built('full', 3)

    const { mode } = await stat(join(tree.home, 'bin/backup-conf.sh'))

    expect(mode & 0o777).toBe(0o755)
  })

  test('change the two configurations that the demo’s team has changed as well', async () => {
    await using from = await built('full', 2)
    await using to = await built('full', 6)

    const [old, now] = [await fingerprints(from.home), await fingerprints(to.home)]

    for (const path of ['conf/gateway.toml', 'conf/logging.properties'])
      expect(now.get(path)).not.toBe(old.get(path))
  })

  test.each(Object.entries(sample.channels))(
    'of %s ascend in number and date, in 2026',
    (_channel, levels) => {
      const dates = [sample.timestamp, ...levels.map(({ timestamp }) => timestamp)]

      expect(levels.map(({ level }) => level)).toEqual(levels.map((_level, index) => index + 1))
      expect(dates).toEqual([...new Set(dates)].toSorted((a, b) => a - b))
      expect(new Set(dates.map(date => new Date(date).getUTCFullYear()))).toEqual(new Set([2026]))
    },
  )

  test('of security hold exactly the security updates of the full level they name', () => {
    const full = sample.channels['full'] ?? []
    const security = sample.channels['security'] ?? []

    const held = security.map(({ level, equivalent }) => ({
      equivalent,
      ids: security.filter(one => one.level <= level).flatMap(one => one.updates.map(({ id }) => id)),
    }))

    expect(held).toEqual(
      [4, 6].map(equivalent => ({
        equivalent,
        ids: full
          .filter(({ level }) => level <= equivalent)
          .flatMap(({ updates }) => updates.filter(({ kind }) => kind === 'security').map(({ id }) => id)),
      })),
    )
  })

  test('claim no real advisory', () => {
    const updates = everyLevel.flatMap(level => level.updates)

    expect(updates.length).toBeGreaterThan(12)
    expect(updates.flatMap(({ cves }) => cves)).toEqual([])
    for (const { kind, advisories } of updates) {
      expect(advisories).toEqual(kind === 'security' ? [expect.stringMatching(/^SAMPLE-2026-\d{4}$/)] : [])
    }
  })
})

test('a level that the sample has not is refused with those it has', async () => {
  await using work = await temporaryFolder(tmpdir(), 'sample-')

  const building = sampleTree(sampleFolder, { channel: 'full', level: 7 }, join(work.path, 'home'))

  await expect(building).rejects.toMatchObject({
    code: 'config',
    message: 'acme-gateway-1.0.0 has no level 7 on channel full.',
    hint: 'Choose 0 or one of full 1, 2, 3, 4, 5, 6; security 1, 2.',
  })
  await expect(readdir(work.path)).resolves.toEqual([])
})

test('the sample is small', () => {
  const entries = readdirSync(sampleFolder, { recursive: true, withFileTypes: true })
  const files = entries.filter(entry => entry.isFile())

  const bytes = files.reduce((sum, file) => sum + statSync(join(file.parentPath, file.name)).size, 0)

  expect(bytes).toBeLessThan(100_000)
})
