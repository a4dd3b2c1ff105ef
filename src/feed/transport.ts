import type { World } from '../kernel/world.ts'
import { folderTransport } from './folder-transport.ts'
import { httpTransport } from './http-transport.ts'

/** Reads the files of a feed, wherever it is. Paths are those of `layout.ts`. */
export interface FeedTransport {
  /**
   * The pieces of a file as they come; null where there is no such file.
   * Throws `refused` for credentials, `unreachable` after the retries; reading on after a failure begins anew.
   */
  open(path: string): Promise<AsyncIterable<Uint8Array> | null>
}

/** A feed's transport by its location: an `http(s)` or `file` address, or a folder. */
export function transportFor(location: string, world: World): FeedTransport {
  return /^https?:\/\//i.test(location) ? httpTransport(location, world) : folderTransport(location)
}
