import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import { formatBytes, formatElapsed } from '../../src/kernel/time.ts'
import { movedHeader } from '../../src/pack/central-header.ts'
import { encodeEndRecord } from '../../src/pack/end-record.ts'
import { extractPack } from '../../src/pack/extract.ts'
import { centralHeader, localHeader, type NewEntry } from '../../src/pack/new-header.ts'
import { openPack } from '../../src/pack/open-pack.ts'
import { repack } from '../../src/pack/write-pack.ts'
import { additions, packEntries } from '../helpers/random-packs.ts'
import { writeTree } from '../helpers/tree.ts'
import { writeZipOf } from '../helpers/zip.ts'

/** What others say of our packs: random ones, one of 70,000 entries, and one whose sizes and places pass 4 GiB. */
const timestamp = Date.UTC(2026, 0, 2, 3, 4, 6)
const gigabyte = 1024 ** 3
const packs = 12

const work = mkdtempSync(join(tmpdir(), 'update-train-conformance-'))
try {
  for (const [index, [entries, added]] of fc.sample(fc.tuple(packEntries, additions), packs).entries()) {
    const folder = join(work, String(index))
    mkdirSync(folder)
    const out = await updatedPack(folder, entries, added)
    assertRead(out)
  }
  console.log(`${packs} random packs, updated: no complaint of unzip, 7z and Python.`)
  report('70,000 entries', await manyEntries())
  report('an entry and places beyond 4 GiB', hugePack())
} finally {
  rmSync(work, { recursive: true, force: true })
}

function report(what: string, pack: string): void {
  const start = performance.now()
  assertRead(pack)
  const took = formatElapsed(performance.now() - start)
  console.log(`A pack of ${formatBytes(statSync(pack).size)} with ${what}: no complaint, after ${took}.`)
}

async function updatedPack(
  folder: string,
  entries: Parameters<typeof writeZipOf>[1],
  added: Parameters<typeof writeTree>[1],
): Promise<string> {
  const [home, out] = [join(folder, 'home'), join(folder, 'updated.zip')]
  await using from = await openPack(await writeZipOf(folder, entries, { comment: 'made by acme' }))
  await extractPack(from, home)
  await writeTree(home, added)
  await repack({ from, home, out, timestamp })
  return out
}

async function manyEntries(): Promise<string> {
  const [folder, out] = [join(work, 'many'), join(work, 'many.zip')]
  mkdirSync(folder)
  const names = Array.from({ length: 70_000 }, (_, index) => `p-1/lib/${index % 700}/file-${index}.txt`)
  await using from = await openPack(
    await writeZipOf(
      folder,
      names.map(name => ({ name, content: name })),
    ),
  )
  await repack({ from, home: folder, out, timestamp, only: new Set() })
  return out
}

/** Headers as we write them, around zeros that take no room on the disk. */
function hugePack(): string {
  const path = join(work, 'huge.zip')
  const size = 4 * gigabyte + 5
  const content = Buffer.from('behind')
  const zeros = stored('p-1/zeros', size, crcOfZeros(size))
  const small = stored('p-1/small', content.length, crc32(content))
  const [head, tail] = [localHeader(zeros), Buffer.concat([localHeader(small), content])]
  const start = head.length + size
  const headers = Buffer.concat([centralHeader(zeros, 0), movedHeader(centralHeader(small, 0), start)])
  const directoryStart = start + tail.length
  const end = { entries: 2, directoryStart, directorySize: headers.length, comment: Buffer.alloc(0) }
  const fd = openSync(path, 'wx')
  writeSync(fd, head, 0, head.length, 0)
  const rest = Buffer.concat([tail, headers, encodeEndRecord(end)])
  writeSync(fd, rest, 0, rest.length, start)
  closeSync(fd)
  return path
}

function stored(name: string, size: number, crc: number): NewEntry {
  const wide = size >= 4 * gigabyte - 1
  const sizes = { size, compressedSize: size, crc32: crc, wide }
  return { name, kind: 'file', mode: 0o644, timestamp, method: 'stored', ...sizes }
}

function crcOfZeros(size: number): number {
  const zeros = Buffer.alloc(1024 * 1024)
  let crc = 0
  for (let left = size; left > 0; left -= zeros.length)
    crc = crc32(zeros.subarray(0, Math.min(left, zeros.length)), crc)
  return crc
}

/** All of them read every entry and its CRC-32. Warnings count: unzip and 7z tell them by their exit code. */
function assertRead(pack: string): void {
  call('unzip', ['-tq', pack])
  call('7z', ['t', '-bso0', '-bsp0', pack])
  // Python names an entry that it finds damaged, and still exits with 0.
  assert.equal(call('python3', ['-m', 'zipfile', '-t', pack]).trim(), 'Done testing')
}

function call(program: string, args: readonly string[]): string {
  return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
}
