import { chmod, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { TrainError } from '../../src/kernel/errors.ts'
import { createPack } from '../../src/pack/write-pack.ts'
import { runTool } from '../../src/tools/external/run-tool.ts'
import { inPlaceTool } from '../../src/tools/in-place/in-place-tool.ts'
import { parseU2State } from '../../src/tools/u2/config-json.ts'
import { summaryOf } from '../../src/tools/u2/summary.ts'
import { u2Tool } from '../../src/tools/u2/u2-tool.ts'
import { findWum } from '../../src/tools/wum/program.ts'
import { noMerging } from '../helpers/acme-feed.ts'
import { type Content, writeTree } from '../helpers/tree.ts'
import { type TestWorld, testWorld } from '../helpers/world.ts'

const product = { name: 'acme', version: '1.0.0' }
const level = 1_582_261_435_000

async function scriptIn(folder: string, path: string, lines: string): Promise<string> {
  const file = join(folder, path)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, `#!/bin/sh\n${lines}\n`)
  await chmod(file, 0o755)
  return file
}

/** A pack of the product with these files. */
async function packOf(world: TestWorld, files: Record<string, Content>): Promise<string> {
  const home = join(world.cwd, 'to-pack', 'acme-1.0.0')
  await writeTree(home, { 'updates/product.txt': 'acme-1.0.0', ...files })
  const out = join(world.cwd, 'acme-1.0.0.zip')
  await createPack({ home, root: 'acme-1.0.0', out, timestamp: Date.UTC(2026, 0, 1) })
  return out
}

/** Applies a step in a home of its own. */
async function applied(
  world: TestWorld,
  program: string,
  script: string,
  to: number,
  files: Record<string, Content> = {},
  onConflict: 'fail' | 'ours' = 'fail',
  pack?: string,
  withoutBase = true,
  from = 0,
  madeOf: string | null = null,
) {
  const home = join(world.cwd, 'home')
  await writeTree(home, { 'updates/product.txt': 'acme-1.0.0', 'a.txt': 'a\n', ...files })
  await scriptIn(home, program, script)
  const state = (at: number) => ({ level: at, timestamp: null, yanked: false, fileList: null })
  const tool = program.includes('wso2')
    ? u2Tool({ toolPath: null, strip: false, hotfixes: null, updateZip: null }, world)
    : inPlaceTool({ toolPath: null, strip: false }, world)
  await using used = tool
  const request = {
    product,
    channel: 'full',
    from: state(from),
    to: state(to),
    home,
    ...(pack === undefined ? {} : { pack }),
    madeOf,
    merging: { ...noMerging(world), onConflict, withoutBase },
  }
  return { application: await used.apply(request), left: await readdir(world.cwd, { recursive: true }) }
}

const reaches = `cd "$(dirname "$0")/.."
mkdir -p updates/wum
echo '- "5234"' > updates/wum/${level}`

test('of a flood, the first lines are kept, and the last, which hold the error', async () => {
  await using world = await testWorld()
  const command = await scriptIn(world.cwd, 'tool', 'echo first; seq 1 60000; echo last')
  const call = { command, args: [], cwd: world.cwd, home: world.cwd, env: {}, input: '' }

  const { lines } = await runTool({ ...call, env: { PATH: process.env['PATH'] ?? '' } }, world)

  expect(lines[0]).toBe('first')
  expect(lines.at(-1)).toBe('last')
  expect(lines.length).toBeLessThanOrEqual(50_000)
})

test.each(['../../x', 'a/b', '-x'])(
  'a pack of U2 cannot name the channel %j: it becomes a file name',
  channel => {
    const text = JSON.stringify({ 'update-level': '1', channel })

    expect(() => parseU2State(text, 'the pack')).toThrow(expect.objectContaining({ code: 'pack-damaged' }))
  },
)

test.each([null, ''])('a pack of U2 with the channel %j is on the default one', channel => {
  expect(parseU2State(JSON.stringify({ 'update-level': '1', channel }), 'the pack').channel).toBe('full')
})

test('conflicts that a tool leaves behind are not published, though it ends with 0', async () => {
  await using world = await testWorld()
  const script = `${reaches}\necho old > a.txt.old; echo new > a.txt.updated`

  const run = applied(world, 'bin/update_linux', script, level)

  await expect(run).rejects.toMatchObject({
    code: 'verification',
    message: expect.stringContaining('a.txt'),
  })
})

