import type { Published } from '../host/host.ts'
import { renderMarkdown } from '../report/markdown.ts'
import { code, plain } from '../report/markdown-text.ts'
import type { Held, TrainOutcome } from '../train/outcome.ts'

/** The page of the run: the report, and where its artifacts are. `limit` in bytes. */
export function summaryOf(result: TrainOutcome, track: string, limit: number): string {
  if (result.outcome === 'up-to-date') {
    const { product, channel, installed } = result
    return `### ✅ ${plain(product)} is up to date\n\nLevel ${installed.level} of channel ${code(channel)}, track ${code(track)}. Nothing was fetched, tested or uploaded.\n`
  }
  if (result.outcome === 'held') return heldSummary(result, track)
  const links = `${linksOf(result.published)}${proposalLine(result.proposal)}${result.release === undefined ? '' : `\nReleased: ${result.release}\n`}`
  return `${renderMarkdown(result.candidate, limit - links.length)}${links}`
}

function heldSummary({ reason, product, target, proposal }: Held, track: string): string {
  const link = proposal === null ? 'A pull request' : `[Pull request #${proposal.number}](${proposal.url})`
  const what = {
    'awaiting-review': `${link} holds it already and waits for you.`,
    ignored: `${link} was closed without merging, so this level is skipped until there is a newer one, or its box “propose again” is ticked.`,
  }
  return `### ⏸ ${plain(product)}: level ${target.level} is held\n\nTrack ${code(track)}. ${what[reason]} Nothing was fetched, tested or uploaded.\n`
}

function proposalLine(proposal: Held['proposal']): string {
  return proposal === null ? '' : `\nTo decide: [pull request #${proposal.number}](${proposal.url})\n`
}

function linksOf({ pack, report }: Published): string {
  const links = [
    ...(pack === null ? [] : [`[the pack](${pack.url})`]),
    ...(report === null ? [] : [`[report, candidate and the rest](${report.url})`]),
  ]
  return links.length === 0 ? '' : `\nArtifacts: ${links.join(' · ')}\n`
}
