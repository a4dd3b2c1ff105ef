import { createHash, hash } from 'node:crypto'
import { closeSync, fchmodSync, futimesSync, openSync, writeSync } from 'node:fs'
import { giveBack } from '../kernel/garbage.ts'
import type { ZipEntry } from './central-header.ts'
import { isReadWhole, readPieces, readWhole } from './entry-content.ts'
import type { Pace } from './pace.ts'
import type { PackFile } from './pack-file.ts'

/** Unpacks one file, which must not be there: content, permission bits, date. */
export async function writeFileEntry(file: PackFile, entry: ZipEntry, to: string, pace: Pace): Promise<void> {
  const fd = openSync(to, 'wx', 0o600)
  try {
    for await (const piece of readPieces(file, entry)) {
      for (let done = 0; done < piece.length; ) done += writeSync(fd, piece, done)
      await pace.advance(piece.length)
    }
    fchmodSync(fd, entry.mode)
    futimesSync(fd, entry.modified / 1000, entry.modified / 1000)
  } finally {
    closeSync(fd)
  }
}

/** SHA-256 of one file's content, checked against its declared size and CRC-32. */
export async function hashFileEntry(file: PackFile, entry: ZipEntry, pace: Pace): Promise<string> {
  if (isReadWhole(entry)) {
    const content = readWhole(file, entry)
    const digest = hash('sha256', content)
    giveBack(content)
    await pace.advance(entry.size)
    return digest
  }
  const hasher = createHash('sha256')
  for await (const piece of readPieces(file, entry)) {
    hasher.update(piece)
    await pace.advance(piece.length)
  }
  return hasher.digest('hex')
}
