import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { copyFile, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { writeTree } from '../helpers/tree.ts'
import { zipOf } from '../helpers/zip.ts'
import { runProcess } from './run-process.ts'
import { tool17, tool2026 } from './wso2/switches.ts'
import { credentials, productOf, wso2Bench } from './wso2/wso2-bench.ts'
import { account } from './wso2/wso2-tool.ts'

const selfUpdated = 'Update tool client has been updated. Please re-run the tool with necessary parameters'

describe('the other commands', () => {
  test('check says what there is and touches nothing', async () => {
    await using bench = await wso2Bench()
    const before = await productOf(bench.home)

    const { code, stdout } = await bench.run('check')

    expect(code).toBe(0)
    expect(stdout).toContain(
      "The latest update level is 'wso2acme-1.0.0.4'. \nThis consists of 8 updates applied on top of 'wso2acme-1.0.0.0'",
    )
    expect(stdout).toContain("'wso2acme-1.0.0.4' consists of 3 critical security updates")
    expect(await productOf(bench.home)).toEqual(before)
    await bench.tool.switch({ checkExit: 1 })
    expect((await bench.run('check')).code).toBe(1)
  })

  test('check works in a skeleton home, unless it is switched to refuse it', async () => {
    await using bench = await wso2Bench()
    const skeleton = join(bench.folder, 'skeleton')
    await bench.run('-l', '3')
    await writeTree(skeleton, {
      'updates/product.txt': 'wso2acme-1.0.0',
      'updates/config.json': await bench.read('updates/config.json'),
      'bin/wso2update_linux': { content: await bench.read('bin/wso2update_linux'), mode: 0o755 },
    })
    const check = () =>
      runProcess(join(skeleton, 'bin/wso2update_linux'), ['check', ...credentials], {
        env: { PATH: process.env['PATH'], HOME: bench.user },
      })

    const accepted = await check()
    await bench.tool.switch({ needsWholeHome: true })
    const refused = await check()

    expect(accepted.stdout).toContain("2 updates applied on top of 'wso2acme-1.0.0.3'")
    expect([accepted.code, refused.code]).toEqual([0, 1])
    expect(refused.stderr).toContain('wso2update: Unable to identify the product')
  })

  test('current-state, version and help need no credentials', async () => {
    await using bench = await wso2Bench()
    await bench.run('-l', '3')

    const results = await Promise.all(
      ['current-state', 'version', 'help'].map(command => bench.runBare([command])),
    )

    expect(results.map(({ code }) => code)).toEqual([0, 0, 0])
    expect(results.map(({ stdout }) => stdout)).toEqual([
      expect.stringContaining('Update level: 3'),
      expect.stringContaining('1.7.15'),
      expect.stringContaining('Available Commands'),
    ])
  })

  test('create-update and apply-update carry an update to a home without network', async () => {
    await using bench = await wso2Bench()
    await bench.run('create-update', '-s', '0', '-e', '3')
    const zip = join(bench.folder, 'wso2acme-1.0.0.0-1.0.0.3.zip')

    const { code } = await bench.runBare(['apply-update', zip, '--no-backup'], {
      HOME: join(bench.folder, 'other'),
    })

    expect(code).toBe(0)
    expect(await bench.level()).toBe('3')
    expect(await productOf(bench.home)).toEqual(await productOf(bench.vendor.tree(3)))
  })

  test('apply-hotfix blocks updates until revert-hotfix', async () => {
    await using bench = await wso2Bench()
    const zip = join(bench.folder, 'wso2acme-1.0.0-abc-hf1.zip')
    await writeFile(zip, zipOf([{ name: 'lib/acme-boot.jar', content: 'hot' }]))
    const before = await productOf(bench.home)

    const applied = await bench.runBare(['apply-hotfix', zip])
    const hot = await bench.read('lib/acme-boot.jar')
    const blocked = await bench.run()
    const reverted = await bench.runBare(['revert-hotfix'])

    expect([applied.code, blocked.code, reverted.code]).toEqual([0, 1, 0])
    expect(hot).toBe('hot')
    expect(await productOf(bench.home)).toEqual(before)
    await bench.tool.switch({ hotfix: 'wso2acme-1.0.0-abc-hf2' })
    expect((await bench.run()).stderr).toContain('wso2acme-1.0.0-abc-hf2')
  })

  test('get-summary writes a summary between two levels', async () => {
    await using bench = await wso2Bench()

    const { code } = await bench.run('get-summary', '1', '2')

    expect(code).toBe(0)
    expect(await bench.read('updates/update-summary-0001-0002.md')).toContain('- 1020\n- 1021\n')
  })

  test.each([
    ['no-such', 'unknown command "no-such" for "wso2update"'],
    ['--no-such', 'unknown flag: --no-such'],
    ['--level', 'flag needs an argument: --level'],
  ])('%s is refused', async (arg, message) => {
    await using bench = await wso2Bench()

    const { code, stderr } = await bench.runBare([arg])

    expect(code).toBe(1)
    expect(stderr).toBe(`wso2update: ${message}\n`)
  })

  test('an update needs HOME', async () => {
    await using bench = await wso2Bench()

    const { code, stderr } = await bench.runBare(credentials, { HOME: '' })

    expect(code).toBe(1)
    expect(stderr).toBe('wso2update: $HOME is not defined\n')
  })

  test('nothing works without a valid product.txt', async () => {
    await using bench = await wso2Bench()
    await bench.write({ 'updates/product.txt': 'wso2acme' })

    const { code, stderr } = await bench.run('check')

    expect(code).toBe(1)
    expect(stderr).toBe('wso2update: Unable to identify the product\n')
  })
})

describe('credentials', () => {
  test('come from the environment where the tool knows it, flags going before', async () => {
    await using bench = await wso2Bench()
    const env = { UPDATE_TOOL_USERNAME: account.username, UPDATE_TOOL_PASSWORD: account.password }

    const known = await bench.runBare(['check'], env)
    const flag = await bench.runBare(['check', '-p', 'wrong'], env)
    await bench.tool.switch(tool17)
    const old = await bench.runBare(['check'], env)

    expect([known.code, flag.code, old.code]).toEqual([0, 1, 1])
    expect(flag.stderr).toBe('wso2update: Invalid credentials\n')
    expect(old.stderr).toBe(
      'wso2update: Error while authenticating user: Error while authenticating user credentials: Unable to read input: EOF\n',
    )
  })

  test('come from stdin at the prompt', async () => {
    await using bench = await wso2Bench()

    const { code, stdout } = await bench.runBare(['check'], {}, `${account.username}\n${account.password}\n`)

    expect(code).toBe(0)
    expect(stdout).toContain(`Email:\nPassword for ${account.username}:\n`)
  })

  test.each([
    ['ops', 'x', "Invalid email address 'ops'"],
    [account.username, account.password.replaceAll('$', ''), 'Invalid credentials'],
    [account.username, '', 'Username or password cannot be empty'],
  ])('%s with another password are refused', async (username, password, message) => {
    await using bench = await wso2Bench()

    const { code, stderr } = await bench.runBare([
      'check',
      `--username=${username}`,
      `--password=${password}`,
    ])

    expect(code).toBe(1)
    expect(stderr).toContain(message)
  })

  test('that are missing can hang the tool, which then may only go by SIGKILL', async () => {
    await using bench = await wso2Bench({ prompt: 'hang', ignoresSigterm: true })
    const child = spawn(join(bench.home, 'bin/wso2update_linux'), ['check'], {
      env: { PATH: process.env['PATH'], HOME: bench.user },
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const ended = once(child, 'exit')
    await once(child.stdout, 'data')

    child.kill('SIGTERM')
    child.kill('SIGKILL')

    expect(await ended).toEqual([null, 'SIGKILL'])
  })

  test('leave username and tokens in config.json with 1.7, and no tokens in 2026', async () => {
    await using bench = await wso2Bench(tool17)

    await bench.run('check')
    const leaky = await bench.read('updates/config.json')
    await bench.tool.switch(tool2026)
    await bench.run('check')

    expect(leaky).toContain(`"username": "${account.username}"`)
    expect(leaky).toMatch(/"access-token": "access-\w+"/)
    expect(await bench.read('updates/config.json')).toContain('"access-token": "",\n\t\t"refresh-token": ""')
    expect(await bench.log()).toContain(`Authenticated user ${account.username}`)
  })
})

describe('a self-update', () => {
  test.each([1, 2])(
    'happens %d time(s) with exit 2, the product untouched, then the update runs',
    async times => {
      await using bench = await wso2Bench({ selfUpdates: times })
      const before = await readFile(join(bench.home, 'bin/wso2update_linux'), 'utf8')

      const codes: (number | null)[] = []
      for (let run = 0; run <= times; run++) codes.push((await bench.run()).code)

      expect(codes).toEqual([...Array<number>(times).fill(2), 0])
      expect(await bench.read('bin/wso2update_linux')).not.toBe(before)
      expect(existsSync(join(bench.home, '.tmp'))).toBe(false)
      expect(existsSync(join(bench.user, '.wso2-updates/updates/client/wso2update_linux'))).toBe(true)
      expect(bench.tool.runs().map(({ revision }) => revision)).toEqual([...Array(times + 1).keys()])
    },
  )

  test('begins anew with an old copy of the tool', async () => {
    await using bench = await wso2Bench({ selfUpdates: 1 })
    await copyFile(join(bench.home, 'bin/wso2update_linux'), join(bench.folder, 'old'))
    await bench.run('check')
    await rename(join(bench.folder, 'old'), join(bench.home, 'bin/wso2update_linux'))

    const { code, stdout } = await bench.run('check')

    expect(code).toBe(2)
    expect(stdout).toContain(`${selfUpdated}\n`)
  })

  test('can go on for ever, and comes before apply-update as well', async () => {
    await using bench = await wso2Bench({ selfUpdates: 'always' })

    const codes = [(await bench.run()).code, (await bench.run('check')).code]
    codes.push((await bench.runBare(['apply-update', 'any.zip'])).code)

    expect(codes).toEqual([2, 2, 2])
    expect((await bench.runBare(['version'])).stdout).toContain('1.8.3')
  })

  test('can break off, and is tried again in the next run', async () => {
    await using bench = await wso2Bench({ selfUpdates: 1, fault: 'self-update-download', faultRuns: 1 })

    const broken = await bench.run('check')
    const next = await bench.run('check')

    expect([broken.code, next.code]).toEqual([1, 2])
    expect(broken.stderr).toContain(
      'wso2update: Error while downloading the update tool client: stream error',
    )
  })
})
