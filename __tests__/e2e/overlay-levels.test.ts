import { execFileSync } from 'node:child_process'
import { cp, mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { z } from 'zod'
import { openPack } from '../../src/pack/open-pack.ts'
import { addLevel, beginFeed, type Files, packOf } from '../helpers/acme-feed.ts'
import { readTree, writeTree } from '../helpers/tree.ts'
import { testWorld } from '../helpers/world.ts'
import { type PackedCli, packedCli } from '../machine/packed-cli.ts'

let folder: string
let cli: PackedCli
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'update-train-levels-'))
  cli = packedCli(join(folder, 'package'))
}, 60_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

interface Step {
  level: number
  onConflict?: 'ours' | 'theirs'
  track?: string
  /** In a clean clone: the results and what was kept of packs are gone. */
  clone?: true
  /** Words of `resolve` before the run; `conflicts` holds what runs have laid out. */
  resolve?: string[]
  /** Without any overlay. */
  without?: true
  /** What the report says. */
  says?: string
  /** Files that are laid beside the conflicts before it, by their paths, and recorded. */
  finals?: Record<string, string>
  /** The overlay is another one from here on. */
  overlay?: Files
  /** The report's commands for the overlay; keys of answers are `KEY`. */
  commands?: string[]
  /** These are carried out. */
  taken?: true
  /** What the pack holds besides `n`; an exit code where there is none. */
  gives: Record<string, string> | number
}

interface Story {
  name: string
  /** From level 0. */
  levels: Files[]
  overlay?: Files
  /** A customised pack; level 0 is its base. */
  pack?: Files
  steps: Step[]
  /** What `replaced/` holds in the end. */
  replaced?: Record<string, string>
}

const link = (target: string): { link: string } => ({ link: target })
const settings = (port: number, more = ''): string => `port = ${port}\n\n\n\nname = v\n${more}`
const script = (content: string, mode: number): Files => ({ s: { content, mode } })

