import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { type ProcessResult, runProcess } from './run-process.ts'
import { writeFiles } from './wso2-legacy/files.ts'
import { installInPlace, installWum, readRuns } from './wso2-legacy/install.ts'
import type { InPlaceSettings, WumSettings } from './wso2-legacy/settings.ts'
import { type VendorLevel, writeVendor } from './wso2-legacy/vendor.ts'
import { unzipFiles } from './wso2-legacy/zip.ts'

const product = 'wso2am-3.2.0'
const first = 1_582_261_435_000
const second = 1_601_491_792_439
const security = 1_590_000_000_000

const conf = 'repository/conf/api manager.xml'
const text = '<port>1</port>\n<!-- -->\n<name>vendor</name>\n<!-- -->\n<!-- end -->\n'

const levels: VendorLevel[] = [
  {
    timestamp: first,
    updates: [{ number: '5234', title: 'Fix (one)', security: false }],
    changes: { [conf]: text.replace('1', '2') },
  },
  {
    timestamp: second,
    updates: [
      { number: '5300', title: 'Fix two', security: true },
      { number: '5301', title: 'Fix three', security: false },
    ],
    changes: { 'lib/old_1.0.jar': null, 'lib/old_1.1.jar': Buffer.from('PK\x03\x04\0 2') },
  },
]

let folder: string
/** The vanilla pack. */
let pack: string
/** The user's folder. */
let user: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wso2-legacy-'))
  user = join(folder, 'user')
  await mkdir(user)
  pack = await publish(levels)
})
afterEach(() => rm(folder, { recursive: true }))

/** Has the vendor offer the given levels on `full`; gives the vanilla pack. */
function publish(full: VendorLevel[]): Promise<string> {
  return writeVendor(join(folder, 'vendor'), {
    product,
    base: {
      'bin/api-manager.sh': { content: '#!/bin/sh\n', mode: 0o755 },
      [conf]: text,
      'lib/old_1.0.jar': Buffer.from('PK\x03\x04\0 1'),
    },
    channels: {
      full,
      security: [
        {
          timestamp: security,
          updates: [{ number: '5300', title: 'Fix two', security: true }],
          changes: { 'lib/safe.jar': 'safe' },
        },
      ],
    },
  })
}

async function untilSaid(stream: AsyncIterable<unknown>, words: string): Promise<void> {
  let said = ''
  for await (const chunk of stream) {
    said += String(chunk)
    if (said.includes(words)) return
  }
  throw new Error(`It ended without "${words}": ${said}`)
}

const environment = () => ({ HOME: user, PATH: dirname(process.execPath) })

/** What the public documents say of the world; a test changes what it is about. */
function settings<T>(changes: T): T & { vendor: string; record: string } {
  return { vendor: join(folder, 'vendor'), record: join(folder, 'runs.jsonl'), ...changes }
}

