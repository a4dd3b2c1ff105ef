import type { Sha256 } from '../kernel/sha256.ts'
import type { Pack, PackEntry } from './open-pack.ts'
import type { PairPlan } from './plan-pair.ts'
import { areWorthThreads, openPairThreads } from './plan-threads.ts'
import { largestUndo } from './text-undo.ts'
import type { Difference } from './tree.ts'
import { contentKey } from './twins.ts'

/** How the file of a path travels, that takes the place of another one: to be awaited. */
export interface ReadyPlan {
  from: string
  plan: Promise<PairPlan>
}

/** What is known of changed files before the packs are read; deltas can be read until the end of the scope. */
export interface ReadPairs extends AsyncDisposable {
  /** SHA-256 of contents, by path, each checked against its declared size and CRC-32. */
  before: ReadonlyMap<string, Promise<Sha256>>
  after: ReadonlyMap<string, Promise<Sha256>>
  /** By path in the new pack. */
  plans: ReadonlyMap<string, ReadyPlan>
}

/**
 * Reads big files that differ, by `difference`: where both packs have to be read anyway, each of these contents is
 * inflated once, for its digest and for the plan how it travels. `folder` is temporary, there, and nobody
 * else's. Of files that say to have one content only the first is read here.
 */
export function readPairs(
  before: Pack,
  after: Pack,
  difference: Difference,
  { folder, signal }: { folder: string; signal?: AbortSignal | undefined },
): ReadPairs {
  const threads = openPairThreads(folder, signal)
  const digests = { before: new Map<string, Promise<Sha256>>(), after: new Map<string, Promise<Sha256>>() }
  const plans = new Map<string, ReadyPlan>()
  const pairs = pairsOf(before, after, difference)
  if (areWorthThreads(pairs.reduce((sum, { now }) => sum + now.size, 0)))
    for (const { old, now } of pairs) {
      const read = threads.read({
        before: { zip: before.archive, entry: old },
        after: { zip: after.archive, entry: now },
      })
      digests.before.set(
        old.path,
        later(read, ({ sha256 }) => sha256.before),
      )
      digests.after.set(
        now.path,
        later(read, ({ sha256 }) => sha256.after),
      )
      plans.set(now.path, { from: old.path, plan: later(read, ({ plan }) => plan) })
    }
  return { ...digests, plans, [Symbol.asyncDispose]: () => threads[Symbol.asyncDispose]() }
}

/** Whoever needs it is told of a failure: until then nobody listens. */
function later<T, U>(read: Promise<T>, take: (value: T) => U): Promise<U> {
  const taken = read.then(take)
  taken.catch(() => undefined)
  return taken
}

interface Pair {
  old: PackEntry
  now: PackEntry
}

function pairsOf(before: Pack, after: Pack, { changed, renamed }: Difference): Pair[] {
  const seen = new Set<number>()
  return [...changed.map(path => ({ from: path, to: path })), ...renamed].flatMap(({ from, to }) => {
    const [old, now] = [before.entries.get(from), after.entries.get(to)]
    if (!isBig(old) || !isBig(now) || seen.has(contentKey(now))) return []
    seen.add(contentKey(now))
    return [{ old, now }]
  })
}

/** Texts that can be merged are small; what is stored is not checked where it is read in its place. */
function isBig(entry: PackEntry | undefined): entry is PackEntry {
  return entry?.kind === 'file' && entry.method === 'deflated' && entry.size > largestUndo
}
