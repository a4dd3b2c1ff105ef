import type { Tree } from '../pack/tree.ts'
import { decide } from './decide.ts'
import type { Notice, PathClass } from './decision.ts'

/** What somebody else's tool did to a file of the team's. */
export type Fate = 'overwritten' | 'dropped' | 'restored' | 'mode'

export interface Finding {
  path: string
  /** Row of the decision table, with what the tool left as the update's side. */
  row: string
  fate: Fate
}

/** What it means for the team that the tool ended a path by such a row; what is not here took nothing of theirs. */
const fates: Readonly<Record<string, Fate>> = {
  '5': 'overwritten',
  '6': 'restored',
  '7': 'dropped',
  '11': 'overwritten',
  '13': 'dropped',
  '14': 'restored',
  '15': 'overwritten',
  '16': 'overwritten',
  '17': 'overwritten',
  '19': 'overwritten',
  '22': 'overwritten',
  '24': 'overwritten',
}

/**
 * The customisation audit: what a tool that was let loose on a home did to what the team had changed there, whatever the
 * tool said about it. `base` is the vendor's tree of the installed level, `before` and `after` the home around the tool.
 * Paths of class `state` are nobody's. Reads nothing but the three inventories; in the order of the paths.
 */
export function auditCustomisations(
  base: Tree,
  before: Tree,
  after: Tree,
  classOf: (path: string) => PathClass,
): Finding[] {
  const findings: Finding[] = []
  for (const path of [...new Set([...base.keys(), ...before.keys(), ...after.keys()])].sort()) {
    if (classOf(path) === 'state') continue
    const sides = {
      base: base.get(path) ?? null,
      ours: before.get(path) ?? null,
      theirs: after.get(path) ?? null,
    }
    // A directory counts by what is in it.
    if (sides.ours?.kind === 'directory' || (sides.ours === null && sides.theirs?.kind === 'directory'))
      continue
    const { row } = decide(sides, 'config')
    const fate = fates[row]
    if (fate !== undefined) findings.push({ path, row, fate })
    else if (lostMode(sides)) findings.push({ path, row: 'M1', fate: 'mode' })
  }
  return findings
}

/** The content is as it was or the update's, and the permission bits that the team had set are gone. */
function lostMode({ base, ours, theirs }: Parameters<typeof decide>[0]): boolean {
  if (base?.kind !== 'file' || ours?.kind !== 'file' || theirs?.kind !== 'file') return false
  return ours.mode !== base.mode && theirs.mode !== ours.mode
}

const messages: Record<Fate, string> = {
  overwritten: 'was changed here, and the update tool has put something else in its place',
  dropped: 'was yours, and the update tool has taken it away',
  restored: 'was deleted here, and the update tool has put it back',
  mode: 'had permission bits of yours, and the update tool has set others',
}

/** What the report says of such findings. */
export function noticesOfAudit(findings: readonly Finding[]): Notice[] {
  return findings.map(({ path, row, fate }) => ({ path, row, severity: 'warning', message: messages[fate] }))
}
