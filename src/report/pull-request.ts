import { type Candidate, countsOf, securityUpdatesOf } from './candidate.ts'
import { conflictsSection } from './conflicts-section.ts'
import { reportSections, within } from './markdown.ts'
import { code, plain, table } from './markdown-text.ts'

/** Characters of a pull request's title and body; GitHub takes 256 and 65,536, of which the hidden state needs some. */
const limits = { title: 250, body: 60_000 }

/** What a pull request says besides the report. */
export interface PullRequestParts {
  /** What is other than at the last review, or than before. */
  since: { reviewed: boolean; lines: readonly string[] } | null
  /** Where conflicts lie, and which of their files are too large or not for the public. */
  conflicts: { folder: string; branch: string; left: readonly string[] } | null
  artifacts: { pack: string | null; report: string | null }
  /** Boxes to tick, with their heading, as lines of Markdown. */
  boxes: readonly string[]
  /** What the page does not show. */
  hidden: string
}

/** `Update wso2is-7.1.0 (dev): level 8 → 12, 2 security fixes`. */
export function pullRequestTitle(candidate: Candidate): string {
  const { product, track, from, to } = candidate
  const { security } = countsOf(candidate)
  const change =
    from.level === to.level ? `level ${to.level}, built again` : `level ${from.level} → ${to.level}`
  const fixes =
    security === null || security === 0 ? '' : `, ${security} security ${security === 1 ? 'fix' : 'fixes'}`
  return `Update ${product} (${track}): ${change}${fixes}`.slice(0, limits.title)
}

/** The report as a pull request's body, in the order of need, and never longer than GitHub takes. */
export function pullRequestBody(candidate: Candidate, parts: PullRequestParts): string {
  const [headline = '', ...rest] = reportSections(candidate)
  const conflicts = conflictsSection(candidate)
  const sections = [
    ...[headline, sinceSection(parts), securitySection(candidate), conflicts, answerSection(parts)],
    ...rest.filter(section => section !== conflicts),
  ]
  const end = [artifactSection(parts), parts.boxes.join('\n'), parts.hidden]
    .filter(section => section !== '')
    .join('\n\n')
  const room = limits.body - end.length - 2
  const text = within(
    room,
    sections.filter(section => section !== ''),
    wholeReport(parts),
  ).join('\n\n')
  return `${cut(text, room, wholeReport(parts))}\n\n${end}\n`
}

function wholeReport({ artifacts }: PullRequestParts): string {
  return artifacts.report === null
    ? 'with `artifact` among `publish`, an artifact has the whole report'
    : 'the artifact has the whole report'
}

/** A report of notes alone may still be too long: its end goes, and it says so. */
function cut(text: string, room: number, where: string): string {
  if (text.length <= room) return text
  const note = `\n\n**Cut here: ${where}.**`
  const kept = text.slice(0, room - note.length)
  return `${kept.slice(0, kept.lastIndexOf('\n\n') === -1 ? undefined : kept.lastIndexOf('\n\n'))}${note}`
}

function sinceSection({ since }: PullRequestParts): string {
  if (since === null) return ''
  const when = since.reviewed ? 'Since the last review' : 'Since it was last refreshed'
  return `## ${when}\n\n${since.lines.map(line => `- ${plain(line)}`).join('\n')}`
}

function securitySection({ updates }: Candidate): string {
  const fixes = securityUpdatesOf(updates)
  if (fixes.length === 0) return ''
  const rows = fixes.map(({ id, level, severity, title, cves }) => [
    code(id),
    String(level),
    severity ?? '',
    [plain(title), ...cves.map(plain)].join('; '),
  ])
  return `## Security\n\n${table(['update', 'level', 'severity', 'what'], rows)}`
}

function answerSection({ conflicts }: PullRequestParts): string {
  if (conflicts === null) return ''
  const { folder, branch, left } = conflicts
  return [
    '## How to answer here',
    `The sides lie in ${code(folder)} on the branch ${code(branch)}. For each conflict, do one of these there, and commit it to the branch:`,
    [
      '- edit its `.merged` until no line with `<<<<<<<`, `=======` or `>>>>>>>` is left,',
      '- or add the file that the path should become as `<path>.final`,',
      '- or run `update-train resolve --conflicts` in a clone of the branch, with `--ours`, `--theirs` or `--delete` for a side, and commit `.update-train/resolutions`.',
    ].join('\n'),
    'The next run records the answers, tests the result, takes these files away again and marks the pull request as ready. Until then it is a draft.',
    ...(left.length === 0
      ? []
      : [
          `Not laid there, as too large or not for the public: ${left.map(code).join(', ')}. The artifact has them, where one was uploaded; else \`update-train run\` in a clone lays them out.`,
        ]),
  ].join('\n\n')
}

function artifactSection({ artifacts: { pack, report } }: PullRequestParts): string {
  const links = [
    ...(pack === null ? [] : [`[the pack](${pack})`]),
    ...(report === null ? [] : [`[report, diff zip and the rest](${report})`]),
  ]
  return links.length === 0 ? '' : `Artifacts: ${links.join(' · ')}`
}
