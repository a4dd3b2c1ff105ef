import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { extractPack } from '../../pack/extract.ts'
import { openPack, type Pack } from '../../pack/open-pack.ts'
import { atLevel, configFile } from './config-json.ts'

/** Bytes that the small files below `updates/` may have. */
const largest = 1024 * 1024

/** What the tool needs of a product to be asked: its program, its name, its level. */
const needed = /^(?:bin\/(?:wso2update_|update_tool_setup)[^/]*|updates\/product\.txt)$/

/** What a home is to say of itself. */
interface At {
  product: string
  level: number
  channel: string
}

/**
 * Lays a home with nothing in it but what the tool needs to be asked, at a level: kilobytes where the pack has half a
 * gigabyte. Without a pack, the program has to come from elsewhere.
 */
export async function laySkeleton(home: string, pack: string | null, at: At): Promise<void> {
  const write = async (path: string, content: string | Buffer, mode: number): Promise<void> => {
    await mkdir(dirname(join(home, path)), { recursive: true })
    await writeFile(join(home, path), content)
    await chmod(join(home, path), mode)
  }
  await write('updates/product.txt', at.product, 0o644)
  if (pack === null) return
  await using opened = await openPack(pack)
  for (const { path, kind, mode, size } of opened.entries.values())
    if (kind === 'file' && needed.test(path)) await write(path, await opened.read(path, size), mode | 0o600)
  const config = await configIn(opened, at)
  if (config !== null) await write(configFile, config, 0o644)
}

/** The whole home, for a tool that wants to see one, at a level that it may not have. */
export async function layWhole(home: string, pack: string, at: At): Promise<void> {
  await using opened = await openPack(pack)
  await extractPack(opened, home)
  const config = await configIn(opened, at)
  if (config !== null) await writeFile(join(home, configFile), config)
}

/** Null where the pack has none: the tool makes one then, in a form that is its own business. */
async function configIn(pack: Pack, { level, channel }: At): Promise<string | null> {
  if (pack.entries.get(configFile)?.kind !== 'file') return null
  return atLevel((await pack.read(configFile, largest)).toString('utf8'), level, channel)
}