test.each(['a.txt.old', 'a.txt.updated'])('so is %s alone', async side => {
  await using world = await testWorld()

  const run = applied(world, 'bin/update_linux', `${reaches}\necho x > ${side}`, level)

  await expect(run).rejects.toMatchObject({ code: 'verification' })
})

test.each([
  ['a file of the vendor’s own', 'a\n', 'echo x > a.txt.old', 'applied'],
  ['both sides beside one', 'a\n', 'echo x > a.txt.old; echo y > a.txt.updated', 'verification'],
  ['a file of the team’s', 'ours\n', 'echo x > a.txt.old', 'verification'],
])(
  'what is named like a side of a conflict is one, unless it is alone beside what nobody changed: %s',
  async (_name, held, lays, ends) => {
    await using world = await testWorld({ env: { PATH: process.env['PATH'] } })
    const vanilla = await packOf(world, { 'a.txt': 'a\n' })
    await rename(vanilla, join(world.cwd, 'vanilla.zip'))
    await writeTree(join(world.cwd, 'to-pack', 'acme-1.0.0'), { 'a.txt': held })
    const pack = await packOf(world, { 'a.txt': held })
    const script = `${reaches}
d="$HOME/.wso2-updates/products/acme-1.0.0"; mkdir -p "$d"; cp "${world.cwd}/vanilla.zip" "$d/acme-1.0.0.zip"; ${lays}`

    const run = applied(world, 'bin/update_linux', script, level, { 'a.txt': held }, 'fail', pack)
    const ended = await run.then(
      ({ application }) => application.kind,
      (error: unknown) => (error instanceof TrainError ? error.code : error),
    )

    expect(ended).toBe(ends)
  },
)

const conflictsFirst = `cd "$(dirname "$0")/.."
if [ "$1" != --continue ]; then echo base > a.txt.old; echo theirs > a.txt.updated; exit 3; fi`

test('a file of the vendor’s that is only named so is no conflict', async () => {
  await using world = await testWorld({ env: { PATH: process.env['PATH'] } })
  const script = `cd "$(dirname "$0")/.."
d="$HOME/.wso2-updates/updates/acme-1.0.0.0-1.0.0.1/add"; mkdir -p "$d"; echo x | tee "$d/a.txt.new" > a.txt.new
printf '{"update-level": "1", "channel": "full", "hotfixes": null}' > updates/config.json`

  const { application } = await applied(world, 'bin/wso2update_linux', script, 1)

  expect(application.kind).toBe('applied')
})

const u2Reaches = `cd "$(dirname "$0")/.."
printf '{"update-level": "1", "channel": "full", "hotfixes": null}' > updates/config.json`

/** Lays downloads of a step, and what the tool makes of them; `$d` is their folder. */
const u2Steps = `cd "$(dirname "$0")/.."
d="$HOME/.wso2-updates/updates/acme-1.0.0.0-1.0.0.1"; mkdir -p "$d/add/bin" "$d/modify/original/bin" "$d/modify/new/bin"`

test('it stays where a conflict is answered beside', async () => {
  await using world = await testWorld({ env: { PATH: process.env['PATH'] } })
  const script = `${u2Steps}
if [ "$1" != apply-update ] && ! echo "$*" | grep -q -- --continue; then
  echo x | tee "$d/add/a.txt.new" > a.txt.new; echo old > b.txt.original; echo new > b.txt.new; exit 3
fi
mv b.txt.final b.txt; rm -f b.txt.original b.txt.new
printf '{"update-level": "1", "channel": "full", "hotfixes": null}' > updates/config.json`

  const files = { 'b.txt': 'ours\n' }
  const { application, left } = await applied(world, 'bin/wso2update_linux', script, 1, files, 'ours')

  expect(application).toMatchObject({ kind: 'applied', notices: [{ path: 'b.txt' }] })
  expect(left).toContain('home/a.txt.new')
  expect(left).not.toContain('home/a.txt.final')
})

