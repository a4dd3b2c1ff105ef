import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { copyFile, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { runProcess } from './run-process.ts'
import { storePage } from './wso2/acme-levels.ts'
import { type Fault } from './wso2/switches.ts'
import { credentials, productOf, wso2Bench, wso2Fixture } from './wso2/wso2-bench.ts'
import { account, wso2Tool } from './wso2/wso2-tool.ts'

describe('faults', () => {
  test.each<[Fault, string]>([
    ['wrong-credentials', 'Invalid credentials'],
    ['no-subscription', 'You do not have an active subscription or the channel does not exist'],
    ['busy', 'servers are busy at the moment. Please try again later.'],
    ['server-error', 'Unable to connect to WSO2 Update'],
    ['dns', 'Post "https://api.updates.wso2.com/token": dial tcp: lookup api.updates.wso2.com: no such host'],
    ['disk-space', 'Insufficient disk space'],
    ['download', 'Error while downloading update file from UpdateFileURL'],
    ['file-validation', 'File validation failed'],
  ])('%s ends one run with exit 1 and an untouched product, the next run is well', async (fault, message) => {
    await using bench = await wso2Bench({ fault, faultRuns: 1 })
    const before = await productOf(bench.home)

    const { code, stderr } = await bench.run()

    expect(code).toBe(1)
    expect(stderr).toBe(`wso2update: ${message}\n`)
    expect(await bench.log()).toContain(`ERROR - ${message}\n`)
    expect(await productOf(bench.home)).toEqual(before)
    expect((await bench.run()).code).toBe(0)
  })

  test('token-400 is overcome by the tool itself', async () => {
    await using bench = await wso2Bench({ fault: 'token-400' })

    const { code } = await bench.run()

    expect(code).toBe(0)
    expect(await bench.log()).toContain('DEBUG - Token invoked with status code 400.\n')
  })

  test('breaks-off leaves half of an update behind', async () => {
    await using bench = await wso2Bench({ fault: 'breaks-off' })

    const { code } = await bench.run()

    expect(code).toBe(1)
    expect(existsSync(join(bench.home, 'repository/components/lib/new-library.jar'))).toBe(true)
    expect(await bench.read('dbscripts/h2.sql')).toContain('id INT')
    expect(await bench.level()).toBe('-1')
  })

  test.each<[Fault, boolean]>([
    ['nothing-changed', false],
    ['level-kept', true],
  ])('%s says success, files changed: %s, level unchanged', async (fault, changed) => {
    await using bench = await wso2Bench({ fault })
    const before = await productOf(bench.home)

    const { code, stdout } = await bench.run()

    expect(code).toBe(0)
    expect(stdout).toContain('updated successfully')
    expect(await bench.level()).toBe('-1')
    expect(JSON.stringify(await productOf(bench.home)) !== JSON.stringify(before)).toBe(changed)
  })

  test('a channel that there is not is refused', async () => {
    await using bench = await wso2Bench()

    const { code, stderr } = await bench.run('-c', 'security')

    expect(code).toBe(1)
    expect(stderr).toContain('the channel does not exist')
  })
})

describe('what it says', () => {
  test.each([
    ['split', /updated successfully/, /^$/],
    ['stdout', /updated successfully/, /^$/],
    ['stderr', /^$/, /updated successfully/],
    ['both', /updated successfully/, /updated successfully/],
  ] as const)('goes to %s', async (output, onStdout, onStderr) => {
    await using bench = await wso2Bench({ output })

    const { stdout, stderr } = await bench.run()

    expect(stdout).toMatch(onStdout)
    expect(stderr).toMatch(onStderr)
  })

  test('can be a long log and a flooded console', async () => {
    await using bench = await wso2Bench({ logLines: 3000, flood: 5000, silence: 1 })

    const { stdout } = await bench.run()

    expect((await bench.log()).split('\n').length).toBeGreaterThan(3000)
    expect(stdout.split('\n').length).toBeGreaterThan(5000)
  })

  test('can be nothing for as long as is switched', async () => {
    await using bench = await wso2Bench({ silence: 600_000 })
    const child = spawn(join(bench.home, 'bin/wso2update_linux'), credentials, {
      env: { PATH: process.env['PATH'], HOME: bench.user },
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const ended = once(child, 'exit')
    const said: string[] = []
    for await (const chunk of child.stdout.setEncoding('utf8')) {
      said.push(String(chunk))
      if (said.join('').includes('Updating product')) break
    }

    child.kill('SIGTERM')

    expect(await ended).toEqual([null, 'SIGTERM'])
    expect(said.join('')).not.toContain('updated successfully')
    expect(await bench.level()).toBe('-1')
  })

  test.each(['log-start.txt', 'log-check.txt', 'log-update.txt', 'log-self-update.txt'])(
    'has every line of %s in its log',
    async file => {
      await using bench = await wso2Bench({ selfUpdates: 1 })
      await bench.change(storePage, '"en"', '"de"')
      await bench.run('check')
      await bench.run('check')
      await bench.run('-l', '3')
      await bench.run()
      await bench.run()

      const log = await bench.log()

      const said = log.split(/^\[\d\d-\d\d-\d{4} \d\d:\d\d:\d\d\] /m).map(shapeOf)
      const lines = wso2Fixture(file).trim().split('\n').map(shapeOf)
      expect(lines.filter(line => !said.some(message => message.startsWith(line)))).toEqual([])
    },
  )

  test('into config.json has the shape of public packs: tabs, no newline at the end', async () => {
    await using bench = await wso2Bench()
    await bench.run()

    const config = await bench.read('updates/config.json')

    const skeleton = (text: string) => text.replace(/: (".*?"|\d+)(,?)$/gm, ':$2')
    expect(skeleton(config)).toBe(skeleton(wso2Fixture('config.json')))
  })
})

describe('its record', () => {
  test('tells each run and never the password', async () => {
    await using bench = await wso2Bench()

    await bench.runBare(['check', '-u', account.username, `--password=${account.password}`])
    await bench.runBare(['check', '-p', 'wrong'], { UPDATE_TOOL_PASSWORD: account.password })
    await bench.runBare(['check'], { UPDATE_TOOL_PASSWORD: account.password })
    await bench.runBare(['version'])

    const runs = bench.tool.runs()
    expect(runs.map(({ argv, password, passwordFrom }) => [argv, password, passwordFrom])).toEqual([
      [['check', '-u', account.username, '--password=<expected>'], 'expected', 'flag'],
      [['check', '-p', '<other>'], 'other', 'flag'],
      [['check'], 'expected', 'environment'],
      [['version'], 'none', null],
    ])
    expect(runs[1]).toMatchObject({
      program: 'wso2update_linux',
      cwd: bench.folder,
      file: join(bench.home, 'bin/wso2update_linux'),
      envNames: expect.arrayContaining(['HOME', 'PATH', 'UPDATE_TOOL_PASSWORD']),
      env: { HOME: bench.user, WSO2_UPDATES_SKIP_CONFLICTS: null },
    })
    const record = readFileSync(join(bench.folder, 'standin/record.jsonl'), 'utf8')
    expect(record).not.toContain(JSON.stringify(account.password).slice(1, -1))
  })

  test('and settings can be named by a file beside the tool', async () => {
    await using bench = await wso2Bench()
    const other = await wso2Tool(join(bench.folder, 'other'), bench.vendor, { fault: 'busy' })
    const beside = join(bench.home, 'bin/.wso2update-standin.json')
    await copyFile(join(bench.folder, 'other/settings.json'), beside)

    const { code } = await bench.run('check')

    expect(code).toBe(1)
    expect([bench.tool.runs().length, other.runs().length]).toEqual([0, 1])
  })
})

describe('the set-up script', () => {
  test.each([
    ['ok', 0, true, ''],
    ['unsupported', 0, false, "NOTE: Product does not support the current system's OS and architecture\n"],
    ['http-error', 1, false, ''],
  ] as const)('%s: exit %d, brings the tool: %s', async (variant, exitCode, brings, said) => {
    await using bench = await wso2Bench()
    await rm(join(bench.home, 'bin/wso2update_linux'))
    const script = await bench.tool.putSetup(bench.home, variant)

    const { code, stdout } = await runProcess('sh', [script], { cwd: bench.folder })

    expect(code).toBe(exitCode)
    expect(stdout).toBe(said)
    expect(existsSync(join(bench.home, 'bin/wso2update_linux'))).toBe(brings)
    expect(bench.tool.runs().map(({ program }) => program)).toEqual(['update_tool_setup.sh'])
    if (brings) expect((await bench.run('check')).code).toBe(0)
  })

  test('refuses a home without a product', async () => {
    await using bench = await wso2Bench()
    const empty = join(bench.folder, 'empty')
    await mkdir(empty)
    const script = await bench.tool.putSetup(empty)

    const { code } = await runProcess('sh', [script])

    expect(code).toBe(1)
    expect(existsSync(join(empty, 'bin/wso2update_linux'))).toBe(false)
  })
})

/** What a message says, whatever the product, level, numbers, paths, date and account. */
function shapeOf(message: string): string {
  return message
    .replaceAll('\\n', '\n')
    .replace(/^([A-Z]+) +- /, '$1 - ')
    .replace(/\w+, \d+ \w+ \d+ [\d:]+ UTC/, '<date>')
    .replace(/(\d+, )+(\d+|\.\.\.)/, '<numbers>')
    .replaceAll(/wso2[a-z-]+-\d+\.\d+\.\d+/g, '<product>')
    .replace(/\S+@\S+/, '<email>')
    .replaceAll(/<home>|\/[^\s']+/g, '<path>')
    .replaceAll(/\d+/g, '0')
}
