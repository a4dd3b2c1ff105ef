import { posix } from 'node:path'
import type { Candidate } from './candidate.ts'
import { block, code, plain, plural } from './markdown-text.ts'
import { shellWord } from './shell-word.ts'

/** Commands that are given; what is left goes the same way. */
const shown = 20

/** Commands that bring an overlay to what runs: what was merged or answered goes in, what is the product's now goes out. */
export function takeOver({ overlay, answering }: Pick<Candidate, 'overlay' | 'answering'>): string {
  if (overlay === null || answering.overlay === null) return ''
  const coming =
    overlay.carried.length === 0
      ? []
      : [`Merging the pull request does that for ${overlay.carried.map(code).join(', ')}.`]
  const folder = answering.overlay
  const answers = answering.resolutions ?? '.update-train/resolutions'
  const packed = new Set(overlay.packed)
  const links = new Set(overlay.links)
  const copy = ({ path, key }: { path: string; key: string }): string => {
    const from = shellWord(`${answers}/${key}.blob`)
    const to = shellWord(`${folder}/${path}`)
    // Over a link, `cp` would write what that leads to; over a file, it leaves the file's bits. The answer may be on a branch only.
    const first = links.has(path)
      ? `test -f ${from} && rm -f ${to} && `
      : packed.has(path)
        ? `mkdir -p ${shellWord(posix.dirname(`${folder}/${path}`))} && `
        : ''
    return `${first}cp ${from} ${to}`
  }
  const lines = [
    ...[...overlay.merged, ...overlay.answered].map(copy),
    ...[...overlay.given, ...overlay.converged]
      .filter(path => !packed.has(path))
      .map(path => `rm ${shellWord(`${folder}/${path}`)}`),
  ].filter(line => !/\p{Cc}/u.test(line))
  if (lines.length + coming.length === 0) return ''
  const rest = lines.length - shown
  const more = rest > 0 ? [`# and ${plural(rest, 'more file')}, in the same way`] : []
  const left = overlay.left.map(
    ({ path, reason }) => `${code(path)} does not come with the pull request: ${plain(reason)}.`,
  )
  const byHand = [
    'Nothing hurries: until then, the recorded answers stand for these files.',
    ...(overlay.sharer === null
      ? []
      : [
          `**${plain(overlay.sharer)} lays the same folder, or may do so.** What is taken over counts there as well, whatever its level is: wait until it is at this one, or give it a folder of its own.`,
        ]),
    ...(overlay.gone.length === 0
      ? []
      : [
          `Leave ${overlay.gone.map(code).join(', ')} where it is: the answer that takes it away stands for it.`,
        ]),
    block([...lines.slice(0, shown), ...more], 'sh'),
  ]
  return [
    '## To bring your overlay up to date',
    ...coming,
    ...(left.length === 0 ? [] : [left.join('\n')]),
    ...(lines.length === 0 ? [] : byHand),
  ].join('\n\n')
}