test('one that is alone, and that nothing is known of, is in doubt, unless the file may be the team’s', async () => {
  await using world = await testWorld({ env: { PATH: process.env['PATH'] } })
  await using other = await testWorld({ env: { PATH: process.env['PATH'] } })
  const script = `${u2Reaches}\necho x > a.txt.original`
  const u2 = 'bin/wso2update_linux'

  const { application } = await applied(world, u2, script, 1, {}, 'fail', undefined, false)
  const withoutBase = applied(other, u2, script, 1, {}, 'fail', undefined, true)

  await expect(withoutBase).rejects.toMatchObject({
    code: 'verification',
    message: expect.stringContaining('left conflicts in a.txt'),
  })

  expect(application).toMatchObject({
    kind: 'applied',
    notices: expect.arrayContaining([
      expect.objectContaining({ path: 'a.txt', message: expect.stringContaining('(.original)') }),
    ]),
  })
})

test.each<[string, string, Record<string, Content>, string]>([
  [
    'its own set-up script',
    `echo v1 > "$d/modify/original/bin/update_tool_setup.sh"; echo v2 | tee "$d/modify/new/bin/update_tool_setup.sh" > bin/update_tool_setup.sh`,
    { 'bin/update_tool_setup.sh': 'v1\n' },
    'applied',
  ],
  [
    'what it keeps below updates/',
    `mkdir -p "$d/modify/original/updates"; echo v1 > "$d/modify/original/updates/x.txt"; echo c > c.txt`,
    { 'updates/x.txt': 'v0\n' },
    'applied',
  ],
  [
    'a file that has a template',
    `echo v1 > "$d/modify/original/a.txt"; echo v2 > "$d/modify/new/a.txt"; echo v2 > "$d/add/b.txt"`,
    {
      'repository/resources/conf/templates/a.txt.j2': '',
      'repository/resources/conf/templates/b.txt.j2': '',
    },
    'applied',
  ],
  [
    'a file in an archive',
    `for s in original new; do mkdir -p "$d/modify/$s/x.war"; echo $s > "$d/modify/$s/x.war/i.js"; done; mkdir "$d/add/x.war"; echo j > "$d/add/x.war/j.js"; echo w > x.war`,
    { 'x.war': 'war' },
    'applied',
  ],
  [
    'a file that the downloads have no original of',
    `echo v2 | tee "$d/modify/new/a.txt" > a.txt`,
    {},
    'applied',
  ],
  [
    'one that is added and was there',
    `echo v2 | tee "$d/add/a.txt" > a.txt; echo v2 > "$d/add/x.war"; echo w > x.war`,
    { 'x.war': 'war' },
    'applied',
  ],
  [
    'a file in an archive that goes by its name alone',
    `mkdir "$d/add/x"; echo j > "$d/add/x/j.js"; echo w > x.war`,
    { 'x.war': 'war' },
    'applied',
  ],
  [
    'an archive that was left without what the update changes in it',
    `for s in original new; do mkdir "$d/modify/$s/x.war"; echo $s > "$d/modify/$s/x.war/i.js"; done; echo c > c.txt`,
    { 'x.war': 'war' },
    'verification',
  ],
  [
    'a file of the team’s',
    `echo v1 > "$d/modify/original/a.txt"; echo v2 | tee "$d/modify/new/a.txt" > a.txt`,
    {},
    'config',
  ],
])('of a pack without `base`, %s is judged for what it is', async (_name, does, files, ends) => {
  await using world = await testWorld({ env: { PATH: process.env['PATH'] } })
  const script = `${u2Steps}\n${does}
printf '{"update-level": "1", "channel": "full", "hotfixes": null}' > updates/config.json`

  const run = applied(world, 'bin/wso2update_linux', script, 1, files, 'fail', undefined, false)
  const ended = await run.then(
    ({ application }) => application.kind,
    (error: unknown) => (error instanceof TrainError ? error.code : error),
  )

  expect(ended).toBe(ends)
})

test('what the update adds over a file that was there is told, but for web applications', async () => {
  await using world = await testWorld({ env: { PATH: process.env['PATH'] } })
  const script = `${u2Steps}\nmkdir -p bin; echo v2 | tee "$d/add/a.txt" > a.txt; echo v2 | tee "$d/add/x.war" > x.war
printf '{"update-level": "1", "channel": "full", "hotfixes": null}' > updates/config.json`
  const [u2, files] = ['bin/wso2update_linux', { 'x.war': 'war' }]

  const { application } = await applied(world, u2, script, 1, files, 'fail', undefined, false)

  expect(application).toMatchObject({ kind: 'applied', notices: [{ path: 'a.txt', severity: 'warning' }] })
})

