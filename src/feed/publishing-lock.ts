import { join } from 'node:path'
import { holdFile } from '../kernel/exclusive.ts'
import type { World } from '../kernel/world.ts'

/** Keeps a second publisher out of a feed while the scope lasts. Throws `busy`. */
export function lockForPublishing(folder: string, { clock, signal }: World): Promise<AsyncDisposable> {
  return holdFile(join(folder, '.publishing'), { clock, signal, limit: 0, work: `publishes to ${folder}` })
}
