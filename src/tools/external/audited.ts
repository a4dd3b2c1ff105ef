import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { auditCustomisations, type Finding, noticesOfAudit } from '../../merge/audit.ts'
import type { Notice, PathClass } from '../../merge/decision.ts'
import type { Merging } from '../../merge/merging.ts'
import { compareTrees } from '../../pack/difference.ts'
import { openPack } from '../../pack/open-pack.ts'
import type { Difference, Tree } from '../../pack/tree.ts'

/** What is known of the vendor's side around a tool. */
export interface Vendors {
  /** The vendor's tree of the installed level, as far as it is known. */
  base: Tree
  /** Whether a file that both had changed, and that is neither side's now, holds the team's change as well. */
  isMerged: (path: string) => boolean | Promise<boolean>
  /** Nothing is known of the vendor's side: then nothing that the tool overwrote can be told. */
  isBlind?: boolean
  /** Files of the vendor's that the home had otherwise, or did not have, beyond doubt. */
  altered?: readonly string[]
  /** Files that the update brings and the home has not, beyond doubt: left at the level before, or not added. */
  notTaken?: readonly string[]
  /** Files of the team's that the tool has left in a conflict, beyond doubt. */
  hidden?: readonly string[]
  /** What a person is to look at. */
  doubts?: readonly Notice[]
  /** Whether a file can be in no conflict: it was the vendor's own, or the tool has left it alone where nothing else is known. */
  isUntouched?: (path: string) => boolean
  /** Whether a new file is the vendor's beyond doubt, whatever its name; missing where that cannot be known. */
  isVendors?: (path: string) => boolean
}

/** The inventories around a tool, and what it had to work with. */
export interface Around extends Vendors {
  before: Tree
  after: Tree
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
  const { base, before, after, pack } = around
  const classOf = (path: string): PathClass => merging.classOf(path) ?? 'config'
  const lost: Finding[] = []
  const merged: Notice[] = []
  for (const finding of auditCustomisations(base, before, after, classOf)) {
    const { path, row } = finding
    if (row === '11' && (await around.isMerged(path)))
      merged.push({
        path,
        row,
        severity: 'notice',
        message: 'was changed here and by the update; the update tool has merged both',
      })
    else lost.push(finding)
  }
  await keepLost(lost, pack, before, merging)
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
