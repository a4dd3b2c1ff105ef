import './one-realm.ts'
import { tmpdir } from 'node:os'
import type { Log } from '../../src/kernel/log.ts'
import { secretsOf } from '../../src/kernel/secrets.ts'
import { temporaryFolder } from '../../src/kernel/temporary.ts'
import { systemClock } from '../../src/kernel/time.ts'
import type { World } from '../../src/kernel/world.ts'

/** A world of a test's own, and what was done with it. */
export interface TestWorld extends World, AsyncDisposable {
  /** Warnings, in their order. */
  readonly warnings: string[]
  /** Milliseconds that somebody slept; the clock returns at once. */
  readonly naps: number[]
}

/**
 * A world in a folder of its own, which is its `cwd` and `temporary` and is gone with the scope. Its clock never waits.
 * No variable of the real environment is seen.
 */
export async function testWorld(
  changes: Partial<Pick<World, 'env' | 'fetch' | 'signal'>> = {},
): Promise<TestWorld> {
  const folder = await temporaryFolder(tmpdir(), 'world-')
  const warnings: string[] = []
  const naps: number[] = []
  const log: Log = {
    info: () => undefined,
    warning: message => {
      warnings.push(message)
    },
    group: (_title, work) => work(),
    relay: work => work(() => undefined),
    progress: () => undefined,
  }
  return {
    clock: {
      now: () => systemClock.now(),
      sleep: milliseconds => {
        naps.push(milliseconds)
        return Promise.resolve()
      },
    },
    env: {},
    cwd: folder.path,
    temporary: folder.path,
    fetch,
    log,
    signal: new AbortController().signal,
    secrets: secretsOf([]),
    warnings,
    naps,
    ...changes,
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  }
}
