import { constants, copyFile, link, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { assertSpace } from '../../kernel/disk-space.ts'
import { messageOf } from '../../kernel/errors.ts'
import { holdFile } from '../../kernel/exclusive.ts'
import { exists } from '../../kernel/files.ts'
import { removeLeftovers } from '../../kernel/leftovers.ts'
import { madeFolder, type TemporaryFolder, temporaryFolder } from '../../kernel/temporary.ts'
import type { World } from '../../kernel/world.ts'
import type { FinishedFile, Host } from '../host.ts'
import { placeFiles } from '../place-files.ts'
import { vendorPackName, vendorPackPrefix } from '../vendor-pack-name.ts'
import { assertNotInput } from './not-input.ts'
import { keepOtherTrack } from './other-track.ts'

export interface LocalPlaces {
  /** Where finished files go; made where it is missing. */
  folder: string
  /** The name a finished file gets there. */
  nameOf: (file: FinishedFile) => string
  /** Results of several tracks may come there, one after the other. */
  isShared?: boolean
  /** A name in the folder that is taken while a run works on these files, so that no other one does. */
  hold: string
  /** Where vendor packs are kept between runs. */
  cache: string
  /** Files that results are made from: never replaced by one. */
  inputs: readonly string[]
}

type Results = Pick<LocalPlaces, 'folder' | 'nameOf' | 'hold' | 'isShared'>

/** `run --out DIR`: every file under its own name. */
export function outFolder(folder: string): Results {
  return { folder, nameOf: file => file.name, hold: '.update-train.running', isShared: true }
}

const companions = {
  diff: '.diff.zip',
  report: '.report.md',
  candidate: '.candidate.json',
  sbom: '.sbom-diff.cdx.json',
  log: '.test.log',
  conflicts: '.conflicts',
  replaced: '.replaced',
}

/** `apply --out Q.zip`: the pack under the name asked for, its companions beside it and named after it. */
export function besidePack(pack: string): Results {
  const folder = dirname(pack)
  const file = basename(pack)
  const stem = file.replace(/\.zip$/i, '')
  return {
    folder,
    nameOf: ({ kind, name }) => {
      if (kind === 'pack') return file
      // Whoever applies it reads the levels from its name.
      return kind === 'update-zip' ? name : `${stem}${companions[kind]}`
    },
    hold: `.${stem}.update-train.running`,
  }
}

type LocalWorld = Pick<World, 'log' | 'clock' | 'signal'>

/** The host of the command line: folders of this machine. */
export function localHost(places: LocalPlaces, { log, ...world }: LocalWorld): Host {
  const { folder, nameOf, cache, inputs, isShared = false } = places
  let staged: string | null = null
  return {
    log,
    // A terminal has no pull requests, no releases and no provenance.
    proposals: null,
    conflicts: join(folder, nameOf({ kind: 'conflicts', name: 'conflicts', path: '' })),
    releases: null,
    attestations: null,
    staging: async () => {
      const made = await staging(places, world)
      staged = made.path
      return made
    },
    findVendorPack: async key => {
      const name = `${vendorPackName(key)}.zip`
      const file = join(cache, name)
      if (staged === null) return (await exists(file)) ? file : null
      return lend(file, join(staged, name))
    },
    // The lock in the working directory is all the state that a terminal needs.
    findState: () => Promise.resolve(null),
    keepState: () => Promise.resolve(),
    findPack: async name => {
      const file = join(folder, name)
      return (await exists(file)) ? file : null
    },
    keepVendorPack: async (key, file, _restricted, needed = []) => {
      try {
        await keep(cache, `${vendorPackName(key)}.zip`, file)
        const kept = [key, ...needed].map(one => `${vendorPackName(one)}.zip`)
        await forgetOthers(cache, vendorPackPrefix(key.product), kept)
      } catch (error) {
        log.warning(`The vendor pack could not be kept for the next run: ${messageOf(error)}`)
      }
    },
    publish: async publication => {
      const { files, resolutions } = publication
      for (const file of files) await assertNotInput(join(folder, nameOf(file)), inputs)
      const kept = isShared ? await keepOtherTrack(publication, { folder, nameOf, log }) : null
      if (kept !== null)
        log.warning(
          `${folder} held the results of another track: all but its packs are in ${kept} now (its conflicts: --conflicts ${join(kept, 'conflicts')}). An --out of its own for each track keeps them apart.`,
        )
      return {
        paths: await placeFiles(files, { folder, nameOf, resolutions, log }),
        pack: null,
        report: null,
      }
    },
  }
}

/** Throws `busy` at once where another run works on the same files: that one may take as long as its tests do. */
async function staging(
  { folder, hold, cache }: LocalPlaces,
  { clock, signal }: Pick<World, 'clock' | 'signal'>,
): Promise<TemporaryFolder> {
  await removeLeftovers(cache)
  await using scope = new AsyncDisposableStack()
  scope.use(await madeFolder(folder))
  scope.use(await holdFile(join(folder, hold), { clock, signal, limit: 0, work: `works on ${folder}` }))
  const { path } = scope.use(await temporaryFolder(folder, '.update-train-'))
  const held = scope.move()
  return { path, [Symbol.asyncDispose]: () => held.disposeAsync() }
}

/**
 * A run of another track may let the pack go while this one reads it: a name of our own keeps it. Null where it is gone, or
 * cannot be had: a cache makes no run fail.
 */
async function lend(file: string, own: string): Promise<string | null> {
  if (await exists(own)) return own
  try {
    // Where that cannot be, another file system, or one without links.
    await link(file, own).catch(() => copyFile(file, own, constants.COPYFILE_FICLONE))
    return own
  } catch {
    await rm(own, { force: true })
    return null
  }
}

async function keep(cache: string, name: string, file: string): Promise<void> {
  await using beside = await temporaryFolder(cache, '.update-train-')
  await assertSpace('Keeping the vendor pack', [{ folder: beside.path, bytes: (await stat(file)).size }])
  const copy = join(beside.path, name)
  await copyFile(file, copy, constants.COPYFILE_FICLONE)
  await rename(copy, join(cache, name))
}

/** Levels and digests follow the prefix; a product whose name goes on after it (`a-1.0.0-2`) is not met, as 12 hex digits must come next. */
async function forgetOthers(cache: string, prefix: string, kept: readonly string[]): Promise<void> {
  for (const name of await readdir(cache)) {
    const isOfProduct = name.startsWith(prefix) && /^[0-9a-f]{12}-/.test(name.slice(prefix.length))
    if (isOfProduct && !kept.includes(name)) await rm(join(cache, name), { force: true })
  }
}