describe('update_linux', () => {
  const right = ['-u', 'user@example.com', '-p', 'pa$$word']
  let home: string

  beforeEach(async () => {
    home = join(folder, 'packs of mine', product)
    await writeFiles(dirname(home), unzipFiles(await readFile(pack)))
    await use({})
  })

  test('tells what the transcript of an update without credentials tells', async () => {
    await run([], '\n')

    const { code, stdout } = await afterRevert(() => run([], '\n'))

    const backups = join(user, '.wso2-updates', 'backup')
    expect(code).toBe(0)
    expect(stdout.replaceAll(/\d{13}$/gm, '<epoch-ms>').split('\n')).toEqual([
      '-------------- Welcome to WSO2 In-place Updates --------------',
      '',
      '[INFO] WSO2 Updates 2.0 is now available! For more information visit https://updates.docs.wso2.com/en/latest/',
      '',
      "Please press 'enter' to continue with a Trial subscription.",
      'If you already have a WSO2 Subscription, please enter your credentials to continue.',
      'Email:',
      'Continuing with trial subscription...',
      'Done!',
      'Checking for latest In-place version...',
      `Checking updates for '${product}' via 'full' channel...`,
      '',
      `There are 3 updates available for the product '${product}'.`,
      `[WARNING] There are 1 critical security updates for the product '${product}'. WSO2 strongly recommends to apply these updates in production as soon as possible.`,
      '',
      `Creating a backup of '${product}'...`,
      `Successfully created the backup at : ${join(backups, product)}-<epoch-ms>`,
      '',
      '3 update(s) already downloaded, 0 more to download',
      'Verifying downloaded updates...',
      'Installing updates...',
      'Merging files...',
      'Successfully completed merging files',
      '',
    ])
  })

  test('leaves the level, its numbers, the summary, the channel and the new files in the pack', async () => {
    const { code } = await run([...right, '-c', 'full'])

    const summary = await read(`updates/summary/update-summary-${product}+${second}.full.pdf`)
    expect(code).toBe(0)
    expect(await read(`updates/wum/${second}`)).toBe('- "5234"\n- "5300"\n- "5301"\n')
    expect(await read('updates/config.yaml')).toBe('channel: full\nusername: user@example.com\n')
    expect(summary).toContain(`(wso2am - 3.2.0 ${second} \\(full\\))`)
    expect(summary).toContain('contains details of 3 update\\(s\\) installed')
    expect(Number(/startxref\n(\d+)/.exec(summary)?.[1])).toBe(summary.indexOf('xref\n0'))
    expect((await readdir(join(home, 'lib'))).toSorted()).toEqual(['old_1.1.jar'])
    expect(await read(conf)).toBe(text.replace('1', '2'))
  })

  test('downloads the vanilla pack the first time', async () => {
    const { stdout } = await run(right)

    expect(stdout).toContain(
      `Adding product to WSO2 In-Place updates...\nConnecting to WSO2 Update Server...\nDownloading ${product}...\n`,
    )
    expect(stdout).toMatch(/^Downloading product wso2am-3\.2\.0\.\.\. \[[\d.]+MB\/[\d.]+MB\]$/m)
    const kept = await readFile(join(user, '.wso2-updates', 'products', product, `${product}.zip`))
    expect(kept.equals(await readFile(pack))).toBe(true)
  })

  test('stops at a timestamp and goes on from there, with one file for each run', async () => {
    const pinned = await run([...right, '-t', String(first + 1)])
    const levels = await readdir(join(home, 'updates/wum'))
    const further = await run(right)

    expect([pinned.code, further.code]).toEqual([0, 0])
    expect(levels).toEqual([String(first)])
    expect(await read(`updates/wum/${first}`)).toBe('- "5234"\n')
    expect(await read(`updates/wum/${second}`)).toBe('- "5300"\n- "5301"\n')
    expect(further.stdout).toContain('0 update(s) already downloaded, 2 more to download\n')
  })

  test('takes another channel, and the saved one from then on', async () => {
    await run([...right, '--channel', 'security'])

    const again = await run(right)

    expect(await read('lib/safe.jar')).toBe('safe')
    expect(again.stdout).toContain(`via 'security' channel...`)
    expect(again.stdout).toContain(`There are no new updates available for the product '${product}'.`)
    expect(again.code).toBe(0)
  })

  test('merges what the user and the vendor changed in different lines', async () => {
    await writeFile(join(home, conf), text.replace('end', 'mine'))

    const { code, stdout } = await run(right)

    expect(code).toBe(0)
    expect(await read(conf)).toBe(text.replace('1', '2').replace('end', 'mine'))
    expect(stdout).toContain(
      `Merge successful for the following files.\n${join(home, conf)}\nSuccessfully completed merging files\n`,
    )
  })

  test('replaces a file that the vendor adds where the user has one', async () => {
    await writeFile(join(home, 'lib/old_1.1.jar'), 'mine')

    const { stdout } = await run(right)

    expect(stdout).toContain(
      `Added file ${join(home, 'lib/old_1.1.jar')} already exists, replacing with the latest update`,
    )
  })

  describe('with a conflict', () => {
    const mine = text.replace('<port>1', '<port>9')

    beforeEach(() => writeFile(join(home, conf), mine))

    test('ends with 3 and leaves three files beside the user’s', async () => {
      const { code, stdout } = await run(right)

      expect(code).toBe(3)
      expect(stdout).toMatch(/^Merging could not be completed/m)
      expect(await read(conf)).toBe(mine)
      expect(await read(`${conf}.old`)).toBe(text)
      expect(await read(`${conf}.updated`)).toBe(text.replace('1', '2'))
      expect(await read(`${conf}.diff`)).toContain('@@ -1,1 +1,1 @@\n-<port>1</port>\n+<port>2</port>\n')
      expect(existsSync(join(home, 'updates/wum'))).toBe(false)
    })

    test('refuses to go on or to start again before it is resolved', async () => {
      await run(right)

      const on = await run([...right, '--continue'])
      const again = await run(right)

      expect([on.code, again.code]).toEqual([1, 1])
      expect(on.stderr).toContain(join(home, conf))
      expect(existsSync(join(home, `${conf}.old`))).toBe(true)
    })

    test('takes the resolved file with --continue and removes the others', async () => {
      await run(right)
      await writeFile(join(home, `${conf}.final`), 'resolved')

      const { code } = await run([...right, '--continue'])

      expect(code).toBe(0)
      expect(await readdir(join(home, 'repository/conf'))).toEqual(['api manager.xml'])
      expect(await read(conf)).toBe('resolved')
      expect(await read(`updates/wum/${second}`)).toContain('5234')
      expect((await run(right)).stdout).toContain('There are no new updates available')
    })

    test('goes back with --revert', async () => {
      await run(right)

      const { code } = await run(['--revert'])

      expect(code).toBe(0)
      expect(await read(conf)).toBe(mine)
      expect(await readdir(join(home, 'repository/conf'))).toEqual(['api manager.xml'])
    })
  })

  test('conflicts where it is told to', async () => {
    await use({ conflictIn: [conf] })
    await writeFile(join(home, conf), text.replace('end', 'mine'))

    const { code } = await run(right)

    expect(code).toBe(3)
  })

  test.each([['continue'], ['revert']])('fails at --%s without anything to it', async flag => {
    const { code } = await run([...right, `--${flag}`])

    expect(code).toBe(1)
  })

  test('replaces itself once, ends with 2 and leaves the pack alone', async () => {
    await use({ selfUpdate: 'once' })
    const before = await read('bin/update_linux')

    const replaced = await run(right)
    const level = existsSync(join(home, 'updates/wum'))
    const again = await run(right)

    expect([replaced.code, again.code]).toEqual([2, 0])
    expect(level).toBe(false)
    expect(await read('bin/update_linux')).not.toBe(before)
    expect(await readdir(join(home, 'updates/wum'))).toEqual([String(second)])
  })

  test('replaces itself for ever', async () => {
    await use({ selfUpdate: 'always' })

    const codes = [(await run(right)).code, (await run(right)).code, (await run(right)).code]

    expect(codes).toEqual([2, 2, 2])
  })

  test('refuses wrong credentials', async () => {
    const { code, stderr } = await run(['-u', 'user@example.com', '-p', 'pa'])

    expect(code).toBe(1)
    expect(stderr).toBe('wso2-update: invalid credentials. Please enter valid WSO2 credentials\n')
  })

  test('asks for what it was not given', async () => {
    const { code, stdout } = await run([], 'user@example.com\npa$$word\n')

    expect(code).toBe(0)
    expect(stdout).toContain('Password for user@example.com:')
    expect(await read('updates/config.yaml')).toContain('username: user@example.com')
  })

  test('fails where its input has ended', async () => {
    const { code, stderr } = await run([], '')

    expect(code).toBe(1)
    expect(stderr).toContain('EOF')
  })

  test('waits at its question for ever where it is told to', async () => {
    await use({ hangsAtPrompt: true })

    const hanging = spawn(join(home, 'bin/update_linux'), [], { env: environment() })
    const ended = new Promise(resolve => hanging.once('close', (_code, signal) => resolve(signal)))
    hanging.stdin.end()
    await untilSaid(hanging.stdout, 'Email:')
    await use({})

    const other = await run([], '')

    expect(other.code).toBe(1)
    expect(hanging.exitCode).toBeNull()
    hanging.kill()
    expect(await ended).toBe('SIGTERM')
  })

  test.each([
    ['no subscription', { subscription: false }, []],
    ['an unknown channel', {}, ['-c', 'premium']],
  ])('says the same for %s', async (_what, changes, flags) => {
    await use(changes)

    const { code, stderr } = await run([...right, ...flags])

    expect(code).toBe(1)
    expect(stderr).toContain('You do not have an active subscription or the channel does not exist')
  })

  test('has nothing new where it is told to', async () => {
    await use({ nothingNew: true })

    const { code, stdout } = await run(right)

    expect(code).toBe(0)
    expect(stdout).toContain('There are no new updates available for the product')
    expect(existsSync(join(home, 'updates/wum'))).toBe(false)
  })

  test('says success and changes nothing where it is told to', async () => {
    await use({ changesNothing: true })

    const { code, stdout } = await run(right)

    expect(code).toBe(0)
    expect(stdout).toContain('Successfully completed merging files')
    expect(await readdir(join(home, 'updates'))).toEqual(['product.txt'])
    expect(await read(conf)).toBe(text)
  })

  test.each([
    ['exit 0', 0],
    ['exit 1', 1],
  ] as const)('fails to merge with %s and records no level', async (mergeFailure, wanted) => {
    await use({ mergeFailure })

    const { code, stdout } = await run(right)

    expect(code).toBe(wanted)
    expect(stdout).toContain('Merging configurations failed.\n')
    expect(existsSync(join(home, 'updates/wum'))).toBe(false)
  })

  test('speaks on the streams that it is told', async () => {
    await use({ output: 'stderr' })
    const onStderr = await run(['-u', 'nobody', '-p', ''])
    await use({ output: 'stdout' })

    const onStdout = await run(['-u', 'nobody', '-p', ''])

    expect(onStderr.stdout).toBe('')
    expect(onStdout.stderr).toBe('')
    expect(onStderr.stderr).toBe(onStdout.stdout)
  })

  test('is busy for one run and says so', async () => {
    await use({ outage: { kind: 'busy', runs: 1 } })

    const busy = await run(right)
    const again = await run(right)

    expect(busy.code).toBe(1)
    expect(busy.stderr).toBe('wso2-update: servers are busy at the moment. Please try again later.\n')
    expect(again.code).toBe(0)
  })

  test('tells why it cannot connect only if asked', async () => {
    await use({ outage: { kind: 'decommissioned', runs: null } })

    const short = await run(right)
    const long = await run([...right, '--verbose'])

    expect(short.stderr).toBe('wso2-update: unable to connect to WSO2 Update\n')
    expect(long.stderr).toMatch(
      /lookup api\.updates\.wso2\.com: no such host\nwso2-update: unable to connect/,
    )
  })

  test('helps, and refuses flags and packs that it does not know', async () => {
    const help = await run(['--help'])
    const flag = await run(['--level', '3'])
    await rm(join(home, 'updates/product.txt'))
    const stranger = await run(right)

    expect([help.code, flag.code, stranger.code]).toEqual([0, 1, 1])
    expect(help.stdout).toContain('--revert')
    expect(flag.stderr).toContain('unknown flag: --level')
    expect(stranger.stderr).toContain('Unable to identify the product')
  })

  test('records its runs without the password', async () => {
    await run([...right, '--verbose'])
    await run(['--password=-other', '-u', 'x'])

    const runs = await readRuns(join(folder, 'runs.jsonl'))

    expect(runs).toEqual([
      {
        tool: 'update_linux',
        argv: ['-u', 'user@example.com', '-p', '<expected>', '--verbose'],
        home: user,
        cwd: folder,
      },
      { tool: 'update_linux', argv: ['--password=<other>', '-u', 'x'], home: user, cwd: folder },
    ])
  })

  async function use(changes: Partial<InPlaceSettings>): Promise<void> {
    await installInPlace(home, settings(changes))
  }

  function run(args: string[], input?: string): Promise<ProcessResult> {
    const options = { env: environment(), cwd: folder }
    const tool = join(home, 'bin/update_linux')
    return runProcess(tool, args, input === undefined ? options : { ...options, input })
  }

  async function afterRevert(again: () => Promise<ProcessResult>): Promise<ProcessResult> {
    await run(['--revert'])
    return again()
  }

  function read(path: string): Promise<string> {
    return readFile(join(home, path), 'latin1')
  }
})

