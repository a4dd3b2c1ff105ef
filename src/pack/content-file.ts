import { giveBack } from '../kernel/garbage.ts'
import type { ZipEntry } from './central-header.ts'
import { contentStart, isReadWhole, readPieces, readWhole } from './entry-content.ts'
import type { Pace } from './pace.ts'
import { type PackFile, partOf } from './pack-file.ts'
import { openSpool } from './spool.ts'

/**
 * The content of an entry as a file that can be read anywhere while a scope lasts: where it is stored, in place and
 * unchecked; else in memory, or where it is too big for that laid at `path`, which is temporary.
 * Throws `pack-damaged`, `disk-full` or `not-writable`.
 */
export async function contentFile(
  zip: PackFile,
  entry: ZipEntry,
  path: string,
  pace: Pace,
): Promise<Disposable & { readonly file: PackFile }> {
  if (entry.method === 'stored') return held(partOf(zip, contentStart(zip, entry), entry.size))
  if (isReadWhole(entry)) {
    const bytes = readWhole(zip, entry)
    await pace.advance(bytes.length)
    return held({ path: zip.path, fd: zip.fd, size: bytes.length, bytes }, () => giveBack(bytes))
  }
  using scope = new DisposableStack()
  const spool = scope.use(openSpool(path))
  for await (const piece of readPieces(zip, entry)) {
    spool.take(piece)
    await pace.advance(piece.length)
  }
  const laid = scope.move()
  return held(spool.file(), () => laid.dispose())
}

function held(file: PackFile, dispose = (): void => undefined): Disposable & { readonly file: PackFile } {
  return { file, [Symbol.dispose]: dispose }
}
