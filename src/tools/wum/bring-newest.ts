import { constants, copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { assertSpace } from '../../kernel/disk-space.ts'
import { TrainError } from '../../kernel/errors.ts'
import { nameOfProduct, type Product } from '../../kernel/product.ts'
import type { World } from '../../kernel/world.ts'
import { openPack } from '../../pack/open-pack.ts'
import { credentialsOf } from '../external/credentials.ts'
import { exit } from '../external/exit-codes.ts'
import { toolError } from '../external/messages.ts'
import type { ToolRun } from '../external/run-tool.ts'
import { positionIn, saysNothingNew } from '../external/timestamps.ts'
import type { ToolHome } from '../external/tool-home.ts'
import { findWum, initWum, runWum, type WumProgram } from './program.ts'
import { type Result, resultsIn, vanillaIn } from './store.ts'

/** What WUM is asked for. */
export interface Asked {
  product: Product
  channel: string
  /** A pack of the product, whatever its level; null where there is none. */
  pack: string | null
  toolPath: string | null
}

/**
 * Has WUM make the newest pack of a channel from the vanilla one; null where the vendor has nothing newer than that.
 * What it makes stays in its product store for as long as the run lasts.
 */
export async function bringNewest(asked: Asked, tool: ToolHome, world: World): Promise<Result | null> {
  const { product, channel } = asked
  const name = nameOfProduct(product)
  const user = await tool.user()
  const program = { command: await findWum(asked.toolPath, world), user }
  if (credentialsOf(world) !== null) assertDone('wum cannot sign in', await initWum(program, world))
  if ((await vanillaIn(user, product)) === null) await add(asked, program, tool, world)
  // Its default channel is `full`, and WUM 2 takes none.
  const words = channel === 'full' ? [name] : [name, channel]
  const checked = await runWum(program, ['check-update', ...words], world)
  if (isNothingNew(checked)) return null
  // Its exit code where there are updates is not known: only a failure that is known counts.
  const failure = toolError(`wum cannot check ${name}`, checked.exitCode, checked.lines)
  if (checked.exitCode !== exit.success && failure.code !== 'failure') throw failure
  await assertRoom(name, user, product)
  const updated = await runWum(program, ['update', ...words], world)
  const newest = (await resultsIn(user, product, channel)).at(-1)
  if (newest === undefined && isNothingNew(updated)) return null
  assertDone(`wum cannot update ${name}`, updated)
  if (newest !== undefined) return newest
  throw new TrainError(
    'verification',
    `wum ended as if it had updated ${name}, but there is no new pack in its product store.`,
    { hint: 'Its output is in the log above. Run it by hand to see more.' },
  )
}

/** Gives WUM the vanilla pack: the one at hand, where it is at the base, else WUM downloads its own. */
async function add(
  { product, pack }: Asked,
  program: WumProgram,
  tool: ToolHome,
  world: World,
): Promise<void> {
  const name = nameOfProduct(product)
  const own = pack !== null && (await isAtBase(pack)) ? await named(pack, name, tool) : null
  const args = own === null ? ['add', name, '-y'] : ['add', '--file', own, '-y']
  assertDone(`wum cannot take in ${name}`, await runWum(program, args, world))
}

async function isAtBase(pack: string): Promise<boolean> {
  await using opened = await openPack(pack)
  return positionIn(opened.entries.keys()) === null
}

/** WUM reads the product from the name of the file. */
async function named(pack: string, name: string, tool: ToolHome): Promise<string> {
  const file = join(await tool.folder('given'), `${name}.zip`)
  await copyFile(pack, file, constants.COPYFILE_FICLONE)
  return file
}

/** It unpacks the vanilla pack and writes another zip, both in the user's home. */
async function assertRoom(name: string, user: string, product: Product): Promise<void> {
  const vanilla = await vanillaIn(user, product)
  if (vanilla === null) return
  await using pack = await openPack(vanilla)
  const unpacked = [...pack.entries.values()].reduce((sum, { size }) => sum + size, 0)
  await assertSpace(`Updating ${name} by wum`, [{ folder: user, bytes: unpacked + pack.size }])
}

function isNothingNew({ exitCode, lines }: ToolRun): boolean {
  if (!saysNothingNew(lines)) return false
  return exitCode === exit.success || toolError('', exitCode, lines).code === 'failure'
}

function assertDone(what: string, { exitCode, lines }: ToolRun): void {
  if (exitCode !== exit.success) throw toolError(what, exitCode, lines)
}