describe('wum', () => {
  const init = ['init', '-u', 'user@example.com', '-p', 'pa$$word']
  const store = (...names: string[]) => join(user, '.wum3', 'products', 'wso2am', '3.2.0', ...names)

  beforeEach(() => use({}))

  test('is initialised, gets a product and updates it into the store', async () => {
    const initialised = await run(init)
    const added = await run(['add', product, '-y'])
    const updated = await run(['update', product])

    const zip = store('full', `${product}+${second}.full.zip`)
    const files = unzipFiles(await readFile(zip))
    expect([initialised.code, added.code, updated.code]).toEqual([0, 0, 0])
    expect((await readFile(store(`${product}.zip`))).equals(await readFile(pack))).toBe(true)
    expect(updated.stdout.trimEnd().endsWith(` ${zip}`)).toBe(true)
    expect([...files.keys()].toSorted()).toEqual(
      [
        'bin/api-manager.sh',
        'lib/old_1.1.jar',
        conf,
        'updates/product.txt',
        `updates/summary/update-summary-${product}+${second}.full.pdf`,
        `updates/wum/${second}`,
      ].map(path => `${product}/${path}`),
    )
    expect(files.get(`${product}/updates/wum/${second}`)?.content.toString()).toBe(
      '- "5234"\n- "5300"\n- "5301"\n',
    )
    expect(files.get(`${product}/bin/api-manager.sh`)?.mode).toBe(0o755)
    expect(await readdir(join(user, '.wum3', 'updates', 'wilkes', '4.4.0'))).toEqual(
      ['5234', '5300', '5301'].map(number => `WSO2-CARBON-UPDATE-4.4.0-${number}.zip`),
    )
    expect(await readdir(join(user, '.wum3', 'updates', `summary-${second}`))).toHaveLength(1)
  })

  test('writes its configuration in the order that scripts know', async () => {
    await run(init)

    const lines = (await readFile(join(user, '.wum3', 'config.yaml'), 'utf8')).split('\n')
    expect(lines.slice(3, 7)).toEqual([
      'defaultchannel: full',
      'repositories:',
      '  wso2:',
      '    enabled: true',
    ])
    expect(lines.join('\n')).toMatch(/^products:/m)
  })

  test('asks for credentials and for consent', async () => {
    const initialised = await run(['init'], 'user@example.com\npa$$word\n')
    const refused = await run(['add', product], 'n\n')
    const kept = existsSync(store(`${product}.zip`))
    const added = await run(['add', product], 'Y\n')

    expect([initialised.code, refused.code, added.code]).toEqual([0, 0, 0])
    expect(kept).toBe(false)
    expect(existsSync(store(`${product}.zip`))).toBe(true)
  })

  test('updates a channel of its own folder', async () => {
    await ready()

    await run(['update', product, 'security'])

    expect(await readdir(store('security'))).toEqual([`${product}+${security}.security.zip`])
  })

  test('checks before and after an update', async () => {
    await ready()
    const before = await run(['check-update', product, 'full', '-v'])
    await run(['update', product])

    const after = await run(['check-update', product])
    const again = await run(['update', product])

    expect(before.stdout).toContain(`There are 3 updates available for the product '${product}'.`)
    expect([before.code, after.code, again.code]).toEqual([0, 0, 0])
    expect(after.stdout).toContain('There are no new updates available for the product')
    expect(again.stdout).toBe(after.stdout)
  })

  test('keeps what earlier runs left in a pack', async () => {
    await older()

    await run(['update', product])

    const files = unzipFiles(await readFile(store('full', `${product}+${second}.full.zip`)))
    const levels = [...files.keys()].filter(path => path.includes('/updates/wum/'))
    expect(levels.toSorted()).toEqual([first, second].map(time => `${product}/updates/wum/${time}`))
    expect(files.get(`${product}/updates/wum/${second}`)?.content.toString()).toBe('- "5300"\n- "5301"\n')
  })

  test('lists, describes, finds and deletes', async () => {
    await ready()
    await run(['update', product])
    const updated = `${product}+${second}.full.zip`

    const list = await run(['list', 'wso2am'])
    const describe = await run(['describe', product, 'full'])
    const search = await run(['search', 'am'])
    const deleted = await run(['delete', updated])

    expect(list.stdout).toContain(updated)
    expect(/^.*Product.*Path.*?([a-zA-Z0-9+.,/,-]*)$/m.exec(describe.stdout)?.[1]).toBe(
      store('full', updated),
    )
    expect(search.stdout).toBe(`${product}\n`)
    expect(deleted.code).toBe(0)
    expect(await readdir(store('full'))).toEqual([])
  })

  test('makes the difference of two results where it is run', async () => {
    await older()
    await run(['update', product])

    const { code, stdout } = await run(
      ['diff', `${product}+${second}.full.zip`, `${product}+${first}.full.zip`],
      '',
      user,
    )

    const zip = stdout.trim()
    expect(code).toBe(0)
    expect(dirname(zip)).toBe(user)
    expect([...unzipFiles(await readFile(zip)).keys()].toSorted()).toEqual(
      [
        'lib/old_1.1.jar',
        `updates/summary/update-summary-${product}+${second}.full.pdf`,
        `updates/wum/${second}`,
      ].map(path => `${product}/${path}`),
    )
  })

  test('refuses a difference whose updates it no longer has', async () => {
    await older()
    await run(['update', product])
    await rm(join(user, '.wum3', 'updates'), { recursive: true })

    const { code, stderr } = await run(['diff', `${product}+${second}.full`, `${product}+${first}.full`])

    expect(code).toBe(1)
    expect(stderr).toMatch(
      /^wum: cannot validate the target distribution 'wso2am-3\.2\.0\.\d+'\. Some updates/,
    )
  })

  test('takes an original pack from a folder', async () => {
    await run(init)
    await writeFile(join(folder, `${product}.zip`), await readFile(pack))

    const { code } = await run(['add', '--file', join(folder, `${product}.zip`), '-y'])

    expect(code).toBe(0)
    expect(existsSync(store(`${product}.zip`))).toBe(true)
  })

  test('refuses a modified pack, from a folder and in the store', async () => {
    await ready()
    await appendFile(store(`${product}.zip`), 'modified')
    const modified = join(folder, `${product}.zip`)
    await writeFile(modified, await readFile(store(`${product}.zip`)))

    const updated = await run(['update', product])
    const added = await run(['add', '--file', modified, '-y'])

    const words = `wum: your product distribution '${product}.zip' contains local modifications. MD5 check failed.\nPlease use the original product distribution.\n`
    expect(updated).toMatchObject({ code: 1, stderr: words })
    expect(added).toMatchObject({ code: 1, stderr: words })
  })

  test('keeps products where its configuration says', async () => {
    await run(init)

    const { code } = await run(['config', 'local.product.repo', '~/packs'])

    await run(['add', product, '-y'])
    expect(code).toBe(0)
    expect(existsSync(join(user, 'packs', 'wso2am', '3.2.0', `${product}.zip`))).toBe(true)
  })

  test('names results as WUM 2 did', async () => {
    await use({ version: 2 })
    await ready()

    const { code } = await run(['update', product])

    expect(code).toBe(0)
    expect(await readdir(join(user, '.wum-wso2', 'products', 'wso2am', '3.2.0'))).toEqual([
      `${product}.${second}.zip`,
      `${product}.zip`,
    ])
    expect((await run(['check-update', product])).stdout).toContain('There are no new updates')
  })

  test('refuses wrong use in the words of its documentation', async () => {
    const refusals = new Map([
      ['init -u user@example.com -p wrong', 'invalid credentials'],
      ['init -u user@example.com -p ', 'username or password cannot be empty'],
      ['add', "requires a product\nTry 'wum add --help' for more information."],
      ['add a-1.0.0 b-1.0.0', "requires only 1 product\nTry 'wum add --help' for more information."],
      ['add wso2is-5.0.0', "unable to download. cannot find a matching product for 'wso2is-5.0.0'"],
      [`add ${product} -y`, `product ${product} is already added`],
      ['add --file some.zip', "unable to get the absolute path of 'some.zip'"],
      ['add --file /nowhere/wso2am-3.2.0.zip', 'file not found'],
      ['list a b', "requires only 1 product pattern\nTry 'wum list --help' for more information."],
      ['list wso2is', "cannot find a matching product for 'wso2is'"],
      ['search nothing', "cannot find a matching product for 'nothing'"],
      ['delete nothing', "cannot find a matching product for 'nothing'"],
      ['update wso2am', "invalid product 'wso2am'. Product version is missing"],
      [`update ${product} premium`, 'You do not have an active subscription or the channel does not exist'],
      [
        'check-update a b c',
        "requires only 1 product pattern\nTry 'wum check-update --help' for more information.",
      ],
      [
        'diff a.zip',
        "requires two updated product distributions\nTry 'wum diff --help' for more information.",
      ],
      [
        'diff a.zip b.zip',
        "invalid update distribution names 'a.zip' - 'b.zip'\nTry 'wum diff --help' for more information.",
      ],
      ['config a', "invalid number of arguments\nTry 'wum config --help' for more information."],
      ['config a b', "invalid wumconfig element 'a'\nTry 'wum config --help' for more information."],
      [
        'config repositories.wso2.accesstoken x',
        "you are not supposed to set a value for 'repositories.wso2.accesstoken'",
      ],
      ['patch', 'unknown command "patch" for "wum"'],
    ])
    await ready()

    const runs = [...refusals.keys()].map(async words => {
      const { code, stderr } = await run(words.split(' '))
      return [words, `${code} ${stderr}`] as const
    })

    const said = Object.fromEntries(await Promise.all(runs))
    expect(said).toEqual(
      Object.fromEntries([...refusals].map(([words, message]) => [words, `1 wum: ${message}\n`])),
    )
  })

  test.each([
    ['before init', `add ${product} -y`, "you haven't initialized WUM with your WSO2 credentials"],
    ['before init', 'config a b', 'wum configuration is not available.'],
    ['before a product', 'list', "you haven't added any products yet"],
  ])('refuses %s "%s"', async (_when, words, message) => {
    const { code, stderr } = await run(words.split(' '))

    expect({ code, stderr }).toEqual({ code: 1, stderr: `wum: ${message}\n` })
  })

  test.each([
    [{ outage: { kind: 'busy', runs: null } }, 'servers are busy at the moment. Please try again later.'],
    [{ outage: { kind: 'decommissioned', runs: 1 } }, 'unable to connect to WSO2 Update'],
    [
      { outage: { kind: 'no-such-host', runs: 1 } },
      'Post "https://api.updates.wso2.com/token": dial tcp: lookup api.updates.wso2.com: no such host',
    ],
    [{ sessionTimedOut: true }, 'your session has timed out'],
    [{ subscription: false }, 'You do not have an active subscription or the channel does not exist'],
  ] as const)('fails as told by %j', async (changes, message) => {
    await ready()
    await use(changes)

    const { code, stderr } = await run(['update', product])

    expect({ code, stderr }).toEqual({ code: 1, stderr: `wum: ${message}\n` })
  })

  test.each([
    [{ nothingNew: true }, /There are no new updates available for the product/],
    [{ changesNothing: true }, /There are 3 updates available/],
  ] as const)('ends with 0 and makes no zip as told by %j', async (changes, words) => {
    await ready()
    await use(changes)

    const { code, stdout } = await run(['update', product])

    expect(code).toBe(0)
    expect(stdout).toMatch(words)
    expect(await readdir(store())).toEqual([`${product}.zip`])
  })

  test('says its version and its commands', async () => {
    const version = await run(['version'])
    const help = await run(['--help'])

    expect(version.stdout).toContain('3.0.6')
    expect(help).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^WUM keeps WSO2 products up-to-date\./),
    })
    expect(help.stdout).toContain('check-update')
  })

  test('records its runs without the password', async () => {
    await run(init)

    const runs = await readRuns(join(folder, 'runs.jsonl'))

    expect(runs).toEqual([
      {
        tool: 'wum',
        argv: ['init', '-u', 'user@example.com', '-p', '<expected>'],
        home: user,
        cwd: folder,
      },
    ])
  })

  async function use(changes: Partial<WumSettings>): Promise<void> {
    await installWum(join(folder, 'wum bin'), settings(changes))
  }

  async function ready(): Promise<void> {
    await run(init)
    await run(['add', product, '-y'])
  }

  /** With a result of the first level in the store. */
  async function older(): Promise<void> {
    await ready()
    await publish(levels.slice(0, 1))
    await run(['update', product])
    await publish(levels)
  }

  function run(args: string[], input = '', cwd = folder): Promise<ProcessResult> {
    return runProcess(join(folder, 'wum bin', 'wum'), args, { env: environment(), cwd, input })
  }
})
