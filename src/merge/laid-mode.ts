import type { Mode, TreeEntry } from '../pack/tree.ts'

/** An overlay's file keeps the vendor's bits and may add x: a checkout that lost it must not make `bin/server.sh` unusable. */
export function laidMode(ours: TreeEntry, theirs: TreeEntry | null): Mode | null {
  return ours.kind === 'file' ? fileMode(ours, theirs) : null
}

/** As `laidMode`, for a file that stands in for ours: what is no file of the team's has no bits of its own. */
export function fileMode(ours: TreeEntry | null, theirs: TreeEntry | null): Mode {
  const mode = ours?.kind === 'file' ? ours.mode : 0o644
  return theirs?.kind === 'file' ? theirs.mode | (mode & 0o111) : mode
}