test('an archive that may be the team’s, and was left, is in doubt', async () => {
  await using world = await testWorld({ env: { PATH: process.env['PATH'] } })
  const script = `${u2Steps}\nmkdir "$d/add/x.war"; echo j > "$d/add/x.war/j.js"; echo c > c.txt
printf '{"update-level": "1", "channel": "full", "hotfixes": null}' > updates/config.json`

  const { application } = await applied(world, 'bin/wso2update_linux', script, 1, { 'x.war': 'ours' })

  expect(application).toMatchObject({ kind: 'applied', notices: [{ path: 'x.war', severity: 'warning' }] })
})

test('files that are not taken are named up to a few', async () => {
  await using world = await testWorld({ env: { PATH: process.env['PATH'] } })
  const script = `${u2Steps}\nfor n in 1 2 3 4 5 6 7; do echo x > "$d/add/$n.txt"; done
printf '{"update-level": "1", "channel": "full", "hotfixes": null}' > updates/config.json`

  const run = applied(world, 'bin/wso2update_linux', script, 1)

  await expect(run).rejects.toMatchObject({
    code: 'verification',
    message: expect.stringMatching(/[1-7]\.txt(?:, [1-7]\.txt){4} and 2 more are not/),
  })
})

/** The second step of a track. */
const u2Second = u2Steps.replace('1.0.0.0-1.0.0.1', '1.0.0.1-1.0.0.2')
const atSecond = `printf '{"update-level": "2", "channel": "full", "hotfixes": null}' > updates/config.json`

test('above the base, a file that the tool leaves out again is in doubt', async () => {
  await using world = await testWorld({ env: { PATH: process.env['PATH'] } })
  const script = `${u2Second}\nfor f in b c; do echo v1 > "$d/modify/original/$f.txt"; echo v2 > "$d/modify/new/$f.txt"; done; echo > d.txt
${atSecond}`
  const [u2, files] = ['bin/wso2update_linux', { 'repository/resources/conf/templates/b.txt.j2': '' }]

  const { application } = await applied(world, u2, script, 2, files, 'fail', undefined, false, 1)

  expect(application).toMatchObject({
    kind: 'applied',
    notices: [
      { path: 'b.txt', severity: 'warning', message: expect.stringContaining('from a template') },
      { path: 'c.txt', severity: 'warning', message: expect.stringContaining('was not in the pack') },
    ],
  })
})

test.each([
  ['the tool has made so at an earlier step', 'v0\n', 'applied'],
  ['is as in the pack that the track began with', 'other\n', 'config'],
])('above the base, a file that is not the vendor’s and %s', async (_name, first, ends) => {
  await using world = await testWorld({ env: { PATH: process.env['PATH'] } })
  const script = `${u2Second}\necho v1 > "$d/modify/original/b.txt"; echo v2 | tee "$d/modify/new/b.txt" > b.txt
${atSecond}`
  const [u2, files] = ['bin/wso2update_linux', { 'b.txt': 'other\n' }]
  const madeOf = await packOf(world, { 'b.txt': first })

  const run = applied(world, u2, script, 2, files, 'fail', undefined, false, 1, madeOf)

  if (ends === 'applied')
    expect((await run).application).toMatchObject({
      kind: ends,
      notices: [{ path: 'b.txt', severity: 'warning', message: expect.stringContaining('something else') }],
    })
  else await expect(run).rejects.toMatchObject({ code: ends, message: expect.stringContaining('b.txt') })
})

test('above the base, a file that is not the vendor’s asks for none where the tool merged it', async () => {
  await using world = await testWorld({ env: { PATH: process.env['PATH'] } })
  const script = `${u2Second}
printf 'a=1\\nb=1\\nc=3\\nd=4\\n' > "$d/modify/original/x.properties"; printf 'a=1\\nb=1\\nc=3\\nd=5\\n' > "$d/modify/new/x.properties"
printf 'a=1\\nb=2\\nc=4\\nd=5\\n' > x.properties; ${atSecond}`
  const [u2, files] = ['bin/wso2update_linux', { 'x.properties': 'a=1\nb=2\nc=4\nd=4\n' }]
  const pack = await packOf(world, files)

  const { application } = await applied(world, u2, script, 2, files, 'fail', pack, false, 1)

  expect(application).toMatchObject({
    kind: 'applied',
    notices: [{ path: 'x.properties', message: expect.stringContaining('has merged both') }],
  })
})

