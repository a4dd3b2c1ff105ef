import { TrainError } from '../../kernel/errors.ts'
import type { Merging } from '../../merge/merging.ts'
import type { LevelState } from '../update-tool.ts'

/** Paths that an error names. */
const shown = 5

/** Paths for an error: the first, and how many more there are. */
export function someOf(paths: readonly string[]): string {
  const more = paths.length - shown
  return `${paths.slice(0, shown).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

/**
 * A tool is to meet no file of the team's: it overwrites some, merges others as it likes, and says little of it. Where the pack
 * is found to hold any beyond doubt, `base` is asked for, unless the team has said that there is none. Throws `config`.
 */
export function assertVendors(
  paths: readonly string[],
  { withoutBase, base = null }: Pick<Merging, 'withoutBase' | 'base'>,
  { level }: Pick<LevelState, 'level'>,
  what: string,
): void {
  if (paths.length === 0 || withoutBase === true) return
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
