import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { copyFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { readTree, writeTree } from '../helpers/tree.ts'
import { zipOf } from '../helpers/zip.ts'
import { runProcess } from './run-process.ts'
import { consoleWar, storePage } from './wso2/acme-levels.ts'
import { type Fault, tool17, tool2026 } from './wso2/switches.ts'
import { type Wso2Bench, wso2Bench } from './wso2/wso2-bench.ts'
import { account, wso2Tool } from './wso2/wso2-tool.ts'
import { readZip } from './wso2/zip-reading.ts'

const terms = 'repository/resources/Terms of use.txt'
const bundlesInfo =
  'repository/components/default/configuration/org.eclipse.equinox.simpleconfigurator/bundles.info'
const selfUpdated = 'Update tool client has been updated. Please re-run the tool with necessary parameters'
const template =
  'Modified: {{.Modified}}, Added: {{.Added}}, Removed: {{.Removed}}, Conflicts: {{.Conflicts}}'

describe('an update', () => {
  test('makes of an untouched home the vendor’s latest level', async () => {
    await using bench = await wso2Bench()

    const { code, stdout } = await bench.run()

    expect(code).toBe(0)
    expect(stdout).toContain('wso2acme-1.0.0 updated successfully\n')
    expect(await bench.level()).toBe('4')
    expect(await productTree(bench.home)).toEqual(await productTree(bench.vendor.tree(4)))
  })

  test.each([
    ['-l', '2'],
    ['--level', '1.0.0.2'],
    ['--level=2', ''],
  ])('stops at the level of %s %s', async (flag, value) => {
    await using bench = await wso2Bench()

    const { code } = await bench.run(...[flag, value].filter(arg => arg !== ''))

    expect(code).toBe(0)
    expect(await bench.level()).toBe('2')
    expect(await productTree(bench.home)).toEqual(await productTree(bench.vendor.tree(2)))
  })

  test('goes on from the level where it stands', async () => {
    await using bench = await wso2Bench()
    await bench.run('-l', '1')

    const { code, stdout } = await bench.run()

    expect(code).toBe(0)
    expect(stdout).toContain("This consists of 6 updates applied on top of 'wso2acme-1.0.0.1'")
    expect(await productTree(bench.home)).toEqual(await productTree(bench.vendor.tree(4)))
  })

  test.each(['99', '3.0.0.2', 'x'])('refuses level %s', async level => {
    await using bench = await wso2Bench()

    const { code, stderr } = await bench.run('--level', level)

    expect(code).toBe(1)
    expect(stderr).toBe(`wso2update: Invalid update level ${level}\n`)
    expect(await bench.level()).toBe('-1')
  })

  test('does nothing at the latest level', async () => {
    await using bench = await wso2Bench()
    await bench.run()

    const { code, stdout } = await bench.run()

    expect(code).toBe(0)
    expect(stdout).toContain(
      'wso2acme-1.0.0.4 is the latest update level available for the product wso2acme-1.0.0',
    )
    await bench.tool.switch({ latestExit: 1 })
    expect((await bench.run()).code).toBe(1)
  })

  test('keeps what the user added to bundles.info and into the war', async () => {
    await using bench = await wso2Bench()
    await writeFile(
      join(bench.home, bundlesInfo),
      `${await bench.read(bundlesInfo)}team,1.0.0,x.jar,4,true\n`,
    )
    const war = readZip(await readFile(join(bench.home, consoleWar)))
    await writeFile(join(bench.home, consoleWar), zipOf([...war, { name: 'own.js', content: 'own' }]))

    await bench.run()

    expect(await bench.read(bundlesInfo)).toContain('team,1.0.0,x.jar,4,true\n')
    expect(await bench.read(bundlesInfo)).toContain('org.acme.core,7.8.23.20,')
    const files = readZip(await readFile(join(bench.home, consoleWar)))
    expect(files.map(({ name, content }) => [name, content.toString()])).toEqual(
      expect.arrayContaining([
        ['own.js', 'own'],
        ['static/main.js', 'main 2\n'],
      ]),
    )
  })

  test('leaves its download as the documents show it', async () => {
    await using bench = await wso2Bench()

    await bench.run('-l', '2')

    const update = join(bench.user, '.wso2-updates', 'updates', 'wso2acme-1.0.0.0-1.0.0.2')
    expect(Object.keys(await readTree(update))).toEqual(
      expect.arrayContaining([
        'update.json',
        'add/repository/components/lib/new-library.jar',
        `modify/original/${terms}`,
        `modify/new/${terms}`,
      ]),
    )
  })

  test('writes nothing into the product with --dry-run, and says what it would do', async () => {
    await using bench = await wso2Bench()
    const before = await productTree(bench.home)

    const { code, stdout } = await bench.run('--dry-run', '--template', template)

    expect(code).toBe(0)
    expect(stdout).toMatch(/^Modified: \[.*\], Added: \[.*\], Removed: \[.*\], Conflicts: \[\]$/m)
    expect(await productTree(bench.home)).toEqual(before)
    expect(await bench.level()).toBe('-1')
  })

  test('renders --template as Go renders lists, names with spaces included', async () => {
    await using bench = await wso2Bench()

    const { stdout } = await bench.run('-l', '2', '--template', 'Added: {{.Added}} of {{ .Removed }}')

    const { home } = bench
    const added = [
      'migration-resources/1.1.0/h2 migration.sql',
      'repository/components/lib/new-library.jar',
      'repository/components/plugins/org.acme.core_7.8.23.14.jar',
    ].map(path => `${home}/${path}`)
    const removed = `${home}/repository/components/plugins/org.acme.core_7.8.23.jar`
    expect(stdout.split('\n')).toContain(`Added: [${added.join(' ')}] of [${removed}]`)
  })

  test('writes the changelog of the documents, unless told not to or too old', async () => {
    await using bench = await wso2Bench()

    await bench.run('-l', '1')
    await bench.run('-l', '2', '--no-changelog')

    const changelogs = globSync('updates/*.md', { cwd: bench.home })
    expect(changelogs).toEqual(['updates/changelog-0000-0001.md'])
    const [head, added = '', updated] = (await bench.read('updates/changelog-0000-0001.md')).split(/^## /m)
    const fixture = fixtureOf('changelog.md').split(/^## /m)[0]
    expect(head).toBe(fixture?.replace('wso2am 4.2.0', 'wso2acme 1.0.0').replace('0010', '0001'))
    expect(added).toMatch(/^Added Files \(1\)\n\n- repository.*\n\n$/)
    expect(updated).toMatch(/^Updated Files \(2\)\n/)
    await bench.tool.switch(tool17)
    await bench.run()
    expect(globSync('updates/*.md', { cwd: bench.home })).toHaveLength(1)
    expect((await bench.run('--get-summary')).stderr).toContain('unknown flag: --get-summary')
  })
})

describe('customised files', () => {
  const title = { from: '"Store"', to: '"Team store"' }

  test('are merged where the lines allow it', async () => {
    await using bench = await wso2Bench()
    await change(bench, storePage, '"en"', '"de"')

    const { code } = await bench.run()

    expect(code).toBe(0)
    const page = await bench.read(storePage)
    expect([page.includes('"Acme store"'), page.includes('"de"'), page.includes('2026')]).toEqual([
      true,
      true,
      true,
    ])
    expect(await bench.log()).toContain(`merged successfully:\n${join(bench.home, storePage)}\n\n`)
  })

  test('in conflict stop the update: exit 3, .original and .new, the level unchanged', async () => {
    await using bench = await wso2Bench()
    await change(bench, storePage, title.from, title.to)

    const { code, stdout } = await bench.run('--template', 'Conflicts: {{.Conflicts}}')

    expect(code).toBe(3)
    expect(stdout.split('\n')).toContain(`Conflicts: [${join(bench.home, storePage)}]`)
    expect(await bench.level()).toBe('-1')
    expect(await bench.read(storePage)).toContain('"Team store"')
    expect(await bench.read(`${storePage}.original`)).toContain('"Store"')
    expect(await bench.read(`${storePage}.new`)).toContain('"Acme store"')
    expect((await bench.run()).code).toBe(1)
  })

  test('are taken from .final with --continue, which is refused without', async () => {
    await using bench = await wso2Bench()
    await change(bench, storePage, title.from, title.to)
    await bench.run()

    const early = await bench.run('--continue')
    await bench.write({ [`${storePage}.final`]: 'resolved\n' })
    const late = await bench.run('--continue')

    expect([early.code, late.code]).toEqual([1, 0])
    expect(await bench.read(storePage)).toBe('resolved\n')
    expect(globSync(`${storePage}.*`, { cwd: bench.home })).toEqual([])
    expect(await bench.level()).toBe('4')
    expect(existsSync(join(bench.home, 'updates/changelog-0000-0004.md'))).toBe(true)
  })

  test.each([
    ['new', '"Acme store"'],
    ['ours', '"Team store"'],
  ] as const)('are decided for %s with WSO2_UPDATES_SKIP_CONFLICTS', async (skippedConflict, expected) => {
    await using bench = await wso2Bench({ skippedConflict })
    await change(bench, storePage, title.from, title.to)

    const { code } = await bench.runBare(credentials(), { WSO2_UPDATES_SKIP_CONFLICTS: 'true' })

    expect(code).toBe(0)
    expect(await bench.read(storePage)).toContain(expected)
  })

  test('can be in conflict without .original and without a word', async () => {
    await using bench = await wso2Bench({ conflictOriginal: false, conflictText: false })
    await change(bench, storePage, title.from, title.to)

    const { code, stdout, stderr } = await bench.run()

    expect(code).toBe(3)
    expect(stdout + stderr).not.toMatch(/conflict/i)
    expect(globSync(`${storePage}.*`, { cwd: bench.home })).toEqual([`${storePage}.new`])
  })

  test.each([
    [true, 'lib/acme-boot.jar'],
    [false, 'lib/acme-boot.jar'],
  ])('that are jars are overwritten silently: %s', async (overwritesJars, jar) => {
    await using bench = await wso2Bench({ overwritesJars })
    await bench.write({ [jar]: 'patched' })

    const { code } = await bench.run()

    expect(code).toBe(0)
    expect((await bench.read(jar)) === 'patched').toBe(!overwritesJars)
  })

  test('that are templates are replaced', async () => {
    await using bench = await wso2Bench()
    const path = 'repository/resources/conf/templates/repository/conf/carbon.xml.j2'
    await bench.write({ [path]: 'own\n' })

    await bench.run()

    expect(await bench.read(path)).toContain('{{port}}')
    expect(await bench.log()).toContain(`Skipping diffApply for ${path}. Replacing file instead`)
  })

  test.each([true, false])('that were deleted come back: %s', async restoresDeleted => {
    await using bench = await wso2Bench({ restoresDeleted })
    await rm(join(bench.home, terms))

    await bench.run()

    expect(existsSync(join(bench.home, terms))).toBe(restoresDeleted)
  })
})

describe('backup and revert', () => {
  test('bring the home back with exit 4', async () => {
    await using bench = await wso2Bench()
    await bench.run('-l', '1')
    const before = await productTree(bench.home)
    await bench.run()

    const { code } = await bench.runBare(['--revert'])

    expect(code).toBe(4)
    expect(await productTree(bench.home)).toEqual(before)
    expect(await bench.level()).toBe('1')
  })

  test('take back an update that stopped at a conflict', async () => {
    await using bench = await wso2Bench()
    await change(bench, storePage, '"Store"', '"Team store"')
    await bench.run()

    const reverted = await bench.runBare(['--revert'])
    const again = await bench.run()

    expect([reverted.code, again.code]).toEqual([4, 3])
  })

  test('remember --backup, and lie where config.json says', async () => {
    await using bench = await wso2Bench()
    const backups = join(bench.folder, 'backups')

    await bench.run('-l', '1', '--backup', backups)
    await bench.run('-l', '2')

    const found = globSync('backup/wso2acme-1.0.0-*-*-*-*-*', { cwd: backups })
    expect(found).toHaveLength(2)
    const config = await bench.read('updates/config.json')
    expect(config).toContain(`"backup-dir": ${JSON.stringify(backups)}`)
    expect(found.some(path => config.includes(`"backup": ${JSON.stringify(join(backups, path))}`))).toBe(true)
  })

  test('are refused inside the product', async () => {
    await using bench = await wso2Bench()
    const inside = join(bench.home, 'backups')

    const { code, stderr } = await bench.run('-b', inside)

    expect(code).toBe(1)
    expect(stderr).toBe(
      `wso2update: Backup directory ${inside} cannot be inside the product directory ${bench.home}.\n`,
    )
  })

  test('cannot revert after --no-backup, nor from a backup that was changed', async () => {
    await using bench = await wso2Bench()
    await bench.run('-l', '1', '--no-backup')
    const without = await bench.runBare(['--revert'])
    await bench.run()
    const [backup = ''] = globSync(join(bench.user, '.wso2-updates/backup/*'))
    await writeFile(join(backup, 'more.txt'), 'more')

    const changed = await bench.runBare(['--revert'])

    expect([without.code, changed.code]).toEqual([1, 1])
    expect(without.stderr).toContain('Unable to revert as backups could not be found')
    expect(changed.stderr).toContain('Cannot revert because the backup directory has been modified.')
  })
})

describe('the other commands', () => {
  test('check says what there is and touches nothing', async () => {
    await using bench = await wso2Bench()
    const before = await productTree(bench.home)

    const { code, stdout } = await bench.run('check')

    expect(code).toBe(0)
    expect(stdout).toContain(
      "The latest update level is 'wso2acme-1.0.0.4'. \nThis consists of 8 updates applied on top of 'wso2acme-1.0.0.0'",
    )
    expect(stdout).toContain("'wso2acme-1.0.0.4' consists of 3 critical security updates")
    expect(await productTree(bench.home)).toEqual(before)
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
      runProcess(join(skeleton, 'bin/wso2update_linux'), ['check', ...credentials()], {
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
    expect(await productTree(bench.home)).toEqual(await productTree(bench.vendor.tree(3)))
  })

  test('apply-hotfix blocks updates until revert-hotfix', async () => {
    await using bench = await wso2Bench()
    const zip = join(bench.folder, 'wso2acme-1.0.0-abc-hf1.zip')
    await writeFile(zip, zipOf([{ name: 'lib/acme-boot.jar', content: 'hot' }]))
    const before = await productTree(bench.home)

    const applied = await bench.runBare(['apply-hotfix', zip])
    const hot = await bench.read('lib/acme-boot.jar')
    const blocked = await bench.run()
    const reverted = await bench.runBare(['revert-hotfix'])

    expect([applied.code, blocked.code, reverted.code]).toEqual([0, 1, 0])
    expect(hot).toBe('hot')
    expect(await productTree(bench.home)).toEqual(before)
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
    const before = await productTree(bench.home)

    const { code, stderr } = await bench.run()

    expect(code).toBe(1)
    expect(stderr).toBe(`wso2update: ${message}\n`)
    expect(await bench.log()).toContain(`ERROR - ${message}\n`)
    expect(await productTree(bench.home)).toEqual(before)
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
    const before = await productTree(bench.home)

    const { code, stdout } = await bench.run()

    expect(code).toBe(0)
    expect(stdout).toContain('updated successfully')
    expect(await bench.level()).toBe('-1')
    expect(JSON.stringify(await productTree(bench.home)) !== JSON.stringify(before)).toBe(changed)
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
    const child = spawn(join(bench.home, 'bin/wso2update_linux'), credentials(), {
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
      await change(bench, storePage, '"en"', '"de"')
      await bench.run('check')
      await bench.run('check')
      await bench.run('-l', '3')
      await bench.run()
      await bench.run()

      const log = await bench.log()

      const said = log.split(/^\[\d\d-\d\d-\d{4} \d\d:\d\d:\d\d\] /m).map(shapeOf)
      const lines = fixtureOf(file).trim().split('\n').map(shapeOf)
      expect(lines.filter(line => !said.some(message => message.startsWith(line)))).toEqual([])
    },
  )

  test('into config.json has the shape of public packs: tabs, no newline at the end', async () => {
    await using bench = await wso2Bench()
    await bench.run()

    const config = await bench.read('updates/config.json')

    const skeleton = (text: string) => text.replace(/: (".*?"|\d+)(,?)$/gm, ':$2')
    expect(skeleton(config)).toBe(skeleton(fixtureOf('config.json')))
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

function credentials(): string[] {
  return ['-u', account.username, '-p', account.password]
}

/** A home without the tool and its `updates/`. */
async function productTree(home: string): Promise<Record<string, string>> {
  const tree = await readTree(home)
  return Object.fromEntries(
    Object.entries(tree).filter(([path]) => !path.startsWith('updates') && path !== 'bin/wso2update_linux'),
  )
}

async function change(bench: Wso2Bench, path: string, from: string, to: string): Promise<void> {
  await bench.write({ [path]: (await bench.read(path)).replace(from, to) })
}

function fixtureOf(name: string): string {
  return readFileSync(join(import.meta.dirname, 'fixtures/wso2', name), 'utf8')
}

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
