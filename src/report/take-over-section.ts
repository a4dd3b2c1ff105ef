import type { Candidate } from './candidate.ts'
import { block, plural } from './markdown-text.ts'
import { shellWord } from './shell-word.ts'

/** Commands that are given; what is left goes the same way. */
const shown = 20

/** Commands that bring an overlay to what runs: what was merged or answered goes in, what is the product's now goes out. */
export function takeOver({ overlay, answering }: Pick<Candidate, 'overlay' | 'answering'>): string {
  if (overlay === null || answering.overlay === null) return ''
  const folder = answering.overlay
  const answers = answering.resolutions ?? '.update-train/resolutions'
  const words = (...paths: string[]): string => paths.map(shellWord).join(' ')
  const lines = [
    ...[...overlay.merged, ...overlay.answered].map(
      ({ path, key }) => `cp ${words(`${answers}/${key}.blob`, `${folder}/${path}`)}`,
    ),
    ...[...overlay.given, ...overlay.gone, ...overlay.converged].map(
      path => `rm ${words(`${folder}/${path}`)}`,
    ),
  ].filter(line => !/\p{Cc}/u.test(line))
  if (lines.length === 0) return ''
  const rest = lines.length - shown
  const more = rest > 0 ? [`# and ${plural(rest, 'more file')}, in the same way`] : []
  return [
    '## To bring your overlay up to date',
    'Nothing hurries: until then, the recorded answers stand for these files.',
    block([...lines.slice(0, shown), ...more], 'sh'),
  ].join('\n\n')
}
