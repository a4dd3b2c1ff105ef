import { formatBytes, formatElapsed } from '../kernel/time.ts'
import { type Candidate, countsOf } from './candidate.ts'
import { changesByArea } from './changes-by-area.ts'
import { conflictsSection } from './conflicts-section.ts'
import { customisations, drift } from './customisations-section.ts'
import { block, code, plain, plural, table } from './markdown-text.ts'
import { takeOver } from './take-over-section.ts'

/**
 * The report as Markdown, in the order of what a reader needs: what happened, what to decide and do, what changed, the proof.
 * Where it would be longer than `limit` bytes, its longest sections are left out, and it says so.
 */
export function renderMarkdown(candidate: Candidate, limit = Number.POSITIVE_INFINITY): string {
  return `${within(limit, reportSections(candidate), 'see report.md').join('\n\n')}\n`
}

/** The report's sections, its headline first; those with nothing to say are left out. */
export function reportSections(candidate: Candidate): string[] {
  return [
    headline(candidate),
    conflictsSection(candidate),
    manualSteps(candidate),
    warnings(candidate),
    tests(candidate),
    updates(candidate),
    toolSummary(candidate),
    hotfixes(candidate),
    takenAway(candidate),
    changes(candidate),
    customisations(candidate),
    drift(candidate),
    takeOver(candidate),
    evidence(candidate),
    stations(candidate),
  ].filter(section => section !== '')
}

/** Sections that are `limit` bytes at most with a blank line between: of the longest only the heading stays, and `where` the rest is. */
export function within(limit: number, sections: readonly string[], where: string): readonly string[] {
  const sizes = sections.map(section => Buffer.byteLength(section) + 2)
  if (sizes.reduce((sum, size) => sum + size, 0) <= limit) return sections
  const longest = sizes.indexOf(Math.max(...sizes))
  const [heading = ''] = sections[longest]?.split('\n', 1) ?? []
  const note = `${heading}\n\nToo long to be shown here: ${where}.`
  // A note that is no shorter would go on for ever; a report of notes alone is as short as it gets.
  if (Buffer.byteLength(note) + 2 >= (sizes[longest] ?? 0)) return sections
  return within(limit, sections.with(longest, note), where)
}

/** `acme-gateway-1.0.0: level 2 → 6`. */
export function titleOf(candidate: Candidate): string {
  const { product, from, to, outcome } = candidate
  if (outcome === 'reverted') return `${product}: reverted from level ${from.level} to ${to.level}`
  return from.level === to.level
    ? `${product}: level ${to.level}, built again`
    : `${product}: level ${from.level} → ${to.level}`
}

const verdicts: Record<Candidate['outcome'], string> = {
  updated: '✅ **Updated.** The candidate is ready.',
  reverted: '↩️ **Reverted.** The track runs an earlier candidate again, byte for byte.',
  conflict: '⛔ **Conflict.** Nothing was changed: the update and the team changed the same files.',
  'tests-failed': '❌ **The tests failed.** The candidate is not published.',
}

function verdictOn({ outcome, tests, firstPassed, tested }: Candidate): string {
  if (outcome === 'reverted')
    return `${verdicts.reverted} ${tested === true ? 'No tests were run: these bytes passed before.' : 'No tests were run, neither now nor when it was built.'}`
  if (firstPassed !== undefined)
    return `✅ **Published.** This is the candidate of the lock, which ${tested === true ? `first passed ${firstPassed}` : `was built ${firstPassed}, without tests`}: its content digest is the same.`
  return outcome === 'updated' && tests === null
    ? '✅ **Updated.** No tests were configured, so nothing is known of how it behaves.'
    : verdicts[outcome]
}

function headline(candidate: Candidate): string {
  const { updates: count, security } = countsOf(candidate)
  const parts = [
    `channel ${code(candidate.channel)}`,
    `track ${code(candidate.track)}`,
    plural(count, 'update'),
    ...(security === null || security === 0
      ? []
      : [`**${plural(security, 'security fix').replace('fixs', 'fixes')}**`]),
  ]
  return `# ${plain(titleOf(candidate))}\n\n${verdictOn(candidate)}\n\n${parts.join(' · ')}`
}

function warnings(candidate: Candidate): string {
  if (candidate.warnings.length === 0) return ''
  return `## Warnings\n\n${candidate.warnings.map(warning => `- ${plain(warning)}`).join('\n')}`
}

function updates(candidate: Candidate): string {
  return candidate.updates.length === 0 ? '' : `## Updates\n\n${updateTable(candidate.updates)}`
}

function takenAway(candidate: Candidate): string {
  return candidate.takenAway.length === 0
    ? ''
    : `## Updates that go away\n\n${updateTable(candidate.takenAway)}`
}

