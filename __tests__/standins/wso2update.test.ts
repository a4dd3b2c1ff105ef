import { existsSync, globSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { readTree } from '../helpers/tree.ts'
import { zipOf } from '../helpers/zip.ts'
import { consoleWar, storePage } from './wso2/acme-levels.ts'
import { tool17 } from './wso2/switches.ts'
import { credentials, productOf, wso2Bench, wso2Fixture } from './wso2/wso2-bench.ts'
import { readZip } from './wso2/zip-reading.ts'

const terms = 'repository/resources/Terms of use.txt'
const bundlesInfo =
  'repository/components/default/configuration/org.eclipse.equinox.simpleconfigurator/bundles.info'
const template =
  'Modified: {{.Modified}}, Added: {{.Added}}, Removed: {{.Removed}}, Conflicts: {{.Conflicts}}'

describe('an update', () => {
  test('makes of an untouched home the vendor’s latest level', async () => {
    await using bench = await wso2Bench()

    const { code, stdout } = await bench.run()

    expect(code).toBe(0)
    expect(stdout).toContain('wso2acme-1.0.0 updated successfully\n')
    expect(await bench.level()).toBe('4')
    expect(await productOf(bench.home)).toEqual(await productOf(bench.vendor.tree(4)))
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
    expect(await productOf(bench.home)).toEqual(await productOf(bench.vendor.tree(2)))
  })

  test('goes on from the level where it stands', async () => {
    await using bench = await wso2Bench()
    await bench.run('-l', '1')

    const { code, stdout } = await bench.run()

    expect(code).toBe(0)
    expect(stdout).toContain("This consists of 6 updates applied on top of 'wso2acme-1.0.0.1'")
    expect(await productOf(bench.home)).toEqual(await productOf(bench.vendor.tree(4)))
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
    const before = await productOf(bench.home)

    const { code, stdout } = await bench.run('--dry-run', '--template', template)

    expect(code).toBe(0)
    expect(stdout).toMatch(/^Modified: \[.*\], Added: \[.*\], Removed: \[.*\], Conflicts: \[\]$/m)
    expect(await productOf(bench.home)).toEqual(before)
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
    const fixture = wso2Fixture('changelog.md').split(/^## /m)[0]
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
    await bench.change(storePage, '"en"', '"de"')

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
    await bench.change(storePage, title.from, title.to)

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
    await bench.change(storePage, title.from, title.to)
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
    await bench.change(storePage, title.from, title.to)

    const { code } = await bench.runBare(credentials, { WSO2_UPDATES_SKIP_CONFLICTS: 'true' })

    expect(code).toBe(0)
    expect(await bench.read(storePage)).toContain(expected)
  })

  test('can be in conflict without .original and without a word', async () => {
    await using bench = await wso2Bench({ conflictOriginal: false, conflictText: false })
    await bench.change(storePage, title.from, title.to)

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
    const before = await productOf(bench.home)
    await bench.run()

    const { code } = await bench.runBare(['--revert'])

    expect(code).toBe(4)
    expect(await productOf(bench.home)).toEqual(before)
    expect(await bench.level()).toBe('1')
  })

  test('take back an update that stopped at a conflict', async () => {
    await using bench = await wso2Bench()
    await bench.change(storePage, '"Store"', '"Team store"')
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
