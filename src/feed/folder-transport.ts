import { constants, open } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { reasonOf, systemCode, TrainError } from '../kernel/errors.ts'
import type { FeedTransport } from './transport.ts'

/** A feed in a folder, given by its path or as a `file://` address. */
export function folderTransport(location: string): FeedTransport {
  const folder = folderOf(location)
  return {
    open: async path => {
      try {
        // Not waiting: a fifo would never answer.
        const handle = await open(join(folder, path), constants.O_RDONLY | constants.O_NONBLOCK)
        if (!(await handle.stat()).isFile()) {
          await handle.close()
          throw new Error('it is no file')
        }
        return handle.createReadStream({ highWaterMark: 64 * 1024 })
      } catch (error) {
        if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return null
        throw new TrainError('unreachable', `Cannot read ${join(folder, path)}: ${reasonOf(error)}.`, {
          hint: 'Make the feed readable, or correct `feed` (--feed).',
          cause: error,
        })
      }
    },
  }
}

function folderOf(location: string): string {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(location)) return location
  try {
    return fileURLToPath(location)
  } catch (error) {
    throw new TrainError('config', `${location} is no address of a feed.`, {
      hint: '`feed` (--feed) takes a folder, or an address that begins with https://, http:// or file://.',
      cause: error,
    })
  }
}
