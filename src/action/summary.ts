import type { Published } from '../host/host.ts'
import { renderMarkdown } from '../report/markdown.ts'
import { code, plain } from '../report/markdown-text.ts'
import type { TrainOutcome } from '../train/outcome.ts'

/** The page of the run: the report, and where its artifacts are. `limit` in bytes. */
export function summaryOf(result: TrainOutcome, track: string, limit: number): string {
  if (result.outcome === 'up-to-date') {
    const { product, channel, installed } = result
    return `### ✅ ${plain(product)} is up to date\n\nLevel ${installed.level} of channel ${code(channel)}, track ${code(track)}. Nothing was fetched, tested or uploaded.\n`
  }
  const links = linksOf(result.published)
  return `${renderMarkdown(result.candidate, limit - links.length)}${links}`
}

function linksOf({ pack, report }: Published): string {
  const links = [
    ...(pack === null ? [] : [`[the pack](${pack.url})`]),
    ...(report === null ? [] : [`[report, candidate and the rest](${report.url})`]),
  ]
  return links.length === 0 ? '' : `\nArtifacts: ${links.join(' · ')}\n`
}
