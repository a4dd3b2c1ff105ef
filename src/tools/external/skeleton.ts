import { chmod, mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { extractPack } from '../../pack/extract.ts'
import { openPack, type Pack } from '../../pack/open-pack.ts'

/** Bytes that the small files below `updates/` may have. */
const largest = 1024 * 1024

/** What a home is to say of itself. */
export interface At {
  product: string
  level: number
  channel: string
}

/** What of a pack a tool needs to be asked, and how its state files say a level. */
export interface StateForm {
  /** The tool's own programs. */
  isProgram: (path: string) => boolean
  /** State files at a level: path below the root → content; null for one that is not to be there. */
  stateAt: (pack: PackState, at: At) => Promise<ReadonlyMap<string, string | null>>
}

/** The state files that a pack has. */
export interface PackState {
  paths: readonly string[]
  /** A small file as text; null where there is none. */
  read: (path: string) => Promise<string | null>
}

/**
 * Lays a home with nothing in it but what a tool needs to be asked, at a level: kilobytes where the pack has half a
 * gigabyte. Without a pack, the program has to come from elsewhere.
 */
export async function laySkeleton(
  home: string,
  pack: string | null,
  at: At,
  { isProgram, stateAt }: StateForm,
): Promise<void> {
  await write(home, 'updates/product.txt', at.product)
  if (pack === null) return
  await using opened = await openPack(pack)
  for (const { path, kind, mode, size } of opened.entries.values())
    if (kind === 'file' && (isProgram(path) || path === 'updates/product.txt'))
      await write(home, path, await opened.read(path, size), mode | 0o600)
  await layState(home, await stateAt(stateOf(opened), at))
}

/** The whole home, for a tool that wants to see one, at a level that it may not have. */
export async function layWhole(home: string, pack: string, at: At, { stateAt }: StateForm): Promise<void> {
  await using opened = await openPack(pack)
  await extractPack(opened, home)
  await layState(home, await stateAt(stateOf(opened), at))
}

function stateOf(pack: Pack): PackState {
  return {
    paths: [...pack.entries.keys()],
    read: async path =>
      pack.entries.get(path)?.kind === 'file' ? (await pack.read(path, largest)).toString('utf8') : null,
  }
}

async function layState(home: string, files: ReadonlyMap<string, string | null>): Promise<void> {
  for (const [path, content] of files) {
    if (content === null) await rm(join(home, path), { force: true })
    else await write(home, path, content)
  }
}

async function write(home: string, path: string, content: string | Buffer, mode = 0o644): Promise<void> {
  const at = join(home, path)
  await mkdir(dirname(at), { recursive: true })
  await writeFile(at, content)
  await chmod(at, mode)
}
