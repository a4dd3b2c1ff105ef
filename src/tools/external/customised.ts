import { TrainError } from '../../kernel/errors.ts'
import type { Merging } from '../../merge/merging.ts'
import { openPack } from '../../pack/open-pack.ts'
import type { Tree } from '../../pack/tree.ts'
import type { ApplyRequest } from '../update-tool.ts'
import { entryOf, isSameFile } from './vanilla.ts'

/** Paths that an error names. */
const shown = 5

/** A home, and what it was unpacked from. */
export interface Met extends Pick<ApplyRequest, 'madeOf'> {
  before: Tree
  from: Pick<ApplyRequest['from'], 'level'>
}

/** Paths for an error: the first, and how many more there are. */
export function someOf(paths: readonly string[]): string {
  const more = paths.length - shown
  return `${paths.slice(0, shown).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

/**
 * A tool is to meet no file of the team's: it overwrites some, merges others as it likes, and says little of it. Where the pack
 * is found to hold any beyond doubt, `base` is asked for, unless the team has said that there is none. What the tool itself
 * has made otherwise at an earlier step is not the team's: no `base` would help. Throws `config`.
 */
export async function assertVendors(
  found: readonly string[],
  { withoutBase, base = null }: Pick<Merging, 'withoutBase' | 'base'>,
  met: Met,
  what: string,
): Promise<void> {
  if (found.length === 0 || withoutBase === true) return
  const paths = await teamsOf(found, met)
  if (paths.length === 0) return
  const { level } = met.from
  const named = someOf(paths)
  const isNot = `${paths.length === 1 ? 'is' : 'are'} not as the vendor has ${paths.length === 1 ? 'it' : 'them'}`
  if (base !== null)
    throw new TrainError('config', `${what}: ${base} is no vanilla pack, as ${named} ${isNot}.`, {
      hint: 'Give the pack as the vendor has it as `base` (--base): what your pack has other than that is laid over the update.',
    })
  const vanilla =
    level === 0 ? 'the vanilla pack' : `the vanilla pack at level ${level} (\`level: ${level}\` makes it)`
  throw new TrainError('config', `${what}: the pack is a customised one, as ${named} ${isNot}.`, {
    hint: `Give ${vanilla} as \`base\` (--base): the tool updates that one, and your files are laid over the result. Where there is none to be had, \`base: none\` lets the tool meet your files; what it does to them is in the report.`,
  })
}

/** Those of the paths that are as in the pack that the tool has made this one of. */
async function teamsOf(paths: readonly string[], { before, madeOf = null }: Met): Promise<string[]> {
  if (madeOf === null) return [...paths]
  await using pack = await openPack(madeOf)
  const teams: string[] = []
  for (const path of paths) {
    const [ours, theirs] = [before.get(path), pack.entries.has(path) ? await entryOf(pack, path) : undefined]
    // Of anything but two files nobody says that a tool had made one of the other.
    const isMade = ours?.kind === 'file' && theirs?.kind === 'file' ? !isSameFile(ours, theirs) : false
    if (!isMade) teams.push(path)
  }
  return teams
}
