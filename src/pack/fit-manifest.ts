import { TrainError } from '../kernel/errors.ts'
import { formatBytes } from '../kernel/time.ts'
import type { Change } from './diff-manifest.ts'
import type { PlannedChange } from './plan-change.ts'

/**
 * Lets files travel whole whose ranges or old texts take most room in a manifest, until it has at most `limit` bytes.
 * `format` gives the manifest with these changes. Throws `failure` where that is not enough.
 */
export function fitManifest(
  planned: Map<string, PlannedChange>,
  format: (changes: Change[]) => string,
  limit: number,
): string {
  const text = (): string => format([...planned.values()].map(({ change }) => change))
  const first = text()
  let over = Buffer.byteLength(first) - limit
  if (over <= 0) return first
  const shrinking = [...planned].map(([path, plan]) => ({ path, plan, bytes: weightOf(plan.change) }))
  for (const { path, plan, bytes } of shrinking.sort((one, other) => other.bytes - one.bytes)) {
    if (over <= 0 || bytes === 0) break
    planned.set(path, travellingWhole(plan))
    over -= bytes
  }
  const second = text()
  if (Buffer.byteLength(second) <= limit) return second
  throw new TrainError(
    'failure',
    `A diff zip of ${planned.size} changed files would have a manifest of ${formatBytes(Buffer.byteLength(second))}; the limit is ${formatBytes(limit)}.`,
    { hint: 'Use the whole pack: so much of it changed that a diff zip would not be much smaller.' },
  )
}

/** Bytes that a manifest is shorter by where a file travels whole. */
function weightOf({ ranges, undo }: Change): number {
  const parts = [ranges, undo].flatMap(part => (part === undefined ? [] : [JSON.stringify(part)]))
  return parts.reduce((sum, part) => sum + Buffer.byteLength(part), 0)
}

function travellingWhole({ change, entry }: PlannedChange): PlannedChange {
  const { path, from, before, after } = change
  return {
    change: { path, kind: 'whole', ...(from === undefined ? {} : { from }), before, after },
    entry,
    delta: null,
  }
}