test.each([
  [0, 'verification'],
  [1, 'failure'],
])('an update that finds nothing new, and ends with %i, is none', async (exitCode, code) => {
  await using world = await testWorld({ env: { PATH: process.env['PATH'] } })
  const script = `echo 'acme-1.0.0.0 is the latest update level available for the product acme-1.0.0'; exit ${exitCode}`

  const run = applied(world, 'bin/wso2update_linux', script, 1)

  await expect(run).rejects.toMatchObject({ code })
})

test('a tool that takes its own side for the answer is not believed', async () => {
  await using world = await testWorld({ env: { PATH: process.env['PATH'] } })
  const script = `${conflictsFirst}\n${reaches}\nmv a.txt.updated a.txt; rm -f a.txt.final`

  const run = applied(world, 'bin/update_linux', script, level, {}, 'ours')

  await expect(run).rejects.toMatchObject({
    code: 'verification',
    message: expect.stringContaining('a.txt is not the answer'),
  })
})

test('conflicts that show after others were answered are answered too, or laid out', async () => {
  await using world = await testWorld({ env: { PATH: process.env['PATH'] } })
  await using other = await testWorld({ env: { PATH: process.env['PATH'] } })
  const script = `${conflictsFirst}
[ -f b.txt.final ] || { echo base > b.txt.old; echo theirs > b.txt.updated; exit 3; }
${reaches}\nfor f in a b; do mv $f.txt.final $f.txt; done`
  const files = { 'b.txt': 'b\n' }

  const answered = await applied(world, 'bin/update_linux', script, level, files, 'ours')
  const laidOut = await applied(other, 'bin/update_linux', script, level, files, 'fail')

  expect(answered.application).toMatchObject({ kind: 'applied' })
  expect(answered.left.filter(path => /\.(old|updated|final)$/.test(path))).toEqual([])
  expect(laidOut.application).toMatchObject({ kind: 'conflict', conflicts: [{ path: 'a.txt' }] })
})

test.each([
  ['takes it back', 'rm -f a.txt.old a.txt.updated; exit 0', null],
  ['says that it has', 'exit 0', 'a.txt.old is still there'],
  [
    'takes back more',
    `rm -f a.txt.*; mkdir -p updates/wum; echo > updates/wum/${level - 1}`,
    `level ${level - 1}, not to 0`,
  ],
  ['takes back all', 'rm -f a.txt*', 'to a pack without a.txt'],
  [
    'finds no backup',
    'echo Unable to revert as backups could not be found >&2; exit 1',
    'could not be found',
  ],
])('of an in-place update that came half done, a tool that %s', async (_name, revert, message) => {
  await using world = await testWorld({ env: { PATH: process.env['PATH'] } })
  const script = `cd "$(dirname "$0")/.."\nif [ "$1" = --revert ]; then ${revert}; exit; fi\n${reaches}`
  const files = { 'a.txt.old': 'a\n', 'a.txt.updated': 'b\n', 'a.txt.diff': '' }

  const run = applied(world, 'bin/update_linux', script, level, files)

  if (message === null)
    expect((await run).application).toMatchObject({
      kind: 'applied',
      notices: [
        {
          path: 'a.txt',
          severity: 'warning',
          message: expect.stringContaining('put the whole pack back to a backup'),
        },
        { path: 'updates/wum/', severity: 'warning' },
      ],
    })
  else
    await expect(run).rejects.toMatchObject({
      code: 'pack-damaged',
      message: expect.stringContaining(message),
    })
})

