import { closeSync, openSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { expect, test } from '@jest/globals'
import { openPromise } from 'yauzl'
import { temporaryFolder } from '../../src/kernel/temporary.ts'
import { movedHeader } from '../../src/pack/central-header.ts'
import { encodeEndRecord } from '../../src/pack/end-record.ts'
import { centralHeader, localHeader, type NewEntry } from '../../src/pack/new-header.ts'
import { openPack } from '../../src/pack/open-pack.ts'
import { repack } from '../../src/pack/write-pack.ts'
import { writeTree } from '../helpers/tree.ts'

const gigabyte = 1024 ** 3
const timestamp = Date.UTC(2026, 0, 2, 3, 4, 6)

function stored(name: string, size: number, crc = 0): NewEntry {
  const wide = size >= 4 * gigabyte - 1
  return {
    name,
    kind: 'file',
    mode: 0o644,
    timestamp,
    wide,
    method: 'stored',
    crc32: crc,
    size,
    compressedSize: size,
  }
}

/** Writes pieces where they belong; what lies between is a hole in the file. */
function writeSparse(path: string, pieces: readonly { at: number; bytes: Uint8Array }[]): void {
  const fd = openSync(path, 'wx')
  for (const { at, bytes } of pieces) writeSync(fd, bytes, 0, bytes.length, at)
  closeSync(fd)
}

/** A zip of 5 GiB that takes a few blocks: one entry of zeros, and a small one behind it. */
function writeHugePack(path: string): void {
  const content = Buffer.from('behind')
  const zeros = stored('p-1/zeros', 5 * gigabyte)
  const small = stored('p-1/small', content.length, crc32(content))
  const head = localHeader(zeros)
  const start = head.length + zeros.size
  const tail = Buffer.concat([localHeader(small), content])
  // As an entry that lay at the beginning of another zip is moved.
  const headers = Buffer.concat([centralHeader(zeros, 0), movedHeader(centralHeader(small, 0), start)])
  const directoryStart = start + tail.length
  const end = encodeEndRecord({
    entries: 2,
    directoryStart,
    directorySize: headers.length,
    comment: Buffer.from('huge'),
  })
  writeSparse(path, [
    { at: 0, bytes: head },
    { at: start, bytes: Buffer.concat([tail, headers, end]) },
  ])
}

test('sizes and places beyond 4 GiB are written and read', async () => {
  await using folder = await temporaryFolder(tmpdir(), 'zip64-')
  const path = join(folder.path, 'huge.zip')
  writeHugePack(path)

  await using pack = await openPack(path)

  expect([...pack.entries.values()].map(({ path, size }) => [path, size])).toEqual([
    ['zeros', 5 * gigabyte],
    ['small', 6],
  ])
  expect((await pack.read('small', 6)).toString()).toBe('behind')
})

test('another reader finds the same', async () => {
  await using folder = await temporaryFolder(tmpdir(), 'zip64-')
  const path = join(folder.path, 'huge.zip')
  writeHugePack(path)

  const zip = await openPromise(path, { lazyEntries: true, autoClose: false })
  const entries = await Array.fromAsync(zip.eachEntry())
  zip.close()

  expect(zip.comment).toBe('huge')
  expect(entries.map(entry => [entry.fileName, entry.uncompressedSize])).toEqual([
    ['p-1/zeros', 5 * gigabyte],
    ['p-1/small', 6],
  ])
})

test('an entry that lay beyond 4 GiB is copied to a place before', async () => {
  await using folder = await temporaryFolder(tmpdir(), 'zip64-')
  const path = join(folder.path, 'huge.zip')
  const home = join(folder.path, 'home')
  const out = join(folder.path, 'small.zip')
  writeHugePack(path)
  await using huge = await openPack(path)
  await writeTree(home, { small: 'behind' })

  await repack({ from: huge, home, out, timestamp })

  await using small = await openPack(out)
  expect([...small.entries.keys()]).toEqual(['small'])
  expect((await small.read('small', 6)).toString()).toBe('behind')
  expect(small.entries.get('small')?.start).toBe(0)
})
