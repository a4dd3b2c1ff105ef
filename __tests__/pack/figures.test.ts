import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { temporaryFolder } from '../../src/kernel/temporary.ts'
import { openPack } from '../../src/pack/open-pack.ts'
import { zipOf } from '../helpers/zip.ts'

test('70,000 entries are opened in less than 2 s', async () => {
  await using folder = await temporaryFolder(tmpdir(), 'pack-')
  const path = join(folder.path, 'pack.zip')
  const names = Array.from({ length: 70_000 }, (_, index) => `p-1/lib/${index % 700}/file-${index}.txt`)
  await writeFile(path, zipOf(names.map(name => ({ name, content: name }))))
  const start = performance.now()

  await using pack = await openPack(path)

  expect(performance.now() - start).toBeLessThan(2000)
  expect(pack.entries.size).toBe(70_000)
  expect([...pack.entries.keys()].at(-1)).toBe('lib/699/file-69999.txt')
}, 30_000)
