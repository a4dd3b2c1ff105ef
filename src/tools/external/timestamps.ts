import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { TrainError } from '../../kernel/errors.ts'
import type { LevelState, Position, Wanted } from '../update-tool.ts'

/**
 * Where tools that count in timestamps note their runs, below the product's root: one file each, its name the level in
 * epoch milliseconds (carbon-kernel, *CallHome*), its lines the updates that the run brought, as YAML: `- "5234"`.
 */
export const runsFolder = 'updates/wum'

/** Numbers from here on are timestamps (10¹¹ ms is March 1973). */
const firstTimestamp = 1e11

/** The levels of every update run of a pack. */
export function timestampsIn(paths: Iterable<string>): number[] {
  return [...paths].flatMap(path => {
    const run = Number(/^updates\/wum\/([1-9]\d{0,15})$/.exec(path)?.[1])
    return Number.isSafeInteger(run) ? [run] : []
  })
}

/** Where a pack stands: its newest run; null where none is noted. */
export function positionIn(paths: Iterable<string>): Position | null {
  const level = Math.max(0, ...timestampsIn(paths))
  return level === 0 ? null : { level, timestamp: level }
}

/** The runs that are noted in an unpacked home. */
export async function readRuns(home: string): Promise<number[]> {
  const entries = await readdir(join(home, runsFolder), { withFileTypes: true }).catch(() => [])
  return timestampsIn(entries.filter(entry => entry.isFile()).map(({ name }) => `${runsFolder}/${name}`))
}

/** The level of an unpacked home; null where no run is noted. */
export async function readLevel(home: string): Promise<number | null> {
  const runs = await readRuns(home)
  return runs.length === 0 ? null : Math.max(...runs)
}

/** The numbers of the updates that runs brought, in their order. */
export async function numbersOf(home: string, runs: readonly number[]): Promise<string[]> {
  const texts = await Promise.all(runs.map(run => readFile(join(home, runsFolder, String(run)), 'utf8')))
  const numbers = texts.flatMap(text =>
    [...text.matchAll(/^\s*-\s*["']?(\d+)["']?\s*$/gm)].map(([, number]) => number ?? ''),
  )
  return [...new Set(numbers)].sort((one, other) => Number(one) - Number(other))
}

/** Paths of the tools' own summaries, `update-summary-….pdf` (the updates FAQ), but for those that were there before. */
export async function documentsIn(home: string, before: readonly string[]): Promise<string[]> {
  const names = await readdir(join(home, 'updates', 'summary')).catch(() => [])
  const paths = names.filter(name => name.endsWith('.pdf')).map(name => `updates/summary/${name}`)
  return paths.filter(path => !before.includes(path)).sort()
}

/** A level that is a timestamp; 0 is the base. */
export function stateAt(level: number): LevelState {
  return { level, timestamp: level === 0 ? null : level, yanked: false, fileList: null }
}

/** The timestamp that is wanted; null for the newest. Throws `config` for a level that counts updates. */
export function wantedTimestamp(wanted: Wanted): number | null {
  if (wanted.at === 'latest') return null
  const level = wanted.at === 'timestamp' ? wanted.timestamp : wanted.level
  if (level === 0 || level >= firstTimestamp) return level
  throw new TrainError(
    'config',
    `Level ${level} is no timestamp, and that is what this update tool counts in.`,
    {
      hint: 'Give `level` (--level) as the epoch milliseconds of a level, as in 1582261435000, or `latest`.',
    },
  )
}

/** Such tools go on only. */
export function assertAbove(wanted: number, installed: number): void {
  if (wanted > installed) return
  throw new TrainError(
    'config',
    `Level ${wanted} is below the installed level ${installed}, and this update tool cannot go back.`,
    {
      hint: 'Use `update-train revert` for a level that this track ran before, or start from the base pack on a track of its own.',
    },
  )
}

/** What both tools say where there is nothing to do (public scripts match it). Whether they end with 0 or 1 then is not known. */
export function saysNothingNew(lines: readonly string[]): boolean {
  return lines.some(line => /there are no new updates available/i.test(line))
}
