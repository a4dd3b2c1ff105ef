import { open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { systemCode, TrainError, writeError } from '../kernel/errors.ts'

const lockName = '.publishing'

/** Keeps a second publisher out of a feed while the scope lasts. A lock whose process is gone is taken over. */
export async function lockForPublishing(folder: string): Promise<AsyncDisposable> {
  const file = join(folder, lockName)
  for (let attempt = 1; ; attempt += 1) {
    try {
      await createLock(file)
      return { [Symbol.asyncDispose]: () => rm(file, { force: true }) }
    } catch (error) {
      if (systemCode(error) !== 'EEXIST' || attempt > 1) throw writeError(error, file)
    }
    const holder = await readFile(file, 'utf8').catch(() => null)
    // Empty: its process has made it and not yet written its number.
    if (holder === '' || (holder !== null && isAlive(Number(holder))))
      throw new TrainError(
        'busy',
        `Process ${holder || 'without a number yet'} publishes to ${folder} right now.`,
        {
          hint: `Wait for it and try again; if there is no such publisher, remove ${file}.`,
        },
      )
    await rm(file, { force: true })
  }
}

async function createLock(file: string): Promise<void> {
  const handle = await open(file, 'wx')
  try {
    await handle.writeFile(String(process.pid))
  } catch (error) {
    await rm(file, { force: true })
    throw error
  } finally {
    await handle.close()
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return systemCode(error) === 'EPERM'
  }
}
