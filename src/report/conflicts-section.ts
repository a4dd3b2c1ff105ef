import { type ShownConflict, shownHunks } from '../merge/decision.ts'
import { answerCommands } from './answer-commands.ts'
import { block, code, plain, plural, table } from './markdown-text.ts'

/** What a person has to decide, with the three sides and the commands that answer. */
export function conflictsSection(conflicts: readonly ShownConflict[]): string {
  if (conflicts.length === 0) return ''
  const rows = conflicts.map(conflict => [code(conflict.path), conflict.kind, stateOf(conflict)])
  const hunks = conflicts.flatMap(({ path, open }) =>
    open.map(hunk => `<details><summary>${plain(path)}</summary>\n\n${sidesOf(hunk)}\n\n</details>`),
  )
  const commands = [
    'conflicts=out/conflicts  # where the folder lies, on GitHub as unpacked from the artifact',
    ...answerCommands(conflicts, '"$conflicts"'),
  ]
  return [
    '## To decide',
    table(['file', 'what meets', 'where it stands'], rows),
    ...hunks,
    'All sides lie in the folder `conflicts`: `.base` (the installed level), `.ours`, `.theirs` (the update) and `.merged`. To answer, put the file that a path should become beside it as `.final`, or choose a side, and record it, in the folder of your repository:',
    block(commands, 'sh'),
    'The answers are kept in `.update-train/resolutions`: commit that folder, and they count for the same conflicts everywhere; then run again. A `.merged` without marks can simply be taken into your overlay (or your pack).',
  ].join('\n\n')
}

function stateOf({ merged, open, kind, renamedTo }: ShownConflict): string {
  if (renamedTo !== undefined) return `the update has ${code(renamedTo)} instead: choose one`
  if (kind === 'delete/modify')
    return 'it was deleted here: let it stay so (`--delete`), or take the update’s'
  if (merged === null) return kind === 'binary' ? 'no text: choose one' : 'choose one'
  return open.length === 0
    ? `both changes fit together: take ${code(merged)}`
    : `${plural(open.length, 'place')}${open.length === shownHunks ? ' or more' : ''} to decide in ${code(merged)}`
}

function sidesOf({ base, ours, theirs }: ShownConflict['open'][number]): string {
  const side = (name: string, text: string): string =>
    `${name}\n\n${block(text.replace(/\n$/, '').split('\n'))}`
  return [side('installed level', base), side('ours', ours), side('update', theirs)].join('\n\n')
}
