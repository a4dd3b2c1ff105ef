import type { ZipEntry } from './central-header.ts'
import { contentStart, readPieces } from './entry-content.ts'
import type { Pace } from './pace.ts'
import type { PackFile } from './pack-file.ts'
import { openSpool } from './spool.ts'

/**
 * The content of an entry as a file that can be read anywhere while a scope lasts: where it is stored, in place and
 * unchecked; else it is laid at `path`, which is temporary. Throws `pack-damaged`, `disk-full` or `not-writable`.
 */
export async function contentFile(
  zip: PackFile,
  entry: ZipEntry,
  path: string,
  pace: Pace,
): Promise<Disposable & { readonly file: PackFile }> {
  if (entry.method === 'stored') {
    const offset = (zip.offset ?? 0) + contentStart(zip, entry)
    return {
      file: { path: zip.path, fd: zip.fd, size: entry.size, offset },
      [Symbol.dispose]: () => undefined,
    }
  }
  using scope = new DisposableStack()
  const spool = scope.use(openSpool(path))
  for await (const piece of readPieces(zip, entry)) {
    spool.take(piece)
    await pace.advance(piece.length)
  }
  const held = scope.move()
  return { file: spool.file(), [Symbol.dispose]: () => held.dispose() }
}
