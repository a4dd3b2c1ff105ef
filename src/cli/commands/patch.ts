import { resolve } from 'node:path'
import { formatBytes } from '../../kernel/time.ts'
import type { World } from '../../kernel/world.ts'
import { type Call, type Command, needed, type Result } from '../command.ts'

export const patchCommand: Command = {
  name: 'patch',
  does: 'applies a diff zip to the pack it was made from, or to an unpacked home; needs no network',
  arguments: [
    { name: 'PACK', does: 'the pack that the diff zip starts from, or the folder of an unpacked home' },
    { name: 'ZIP', does: 'the diff zip' },
  ],
  options: [{ name: 'out', takes: 'ZIP', does: 'the new pack (required for a pack)' }],
  run: (call, world) => ofPack(call, world),
}

async function ofPack(call: Call, world: World): Promise<Result> {
  const { patchFile } = await import('../../train/patch.ts')
  const { assertNotInput } = await import('../../host/local/not-input.ts')
  const [pack = '', diff = ''] = call.arguments.map(path => resolve(world.cwd, path))
  const out = resolve(world.cwd, needed(call, 'out', 'where the new pack goes'))
  await assertNotInput(out, [pack, diff])
  const { sha256, size } = await patchFile({ pack, diff, out }, world)
  return { exitCode: 0, json: { pack: out, sha256, size }, text: `${out} (${formatBytes(size)})\n` }
}
