import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryFolder } from '../kernel/temporary.ts'
import type { World } from '../kernel/world.ts'
import { openPack } from '../pack/open-pack.ts'
import { repack } from '../pack/write-pack.ts'
import type { UpdateTool } from '../tools/update-tool.ts'
import { type MeasuredPack, measurePack } from './update-pack.ts'

/**
 * A finished pack without the programs of the tool that stay out of what is published; the pack itself where none do. Only
 * what is published goes without: the kept vendor pack is what the tool updates next.
 */
export async function withoutTool(
  pack: MeasuredPack,
  { tool, staging, world }: { tool: UpdateTool; staging: string; world: World },
): Promise<MeasuredPack> {
  const programs = programsIn(pack, tool)
  if (programs.length === 0) return pack
  await using folder = await temporaryFolder(staging, '.without-')
  await using from = await openPack(pack.file)
  // Nothing lies in that home, so that nothing but these paths is another; nothing is written anew, so the date is no matter.
  const work = { from, home: folder.path, only: new Set(programs), timestamp: 0, signal: world.signal }
  // The pack may lie among those that are kept.
  const out = join(await mkdtemp(join(staging, 'published-')), 'pack.zip')
  await repack({ ...work, out })
  return await measurePack(out, world, pack)
}

/** Takes the same programs out of the pack's home. */
export async function removeTool(pack: MeasuredPack, home: string, tool: UpdateTool): Promise<void> {
  for (const path of programsIn(pack, tool)) await rm(join(home, path), { force: true })
}

function programsIn({ tree }: MeasuredPack, { unpublished }: UpdateTool): string[] {
  return unpublished === null ? [] : [...tree.keys()].filter(unpublished)
}