test('a backup of U2’s from before its first update has no state file, and is level 0 all the same', async () => {
  await using world = await testWorld({ env: { PATH: process.env['PATH'] } })
  const script = `cd "$(dirname "$0")/.."
if [ "$1" = --revert ]; then rm -f a.txt.original a.txt.new updates/config.json; exit 4; fi
printf '{"update-level": "1", "channel": "full", "hotfixes": null}' > updates/config.json; echo b > b.txt`
  const config = '{"update-level": "-1", "channel": "full", "hotfixes": null}'
  const files = { 'a.txt.original': 'a\n', 'a.txt.new': 'b\n', 'updates/config.json': config }

  const { application } = await applied(world, 'bin/wso2update_linux', script, 1, files)

  expect(application.kind).toBe('applied')
})

test('one side of a conflict alone in a pack is told of', async () => {
  await using world = await testWorld({ env: { PATH: process.env['PATH'] } })
  const script = `${u2Reaches}\necho b > b.txt`

  const { application } = await applied(world, 'bin/wso2update_linux', script, 1, { 'a.txt.new': 'b\n' })

  const message = expect.stringContaining('an update that was not finished')
  expect(application).toMatchObject({
    kind: 'applied',
    notices: [{ path: 'a.txt.new', severity: 'warning', message }, { path: 'updates/config.json' }],
  })
  expect(world.warnings).toContainEqual(expect.stringContaining('a.txt.new is named as'))
})

test.each([
  ['ends with the level as it was', '0', 'verification'],
  ['fails', '1', 'failure'],
])(
  'a tool that %s: the error repeats its log without tokens, and no debug line',
  async (_name, exit, code) => {
    await using world = await testWorld({ env: { PATH: process.env['PATH'] } })
    const token = '8f2c7d1e55aa3c1b9d0e1f2a3b4c5d6e'
    const script = `cd "$(dirname "$0")/.."; mkdir -p updates/logs
cat > updates/logs/wso2update-26-11-2026.log <<'END'
[26-11-2026 10:00:00] ERROR - Refused: {"access_token":"${token}"}
[26-11-2026 10:00:01] DEBUG - Refreshed, {"access_token":"${token.toUpperCase()}"}
END
exit ${exit}`

    const error: unknown = await applied(world, 'bin/wso2update_linux', script, 1).catch(
      (caught: unknown) => caught,
    )

    expect(error).toMatchObject({ code })
    const text = error instanceof TrainError ? `${error.message} ${error.hint}` : ''
    expect(text).toContain('said last: Refused: {"access_token":"***"}')
    expect(world.secrets.values).toEqual([token, token.toUpperCase()])
  },
)

test('a success that changed no file, or left nothing to see what it overwrote by, is warned of', async () => {
  await using world = await testWorld({ env: { PATH: process.env['PATH'] } })
  await using other = await testWorld({ env: { PATH: process.env['PATH'] } })

  const nothing = await applied(world, 'bin/wso2update_linux', u2Reaches, 1)
  const blind = await applied(other, 'bin/wso2update_linux', `${u2Reaches}\necho x > a.txt`, 1)

  const warned = (text: string) => ({
    notices: [{ severity: 'warning', message: expect.stringContaining(text) }],
  })
  expect(nothing.application).toMatchObject(warned('changed no file'))
  expect(blind.application).toMatchObject(warned('left nothing to see'))
  expect(blind.left).not.toContain('a.txt.old')
  expect(other.warnings).toContainEqual(expect.stringContaining('left nothing to see'))
})

test.each([
  ['merged', 'a=1\\nb=2\\nc=4\\nd=5\\n', 'has merged both'],
  ['cut off', '', 'something else in its place'],
])('a file of the team’s that U2 has %s is told so', async (_name, now, message) => {
  await using world = await testWorld({ env: { PATH: process.env['PATH'] } })
  const script = `${u2Reaches}
d="$HOME/.wso2-updates/updates/acme-1.0.0.0-1.0.0.1/modify"; mkdir -p "$d/original" "$d/new"
printf 'a=1\\nb=1\\nc=3\\nd=4\\n' > "$d/original/x.properties"; printf 'a=1\\nb=1\\nc=3\\nd=5\\n' > "$d/new/x.properties"
printf '${now}' > x.properties`
  const files = { 'x.properties': 'a=1\nb=2\nc=4\nd=4\n' }
  const pack = await packOf(world, files)

  const { application, left } = await applied(world, 'bin/wso2update_linux', script, 1, files, 'fail', pack)

  expect(application).toMatchObject({ notices: [{ message: expect.stringContaining(message) }] })
  expect(left.some(path => path.endsWith('replaced/x.properties'))).toBe(now === '')
})

