import type { FileList, ListEntry } from '../../feed/format.ts'
import type { Tree, TreeEntry } from '../../pack/tree.ts'

/** The tree that a level lists. `updates/` belongs to the update tools, whatever a list says. */
export function treeOf({ files }: FileList): Tree {
  const tree = new Map<string, TreeEntry>()
  for (const [path, entry] of Object.entries(files))
    if (path !== 'updates' && !path.startsWith('updates/')) tree.set(path, entryOf(entry))
  return tree
}

function entryOf(entry: ListEntry): TreeEntry {
  switch (entry.kind) {
    case 'file':
      return { kind: 'file', sha256: entry.sha256, size: entry.size, mode: entry.mode }
    case 'link':
      return { kind: 'link', target: entry.target }
    case 'directory':
      return { kind: 'directory', mode: entry.mode }
  }
}
