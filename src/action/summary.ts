import { relative } from 'node:path'
import type { Published } from '../host/host.ts'
import { renderMarkdown } from '../report/markdown.ts'
import { code, plain } from '../report/markdown-text.ts'
import type { Held, TrainOutcome } from '../train/outcome.ts'

/** The page of the run: the report, and where its artifacts are. `limit` in bytes; paths are named from `workspace`. */
export function summaryOf(result: TrainOutcome, track: string, workspace: string, limit: number): string {
  if (result.outcome === 'up-to-date') {
    const { product, channel, installed } = result
    return `### ✅ ${plain(product)} is up to date\n\nLevel ${installed.level} of channel ${code(channel)}, track ${code(track)}. Nothing was fetched, tested or uploaded.\n`
  }
  if (result.outcome === 'held') return heldSummary(result, track)
  // What a pull request holds is not for the team to commit.
  const next =
    result.proposal === null ? commitLine(result.toCommit, workspace) : proposalLine(result.proposal)
  const links = `${linksOf(result.published)}${next}${releaseLine(result.release)}`
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

function releaseLine(url: string | undefined): string {
  return url === undefined ? '' : `\nReleased: ${url}\n`
}

function linksOf({ pack, report }: Published): string {
  const links = [
    ...(pack === null ? [] : [`[the pack](${pack.url})`]),
    ...(report === null ? [] : [`[report, candidate and the rest](${report.url})`]),
  ]
  return links.length === 0 ? '' : `\nArtifacts: ${links.join(' · ')}\n`
}

/** Without these the next run starts from what the cache remembers. */
function commitLine(paths: readonly string[], workspace: string): string {
  if (paths.length === 0) return ''
  return `\nTo be committed: ${paths.map(path => code(relative(workspace, path))).join(', ')}\n`
}