test('security updates that U2 counts from the base are not those of a step from above', async () => {
  await using world = await testWorld()
  const run = { version: null, numbers: ['1'] }
  const said = { latest: 5, updates: 9, security: 2 }
  const none = { added: [], removed: [], changed: [], renamed: [], modeChanged: [] }

  const first = await summaryOf(world.cwd, [], run, said, 0, none, world)
  const later = await summaryOf(world.cwd, [], run, said, 4, none, world)

  expect(first.counts).toEqual({ updates: 1, security: 2 })
  expect(later.counts).toEqual({ updates: 1, security: null })
})

test('the backup of a successful in-place update makes room at once', async () => {
  await using world = await testWorld()
  const script = `${reaches}\nmkdir -p "$HOME/.wso2-updates/backup/x"; echo x > "$HOME/.wso2-updates/backup/x/file"`

  const { application, left } = await applied(world, 'bin/update_linux', script, level)

  expect(application.kind).toBe('applied')
  expect(left.filter(path => path.includes('.wso2-updates/backup/'))).toEqual([])
})

test('a tool that goes on with a trial though it was given an account is told of', async () => {
  await using world = await testWorld({
    env: {
      UPDATE_TOOL_USERNAME: 'ops@example.com',
      UPDATE_TOOL_PASSWORD: 'secret',
      PATH: process.env['PATH'],
    },
  })

  await applied(world, 'bin/update_linux', `echo 'Continuing with trial subscription...'\n${reaches}`, level)

  expect(world.warnings).toContainEqual(expect.stringContaining('trial subscription'))
})

test('a program that the user gives is laid once, so that what it made of itself stays', async () => {
  await using world = await testWorld({ env: { PATH: process.env['PATH'] } })
  const config = `printf '{"update-level": "1", "channel": "full", "hotfixes": null}' > updates/config.json`
  // Replaces itself by one that updates, but knows no --no-backup.
  const script = `cd "$(dirname "$0")/.."
echo old >> ../count
cat > bin/fresh <<'END'
#!/bin/sh
cd "$(dirname "$0")/.."
mkdir -p updates
case "$*" in *--no-backup*) echo 'wso2update: unknown flag: --no-backup'; exit 1;; esac
${config}
END
chmod 755 bin/fresh; mv bin/fresh bin/wso2update_linux
exit 2`
  const given = await scriptIn(world.cwd, 'given', script)
  const home = join(world.cwd, 'home')
  await writeTree(home, { 'updates/product.txt': 'acme-1.0.0' })
  await using tool = u2Tool({ toolPath: given, strip: false, hotfixes: null, updateZip: null }, world)
  const state = (at: number) => ({ level: at, timestamp: null, yanked: false, fileList: null })

  const application = await tool.apply({
    product,
    channel: 'full',
    from: state(0),
    to: state(1),
    home,
    merging: noMerging(world),
  })

  expect(application.kind).toBe('applied')
  expect(await readFile(join(world.cwd, 'count'), 'utf8')).toBe('old\n')
})

test('a check in the whole home leaves neither that nor a backup of it', async () => {
  await using world = await testWorld({ env: { PATH: process.env['PATH'] } })
  const script = `cd "$(dirname "$0")/.."
[ -f big.bin ] || { echo 'Unable to identify the product'; exit 1; }
mkdir -p "$HOME/.wso2-updates/backup/x"; cp big.bin "$HOME/.wso2-updates/backup/x/"
${reaches}`
  const pack = await packOf(world, {
    'big.bin': 'x'.repeat(1000),
    'bin/update_linux': { content: `#!/bin/sh\n${script}\n`, mode: 0o755 },
  })
  await using tool = inPlaceTool({ toolPath: null, strip: false }, world)

  const availability = await tool.check({
    product,
    channel: 'full',
    installed: { level: 0, timestamp: null },
    pinnedFileList: null,
    wanted: { at: 'latest' },
    pack: () => Promise.resolve(pack),
  })

  expect(availability.target.level).toBe(level)
  const left = await readdir(world.cwd, { recursive: true })
  const big = left.filter(path => path.endsWith('big.bin') && !path.startsWith('to-pack'))
  expect(big).toEqual([])
})

