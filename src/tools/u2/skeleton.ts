import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { extractPack } from '../../pack/extract.ts'
import { openPack } from '../../pack/open-pack.ts'
import { configFile, skeletonConfig } from './config-json.ts'

/** Bytes that the small files below `updates/` may have. */
const largest = 1024 * 1024

/** What the tool needs of a product to be asked: its program, its name, its level. */
const needed = /^(?:bin\/(?:wso2update_|update_tool_setup)[^/]*|updates\/product\.txt)$/

/**
 * Lays a home with nothing in it but what the tool needs to be asked, at a level: kilobytes where the pack has half a
 * gigabyte. Without a pack, the program has to come from elsewhere.
 */
export async function laySkeleton(
  home: string,
  pack: string | null,
  at: { product: string; level: number; channel: string },
): Promise<void> {
  let config: string | null = null
  const write = async (path: string, content: string | Buffer, mode: number): Promise<void> => {
    await mkdir(dirname(join(home, path)), { recursive: true })
    await writeFile(join(home, path), content)
    await chmod(join(home, path), mode)
  }
  if (pack !== null) {
    await using opened = await openPack(pack)
    for (const { path, kind, mode, size } of opened.entries.values())
      if (kind === 'file' && needed.test(path)) await write(path, await opened.read(path, size), mode | 0o600)
    if (opened.entries.get(configFile)?.kind === 'file')
      config = (await opened.read(configFile, largest)).toString('utf8')
  }
  await write('updates/product.txt', at.product, 0o644)
  await write(configFile, skeletonConfig(config, at.product, at.level, at.channel), 0o644)
}

/** The whole home, for a tool that wants to see one, at a level that it may not have. */
export async function layWhole(
  home: string,
  pack: string,
  at: { product: string; level: number; channel: string },
): Promise<void> {
  await using opened = await openPack(pack)
  await extractPack(opened, home)
  const config =
    opened.entries.get(configFile)?.kind === 'file'
      ? (await opened.read(configFile, largest)).toString('utf8')
      : null
  await mkdir(join(home, 'updates'), { recursive: true })
  await writeFile(join(home, configFile), skeletonConfig(config, at.product, at.level, at.channel))
}
