import { resolve } from 'node:path'
import type { Command } from '../command.ts'

export const inspectCommand: Command = {
  name: 'inspect',
  does: 'says what a pack is: product, channel, level, size and digests',
  arguments: [{ name: 'PACK', does: 'the zip to look at' }],
  options: [{ name: 'no-digest', does: 'read the directory of the zip only: no SHA-256, no content digest' }],
  async run(call, world) {
    const { openPack } = await import('../../pack/open-pack.ts')
    const { recognisePack } = await import('../../tools/recognise.ts')
    const file = resolve(world.cwd, call.arguments[0] ?? '')
    await using pack = await openPack(file)
    const { product, channel, position } = await recognisePack(pack)
    const identity = {
      root: pack.root,
      product: product.name,
      version: product.version,
      channel,
      level: position?.level ?? null,
      entries: pack.archive.entries.length,
      bytes: pack.size,
    }
    const result = call.switches.has('no-digest')
      ? { ...identity, sha256: null, contentDigest: null }
      : { ...identity, ...(await digestsOf(file, world)) }
    const lines = Object.entries(result).map(([key, value]) => `${key.padEnd(14)}${value ?? '–'}`)
    return { exitCode: 0, json: result, text: `${lines.join('\n')}\n` }
  },
}

async function digestsOf(
  file: string,
  world: Parameters<Command['run']>[1],
): Promise<{ sha256: string; contentDigest: string }> {
  const { sha256OfFile } = await import('../../kernel/sha256.ts')
  const { measurePack } = await import('../../train/update-pack.ts')
  const { sha256 } = await sha256OfFile(file, world.signal)
  return { sha256, contentDigest: (await measurePack(file, world)).contentDigest }
}
