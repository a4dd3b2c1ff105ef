import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { extractPack } from '../../../src/pack/extract.ts'
import { openPack } from '../../../src/pack/open-pack.ts'
import { inPlaceTool } from '../../../src/tools/in-place/in-place-tool.ts'
import { u2Tool } from '../../../src/tools/u2/u2-tool.ts'
import { wumTool } from '../../../src/tools/wum/wum-tool.ts'
import { noMerging } from '../../helpers/acme-feed.ts'
import { testWorld } from '../../helpers/world.ts'
import { zipOf } from '../../helpers/zip.ts'

/** Files of a product such as WSO2's. */
const files = 8000
/** Bytes of each. */
const bytes = 4_000
const level = 1_582_261_435_000
/** Milliseconds. */
const limit = 2000
const mostRuns = 8

let folder: string
/** The pack before the update. */
let pack: string
/** What WUM makes of it. */
let made: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tool-figures-'))
  const entries = Array.from({ length: files }, (_, index) => ({
    name: `wso2is-7.1.0/file-${index}.txt`,
    content: `${index}`.padEnd(bytes, 'x'),
  }))
  pack = join(folder, 'wso2is-7.1.0.zip')
  await writeFile(pack, zipOf(entries))
  made = join(folder, 'made.zip')
  const run = { name: `wso2is-7.1.0/updates/wum/${level}`, content: '- "5234"\n' }
  const [first, second, ...rest] = entries
  await writeFile(
    made,
    zipOf([first, second, run, ...rest].flatMap(entry => (entry === undefined ? [] : [changed(entry)]))),
  )
}, 60_000)

function changed(entry: { name: string; content: string }): { name: string; content: string } {
  return entry.name.endsWith('/file-1.txt') ? { ...entry, content: 'changed\n' } : entry
}

afterAll(() => rm(folder, { recursive: true }))

/**
 * Programs that do what a tool does in the end and nothing else, so that all the time is ours. U2 leaves downloads of 600
 * files, as in a public log.
 */
const quickTools = {
  u2: {
    make: u2Tool,
    path: 'bin/wso2update_linux',
    script: () => `cd "$(dirname "$0")/.."
mkdir -p updates/logs
echo 'secret' > updates/logs/wso2update-01-01-2026.log
printf '{"username": "ops@example.com", "update-level": "1", "channel": "full", "hotfixes": null}' > updates/config.json
d="$HOME/.wso2-updates/updates/wso2is-7.1.0.0-7.1.0.1"
mkdir -p "$d/modify/original" "$d/modify/new"
cp file-[1-6]??.txt "$d/modify/original/"
for file in file-1.txt file-[1-6]??.txt; do echo changed > "$file"; done
cp file-[1-6]??.txt "$d/modify/new/"`,
    to: 1,
    // As many as a public log of 2025 has it for eight levels, with their downloads.
    changes: 601,
  },
  'in-place': {
    make: inPlaceTool,
    path: 'bin/update_linux',
    script: () => `cd "$(dirname "$0")/.."
mkdir -p updates/wum "$HOME/.wso2-updates/products/wso2is-7.1.0"
ln -f '${pack}' "$HOME/.wso2-updates/products/wso2is-7.1.0/wso2is-7.1.0.zip"
printf 'channel: full\\nusername: ops@example.com\\n' > updates/config.yaml
echo '- "5234"' > updates/wum/${level}
echo changed > file-1.txt`,
    to: level,
    changes: 1,
  },
  wum: {
    make: wumTool,
    path: '../wum',
    script: () => `store="$HOME/.wum3/products/wso2is/7.1.0"
mkdir -p "$store/full"
case "$1" in
add) ln -f '${pack}' "$store/wso2is-7.1.0.zip";;
update) ln -f '${made}' "$store/full/wso2is-7.1.0+${level}.full.zip";;
esac`,
    to: level,
    changes: 1,
  },
}

test.each(Object.entries(quickTools))(
  'around %s’s own time, a home of 8,000 files takes under 2 seconds',
  async (name, { make, path, script, to, changes }) => {
    await using world = await testWorld()
    const state = (at: number) => ({ level: at, timestamp: null, yanked: false, fileList: null })

    const update = async () => {
      const work = await mkdtemp(join(folder, 'work-'))
      const home = join(work, 'home')
      await using opened = await openPack(pack)
      await extractPack(opened, home)
      const program = join(home, path)
      await mkdir(dirname(program), { recursive: true })
      await writeFile(program, `#!/bin/sh\n${script()}\n`)
      await chmod(program, 0o755)
      const given = { strip: false, hotfixes: null, updateZip: null }
      await using tool = make({ ...given, toolPath: name === 'wum' ? program : null }, world)
      const [start, used] = [performance.now(), process.cpuUsage()]
      const application = await tool.apply({
        product: { name: 'wso2is', version: '7.1.0' },
        channel: 'full',
        from: state(0),
        to: state(to),
        home,
        pack,
        merging: noMerging(world),
      })
      await tool.scrub(home)
      const elapsed = performance.now() - start
      const { user, system } = process.cpuUsage(used)
      await rm(work, { recursive: true })
      // Where other processes want the machine, the time that this one had counts.
      const busy = (user + system) / 1000
      process.stderr.write(`${name}: ${Math.round(elapsed)} ms, of them busy ${Math.round(busy)} ms\n`)
      return { application, milliseconds: Math.min(elapsed, busy) }
    }

    const runs = [await update()]
    const best = () => Math.min(...runs.map(({ milliseconds }) => milliseconds))
    // How long the kernel takes to make 8,000 files differs from one time to the next, and is not ours.
    while (best() >= limit && runs.length < mostRuns) runs.push(await update())

    const [first] = runs.map(({ application }) =>
      application.kind === 'applied' ? application.summary : null,
    )
    expect(first?.changed).toContain('file-1.txt')
    expect(first?.changed).toHaveLength(changes)
    expect(best()).toBeLessThan(limit)
  },
  120_000,
)
