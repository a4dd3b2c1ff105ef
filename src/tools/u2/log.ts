import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { systemCode } from '../../kernel/errors.ts'

/** Where the tool logs, below the product's root: `wso2update-DD-MM-YYYY.log`, appended by every call of a day. */
export const logFolder = 'updates/logs'

/** Bytes of one log that are read: its end, where this run is. */
const readBytes = 16 * 1024 * 1024

/** How long each log of a home is. */
export type LogMark = ReadonlyMap<string, number>

export async function markLogs(home: string): Promise<LogMark> {
  const marks = new Map<string, number>()
  for (const name of await logNames(home)) marks.set(name, (await stat(join(home, logFolder, name))).size)
  return marks
}

/** The lines that the tool has logged since the mark. */
export async function logSince(home: string, mark: LogMark): Promise<string[]> {
  const lines: string[] = []
  for (const name of await logNames(home)) {
    const content = await readFile(join(home, logFolder, name))
    const fresh = content.subarray(Math.max(mark.get(name) ?? 0, content.length - readBytes))
    lines.push(...fresh.toString('utf8').split(/\r?\n/))
  }
  return lines
}

async function logNames(home: string): Promise<string[]> {
  try {
    return (await readdir(join(home, logFolder))).filter(name => /^wso2update-.*\.log$/.test(name)).sort()
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return []
    throw error
  }
}

/** What the tool says of the levels of a product, on its console or in its log. */
export interface SaidLevels {
  /** The newest level; null where it says none. */
  latest: number | null
  /** Updates and security updates of that level, counted from the base; null where it says none. */
  updates: number | null
  security: number | null
}

/** Reads the messages of `check` (verbatim in public logs): one may go over two lines, also as `\n` within one. */
export function readLevels(lines: readonly string[], product: string): SaidLevels {
  const text = lines.join('\n').replaceAll('\\n', '\n')
  const name = RegExp.escape(product)
  const level = new RegExp(
    `latest update level is '?${name}\\.(\\d+)|update level '${name}\\.(\\d+)' consists of|${name}\\.(\\d+) is the latest update level`,
    'gi',
  )
  const found = [...text.matchAll(level)].map(([, one, two, three]) => Number(one ?? two ?? three))
  return {
    latest: found.length === 0 ? null : Math.max(...found),
    updates: numberOf(/consists of (\d+) updates? applied/i.exec(text)),
    security: numberOf(/consists of (\d+) critical security updates?/i.exec(text)),
  }
}

function numberOf(match: RegExpExecArray | null): number | null {
  return match?.[1] === undefined ? null : Number(match[1])
}

/** What a run has done, by its log. */
export interface LoggedRun {
  /** `1.7.20`; null where it does not say. */
  version: string | null
  /** Numbers of the updates. */
  numbers: string[]
}

/** Reads the log of a run: one pass over its lines. */
export function readRun(lines: readonly string[]): LoggedRun {
  const run: LoggedRun = { version: null, numbers: [] }
  for (const line of lines) {
    const version = /wso2update version: (\S+)/.exec(line)
    if (version?.[1] !== undefined) run.version = version[1]
    const applied = /Applied updates: (.*)$/.exec(line)
    if (applied?.[1] !== undefined)
      run.numbers = applied[1]
        .split(/[\s,]+/)
        .filter(word => /^\d+$/.test(word))
        .sort((one, other) => Number(one) - Number(other))
  }
  return run
}
