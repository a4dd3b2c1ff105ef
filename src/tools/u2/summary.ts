import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { TrainError } from '../../kernel/errors.ts'
import type { World } from '../../kernel/world.ts'
import type { Difference } from '../../pack/tree.ts'
import { exit } from '../external/exit-codes.ts'
import type { ToolRun } from '../external/run-tool.ts'
import { withoutTokens } from '../external/tokens.ts'
import { listsOf } from '../external/update-home.ts'
import type { ToolSummary } from '../update-tool.ts'
import type { LoggedRun, SaidLevels } from './log.ts'

/** Characters of the tool's own text that are kept. */
const keptCharacters = 100_000

/** Written by tools of 2026 and later (WSO2 docs-updates, *Changelog*): `changelog-0000-0010.md`, `update-summary-0000-0010.md`. */
const written = /^(?:changelog|update-summary)-\d+-\d+\.md$/

/** The names of what the tool has written about its updates so far. */
export async function writtenSummaries(home: string): Promise<string[]> {
  const names = await readdir(join(home, 'updates')).catch(() => [])
  return names.filter(name => written.test(name)).sort()
}

/**
 * Has the tool write its summary as well, for people: one that writes changelogs knows `get-summary` (WSO2 docs-updates,
 * *Update commands*, both of June 2026). Nothing depends on it.
 */
export async function askForSummary(
  home: string,
  before: readonly string[],
  ask: () => Promise<ToolRun>,
  { log, signal }: Pick<World, 'log' | 'signal'>,
): Promise<void> {
  const fresh = (await writtenSummaries(home)).filter(name => !before.includes(name))
  const has = (kind: string): boolean => fresh.some(name => name.startsWith(kind))
  if (!has('changelog-') || has('update-summary-')) return
  try {
    if ((await ask()).exitCode === exit.success) return
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof TrainError)) throw error
  }
  log.info('The update tool gives no summary beside its changelog; the report goes by that.')
}

/** What a run did: by the tool's own text where it writes one, else by its log; the lists are always those that we found. */
export async function summaryOf(
  home: string,
  before: readonly string[],
  run: LoggedRun,
  said: SaidLevels,
  from: number,
  difference: Difference,
  world: Pick<World, 'secrets'>,
): Promise<ToolSummary> {
  const fresh = (await writtenSummaries(home)).filter(name => !before.includes(name))
  const texts = await Promise.all(fresh.map(name => readFile(join(home, 'updates', name), 'utf8')))
  // It counts security updates from the base, whatever was installed.
  const security = from === 0 ? (said.security ?? 0) : null
  const isSilent = run.numbers.length === 0 && (from !== 0 || said.security === null)
  const counts = isSilent ? null : { updates: run.numbers.length, security }
  return {
    by: run.version === null ? 'U2' : `U2 ${run.version}`,
    source: texts.length > 0 ? 'changelog' : run.numbers.length > 0 ? 'log' : 'difference',
    numbers: run.numbers,
    counts,
    ...listsOf(difference),
    documents: fresh.map(name => `updates/${name}`),
    text: withoutTokens(texts.join('\n').slice(0, keptCharacters).split('\n'), world).join('\n'),
  }
}
