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

/** What an error of the file system means, in words; else its message. */
export function reasonOf(error: unknown): string {
  const code = systemCode(error)
  return Object.hasOwn(reasons, code) ? (reasons[code] ?? '') : messageOf(error)
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  EROFS: 'the file system is read-only',
  ENOTDIR: 'what should be a folder is a file',
  EISDIR: 'it is a folder, not a file',
  EEXIST: 'a file of that name is there already',
  ELOOP: 'its links lead in a circle',
  EMFILE: 'too many files are open',
}

/** Codes that say something of the machine, whatever we did. */
const machines = ['EACCES', 'EPERM', 'EROFS', 'EMFILE', 'ENFILE']

/**
 * What a door tells of an error: the first one, where cleaning up failed as well. An error of the file system that nobody
 * met is the user's to mend where it is about the machine; any other one is our mistake, and stays as it is.
 */
export function toldError(error: unknown): unknown {
  const first = firstError(error)
  if (!isObject(first) || first instanceof TrainError) return first
  const path = 'path' in first && typeof first.path === 'string' ? first.path : null
  if (path === null) return first
  if (machines.includes(systemCode(first)))
    return new TrainError('not-writable', `${path} cannot be read or written: ${reasonOf(first)}.`, {
      hint: 'Give the user who runs update-train the right to it, then run again.',
      cause: first,
    })
  return writeErrorOfSpace(first, path)
}

/**
 * Turns an error of the file system into one for the user.
 * A `TrainError` and anything that is not of the file system come back as they are.
 */
export function writeError(error: unknown, path: string): unknown {
  if (error instanceof TrainError) return error
  switch (systemCode(error)) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ENOTDIR':
    case 'EEXIST':
    case 'ENOENT':
    case 'EISDIR':
      return new TrainError('not-writable', `Cannot write ${path}: ${reasonOf(error)}.`, {
        hint: 'Make room for it there, or choose another place (results: --out, temporary files: TMPDIR); nothing was changed.',
        cause: error,
      })
    default:
      return writeErrorOfSpace(error, path)
  }
}

function writeErrorOfSpace(error: unknown, path: string): unknown {
  if (!['ENOSPC', 'EDQUOT', 'EFBIG'].includes(systemCode(error))) return error
  return new TrainError('disk-full', `No space is left to write ${path}.`, {
    hint: 'Free some space, or choose another place with --out or TMPDIR; nothing was changed.',
    cause: error,
  })
}

/** Where cleaning up failed as well, what happened first is what the user must know. */
export function firstError(error: unknown): unknown {
  return error instanceof SuppressedError ? firstError(error.suppressed) : error
}
