import { isByHand, type ShownConflict, shownHunks } from '../merge/decision.ts'
import { answerCommands } from './answer-commands.ts'
import type { Candidate } from './candidate.ts'
import { block, code, plain, plural, table } from './markdown-text.ts'
import { shellWord } from './shell-word.ts'

/** What a person has to decide, with the three sides and the commands that answer. */
export function conflictsSection({
  conflicts,
  answering,
}: Pick<Candidate, 'conflicts' | 'answering'>): string {
  if (conflicts.length === 0) return ''
  const rows = conflicts.map(conflict => [code(conflict.path), conflict.kind, stateOf(conflict)])
  const hunks = conflicts.flatMap(({ path, open }) =>
    open.map(hunk => `<details><summary>${plain(path)}</summary>\n\n${sidesOf(hunk)}\n\n</details>`),
  )
  const commands = [
    answering.conflicts === null
      ? 'conflicts=conflicts  # where you have unpacked the folder from the artifact'
      : `conflicts=${shellWord(answering.conflicts)}`,
    ...answerCommands(conflicts, {
      conflicts: '"$conflicts"',
      resolutions: answering.resolutions === null ? null : shellWord(answering.resolutions),
    }),
  ]
  return [
    '## To decide',
    table(['file', 'what meets', 'where it stands'], rows),
    ...hunks,
    `All sides lie in the folder ${code(answering.conflicts ?? 'conflicts')}: \`.base\` (the installed level, where the table says nothing else), \`.ours\`, \`.theirs\` (the update) and \`.merged\`. To answer, put the file that a path should become beside it as \`.final\`, or choose a side, and record it, in the folder of your repository:`,
    block(commands, 'sh'),
    `The answers are kept in ${code(answering.resolutions ?? '.update-train/resolutions')}: commit that folder, and they count for the same conflicts everywhere; then run again. A \`.merged\` without marks can simply be taken into your overlay (or your pack).`,
  ].join('\n\n')
}

function stateOf(conflict: ShownConflict): string {
  const todo = whatToDo(conflict)
  return conflict.again === undefined ? todo : `${whyAgain[conflict.again]}: ${todo}`
}

const installed = '`.theirs` is what the vendor has at the installed level'
const whyAgain = {
  edited:
    'you changed it in the overlay after it was answered or merged; `.base` is what it was then, `.theirs` the answer',
  lost: `what was answered or merged for it is not recorded any more; ${installed}`,
  returned: `it left your overlay, and came back as it was before updates that it never met; ${installed}`,
  doubtful: `recorded answers to it contradict each other, and no lock says which one counts here; ${installed}`,
} satisfies Record<NonNullable<ShownConflict['again']>, string>

function whatToDo({ merged, open, row, kind, renamedTo, sides }: ShownConflict): string {
  if (renamedTo !== undefined) return `the update has ${code(renamedTo)} instead: choose one`
  if (isByHand({ row, kind }, sides))
    return 'change your overlay or pack by hand, or let `on-conflict` say whose it is'
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
