import { TrainError } from '../kernel/errors.ts'
import { sha256 } from '../kernel/sha256.ts'
import { openArchive } from './archive.ts'
import { readAt } from './pack-file.ts'

/**
 * What a zip is known by before its content is read: its size, and its central directory, which says of each entry the name,
 * size, date and CRC-32. The file's own date is left out, as each checkout and download has another. Null for a file that is
 * not there; what is no whole zip is known as that alone.
 */
export async function directoryDigest(path: string): Promise<string | null> {
  try {
    await using archive = await openArchive(path)
    const { size, directoryStart } = archive
    return sha256(
      Buffer.concat([Buffer.from(`${size}\n`), readAt(archive, directoryStart, size - directoryStart)]),
    )
  } catch (error) {
    if (!(error instanceof TrainError)) throw error
    return error.code === 'pack-missing' ? null : 'damaged'
  }
}
