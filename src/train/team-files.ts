import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Settings } from '../config/settings.ts'
import { TrainError, writeError } from '../kernel/errors.ts'
import { sha256, sha256OfFile } from '../kernel/sha256.ts'
import { temporaryFolder } from '../kernel/temporary.ts'
import type { World } from '../kernel/world.ts'
import { parentsOf } from '../kernel/writable-folders.ts'
import { classMatcher } from '../merge/classes.ts'
import { type Overlay, readOverlay, type TeamMode } from '../merge/overlay.ts'
import { contentDigest } from '../pack/content-digest.ts'
import { comparePacks } from '../pack/difference.ts'
import { homeTree } from '../pack/inventory.ts'
import { openPack, type Pack } from '../pack/open-pack.ts'
import { assertFinished } from '../tools/assert-finished.ts'
import { mayBeLeft } from '../tools/external/unfinished.ts'
import { type PackIdentity, recognisePack } from '../tools/recognise.ts'

type TeamSettings = Pick<Settings, 'pack' | 'sha256' | 'base' | 'overlay' | 'classes'>

/** The team's own files; what was taken out of a pack is gone when the scope ends. */
export interface TeamFiles extends AsyncDisposable {
  overlay: Overlay | null
}

/**
 * What the team lays over the vendor's: the files of its overlay, and where `pack` is a customised one, what it has other
 * than its `base`. A path that is in both is the overlay's.
 */
export async function teamFiles(settings: TeamSettings, world: World): Promise<TeamFiles> {
  const laid = settings.overlay === null ? null : await readOverlay(settings.overlay, world.signal)
  if (laid?.tree.size === 0)
    world.log.warning(
      `The overlay folder ${laid.folder} holds no file: nothing is laid over the product. Correct \`overlay\` (--overlay), or leave it out.`,
    )
  if (settings.base === null) return { overlay: laid, [Symbol.asyncDispose]: () => Promise.resolve() }
  const folder = await temporaryFolder(world.temporary)
  try {
    const own = await customisations(settings, settings.base, folder.path, world)
    const overlay = laid === null ? own : together(own, laid)
    return { overlay, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() }
  } catch (error) {
    await folder[Symbol.asyncDispose]()
    throw error
  }
}

/** How a customised pack differs from its base, as an overlay of the files that do; they are taken out below `folder`. */
async function customisations(
  { pack: file, sha256: expected, classes }: TeamSettings,
  baseFile: string,
  folder: string,
  world: World,
): Promise<Overlay> {
  if (file === null)
    throw new TrainError('usage', '`base` is given without a `pack` that is customised.', {
      hint: 'Give the customised pack as `pack` (--pack), or the vanilla one as `pack` and no `base`.',
    })
  if (expected !== null && (await sha256OfFile(file, world.signal)).sha256 !== expected)
    throw new TrainError('verification', `${file} has not the SHA-256 ${expected}.`, {
      hint: 'Get the pack again, or correct `sha256` if the pack was replaced on purpose.',
    })
  await using pack = await openPack(file)
  await using base = await openPack(baseFile)
  const { tool, statePaths } = await assertSameLevel(pack, base)
  const own = new Set(statePaths)
  for (const path of assertFinished(tool, pack, base)) world.log.warning(`${file}: ${path} ${mayBeLeft}.`)
  const classOf = classMatcher(classes)
  const isTeams = (path: string): boolean =>
    !path.startsWith('updates/') && !own.has(path) && classOf(path) !== 'state'
  const { added, removed, changed, renamed, modeChanged } = comparePacks(base, pack)
  const written = [...added, ...changed, ...renamed.map(({ to }) => to)].filter(isTeams)
  for (const path of written) await takeOutOf(pack, path, join(folder, path))
  const tree = await homeTree(folder, { signal: world.signal })
  const files = new Map([...tree].filter(([, { kind }]) => kind !== 'directory'))
  const gone = [...removed, ...renamed.map(({ from }) => from)].filter(isTeams).sort()
  const modes = new Map<string, TeamMode>()
  for (const path of [...written, ...modeChanged.filter(isTeams)].sort()) {
    const entry = pack.entries.get(path)
    const before = base.entries.get(path)
    if (entry?.kind === 'file' && entry.mode !== before?.mode)
      modes.set(path, { mode: entry.mode, vanilla: before?.kind === 'file' ? before.mode : null })
  }
  const digest = sha256(
    JSON.stringify([contentDigest(files), gone, [...modes].map(([path, { mode }]) => [path, mode])]),
  )
  world.log.info(
    `${file} differs from its base in ${new Set([...files.keys(), ...gone, ...modes.keys()]).size} paths, which are treated as the team’s.`,
  )
  return {
    folder,
    tree: files,
    digest,
    answered: new Map(),
    answers: [],
    standing: new Map(),
    removed: new Set(gone),
    modes,
  }
}

/**
 * What was changed by the team and what by an update could not be told apart otherwise. Gives the tool of the pack, and the
 * paths of both that are an update tool's own.
 */
async function assertSameLevel(pack: Pack, base: Pack): Promise<Pick<PackIdentity, 'tool' | 'statePaths'>> {
  const [one, other] = [await recognisePack(pack), await recognisePack(base)]
  const [at, baseAt] = [one.position?.level ?? 0, other.position?.level ?? 0]
  if (
    one.product.name === other.product.name &&
    one.product.version === other.product.version &&
    at === baseAt
  )
    return { tool: one.tool, statePaths: [...one.statePaths, ...other.statePaths] }
  throw new TrainError(
    'config',
    `${base.path} (${base.root}, level ${baseAt}) is not what ${pack.path} (${pack.root}, level ${at}) was made from.`,
    { hint: 'Give the vanilla pack of the same product and level as `base` (--base).' },
  )
}

/** Takes files of a pack out into a folder. */
export async function takeOut(file: string, paths: readonly string[], folder: string): Promise<void> {
  if (paths.length === 0) return
  await using pack = await openPack(file)
  for (const path of paths) await takeOutOf(pack, path, join(folder, path))
}

async function takeOutOf(pack: Pack, path: string, to: string): Promise<void> {
  const entry = pack.entries.get(path)
  try {
    await mkdir(dirname(to), { recursive: true })
    if (entry?.kind === 'link') await symlink((await pack.read(path, 4096)).toString(), to)
    else {
      await writeFile(to, pack.stream(path))
      await chmod(to, (entry?.mode ?? 0o644) | 0o400)
    }
  } catch (error) {
    throw writeError(error, to)
  }
}

/** The files of an overlay over those of a customised pack. Throws `config` where one needs a directory and the other has none. */
function together(own: Overlay, laid: Overlay): Overlay {
  for (const [one, other] of [
    [own, laid],
    [laid, own],
  ] as const)
    for (const path of one.tree.keys())
      for (const parent of parentsOf(path))
        if (other.tree.has(parent))
          throw new TrainError(
            'config',
            `The customised pack and the overlay contradict each other: one has ${parent}, the other ${path} below it.`,
            { hint: 'Take one of them out of the overlay or the pack.' },
          )
  const answered = new Map([...own.tree.keys()].map(path => [path, join(own.folder, path)]))
  for (const path of laid.tree.keys()) answered.delete(path)
  const removed = new Set(own.removed)
  for (const path of laid.tree.keys()) removed.delete(path)
  return {
    ...laid,
    tree: new Map([...own.tree, ...laid.tree]),
    digest: sha256(`${own.digest} ${laid.digest}`),
    answered,
    removed,
    modes: new Map([...own.modes].filter(([path]) => !laid.tree.has(path))),
  }
}
