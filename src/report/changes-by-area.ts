import type { Difference } from '../pack/tree.ts'

/** The changes below one top folder of the product. */
export interface Area {
  /** `lib`, or `.` for the files at the root. */
  name: string
  /** Changed, added, removed, renamed, mode changed. */
  counts: [number, number, number, number, number]
  lines: { sign: string; path: string }[]
}

/** Groups a difference by the product's top folders, in the order of their names. */
export function changesByArea(difference: Difference): Area[] {
  const areas = new Map<string, Area>()
  const note = (column: 0 | 1 | 2 | 3 | 4, sign: string, path: string, shown = path): void => {
    const name = path.includes('/') ? path.slice(0, path.indexOf('/')) : '.'
    const area: Area = areas.get(name) ?? { name, counts: [0, 0, 0, 0, 0], lines: [] }
    area.counts[column] += 1
    area.lines.push({ sign, path: shown })
    areas.set(name, area)
  }
  for (const path of difference.changed) note(0, 'changed', path)
  for (const path of difference.added) note(1, 'added', path)
  for (const path of difference.removed) note(2, 'removed', path)
  for (const { from, to } of difference.renamed) note(3, 'renamed', to, `${from} → ${to}`)
  for (const path of difference.modeChanged) note(4, 'mode changed', path)
  return [...areas.values()].sort((one, other) => (one.name < other.name ? -1 : 1))
}
