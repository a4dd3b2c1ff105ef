import { dirname, resolve } from 'node:path'
import type { World } from '../../kernel/world.ts'
import type { Difference } from '../../pack/tree.ts'
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
    const difference = await differenceOf(before, after, call.switches.has('inside'), world)
    if (out !== undefined) await writeDiff(before, after, resolve(world.cwd, out), world)
    return { exitCode: 0, json: difference, text: textOf(difference) }
  },
}

async function differenceOf(
  before: string,
  after: string,
  inside: boolean,
  { temporary, signal }: World,
): Promise<Difference> {
  const { openPack } = await import('../../pack/open-pack.ts')
  const { comparePacks } = await import('../../pack/difference.ts')
  await using old = await openPack(before)
  await using updated = await openPack(after)
  const difference = comparePacks(old, updated)
  if (!inside) return difference
  const { lookInside } = await import('../../pack/inside.ts')
  const { temporaryFolder } = await import('../../kernel/temporary.ts')
  await using folder = await temporaryFolder(temporary)
  return await lookInside(old, updated, difference, { folder: folder.path, signal })
}

async function writeDiff(before: string, after: string, out: string, world: World): Promise<void> {
  const { diffBetween, digestsOf } = await import('../../train/publish.ts')
  const { measurePack } = await import('../../train/update-pack.ts')
  const { temporaryFolder } = await import('../../kernel/temporary.ts')
  const { rename, stat } = await import('node:fs/promises')
  const { assertSpace } = await import('../../kernel/disk-space.ts')
  const { writeError } = await import('../../kernel/errors.ts')
  await using staging = await temporaryFolder(dirname(out), '.update-train-')
  await assertSpace('The diff zip', [{ folder: staging.path, bytes: (await stat(after)).size }])
  // While other threads inflate, this one would only wait; where one thing fails, the others are not waited for.
  const failed = new AbortController()
  const here = { ...world, signal: AbortSignal.any([world.signal, failed.signal]) }
  const measuring = measurePack(before, here)
  const tree = measuring.then(measured => measured.tree)
  tree.catch(() => undefined)
  const all = [
    measuring,
    measurePack(after, here, { file: before, tree }),
    digestsOf([before, after], here),
  ] as const
  const [old, updated, digests] = await Promise.all(all).finally(() => failed.abort())
  const { file } = await diffBetween(old, updated, Date.UTC(1980, 0, 1), staging.path, world, digests)
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
  return lines.length === 0 ? 'The packs hold the same.\n' : `${lines.join('\n')}\n`
}
