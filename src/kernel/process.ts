import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import type { Readable, Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { messageOf, systemCode, TrainError } from './errors.ts'
import { type LineReader, readLines } from './output-lines.ts'
import { endGroup, isGone, signalGroup } from './process-group.ts'

/** Last lines that a result carries. */
export const tailLength = 200
/** Milliseconds between the polite signal (SIGTERM) and the last one (SIGKILL). */
export const defaultGrace = 5000

/** Milliseconds that left-over children get to finish by themselves, as `tee` in `cmd > >(tee log)` does. */
const settleTime = 500
/** Milliseconds in which output already written is read when somebody outside the group holds the pipes. */
const drainTime = 1000
/** Milliseconds that a command may wait at a prompt, when it gets nothing to read. */
const promptTime = 30_000
/** As `promptTime`, for one that got answers: it may be at work on them, and a service that is gone takes minutes to be given up. */
const answeredPromptTime = 300_000
/** Characters of a line that can be a prompt. */
const longestPrompt = 250
/** The longest delay of a Node timer; a longer one would fire at once. */
const longestDelay = 2 ** 31 - 1

export type Ended = 'exited' | 'timed-out' | 'silent' | 'prompting' | 'aborted'

export interface ProcessRequest {
  /** A path, or a name that is looked up in `env.PATH`. No shell takes part. */
  command: string
  args: readonly string[]
  /** Absolute. */
  cwd: string
  /** The whole environment; nothing is inherited. */
  env: Readonly<Record<string, string | undefined>>
  /** What the command reads before its input ends; nothing where it is missing. */
  input?: string | undefined
  /** Milliseconds until the whole group is ended; none where it is missing. */
  timeout?: number | undefined
  /** Milliseconds without any output until the whole group is ended. */
  silence?: number | undefined
  /** What a prompt looks like: a command that waits at one, with nothing more to read, is ended. */
  prompt?: RegExp | undefined
  /** Gets every line of stdout and stderr without its line end. What it throws ends the group and is thrown on. */
  onLine?: ((line: string) => void) | undefined
  signal?: AbortSignal | undefined
  /** Milliseconds between SIGTERM and SIGKILL; `defaultGrace` where it is missing. */
  grace?: number | undefined
}

export interface ProcessResult {
  /** Null where a signal ended it, or where it was never started because `signal` was aborted before. */
  exitCode: number | null
  /** `SIGTERM`, …; null where it exited by itself. */
  signal: string | null
  ended: Ended
  /** The command was over, but processes that it had started in the background had to be ended. */
  leftBehind: boolean
  /** Milliseconds. */
  elapsed: number
  /** The last `tailLength` lines. */
  tail: string[]
}

type Child = ChildProcessByStdio<Writable | null, Readable, Readable>
type Interruption = Exclude<Ended, 'exited'>

/**
 * Runs a command in a process group of its own, with nothing more on stdin than `input`, and returns when the whole group is gone.
 * A limit or an abort ends the group: SIGTERM, after `grace` SIGKILL. Children that the command leaves running in
 * the group are ended too; only a process that made itself a session of its own (`setsid`) is beyond reach, and even
 * that cannot hold up the result by keeping the output open.
 * stdout and stderr are two pipes: lines keep their order within each, and come as they arrive between the two.
 * Throws a `TrainError` `config` where the command cannot be started, and whatever `onLine` throws.
 */
export async function runProcess(request: ProcessRequest): Promise<ProcessResult> {
  const started = performance.now()
  const tail: string[] = []
  if (request.signal?.aborted === true) {
    return { exitCode: null, signal: null, ended: 'aborted', leftBehind: false, elapsed: 0, tail }
  }

  const child = startChild(request)
  const exit = new Promise<Pick<ProcessResult, 'exitCode' | 'signal'>>(resolve => {
    child.once('exit', (exitCode, signal) => resolve({ exitCode, signal }))
  })
  const closed = new Promise<void>(resolve => child.once('close', () => resolve()))
  const group = await groupOf(child, request)
  using scope = new DisposableStack()
  scope.use(endedWithUs(group))

  const interruption = Promise.withResolvers<Interruption>()
  const limits = scope.use(setLimits(request, interruption.resolve))
  const failures: Error[] = []
  const take = (line: string) => {
    tail.push(line)
    if (tail.length > tailLength) tail.shift()
    try {
      request.onLine?.(line)
    } catch (error) {
      failures.push(error instanceof Error ? error : new Error(messageOf(error), { cause: error }))
      interruption.resolve('aborted')
    }
  }
  const outputs: LineReader[] = [child.stdout, child.stderr].map(stream =>
    readLines(stream, take, () => limits.heard()),
  )
  scope.use(watchPrompt(request, outputs, tail, interruption.resolve))

  const ended = await Promise.race([exit.then(() => 'exited' as const), interruption.promise])
  const leftBehind = ended === 'exited' && !(await isGone(group, settleTime))
  await endGroup(group, request.grace ?? defaultGrace)
  const end = await exit
  await Promise.race([closed, sleep(drainTime, undefined, { ref: false })])
  for (const output of outputs) output.finish()

  const [failure] = failures
  if (failure !== undefined) throw failure
  return { ...end, ended, leftBehind, elapsed: Math.round(performance.now() - started), tail }
}

function startChild({ command, args, cwd, env, input }: ProcessRequest): Child {
  const options = { cwd, env, detached: true } as const
  try {
    if (input === undefined) return spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
    const child = spawn(command, args, { ...options, stdio: ['pipe', 'pipe', 'pipe'] })
    // A command that reads nothing, or has ended, leaves it unread.
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
    return child
  } catch (error) {
    throw startError(command, cwd, error)
  }
}

/** The id of the child's group, which is its own process id because it was started detached. */
async function groupOf(child: Child, { command, cwd }: ProcessRequest): Promise<number> {
  try {
    if (child.pid === undefined) await once(child, 'spawn')
  } catch (error) {
    throw startError(command, cwd, error)
  }
  if (child.pid === undefined) throw startError(command, cwd, new Error('it has no process id'))
  return child.pid
}

function startError(command: string, cwd: string, cause: unknown): TrainError {
  // Node blames the command for a working directory that is missing.
  if (!existsSync(cwd)) {
    return new TrainError('config', `Cannot start ${command}: the folder ${cwd} does not exist.`, {
      hint: 'Correct the folder that the command is to run in.',
      cause,
    })
  }
  const code = systemCode(cause)
  const reason =
    code === 'ENOENT'
      ? 'there is no such program'
      : code === 'EACCES'
        ? 'it is not executable'
        : messageOf(cause)
  return new TrainError('config', `Cannot start ${command}: ${reason}.`, {
    hint: 'Correct the path, make the file executable (chmod +x), or install the program.',
    cause,
  })
}

interface Limits extends Disposable {
  /** Output came: the silence starts anew. */
  heard(): void
}

function setLimits(request: ProcessRequest, interrupt: (why: Interruption) => void): Limits {
  const after = (milliseconds: number | undefined, why: Interruption) =>
    milliseconds === undefined
      ? undefined
      : setTimeout(() => interrupt(why), Math.min(milliseconds, longestDelay))
  const timeout = after(request.timeout, 'timed-out')
  const silence = after(request.silence, 'silent')
  const abort = () => interrupt('aborted')
  request.signal?.addEventListener('abort', abort)
  if (request.signal?.aborted === true) abort()
  return {
    heard: () => silence?.refresh(),
    [Symbol.dispose]() {
      clearTimeout(timeout)
      clearTimeout(silence)
      request.signal?.removeEventListener('abort', abort)
    },
  }
}

/**
 * Looks now and then whether the same prompt stands there for too long. Where answers were given, a prompt with a line end
 * behind it has got its answer.
 */
function watchPrompt(
  { prompt, input = '' }: ProcessRequest,
  outputs: readonly LineReader[],
  tail: readonly string[],
  interrupt: (why: Interruption) => void,
): Disposable {
  let before = ''
  const look = (): void => {
    const line = input === '' ? (tail.at(-1) ?? '') : ''
    const rest = outputs.map(output => output.rest()).find(text => text.trim() !== '') ?? line
    // A prompt is short; what a tool says at length is none.
    if (rest !== '' && rest === before && rest.length <= longestPrompt && prompt?.test(rest) === true)
      interrupt('prompting')
    before = rest
  }
  const time = input === '' ? promptTime : answeredPromptTime
  const timer = prompt === undefined ? undefined : setInterval(look, time)
  return { [Symbol.dispose]: () => clearInterval(timer) }
}

/** Should this process exit while the group runs, the group goes with it. */
function endedWithUs(group: number): Disposable {
  const end = () => void signalGroup(group, 'SIGKILL')
  process.once('exit', end)
  return { [Symbol.dispose]: () => process.removeListener('exit', end) }
}
