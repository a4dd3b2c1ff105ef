import { constants, copyFile, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { TrainError } from '../../kernel/errors.ts'
import { nameOfProduct } from '../../kernel/product.ts'
import type { World } from '../../kernel/world.ts'
import { openArchive } from '../../pack/archive.ts'
import { readPieces } from '../../pack/entry-content.ts'
import { type Answer, askTool } from '../external/ask.ts'
import { exit } from '../external/exit-codes.ts'
import { toolError } from '../external/messages.ts'
import type { ToolHome } from '../external/tool-home.ts'
import type { PackUpdateRequest } from '../update-tool.ts'
import { configFile } from './config-file.ts'
import { readU2State } from './config-json.ts'
import { knowsNoCommand, runU2 } from './program.ts'
import { skeletonForm } from './skeleton.ts'

/**
 * Has the tool pack the vendor's update between two levels (`create-update`), and lays its zip below `out` under the
 * tool's own name, which says the levels. It is asked as `check` is: in a home with next to nothing in it. Where the tool
 * puts the zip is not documented, so it is looked for where the tool can write, before and after.
 */
export async function packU2Update(
  request: PackUpdateRequest,
  toolPath: string | null,
  tool: ToolHome,
  world: World,
): Promise<string> {
  const { from, to, channel, pack, out } = request
  const product = nameOfProduct(request.product)
  const name = `${product}.${from.level}-${request.product.version}.${to.level}.zip`
  const what = `The update tool cannot pack the update of ${product} from level ${from.level} to ${to.level}`
  const ask = async (home: string, user: string): Promise<Answer<string>> => {
    // It takes no --channel, and goes by its settings, else by `full`.
    if (channel !== 'full' && (await readU2State(home))?.channel !== channel)
      throw otherChannel(what, channel)
    const before = await zipsIn([home, user])
    const levels = ['-s', String(from.level), '-e', String(to.level)]
    const run = await runU2({ home, user, toolPath }, ['create-update', ...levels], world)
    if (knowsNoCommand(run, 'create-update')) throw toolError(what, run.exitCode, run.lines)
    if (run.exitCode !== exit.success) return { failure: toolError(what, run.exitCode, run.lines) }
    const fresh = [...(await zipsIn([home, user]))].filter(([file, stamp]) => before.get(file) !== stamp)
    const made = fresh.map(([file]) => file).find(file => file.endsWith(`/${name}`))
    if (made === undefined) return { failure: noZip(what, name, fresh) }
    // The home goes, and what was laid out of it stays.
    await copyFile(made, join(out, name), constants.COPYFILE_FICLONE)
    return { said: name }
  }
  const asked = { ...skeletonForm, name: 'wso2update_linux', toolPath, ask }
  const installed = { level: from.level, timestamp: null }
  await askTool(
    { product: request.product, installed, channel, pack: () => Promise.resolve(pack) },
    asked,
    tool,
    world,
  )
  await assertReadable(join(out, name))
  return join(out, name)
}

/** Every zip below folders, with what tells a new one from an old one. */
async function zipsIn(folders: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (const folder of folders)
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !entry.name.endsWith('.zip')) continue
      const file = join(entry.parentPath, entry.name)
      const { size, mtimeMs } = await stat(file)
      found.set(file, `${size} ${mtimeMs}`)
    }
  return found
}

/** Reads all of it: sizes and checksums are what its directory says. Throws `pack-damaged`. */
async function assertReadable(file: string): Promise<void> {
  await using archive = await openArchive(file)
  for (const entry of archive.entries) for await (const _piece of readPieces(archive, entry));
  if (archive.entries.some(({ kind }) => kind === 'file')) return
  throw new TrainError('pack-damaged', `${file} holds no file.`, { hint: 'Run the update tool by hand.' })
}

function noZip(what: string, name: string, fresh: readonly [string, string][]): TrainError {
  const found = fresh.map(([file]) => file.slice(file.lastIndexOf('/') + 1))
  return new TrainError(
    'verification',
    `${what}: it ended as if all were well, but there is no ${name}${found.length === 0 ? '' : `, only ${found.join(', ')}`}.`,
    { hint: 'Its output is in the log above. Run it by hand in an unpacked copy of the pack to see more.' },
  )
}

function otherChannel(what: string, channel: string): TrainError {
  return new TrainError(
    'config',
    `${what} on channel ${channel}: its \`create-update\` takes no channel, and ${configFile} of the pack does not name this one.`,
    { hint: 'Give a pack that the tool has updated on that channel before.' },
  )
}
