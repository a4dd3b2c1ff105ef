import fc from 'fast-check'
import { parentsOf } from '../../src/kernel/writable-folders.ts'
import type { TreeDecisions, Trees } from '../../src/merge/decide-tree.ts'
import type { Tree, TreeEntry } from '../../src/pack/tree.ts'
import type { Content } from './tree.ts'

/** Files and links by their path, as a person would write a tree down; directories come of themselves. */
export type Leaves = Readonly<Record<string, Leaf>>
export type Leaf = { content: string; mode: number } | { link: string }

/** Paths that lie in each other's way, so that files become directories and back. */
const paths = ['a', 'a/b', 'a/b/c', 'conf/x', 'conf/y', 'conf/z/x', 'lib/v', 'lib/w', 'link', 'top']

const path = fc.constantFrom(...paths)
const leaf: fc.Arbitrary<Leaf> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ content: fc.constantFrom('1', '2', '3'), mode: fc.constantFrom(0o644, 0o755) }),
  },
  { weight: 1, arbitrary: fc.record({ link: fc.constantFrom('top', 'conf') }) },
)
/** What one side does to a tree: null deletes. */
const changes = fc.dictionary(path, fc.option(leaf, { freq: 3 }), { minKeys: 1, maxKeys: 5 })

export interface History {
  /** The installed level first. */
  levels: readonly Leaves[]
  /** The installed level with the team's changes. */
  ours: Leaves
}

/** A product's levels, and a home at the first one with changes of a team's. */
export function history(levels: { min: number; max: number }): fc.Arbitrary<History> {
  const base = fc.dictionary(path, leaf, { minKeys: 3, maxKeys: paths.length })
  const updates = fc.array(changes, { minLength: levels.min - 1, maxLength: levels.max - 1 })
  return fc.tuple(base, updates, changes).map(([first, steps, own]) => {
    const all = [changed(first, {})]
    for (const step of steps) all.push(changed(all.at(-1) ?? {}, step))
    return { levels: all, ours: changed(all[0] ?? {}, own) }
  })
}

/** A tree after changes; what a changed path stands in the way of, or is below of, makes room. */
function changed(before: Leaves, changes: Readonly<Record<string, Leaf | null>>): Leaves {
  const after = new Map(Object.entries(before))
  // A path that nobody can take away: no level is empty.
  after.set('always', { content: '0', mode: 0o644 })
  for (const [at, what] of Object.entries(changes)) {
    if (what === null) after.delete(at)
    else {
      for (const other of [...after.keys()])
        if (other.startsWith(`${at}/`) || at.startsWith(`${other}/`)) after.delete(other)
      after.set(at, what)
    }
  }
  for (const at of [...after.keys()]) if (parentsOf(at).some(parent => after.has(parent))) after.delete(at)
  return Object.fromEntries(after)
}

/** The same as a `Tree`, with its directories. */
export function treeOf(leaves: Leaves): Tree {
  const tree = new Map<string, TreeEntry>()
  for (const [at, what] of Object.entries(leaves)) {
    for (const parent of parentsOf(at)) tree.set(parent, { kind: 'directory', mode: 0o755 })
    tree.set(at, 'link' in what ? { kind: 'link', target: what.link } : fileOf(what))
  }
  return tree
}

function fileOf({ content, mode }: { content: string; mode: number }): TreeEntry {
  return { kind: 'file', sha256: content.repeat(64), size: 1, mode }
}

export function contentsOf(leaves: Leaves): Record<string, Content> {
  return { ...leaves }
}

/** What lib/ holds is the vendor's own. */
export function classOf(at: string): 'vendor' | 'config' {
  return at.startsWith('lib/') ? 'vendor' : 'config'
}

/** Carries decisions without a conflict out on a tree, as a home's would be: in memory. */
export function carriedOut(decisions: TreeDecisions, { ours, theirs }: Trees): Tree {
  const after = new Map(ours)
  for (const [at, { action }] of [...decisions].reverse()) {
    const isEmpty = ![...after.keys()].some(other => other.startsWith(`${at}/`))
    if (action === 'delete' && (after.get(at)?.kind !== 'directory' || isEmpty)) after.delete(at)
  }
  for (const [at, decision] of decisions) {
    const entry = theirs.get(at)
    if (decision.action === 'write' && entry !== undefined) {
      for (const parent of parentsOf(at))
        if (!after.has(parent)) after.set(parent, { kind: 'directory', mode: 0o755 })
      after.set(at, withMode(entry, decision.mode))
    }
    const kept = after.get(at)
    if (decision.action === 'nothing' && kept !== undefined) after.set(at, withMode(kept, decision.mode))
  }
  return after
}

function withMode(entry: TreeEntry, mode: number | undefined): TreeEntry {
  if (mode === undefined || entry.kind === 'link' || entry.kind === 'special') return entry
  return { ...entry, mode }
}