function updateTable(updates: Candidate['updates']): string {
  const marks = { security: '🔒 security', fix: 'fix', improvement: 'improvement' }
  const rows = updates.map(update => [
    String(update.level),
    code(update.id),
    update.severity === null ? marks[update.kind] : `${marks[update.kind]}, ${update.severity}`,
    [plain(update.title), ...update.cves.map(plain)].join('; '),
  ])
  return table(['level', 'update', 'kind', 'what'], rows)
}

/** What a tool that lists no updates says in its own words; its text is shown as text, whatever is in it. */
function toolSummary({ summary }: Candidate): string {
  if (summary === null) return ''
  const { by, numbers, source, text, added, changed, removed, documents } = summary
  const sources = {
    changelog: 'by the update tool’s own changelog',
    log: 'by the update tool’s log',
    difference: 'by comparing the pack; the update tool does not say',
  }
  const list = numbers.length === 0 ? '' : `: ${numbers.map(code).join(', ')}`
  const counts = `${added.length} added, ${changed.length} changed, ${removed.length} removed`
  const details = `<details><summary>changelog</summary>\n\n${block(text.split('\n'))}\n\n</details>`
  return [
    '## What was updated',
    `${plural(numbers.length, 'update')}${list} (${sources[source]}). Files: ${counts}. Made by ${plain(by)}.`,
    ...(documents.length === 0 ? [] : [`Its own words, in the pack: ${documents.map(code).join(', ')}.`]),
    ...(text === '' ? [] : [details]),
  ].join('\n\n')
}

function hotfixes({ hotfixes: evidence }: Candidate): string {
  if (evidence === null) return ''
  const { laid, gone, files } = evidence
  const rows = laid.map(({ name, sha256 }) => [code(name), code(sha256)])
  const lists = files === null ? [] : [...files.added, ...files.changed, ...files.removed].sort()
  return [
    '## Hotfixes',
    laid.length === 0 ? 'None lies over this level.' : table(['over this level', 'SHA-256'], rows),
    ...(lists.length === 0 ? [] : [`Files that they changed: ${lists.map(code).join(', ')}.`]),
    ...(gone.length === 0 ? [] : [`No longer there: ${gone.map(code).join(', ')}.`]),
  ].join('\n\n')
}

function manualSteps(candidate: Candidate): string {
  const steps = candidate.updates.filter(update => update.instructions !== '')
  if (steps.length === 0) return ''
  const lines = steps.map(update => `- [ ] ${code(update.id)} ${plain(update.instructions)}`)
  return `## To do by hand\n\n${lines.join('\n')}`
}

function tests({ tests: evidence }: Candidate): string {
  if (evidence === null) return ''
  const took = formatElapsed(evidence.milliseconds)
  const verdict = evidence.passed ? `✅ passed in ${took}` : `❌ ${plain(evidence.reason)} (${took})`
  const output = `<details><summary>last output</summary>\n\n${block(evidence.tail)}\n\n</details>`
  return `## Tests\n\n${code(evidence.command)} ${verdict}${evidence.tail.length === 0 ? '' : `\n\n${output}`}`
}

function changes({ difference }: Candidate): string {
  if (difference === null) return ''
  const areas = changesByArea(difference)
  if (areas.length === 0) return '## Files\n\nNo file changed.'
  const rows = areas.map(area => [
    code(area.name),
    ...area.counts.map(count => (count === 0 ? '' : String(count))),
  ])
  const list = areas.flatMap(area => area.lines.map(({ sign, path }) => `- ${sign} ${code(path)}`))
  return [
    '## Files',
    table(['where', 'changed', 'added', 'removed', 'renamed', 'mode'], rows),
    `<details><summary>every file</summary>\n\n${list.join('\n')}\n\n</details>`,
  ].join('\n\n')
}

function evidence({ digests, pack, diff, updateZip }: Candidate): string {
  if (digests === null) return ''
  const rows = [
    ...(pack === null ? [] : [['pack', `${code(pack)}, ${formatBytes(digests.packSize)}`]]),
    ['pack SHA-256', code(digests.packSha256)],
    ['content digest', code(digests.content)],
    ...(diff === null ? [] : [['diff zip', `${code(diff.name)}, ${formatBytes(diff.size)}`]]),
    ...(updateZip === undefined
      ? []
      : [['the vendor’s update zip', `${code(updateZip.name)}, ${formatBytes(updateZip.size)}`]]),
    ['vendor content digest', code(digests.vendor)],
    ['base SHA-256', code(digests.base)],
    ...(digests.overlay === null ? [] : [['overlay digest', code(digests.overlay)]]),
    ...(digests.resolutions === null ? [] : [['resolutions digest', code(digests.resolutions)]]),
  ]
  return `## Evidence\n\n${table(['what', 'value'], rows)}`
}

function stations({ stations: times, createdAt }: Candidate): string {
  const line = times.map(({ name, milliseconds }) => `${name} ${formatElapsed(milliseconds)}`).join(' → ')
  return `---\n\n${line === '' ? '' : `${line} · `}${createdAt}`
}
