import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { auditCustomisations, type Finding, noticesOfAudit } from '../../merge/audit.ts'
import type { Notice, PathClass } from '../../merge/decision.ts'
import type { Merging } from '../../merge/merging.ts'
import { compareTrees } from '../../pack/difference.ts'
import { openPack } from '../../pack/open-pack.ts'
import type { Difference, Tree } from '../../pack/tree.ts'

/** The inventories around a tool, and what it had to work with. */
export interface Around {
  /** The vendor's tree of the installed level, as far as it is known. */
  base: Tree
  before: Tree
  after: Tree
  /** The vendor's files of the new level, as far as they are known. */
  fresh: Tree
  /** The pack that `before` was unpacked from. */
  pack: string | null
}

export interface Audited {
  notices: Notice[]
  difference: Difference
}

/**
 * Says what a tool did to the team's files, whatever it said itself; each that it replaced or took away is kept.
 * A text that was changed on both sides and is neither now was merged by the tool: that is a notice, and no loss.
 */
export async function audited(around: Around, merging: Merging): Promise<Audited> {
  const { base, before, after, fresh, pack } = around
  const classOf = (path: string): PathClass => merging.classOf(path) ?? 'config'
  const findings = auditCustomisations(base, before, after, classOf)
  const isMerged = ({ path, row }: Finding): boolean => {
    const [theirs, now] = [fresh.get(path), after.get(path)]
    return row === '11' && theirs?.kind === 'file' && now?.kind === 'file' && theirs.sha256 !== now.sha256
  }
  const lost = findings.filter(finding => !isMerged(finding))
  await keepLost(lost, pack, before, merging)
  const merged = findings.filter(isMerged).map(
    ({ path, row }): Notice => ({
      path,
      row,
      severity: 'notice',
      message: 'was changed here and by the update; the update tool has merged both',
    }),
  )
  return { notices: [...noticesOfAudit(lost), ...merged], difference: compareTrees(before, after) }
}

async function keepLost(
  findings: readonly Finding[],
  pack: string | null,
  before: Tree,
  { replaced }: Merging,
): Promise<void> {
  const files = findings.filter(({ path }) => before.get(path)?.kind === 'file')
  if (files.length === 0 || pack === null) return
  await using opened = await openPack(pack)
  for (const { path } of files) {
    if (!opened.entries.has(path)) continue
    await mkdir(join(replaced, dirname(path)), { recursive: true })
    await writeFile(join(replaced, path), opened.stream(path))
  }
}
