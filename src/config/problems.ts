import { type Document, isNode, LineCounter, parseDocument } from 'yaml'
import type { core } from 'zod'
import { messageOf, type Problem, TrainError } from '../kernel/errors.ts'
import { meant } from '../kernel/meant.ts'

/** A YAML or JSON text that can say on which line a value stands. */
export interface Located {
  value: unknown
  /** The 1-based line of the value at a path of keys, or of its nearest parent. */
  lineOf: (path: readonly PropertyKey[]) => number | undefined
}

/**
 * Parses YAML (of which JSON is a part) and keeps the lines.
 * Throws `config` with every syntax error and duplicate key and its line, for aliases that lead nowhere or multiply, for the
 * marks of a merge, and for UTF-16.
 */
export function parseLocated(text: string, file: string): Located {
  // Its mark of the byte order is no UTF-8, and each of its letters of ASCII has a zero.
  if (/^\ufffd{2}[^]*\0/.test(text))
    throw problemsError(file, [{ message: 'the file is saved as UTF-16: save it as UTF-8', file }])
  assertMerged(text, file, decideEach)
  const lineCounter = new LineCounter()
  const document = parseDocument(text, { lineCounter, prettyErrors: false })
  if (document.errors.length > 0)
    throw problemsError(
      file,
      document.errors.map(error => ({
        message: error.message,
        file,
        line: lineCounter.linePos(error.pos[0]).line,
      })),
    )
  return {
    value: valueOf(document, file),
    lineOf: path => lineOf(document, lineCounter, path),
  }
}

const decideEach = 'Decide each place between <<<<<<< and >>>>>>>, remove the marks, and run again.'

/** Throws `config` for a text whose merge is unfinished, with the line where its marks begin. */
export function assertMerged(text: string, file: string, hint: string): void {
  const line = text.split('\n').findIndex(one => /^(<{7}|>{7})(\s|$)/.test(one))
  if (line === -1) return
  throw new TrainError('config', `${file} still holds the marks of a merge that is unfinished.`, {
    hint,
    problems: [{ message: 'here it begins', file, line: line + 1 }],
  })
}

function valueOf(document: Document.Parsed, file: string): unknown {
  try {
    return document.toJS()
  } catch (error) {
    throw problemsError(file, [{ message: messageOf(error), file }])
  }
}

/** The line of the value at `path`, or of the nearest parent that exists. */
function lineOf(
  document: Document.Parsed,
  counter: LineCounter,
  path: readonly PropertyKey[],
): number | undefined {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true)
    if (isNode(node) && node.range) return counter.linePos(node.range[0]).line
  }
  return undefined
}

/** Every issue of a schema as a problem: the key by name, what was wrong, the line; `keys` are those that there are. */
export function problemsOf(
  issues: readonly core.$ZodIssue[],
  file: string | undefined,
  lineOfPath: (path: readonly PropertyKey[]) => number | undefined,
  keys: readonly string[] = [],
): Problem[] {
  const problems = issues.flatMap(innermost).flatMap(issue => {
    const paths =
      issue.code === 'unrecognized_keys' ? issue.keys.map(key => [...issue.path, key]) : [issue.path]
    return paths.map(path => {
      const line = lineOfPath(path)
      const message =
        issue.code === 'unrecognized_keys'
          ? `is not known${meant(String(path.at(-1)), keys)}`
          : inWords(issue.message)
      return {
        message: `\`${path.join('.') || 'the document'}\` ${message}`,
        ...(file === undefined ? {} : { file }),
        ...(line === undefined ? {} : { line }),
      }
    })
  })
  return problems.sort((one, other) => (one.line ?? 0) - (other.line ?? 0))
}

/**
 * What a person can correct: of a key that is no name, why not; of a value that has several forms, what is wrong within the
 * one that it has, where one of them goes that far.
 */
function innermost(issue: core.$ZodIssue): core.$ZodIssue[] {
  const within = (inner: readonly core.$ZodIssue[]): core.$ZodIssue[] =>
    inner.map(one => ({ ...one, path: [...issue.path, ...one.path] }))
  if (issue.code === 'invalid_key' && issue.issues.length > 0) return within(issue.issues)
  if (issue.code !== 'invalid_union') return [issue]
  const form = issue.errors.find(errors =>
    errors.every(({ code, path }) => path.length > 0 || code === 'unrecognized_keys'),
  )
  return form === undefined || form.length === 0 ? [issue] : within(form).flatMap(innermost)
}

/** The schema library's own sentence, where none of ours was given. */
function inWords(message: string): string {
  const match = /^Invalid (?:input|option): expected (.*?)(?:, received (.*))?$/.exec(message)
  if (match === null) return message
  const [, expected = '', received] = match
  return received === undefined || received === 'undefined'
    ? `must be given: ${expected}`
    : `must be ${expected}, not ${received}`
}

/** One error that carries all problems of a file. */
export function problemsError(file: string, problems: readonly Problem[]): TrainError {
  const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`
  return new TrainError('config', `${file} has ${count}.`, {
    hint: 'Correct what is listed; docs/reference.md names every key and what it takes.',
    problems,
  })
}
