import { isByHand, type ShownConflict } from '../merge/decision.ts'
import { shellWord } from './shell-word.ts'

/** Conflicts that commands are given for; the rest goes the same way. */
const shown = 20

/** How people answer conflicts: words of a shell, quoted where they must be. */
export interface Answering {
  /** The folder of conflicts. */
  conflicts: string
  /** Where answers are kept; null for the default. */
  resolutions: string | null
  /** What to do where no answer can be recorded. */
  byHand?: string
}

const byPolicy =
  "once others are answered, run with --options 'on-conflict: ours' (or theirs), which decides all that is open, or change your overlay or pack by hand"

/**
 * Lines for a POSIX shell that answer conflicts, ready to be pasted. What takes one side as a whole is a comment, so that
 * nothing is decided by pasting them all; an answer that is written already is not overwritten unasked.
 */
export function answerCommands(
  conflicts: readonly ShownConflict[],
  { conflicts: folder, resolutions, byHand = byPolicy }: Answering,
): string[] {
  const into = resolutions === null ? '' : ` --resolutions ${resolutions}`
  const resolve = `update-train resolve --conflicts ${folder}${into}`
  // A control character could end a comment; none gets here but by a mistake of ours.
  const sayable = conflicts.filter(({ path }) => !/\p{Cc}/u.test(path))
  const rest = conflicts.length - Math.min(sayable.length, shown)
  const isRecorded = conflicts.some(conflict => !isByHand(conflict, conflict.sides))
  return [
    ...sayable.slice(0, shown).flatMap(conflict => commandsFor(conflict, folder, resolve, byHand)),
    ...(rest > 0 ? [`# and ${rest} more, in the same way`] : []),
    ...(isRecorded ? ['# record every .final that lies there', resolve] : []),
  ]
}

function commandsFor(
  { path, row, kind, theirs, merged, open, sides }: ShownConflict,
  folder: string,
  resolve: string,
  byHand: string,
): string[] {
  if (isByHand({ row, kind }, sides)) return [`# ${path}: ${byHand}`]
  // Of a file that a diff zip holds as ranges of another one, there may be nothing to take.
  const isThere = theirs !== null || !/^(file |deleted$)/.test(sides.theirs)
  const file = (name: string): string => `${folder}/${shellWord(name)}`
  const isLink = sides.ours.startsWith('link ')
  const choices = [
    ...(isLink ? [] : ['--ours']),
    ...(isThere ? ['--theirs'] : []),
    ...(sides.ours === 'absent' || sides.theirs === 'absent' ? [] : ['--delete']),
  ].map(choice => `#   ${resolve} ${choice}=${shellWord(path)}`)
  if (merged === null)
    return [`# ${path}: choose one${isLink ? `; to keep your link, ${byHand}` : ''}`, ...choices]
  const task =
    open.length === 0 ? 'take what both come to' : 'copy, then decide the places between <<<<<<< and >>>>>>>'
  return [
    `# ${path}: ${task}`,
    `cp -i ${file(merged)} ${file(`${path}.final`)}`,
    '# or choose one',
    ...choices,
  ]
}