const stories: Story[] = [
  {
    name: 'a link that was answered to go and then to be the update’s is that at once',
    levels: [{ l: link('k') }, { l: link('m') }, { l: link('m') }],
    overlay: { l: link('z'), z: '' },
    steps: [
      { level: 0, gives: { l: '-> z', z: '644 ' } },
      { level: 1, gives: 3 },
      { level: 1, resolve: ['--delete=l'], gives: { z: '644 ' } },
      {
        level: 1,
        resolve: ['--theirs=l', '--force', '--conflicts=conflicts'],
        gives: { l: '-> m', z: '644 ' },
      },
      { level: 1, gives: 0 },
      { level: 2, gives: { l: '-> m', z: '644 ' } },
    ],
  },
  {
    name: 'a merged file that leaves the overlay and comes back is merged again, and asked for after an update',
    levels: [{ f: settings(1) }, { f: settings(2) }, { f: settings(3) }, { f: settings(3) }],
    overlay: { f: settings(1, 'o = 1\n') },
    steps: [
      { level: 1, gives: { f: `644 ${settings(2, 'o = 1\n')}` } },
      { level: 1, overlay: {}, gives: { f: `644 ${settings(2)}` } },
      { level: 1, overlay: { f: settings(1, 'o = 2\n') }, gives: { f: `644 ${settings(2, 'o = 2\n')}` } },
      { level: 1, overlay: { f: link('n') }, gives: { f: '-> n' } },
      { level: 2, onConflict: 'ours', gives: { f: '-> n' } },
      { level: 2, overlay: { f: settings(1, 'o = 2\n') }, gives: 3 },
      { level: 2, resolve: ['--ours=f'], gives: { f: `644 ${settings(1, 'o = 2\n')}` } },
      { level: 2, gives: 0 },
      { level: 3, gives: { f: `644 ${settings(1, 'o = 2\n')}` } },
    ],
  },
  {
    name: 'an answered file that leaves with the whole overlay comes back answered, another one as it is',
    levels: [{ f: 'v0' }, { f: 'v1' }, { f: 'v1' }, { f: 'v3' }],
    overlay: { f: 'mine' },
    steps: [
      { level: 1, onConflict: 'theirs', gives: { f: '644 v1' } },
      { level: 1, without: true, gives: { f: '644 v1' } },
      { level: 2, without: true, gives: { f: '644 v1' } },
      { level: 2, gives: { f: '644 v1' } },
      { level: 2, gives: 0 },
      { level: 3, without: true, gives: { f: '644 v3' } },
      { level: 3, overlay: { f: 'other' }, gives: { f: '644 other' }, says: 'updates have passed since' },
      { level: 3, gives: 0 },
    ],
  },
  {
    name: 'a file that was answered to go, was edited and answered to go again, stays away',
    levels: [{ g: 'a=0\n' }, { g: 'a=2\n' }, { g: 'a=2\n' }, {}, { g: 'a=3\n' }, { g: 'a=3\n' }],
    overlay: { g: 'a=9\n' },
    steps: [
      { level: 1, gives: 3 },
      { level: 1, resolve: ['--delete=g'], gives: {} },
      { level: 1, overlay: { g: 'a=8\n' }, gives: 3 },
      // Both sides of this conflict that are not ours come to the same: the former answer.
      { level: 1, resolve: ['--delete=g'], gives: {} },
      { level: 1, overlay: { g: 'a=7\n' }, gives: 3 },
      { level: 1, resolve: ['--theirs=g'], gives: {} },
      { level: 2, gives: {} },
      { level: 2, gives: 0 },
      { level: 3, gives: {} },
      // It comes again, which nobody has answered.
      { level: 4, gives: 3 },
      { level: 4, resolve: ['--delete=g'], gives: {} },
      { level: 5, gives: {} },
    ],
  },
  {
    name: 'an edited file that gave way to its deletion by policy stays away when another one changes',
    levels: [{ g: 'a=0\n' }, { g: 'a=2\n' }],
    overlay: { g: 'a=9\n', o: '1' },
    steps: [
      { level: 1, gives: 3 },
      { level: 1, resolve: ['--delete=g'], gives: { o: '644 1' } },
      { level: 1, overlay: { g: 'a=8\n', o: '1' }, onConflict: 'theirs', gives: { o: '644 1' } },
      { level: 1, overlay: { g: 'a=8\n', o: '2' }, gives: { o: '644 2' } },
      { level: 1, gives: 0 },
    ],
  },
  {
    name: 'a file that gave way as it was dropped comes again with the update, and stays',
    levels: [{ f: 'v0' }, {}, { f: 'v2' }, { f: 'v2' }],
    overlay: { f: 'v0' },
    steps: [
      { level: 0, gives: { f: '644 v0' } },
      { level: 1, gives: {} },
      { level: 2, gives: { f: '644 v2' } },
      { level: 3, gives: { f: '644 v2' } },
    ],
  },
  {
    name: 'a link of the team’s is answered with a file',
    levels: [
      { f: 'v0', k: '' },
      { f: { content: 'v1', mode: 0o755 }, k: '' },
      { f: 'v2', k: '' },
    ],
    overlay: { f: link('k') },
    steps: [
      { level: 0, gives: { f: '-> k', k: '644 ' } },
      { level: 1, gives: 3 },
      { level: 1, resolve: ['--theirs=f'], gives: { f: '755 v1', k: '644 ' } },
      { level: 2, gives: { f: '644 v2', k: '644 ' } },
    ],
    replaced: {},
  },
  {
    name: 'a link that was missing comes back for good, where on-conflict says so',
    levels: [
      { l: link('k'), k: '' },
      { l: link('m'), k: '' },
      { l: link('m'), k: '' },
    ].map(one => ({ ...one, m: '' })),
    pack: { k: '', m: '' },
    steps: [
      { level: 1, onConflict: 'theirs', commands: [], gives: { l: '-> m', k: '644 ', m: '644 ' } },
      { level: 2, gives: { l: '-> m', k: '644 ', m: '644 ' } },
    ],
  },
  {
    name: 'bits of the team’s meet the vendor’s the same way at every level',
    levels: [script('v0', 0o644), script('v1', 0o755), script('v1', 0o755)],
    pack: script('v0', 0o600),
    steps: [
      { level: 1, gives: { s: '711 v1' } },
      { level: 2, gives: { s: '711 v1' } },
    ],
  },
  {
    name: 'an x bit of the vendor’s is there where the content is merged',
    levels: [script(settings(1), 0o644), script(settings(2), 0o755), script(settings(2), 0o755)],
    pack: script(settings(1, 'ours = 1\n'), 0o600),
    steps: [
      { level: 1, gives: { s: `711 ${settings(2, 'ours = 1\n')}` } },
      { level: 2, gives: { s: `711 ${settings(2, 'ours = 1\n')}` } },
    ],
  },
  {
    name: 'a script that was taken away and comes back has the vendor’s bits',
    levels: [script('v0', 0o755), script('v1', 0o755), script('v1', 0o755)],
    pack: {},
    steps: [
      { level: 1, gives: 3 },
      { level: 1, resolve: ['--theirs=s'], gives: { s: '755 v1' } },
      { level: 2, gives: { s: '755 v1' } },
    ],
  },
  {
    name: 'a copy of the vendor’s old file adds no bits when it gives way',
    levels: [{ f: 'v0' }, { f: 'v1' }, { f: 'v1' }],
    overlay: { f: { content: 'v0', mode: 0o755 } },
    steps: [
      { level: 0, gives: { f: '755 v0' } },
      { level: 1, gives: { f: '644 v1' }, commands: ['rm overlay/f'] },
      { level: 2, gives: { f: '644 v1' } },
    ],
    replaced: {},
  },
  {
    name: 'a new file in the place of one that went for the update is laid, as nothing is left of that',
    levels: [{ f: 'v0' }, { f: 'v1' }, { f: 'v1' }],
    overlay: { f: 'mine' },
    steps: [
      { level: 1, onConflict: 'theirs', gives: { f: '644 v1' }, commands: ['rm overlay/f'] },
      { level: 1, overlay: { g: 'g' }, gives: { f: '644 v1', g: '644 g' } },
      { level: 2, overlay: { f: 'new', g: 'g' }, gives: { f: '644 new', g: '644 g' } },
    ],
  },
  {
    name: 'what on-conflict decided for one track is no answer for another',
    levels: [{ f: 'v0' }, { f: 'v1' }],
    overlay: { f: 'mine' },
    steps: [
      { level: 0, gives: { f: '644 mine' } },
      { level: 1, onConflict: 'theirs', gives: { f: '644 v1' }, commands: ['rm overlay/f'] },
      { level: 1, track: 'production', gives: 3 },
      { level: 1, track: 'production', onConflict: 'ours', gives: { f: '644 mine' } },
    ],
  },
  {
    name: 'what each track’s on-conflict decided, and what a person answers for another, stand side by side',
    levels: [{ f: 'v0' }, { f: 'v1' }, { f: 'v1' }, { f: 'v3' }],
    pack: {},
    steps: [
      { level: 1, onConflict: 'theirs', gives: { f: '644 v1' } },
      { level: 1, track: 'production', onConflict: 'ours', gives: {} },
      { level: 1, track: 'staging', gives: 3 },
      { level: 1, track: 'staging', resolve: ['--delete=f'], gives: {} },
      { level: 2, track: 'production', clone: true, gives: {} },
      { level: 2, track: 'staging', clone: true, gives: {} },
      { level: 2, clone: true, gives: { f: '644 v1' } },
      { level: 3, clone: true, gives: { f: '644 v3' } },
    ],
  },
  {
    name: 'an answer about a path that the vendor does not have now takes no file of the team’s away',
    levels: [{ 'd/x': 'x' }, { d: 'y' }, { 'd/x': 'x' }],
    overlay: { 'd/own': 'mine' },
    steps: [
      { level: 0, gives: { 'd/own': '644 mine', 'd/x': '644 x' } },
      { level: 1, onConflict: 'theirs', gives: { d: '644 y' } },
      { level: 2, track: 'production', gives: { 'd/own': '644 mine', 'd/x': '644 x' } },
    ],
  },
  {
    name: 'a merged file that left the overlay and is back is the merged one',
    levels: [{ f: settings(1) }, { f: settings(2) }, { f: settings(2) }],
    overlay: { f: settings(1, 'ours = 1\n'), own: '' },
    steps: [
      { level: 1, gives: { f: `644 ${settings(2, 'ours = 1\n')}`, own: '644 ' } },
      { level: 1, overlay: { own: '' }, gives: { f: `644 ${settings(2)}`, own: '644 ' } },
      {
        level: 2,
        overlay: { f: settings(1, 'ours = 1\n'), own: '' },
        gives: { f: `644 ${settings(2, 'ours = 1\n')}`, own: '644 ' },
      },
    ],
  },
  {
    name: 'answers for a link, and for files that only a customised pack has, are taken over and hurt nothing else',
    levels: [0, 1].map(level => ({ f: `v${level}`, k: '', 'd/p': `v${level}`, c: `v${level}` })),
    pack: { f: 'v0', k: '', 'd/p': 'mine', c: 'v1' },
    overlay: { f: link('k'), k: 'own' },
    steps: [
      { level: 0, gives: { c: '644 v1', 'd/p': '644 mine', f: '-> k', k: '644 own' } },
      { level: 1, gives: 3 },
      {
        level: 1,
        finals: { f: 'F', 'd/p': 'P' },
        gives: { c: '644 v1', 'd/p': '644 P', f: '644 F', k: '644 own' },
        commands: [
          'mkdir -p overlay/d && cp .update-train/resolutions/KEY.blob overlay/d/p',
          'test -f .update-train/resolutions/KEY.blob && rm -f overlay/f && cp .update-train/resolutions/KEY.blob overlay/f',
        ],
        taken: true,
      },
      { level: 1, gives: { c: '644 v1', 'd/p': '644 P', f: '644 F', k: '644 own' }, commands: [] },
    ],
  },
  {
    name: 'a file in the place of a directory that no pack lists is a conflict, and can be decided',
    levels: [{}, { 'c/x': 'x' }, { 'c/x': 'x' }],
    overlay: { c: 'mine' },
    steps: [
      { level: 0, gives: { c: '644 mine' } },
      { level: 1, gives: 3 },
      { level: 1, onConflict: 'ours', gives: { c: '644 mine' } },
      { level: 2, onConflict: 'theirs', gives: { 'c/x': '644 x' } },
    ],
    replaced: { c: '644 mine', 'replaced.json': '644 [\n  "c"\n]\n' },
  },
  {
    name: 'a link for a directory that the vendor leaves alone stays',
    levels: [
      { 'logs/x': '', k: '' },
      { 'logs/x': '', k: '' },
      { 'logs/x': 'other', k: '' },
    ],
    pack: { logs: link('k'), k: '' },
    steps: [
      { level: 1, gives: { logs: '-> k', k: '644 ' } },
      { level: 2, gives: 3 },
    ],
  },
  {
    name: 'an answered side is kept aside',
    levels: [{ f: 'v0' }, { f: 'v1' }],
    overlay: { f: 'mine' },
    steps: [
      { level: 0, gives: { f: '644 mine' } },
      { level: 1, gives: 3 },
      { level: 1, resolve: ['--theirs=f'], gives: { f: '644 v1' } },
    ],
    replaced: { f: '644 mine', 'replaced.json': '644 [\n  "f"\n]\n' },
  },
]

