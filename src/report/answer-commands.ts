import type { ShownConflict } from '../merge/decision.ts'
import { shellWord } from './shell-word.ts'

/** Conflicts that commands are given for; the rest goes the same way. */
const shown = 20

/**
 * Lines for a POSIX shell that answer conflicts, ready to be pasted. What takes one side as a whole is a comment, so that
 * nothing is decided by pasting them all.
 * @param folder the folder of conflicts as a word of the shell, quoted where it must be
 */
export function answerCommands(conflicts: readonly ShownConflict[], folder: string): string[] {
  const resolve = `update-train resolve --conflicts ${folder}`
  // A control character could end a comment; none gets here but by a mistake of ours.
  const sayable = conflicts.filter(({ path }) => !/\p{Cc}/u.test(path))
  const rest = conflicts.length - Math.min(sayable.length, shown)
  return [
    ...sayable.slice(0, shown).flatMap(conflict => commandsFor(conflict, folder, resolve)),
    ...(rest > 0 ? [`# and ${rest} more, in the same way`] : []),
    '# record every .final that lies there',
    resolve,
  ]
}

function commandsFor(
  { path, merged, open, sides }: ShownConflict,
  folder: string,
  resolve: string,
): string[] {
  const file = (name: string): string => `${folder}/${shellWord(name)}`
  const isAnswer = (side: string): boolean => side === 'absent' || side.startsWith('file ')
  const choices = [
    ...(isAnswer(sides.ours) ? ['--ours'] : []),
    ...(isAnswer(sides.theirs) ? ['--theirs'] : []),
    ...(sides.ours === 'absent' || sides.theirs === 'absent' ? [] : ['--delete']),
  ].map(choice => `#   ${resolve} ${choice}=${shellWord(path)}`)
  if (merged === null) return [`# ${path}: choose one`, ...choices]
  const task =
    open.length === 0 ? 'take what both come to' : 'copy, then decide the places between <<<<<<< and >>>>>>>'
  return [`# ${path}: ${task}`, `cp ${file(merged)} ${file(`${path}.final`)}`, '# or choose one', ...choices]
}
