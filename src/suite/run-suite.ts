import { appendFileSync, closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Environment, withoutCredentials } from '../kernel/environment.ts'
import { writeError } from '../kernel/errors.ts'
import { type Ended, runProcess } from '../kernel/process.ts'

/** Milliseconds that the user's tests may take where nothing else is said. */
export const defaultTestTimeout = 30 * 60 * 1000

export interface SuiteRequest {
  /** The user's command line, run by `/bin/sh -c`: plain POSIX sh, without `-e` and without `pipefail`. */
  command: string
  /** Milliseconds; `defaultTestTimeout` where it is missing. */
  timeout?: number | undefined
  /** The unpacked updated pack; absolute. */
  home: string
  /** The updated pack as a zip; absolute. */
  pack: string
  /** `<name>-<version>`. */
  product: string
  channel: string
  fromLevel: number
  toLevel: number
  /** Where the command runs; absolute. */
  cwd: string
  /** What the command's environment is made from; credentials are taken out here. */
  env: Environment
  /** Gets all output; written anew, its folder is made where it is missing. */
  logFile: string
  onLine?: ((line: string) => void) | undefined
  /** Takes out of every line what must not be kept. */
  redact: (line: string) => string
  signal?: AbortSignal | undefined
}

export interface SuiteResult {
  /** The command exited by itself, with 0. */
  passed: boolean
  exitCode: number | null
  ended: Ended
  /** The command left processes behind; they were ended. */
  leftBehind: boolean
  /** Milliseconds. */
  elapsed: number
  command: string
  /** The last lines of its output. */
  tail: string[]
}

/**
 * Runs the user's tests against an updated home, in a process group of their own, and hands every line of output on
 * as it comes. stdout and stderr are one pipe here, so the order is the one in which the tests wrote.
 * Failing tests are a result. Throws a `TrainError` `not-writable` or `disk-full` where the log cannot be written.
 */
export async function runSuite(request: SuiteRequest): Promise<SuiteResult> {
  const { command, onLine, redact } = request
  using log = openLog(request.logFile)
  const result = await runProcess({
    command: '/bin/sh',
    // The outer shell only joins the two outputs and becomes the inner one, which sees the command unchanged.
    args: ['-c', 'exec /bin/sh -c "$1" 2>&1', 'sh', command],
    cwd: request.cwd,
    env: suiteEnvironment(request),
    timeout: request.timeout ?? defaultTestTimeout,
    signal: request.signal,
    onLine: raw => {
      const line = redact(raw)
      log.write(line)
      onLine?.(line)
    },
  })
  const { exitCode, ended, leftBehind, elapsed } = result
  const passed = ended === 'exited' && exitCode === 0
  return {
    passed,
    exitCode,
    ended,
    leftBehind,
    elapsed,
    command: redact(command),
    tail: result.tail.map(redact),
  }
}

function suiteEnvironment(request: SuiteRequest): Environment {
  return {
    ...withoutCredentials(request.env),
    PRODUCT_HOME: request.home,
    UPDATE_TRAIN_PACK: request.pack,
    UPDATE_TRAIN_PRODUCT: request.product,
    UPDATE_TRAIN_CHANNEL: request.channel,
    UPDATE_TRAIN_FROM_LEVEL: String(request.fromLevel),
    UPDATE_TRAIN_TO_LEVEL: String(request.toLevel),
  }
}

interface SuiteLog extends Disposable {
  write(line: string): void
}

/** Written line by line and at once: a log that outlives whatever happens, and no backlog in memory. */
function openLog(path: string): SuiteLog {
  const orThrow = <T>(work: () => T): T => {
    try {
      return work()
    } catch (error) {
      throw writeError(error, path)
    }
  }
  const descriptor = orThrow(() => {
    mkdirSync(dirname(path), { recursive: true })
    return openSync(path, 'w')
  })
  return {
    write: line => orThrow(() => appendFileSync(descriptor, `${line}\n`)),
    [Symbol.dispose]: () => closeSync(descriptor),
  }
}
