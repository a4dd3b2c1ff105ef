import { isErrorCode, messageOf, systemCode, TrainError } from '../kernel/errors.ts'
import { headerOf, type ZipEntry } from './central-header.ts'
import type { PackFile } from './pack-file.ts'

/** An entry with its own header alone: it is a part of the whole central directory, all of which would be sent with it. */
export type SentEntry = Omit<ZipEntry, 'directory'> & { directory: Uint8Array }

export function sent(entry: ZipEntry): SentEntry {
  return { ...entry, directory: Uint8Array.from(headerOf(entry)), headerStart: 0 }
}

/** An entry as it was before it was sent. */
export function received(entry: SentEntry): ZipEntry {
  const { buffer, byteOffset, length } = entry.directory
  return { ...entry, directory: Buffer.from(buffer, byteOffset, length) }
}

/** An archive is more than its file, and cannot be sent. Its descriptor is one for all threads. */
export function sentFile({ path, fd, size, offset = 0 }: PackFile): PackFile {
  return { path, fd, size, offset }
}

/** What was thrown, taken apart: errors lose their class on the way to another thread. */
export interface Failure {
  kind: 'failed'
  error: { code: string; message: string; hint: string | null }
}

export function failureOf(error: unknown): Failure {
  const code = error instanceof TrainError ? error.code : systemCode(error)
  const hint = error instanceof TrainError ? error.hint : null
  return { kind: 'failed', error: { code, message: messageOf(error), hint } }
}

/** What a thread said was thrown. */
export function errorOf({ error }: Failure): Error {
  const { code, message, hint } = error
  if (hint !== null && isErrorCode(code)) return new TrainError(code, message, { hint })
  return Object.assign(new Error(message), { code })
}