test.each(stories)('$name', async ({ levels, overlay, pack, steps, replaced }) => {
  await using world = await testWorld()
  const work = await mkdtemp(join(folder, 'work-'))
  const numbered = levels.map((files, level): Files => ({ ...files, n: `${level}` }))
  const [vanilla = {}, ...later] = numbered
  const feed = await beginFeed(world, vanilla)
  for (const [index, files] of later.entries()) await addLevel(world, feed, index + 1, files)
  for (const [name, files] of Object.entries({ base: vanilla, pack: { ...pack, n: '0' } })) {
    await rename(await packOf(world, 'acme-1.0.0', files), join(work, `${name}.zip`))
    await rm(join(world.temporary, 'packed/acme-1.0.0'), { recursive: true })
  }
  await writeTree(join(work, 'overlay'), overlay ?? {})
  const given = [
    ...(pack === undefined ? ['--pack', 'base.zip'] : ['--pack', 'pack.zip', '--base', 'base.zip']),
    ...['--feed', feed, '--json'],
  ]
  const withOverlay = overlay === undefined ? [] : ['--overlay', 'overlay']
  const env = { XDG_CACHE_HOME: join(work, 'cache') }
  const packs: { file: string; track: string; holds: object; laid: Files | undefined }[] = []
  let laid = overlay

  for (const step of steps) {
    const { level, onConflict = 'fail', track = 'dev', clone, resolve, finals, overlay: other } = step
    const { gives, says } = step
    for (const [path, content] of Object.entries(finals ?? {}))
      await writeTree(join(work, 'out/conflicts'), { [`${path}.final`]: content })
    if (finals !== undefined) expect(await cli(['resolve'], work)).toMatchObject({ exitCode: 0 })
    if (clone) for (const name of ['out', 'cache']) await rm(join(work, name), { recursive: true })
    if (resolve !== undefined) expect(await cli(['resolve', ...resolve], work)).toMatchObject({ exitCode: 0 })
    if (other !== undefined) {
      await rm(join(work, 'overlay'), { recursive: true })
      await writeTree(join(work, 'overlay'), other)
      laid = other
    }
    const words = ['--track', track, '--level', `${level}`, '--options', `on-conflict: ${onConflict}`]
    const { exitCode, stdout, stderr } = await cli(
      ['run', ...given, ...words, ...(step.without ? [] : withOverlay)],
      work,
      { env },
    )
    const { pack: file } = z.object({ pack: z.string().nullable() }).parse(JSON.parse(stdout))
    const conflicts = join(work, 'out/conflicts')
    if (exitCode === 3) await cp(conflicts, join(work, 'conflicts'), { recursive: true })
    const came = file === null ? { exitCode, stderr } : await filesOf(file)
    if (file !== null) packs.push({ file, track, holds: came, laid: step.without ? undefined : laid })
    expect(came).toMatchObject(typeof gives === 'number' ? { exitCode: gives } : gives)
    if (says !== undefined) expect(await readFile(join(work, 'out/report.md'), 'utf8')).toContain(says)
    if (typeof gives === 'object') expect(Object.keys(came)).toEqual(Object.keys(gives).sort())
    if (step.commands === undefined) continue
    const commands = commandsIn(await readFile(join(work, 'out/report.md'), 'utf8'))
    expect(commands.map(line => line.replace(/[0-9a-f]{64}/g, 'KEY'))).toEqual(step.commands)
    if (step.taken) for (const line of commands) execFileSync('sh', ['-c', line], { cwd: work })
  }
  if (replaced !== undefined)
    expect(await readTree(join(work, 'out/replaced')).catch(() => ({}))).toEqual(replaced)

  // What was passed can be had again, without the pack itself.
  const [former, last] = packs.slice(-2)
  if (former === undefined || former.track !== last?.track || former.laid !== last.laid) return
  if (steps.some(step => step.taken)) return
  await rm(former.file, { force: true })
  const reverted = await cli(['revert', ...given, ...withOverlay, '--track', former.track], work, { env })
  expect({ ...reverted, stdout: '' }).toMatchObject({ exitCode: 0 })
  expect(await filesOf(former.file)).toEqual(former.holds)
})

/** The commands that bring the overlay up to date. */
function commandsIn(report: string): string[] {
  const [, section = ''] = report.split('## To bring your overlay up to date\n')
  return /```sh\n(.*?)\n```/s.exec(section)?.[1]?.split('\n') ?? []
}

/** What a pack holds, but for `updates/`, `n` and directories: bits and content, and of links where they lead. */
async function filesOf(file: string): Promise<Record<string, string>> {
  await using pack = await openPack(file)
  const found: [string, string][] = []
  for (const [path, { kind, mode }] of pack.entries) {
    if (path.startsWith('updates') || path === 'n' || kind === 'directory') continue
    const content = (await pack.read(path, 1000)).toString()
    found.push([path, `${kind === 'link' ? '->' : (mode & 0o777).toString(8)} ${content}`])
  }
  return Object.fromEntries(found.sort(([one], [other]) => (one < other ? -1 : 1)))
}
