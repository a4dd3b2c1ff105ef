import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { u2Tool } from '../../../src/tools/u2/u2-tool.ts'
import { noMerging } from '../../helpers/acme-feed.ts'
import { testWorld } from '../../helpers/world.ts'

/** Files of the product of the figure; their sizes make about 120 MB. */
const files = 8000
const bytes = 15_000

/** A program that does what a tool does in the end and nothing else, so that all the time is ours. */
const quickTool = `#!/bin/sh
cd "$(dirname "$0")/.."
mkdir -p updates/logs
echo 'secret' > updates/logs/wso2update-01-01-2026.log
printf '{"username": "ops@example.com", "update-level": "1", "channel": "full", "hotfixes": null}' > updates/config.json
echo changed > file-1.txt
`

test('around the tool’s own time, a home of 8,000 files takes under 2 seconds', async () => {
  await using world = await testWorld()
  const home = await mkdtemp(join(tmpdir(), 'u2-figures-'))
  await mkdir(join(home, 'bin'))
  for (let index = 0; index < files; index += 1)
    await writeFile(join(home, `file-${index}.txt`), `${index}`.padEnd(bytes, 'x'))
  await writeFile(join(home, 'bin', 'wso2update_linux'), quickTool)
  await chmod(join(home, 'bin', 'wso2update_linux'), 0o755)
  await using tool = u2Tool({ toolPath: null, strip: false }, world)
  const state = (level: number) => ({ level, timestamp: null, yanked: false, fileList: null })

  const start = performance.now()
  const application = await tool.apply({
    product: { name: 'wso2is', version: '7.1.0' },
    channel: 'full',
    from: state(0),
    to: state(1),
    home,
    merging: noMerging(world),
  })
  await tool.scrub(home)
  const elapsed = performance.now() - start

  await rm(home, { recursive: true })
  expect(application).toMatchObject({ kind: 'applied', summary: { changed: ['file-1.txt'] } })
  expect(elapsed).toBeLessThan(2000)
})
