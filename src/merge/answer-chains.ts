import { followsUpdate, type Recorded } from './resolutions.ts'
import { deletedSide } from './show-conflict.ts'

/** What holds a vendor's file already, in words as `nameOf` gives them: that itself, and what came of answers that met it, or one of these. */
export function metBy(vendors: string, recorded: readonly Recorded[]): Set<string> {
  const met = new Set([vendors])
  // A set that grows while it is walked through shows what was added, too.
  for (const name of met)
    for (const { resolution } of recorded)
      if (resolution.sides.theirs === name)
        if (resolution.result !== null) met.add(resultOf(resolution))
        else if (resolution.answer === 'delete') met.add(deletedSide)
  return met
}

export function resultOf({ result }: Recorded['resolution']): string {
  return result === null ? 'absent' : `file ${result}`
}

/**
 * The shortest way from what the overlay holds to an answer that met the vendor's installed file, or what holds that: each
 * answer is our side of the next one. Empty where there is none; null where such ways come to different things, so that
 * nobody can say which one counts.
 */
export function chainTo(
  met: ReadonlySet<string>,
  ours: string,
  recorded: readonly Recorded[],
): readonly Recorded[] | null {
  const seen = new Set([ours])
  const open: { at: string; chain: Recorded[] }[] = [{ at: ours, chain: [] }]
  const found: Recorded[][] = []
  const outcomes = new Set<string>()
  for (const { at, chain } of open) {
    for (const one of recorded) {
      const { sides } = one.resolution
      if (sides.ours !== at) continue
      const longer = [...chain, one]
      const next = resultOf(one.resolution)
      if (met.has(sides.theirs)) {
        found.push(longer)
        outcomes.add(`${next} ${followsUpdate(one.resolution)}`)
      } else {
        if (!seen.has(next)) open.push({ at: next, chain: longer })
        seen.add(next)
      }
    }
  }
  return outcomes.size > 1 ? null : (found[0] ?? [])
}
