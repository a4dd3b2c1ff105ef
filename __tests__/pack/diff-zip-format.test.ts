import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { secretsOf } from '../../src/kernel/secrets.ts'
import { temporaryFolder } from '../../src/kernel/temporary.ts'
import { startScan } from '../../src/pack/scan.ts'
import { diffOf } from '../helpers/diff-of.ts'
import { noise } from '../helpers/noise.ts'
import { type TestEntry, unixFile, writeZipOf, zipOf } from '../helpers/zip.ts'

const page = readFileSync(new URL('../../docs/diff-zip.md', import.meta.url), 'utf8')

/** A jar in which the first, a middle and the last member differ, so that its delta looks like an archive. */
const jarOf = (version: number): TestEntry => ({
  name: 'p-1/lib/a.jar',
  content: zipOf(
    [`first-${version}`, ...Array.from({ length: 30 }, (_, index) => `m${index}`), `last-${version}`].map(
      name => ({
        name,
        content: noise(name.length * 31 + (name.includes('-') || name === 'm9' ? version : 0), 1500),
      }),
    ),
    { comment: 'x'.repeat(version) },
  ),
  mode: unixFile | 0o644,
})

/** Another reader: the function of the page, and Python's own `zipfile`. */
const reader = `
${/```python\n([\s\S]*?)```/.exec(page)?.[1] ?? ''}
import hashlib, json, sys, zipfile
old, diff = zipfile.ZipFile(sys.argv[1]), zipfile.ZipFile(sys.argv[2])
manifest = json.loads(diff.read('update-train-diff.json'))
for change in manifest['changes']:
    name = manifest['root'] + '/' + change['path']
    new = put_together(change['ranges'], old.read(name), diff.read(name))
    print(change['kind'], hashlib.sha256(new).hexdigest() == change['after']['sha256'], len(diff.read(name)) < len(new) / 4)
`

test('a program that follows the page puts files together, and a delta is not searched as an archive', async () => {
  await using folder = await temporaryFolder(tmpdir(), 'format-')
  const before = await writeZipOf(folder.path, [jarOf(1)], {}, 'before.zip')
  const after = await writeZipOf(folder.path, [jarOf(2)], {}, 'after.zip')
  const diff = await diffOf(before, after, folder.path)
  const secrets = secretsOf([{ name: 'secret 1', value: 'a secret of some length' }])
  const scan = startScan({ secrets, folder: join(folder.path, 'laid') })

  const said = execFileSync('python3', ['-c', reader, before, diff], { encoding: 'utf8' })
  await scan.diff(diff, [])

  expect(said).toBe('ranges True True\n')
  expect([scan.finds, scan.unread]).toEqual([[], []])
})
