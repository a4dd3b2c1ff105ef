import { dirname, resolve } from 'node:path'
import type { World } from '../../kernel/world.ts'
import type { Pack } from '../../pack/open-pack.ts'
import type { Difference } from '../../pack/tree.ts'
import type { ComparedPacks } from '../../train/diff-packs.ts'
import type { Command } from '../command.ts'

export const diffCommand: Command = {
  name: 'diff',
  does: 'says how two packs differ; paths below the root folder',
  arguments: [
    { name: 'OLD', does: 'the pack before' },
    { name: 'NEW', does: 'the pack after' },
  ],
  options: [
    { name: 'inside', does: 'look into archives that differ, also in each other: `a.jar!/x/y.class`' },
    { name: 'out', takes: 'ZIP', does: 'also write the diff zip there' },
  ],
  async run(call, world) {
    const [before = '', after = ''] = call.arguments.map(path => resolve(world.cwd, path))
    const out = call.values.get('out')
    const { assertNotInput } = await import('../../host/local/not-input.ts')
    if (out !== undefined) await assertNotInput(resolve(world.cwd, out), [before, after])
    const { openPack } = await import('../../pack/open-pack.ts')
    const { comparePacks } = await import('../../pack/difference.ts')
    await using old = await openPack(before)
    await using updated = await openPack(after)
    const difference = comparePacks(old, updated)
    const shown = call.switches.has('inside') ? await lookInside(old, updated, difference, world) : difference
    if (out !== undefined) await writeDiff({ old, updated, difference }, resolve(world.cwd, out), world)
    return { exitCode: 0, json: shown, text: textOf(shown) }
  },
}

async function lookInside(
  old: Pack,
  updated: Pack,
  difference: Difference,
  { temporary, signal }: World,
): Promise<Difference> {
  const { lookInside } = await import('../../pack/inside.ts')
  const { temporaryFolder } = await import('../../kernel/temporary.ts')
  await using folder = await temporaryFolder(temporary)
  return await lookInside(old, updated, difference, { folder: folder.path, signal })
}

async function writeDiff(packs: ComparedPacks, out: string, world: World): Promise<void> {
  const { diffOf } = await import('../../train/diff-packs.ts')
  const { temporaryFolder } = await import('../../kernel/temporary.ts')
  const { rename } = await import('node:fs/promises')
  const { assertSpace } = await import('../../kernel/disk-space.ts')
  const { writeError } = await import('../../kernel/errors.ts')
  await using staging = await temporaryFolder(dirname(out), '.update-train-')
  await assertSpace('The diff zip', [{ folder: staging.path, bytes: packs.updated.size }])
  const { file } = await diffOf(packs, Date.UTC(1980, 0, 1), staging.path, world)
  try {
    await rename(file, out)
  } catch (error) {
    throw writeError(error, out)
  }
}

function textOf({ added, removed, changed, renamed, modeChanged }: Difference): string {
  const lines = [
    ...added.map(path => `added    ${path}`),
    ...removed.map(path => `removed  ${path}`),
    ...changed.map(path => `changed  ${path}`),
    ...renamed.map(({ from, to }) => `renamed  ${from} → ${to}`),
    ...modeChanged.map(path => `mode     ${path}`),
  ]
  return lines.length === 0 ? 'The packs hold the same, by sizes and CRC-32.\n' : `${lines.join('\n')}\n`
}
