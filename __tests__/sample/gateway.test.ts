import { chmodSync, copyFileSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { sampleTree } from '../../src/demo/sample.ts'
import { temporaryFolder } from '../../src/kernel/temporary.ts'
import { runSuite } from '../../src/suite/run-suite.ts'
import { type Reply, withGateway } from './gateway.ts'

const sampleFolder = join(import.meta.dirname, '../../examples/acme-gateway')

async function built(channel: string, level: number) {
  const work = await temporaryFolder(tmpdir(), 'gateway-')
  const home = join(work.path, 'acme-gateway-1.0.0')
  await sampleTree(sampleFolder, { channel, level }, home)
  return { home, folder: work.path, [Symbol.asyncDispose]: () => work[Symbol.asyncDispose]() }
}

const versionOf = (reply: Reply): unknown => JSON.parse(reply.body)

describe('the gateway boots and answers as its level says', () => {
  test.each([
    { channel: 'full', level: 0, core: '1.0.0', filter: '1.2.0', redirect: 302, injection: 500, long: 404 },
    { channel: 'full', level: 1, core: '1.0.1', filter: '1.2.0', redirect: 302, injection: 500, long: 404 },
    { channel: 'full', level: 2, core: '1.0.1', filter: '1.2.0', redirect: 302, injection: 500, long: 404 },
    { channel: 'full', level: 3, core: '1.0.1', filter: '1.2.0', redirect: 302, injection: 500, long: 404 },
    { channel: 'full', level: 4, core: '1.0.2', filter: '1.2.0', redirect: 400, injection: 400, long: 404 },
    { channel: 'full', level: 5, core: '1.0.2', filter: '1.2.0', redirect: 400, injection: 400, long: 404 },
    { channel: 'full', level: 6, core: '1.0.3', filter: '1.2.1', redirect: 400, injection: 400, long: 414 },
    {
      channel: 'security',
      level: 1,
      core: '1.0.0.1',
      filter: '1.2.0',
      redirect: 400,
      injection: 400,
      long: 404,
    },
    {
      channel: 'security',
      level: 2,
      core: '1.0.0.1',
      filter: '1.2.1',
      redirect: 400,
      injection: 400,
      long: 414,
    },
  ])('$channel $level', async ({ channel, level, core, filter, redirect, injection, long }) => {
    await using product = await built(channel, level)

    const { answer, exitCode } = await withGateway(product.home, async get => ({
      health: await get('/health'),
      version: versionOf(await get('/version')),
      greeting: await get('/'),
      page: await get('/console/'),
      hidden: await get('/console/META-INF/MANIFEST.MF'),
      login: await get('/login'),
      redirect: await get('/login?next=https://elsewhere.example/'),
      slashes: await get('/login?next=//elsewhere.example/'),
      injection: await get('/login?next=/%0d%0aSet-Cookie:%20a=b'),
      long: await get(`/${'x'.repeat(5000)}`),
      posted: await get('/', 'POST'),
      metrics: await get('/metrics'),
      ping: await get('/ping'),
    }))

    expect(answer.health.status).toBe(200)
    expect(answer.version).toMatchObject({
      product: 'acme-gateway-1.0.0',
      channel: level === 0 ? null : channel,
      level,
      versions: { 'gateway-core': core, 'request-filter': filter },
    })
    expect(answer.greeting.body).toBe('Welcome to ACME Gateway.\n')
    expect(answer.page.body).toContain('ACME Gateway Console')
    expect(answer.hidden.status).toBe(404)
    expect(answer.login.location).toBe('/console/')
    expect(answer.redirect.status).toBe(redirect)
    expect(answer.slashes.status).toBe(redirect)
    expect(answer.injection.status).toBe(injection)
    expect(answer.long.status).toBe(long)
    expect(answer.posted.status).toBe(405)
    expect(answer.metrics.status).toBe(channel === 'full' && level >= 5 ? 200 : 404)
    expect(answer.ping.status).toBe(channel === 'full' && level >= 1 ? 200 : 404)
    expect(exitCode).toBe(0)
  })
})

test('it starts through its link, and at level 2 through a link to that', async () => {
  await using product = await built('full', 2)
  symlinkSync('start', join(product.home, 'bin', 'again'))

  const once = await withGateway(product.home, get => get('/health'), 'bin/start')
  const twice = await withGateway(product.home, get => get('/health'), 'bin/again')

  expect([once.answer.status, twice.answer.status]).toEqual([200, 200])
})

test('its configuration is read, and a line it cannot read stops it with the number', async () => {
  await using product = await built('full', 6)
  const conf = join(product.home, 'conf', 'gateway.toml')
  writeFileSync(conf, readFileSync(conf, 'utf8').replace('greeting = ', 'greeting: '))

  const starting = withGateway(product.home, get => get('/'))

  await expect(starting).rejects.toThrow('conf/gateway.toml, line 10: cannot read')
})

test('its script copies the configuration', async () => {
  await using product = await built('full', 3)
  const copy = join(product.folder, 'copy')

  const result = await suite(product, `"$PRODUCT_HOME/bin/backup-conf.sh" "${copy}"`, 3)

  expect(result.passed).toBe(true)
  expect(readFileSync(join(copy, 'gateway.toml'))).toEqual(
    readFileSync(join(product.home, 'conf/gateway.toml')),
  )
})

/** Runs a command as the tests of an update, in the folder of the sample. */
function suite(
  product: { home: string; folder: string },
  command: string,
  toLevel: number,
  channel = 'full',
) {
  return runSuite({
    command,
    home: product.home,
    pack: join(product.folder, 'none.zip'),
    product: 'acme-gateway-1.0.0',
    channel,
    fromLevel: 0,
    toLevel,
    cwd: sampleFolder,
    env: { PATH: process.env['PATH'] },
    logFile: join(product.folder, 'tests.log'),
    timeout: 30_000,
    redact: line => line,
  })
}

describe("the team's smoke test", () => {
  const command = `"${process.execPath}" smoke-test.mjs`
  const layOverlay = (home: string) =>
    copyFileSync(join(sampleFolder, 'overlay/conf/gateway.toml'), join(home, 'conf/gateway.toml'))

  test.each([
    { channel: 'full', level: 2, checks: 6 },
    { channel: 'full', level: 4, checks: 8 },
    { channel: 'full', level: 6, checks: 9 },
    { channel: 'security', level: 1, checks: 8 },
    { channel: 'security', level: 2, checks: 9 },
  ])('passes at $channel $level with the overlay', async ({ channel, level, checks }) => {
    await using product = await built(channel, level)
    layOverlay(product.home)

    const result = await suite(product, command, level, channel)

    expect(result.tail.filter(line => line.startsWith('✗'))).toEqual([])
    expect(result.tail.filter(line => line.startsWith('✓'))).toHaveLength(checks)
    expect(result).toMatchObject({ passed: true, leftBehind: false })
  })

  test("fails where the vendor's configuration replaced the team's", async () => {
    await using product = await built('full', 6)

    const result = await suite(product, command, 6)

    expect(result).toMatchObject({ passed: false, exitCode: 1, leftBehind: false })
    expect(result.tail.join('\n')).toContain('✗ the greeting is ours: found "Welcome to ACME Gateway."')
  })

  test('fails where another level runs than the one that was asked for', async () => {
    await using product = await built('full', 5)
    layOverlay(product.home)

    const result = await suite(product, command, 6)

    expect(result.passed).toBe(false)
    expect(result.tail.join('\n')).toContain('✗ level 6 of full runs')
    expect(result.tail.join('\n')).toContain('✗ AGW-0012')
  })

  test.each([
    {
      what: 'a jar is damaged',
      path: 'lib/gateway-core-1.0.3.jar',
      damage: (at: string) => writeFileSync(at, 'no zip'),
    },
    {
      what: 'the start script lost its exec bit',
      path: 'bin/gateway.sh',
      damage: (at: string) => chmodSync(at, 0o644),
    },
  ])('fails and ends where $what', async ({ path, damage }) => {
    await using product = await built('full', 6)
    layOverlay(product.home)
    damage(join(product.home, path))

    const result = await suite(product, command, 6)

    expect(result).toMatchObject({ passed: false, exitCode: 1, ended: 'exited' })
    expect(result.tail.some(line => line.startsWith('✗'))).toBe(true)
  })
})
