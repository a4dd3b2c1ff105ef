/** What went wrong, as a closed set; `exitCodes` says how the command line reports each. */
export type ErrorCode =
  | 'usage'
  | 'config'
  | 'pack-missing'
  | 'pack-damaged'
  | 'pack-unsafe'
  | 'not-writable'
  | 'disk-full'
  | 'refused'
  | 'unreachable'
  | 'verification'
  | 'busy'
  | 'interrupted'
  | 'failure'

/** Exit codes of docs/reference.md. Conflicts (3) and failed tests (4) are outcomes, not errors. */
const exitCodes: Record<ErrorCode, number> = {
  usage: 2,
  config: 2,
  'pack-missing': 2,
  'not-writable': 2,
  refused: 5,
  unreachable: 6,
  busy: 6,
  verification: 7,
  'pack-damaged': 7,
  'pack-unsafe': 7,
  'disk-full': 1,
  interrupted: 130,
  failure: 1,
}

export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(exitCodes, code)
}

/** One wrong thing in something the user wrote, with its place where there is one. */
export interface Problem {
  /** What is wrong and what is taken instead, in one sentence. */
  message: string
  file?: string
  /** 1-based. */
  line?: number
}

export interface ErrorDetails {
  /** What the user can do next, in one sentence. */
  hint: string
  cause?: unknown
  /** All that is wrong, where several things are reported at once. */
  problems?: readonly Problem[]
}

/** An error for the user: what happened, to what (`message`), and what to do (`hint`). */
export class TrainError extends Error {
  override readonly name = 'TrainError'
  readonly code: ErrorCode
  readonly hint: string
  readonly problems: readonly Problem[]

  constructor(code: ErrorCode, message: string, details: ErrorDetails) {
    super(message, { cause: details.cause })
    this.code = code
    this.hint = details.hint
    this.problems = details.problems ?? []
  }

  get exitCode(): number {
    return exitCodes[this.code]
  }
}

/** The `code` of an error of Node's (`ENOENT`, `ENOSPC`), or the empty string. */
export function systemCode(error: unknown): string {
  return isObject(error) && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/** An error may come from another realm, where `instanceof Error` does not hold. */
function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return isObject(error) && 'message' in error && typeof error.message === 'string'
    ? error.message
    : String(error)
}

/**
 * Turns an error of the file system into one for the user.
 * A `TrainError` and anything that is not of the file system come back as they are.
 */
export function writeError(error: unknown, path: string): unknown {
  if (error instanceof TrainError) return error
  switch (systemCode(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return new TrainError('disk-full', `No space is left to write ${path}.`, {
        hint: 'Free some space, or choose another place with --out or TMPDIR; nothing was changed.',
        cause: error,
      })
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ENOTDIR':
    case 'EEXIST':
    case 'ENOENT':
    case 'EISDIR':
      return new TrainError('not-writable', `Cannot write ${path}: ${messageOf(error)}.`, {
        hint: 'Choose a folder that can be written with --out; nothing was changed.',
        cause: error,
      })
    default:
      return error
  }
}

/** Where cleaning up failed as well, what happened first is what the user must know. */
export function firstError(error: unknown): unknown {
  return error instanceof SuppressedError ? firstError(error.suppressed) : error
}