test('conflicts in a check are gone on from, also where the tool lays no new side', async () => {
  await using world = await testWorld({ env: { PATH: process.env['PATH'] } })
  const script = `cd "$(dirname "$0")/.."
[ -f a.txt ] || { echo 'Unable to identify the product'; exit 1; }
if [ "$1" = --continue ]; then [ -f a.txt.final ] || exit 1; mkdir -p updates/wum; echo > updates/wum/${level}; exit 0; fi
echo old > a.txt.old
exit 3`
  const pack = await packOf(world, {
    'a.txt': 'a\n',
    'bin/update_linux': { content: `#!/bin/sh\n${script}\n`, mode: 0o755 },
  })
  await using tool = inPlaceTool({ toolPath: null, strip: false }, world)

  const availability = await tool.check({
    product,
    channel: 'full',
    installed: { level: 0, timestamp: null },
    pinnedFileList: null,
    wanted: { at: 'latest' },
    pack: () => Promise.resolve(pack),
  })

  expect(availability.target.level).toBe(level)
})

test('wum is found behind a folder of its name, also by a relative entry of the PATH', async () => {
  await using world = await testWorld({ env: { PATH: 'local:local/wum/bin' } })
  const program = await scriptIn(world.cwd, 'local/wum/bin/wum', '')

  expect(await findWum(null, world)).toBe(program)
})

describe('a check that knows no --channel', () => {
  const script = `#!/bin/sh
case "$*" in *--channel*) echo 'wso2update: unknown flag: --channel'; exit 1;; esac
echo "The latest update level is 'acme-1.0.0.4'"
`
  const checked = async (world: TestWorld, files: Record<string, Content>) => {
    const program = { content: script, mode: 0o755 }
    const programs = { 'bin/wso2update_linux': program, 'bin/wso2update_darwin': program }
    const pack = await packOf(world, { ...programs, ...files })
    await using tool = u2Tool({ toolPath: null, strip: false, hotfixes: null, updateZip: null }, world)
    return await tool.check({
      product,
      channel: 'security',
      installed: { level: 0, timestamp: null },
      pinnedFileList: null,
      wanted: { at: 'latest' },
      pack: () => Promise.resolve(pack),
    })
  }

  test('is asked without it where the settings of the pack name the channel', async () => {
    await using world = await testWorld({ env: { PATH: process.env['PATH'] } })

    const { target } = await checked(world, {
      'updates/config.json': '{"update-level": "-1", "channel": "full"}',
    })

    expect(target.level).toBe(4)
  })

  test('ends in a clear error where nothing does', async () => {
    await using world = await testWorld({ env: { PATH: process.env['PATH'] } })

    await expect(checked(world, {})).rejects.toMatchObject({
      code: 'config',
      message: expect.stringContaining('cannot be asked for channel security'),
    })
  })
})

test('a cumulative hotfix may take the place of the one before, but must be noted', async () => {
  await using world = await testWorld({ env: { PATH: process.env['PATH'] } })
  const home = join(world.cwd, 'home')
  await writeTree(home, { 'updates/config.json': '{"update-level": "4", "hotfixes": null}' })
  const script = `cd "$(dirname "$0")/.."
[ "$1" = apply-hotfix ] || exit 0
printf '{"update-level": "4", "hotfixes": {"abc": "%s"}}' "$(basename "$2")" > updates/config.json`
  for (const name of ['wso2update_linux', 'wso2update_darwin']) await scriptIn(home, `bin/${name}`, script)
  await using tool = u2Tool({ toolPath: null, strip: false, hotfixes: null, updateZip: null }, world)
  const hotfix = (name: string) => ({ name, file: `/x/${name}.zip`, sha256: '0'.repeat(64) })
  const lay = async (...names: string[]) => tool.hotfixes?.lay(product, home, names.map(hotfix))

  await lay('acme-1.0.0-abc-hf1', 'acme-1.0.0-abc-hf2')

  expect(await readFile(join(home, 'updates/config.json'), 'utf8')).toContain('abc-hf2')
  await expect(lay('acme-1.0.0-abc-hf2')).rejects.toMatchObject({ code: 'verification' })
})
