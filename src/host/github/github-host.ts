import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryFolder } from '../../kernel/temporary.ts'
import type { World } from '../../kernel/world.ts'
import type { Host, Published } from '../host.ts'
import { placeFiles } from '../place-files.ts'
import { artifactsOf } from './artifacts.ts'
import { gitHubAttestations } from './attestations.ts'
import { cacheEntries } from './cache-entry.ts'
import { findPackArtifact } from './pack-artifact.ts'
import { gitHubProposals } from './proposals/github-proposals.ts'
import { gitHubReleases } from './releases.ts'
import { repositoryOf } from './repository.ts'
import type { Runner } from './runner.ts'
import { stateEntry } from './state-entry.ts'
import { vendorPackCache } from './vendor-pack-cache.ts'

/** What the team wants of the service that runs it. */
export interface GitHubPolicy {
  /** Upload artifacts. */
  upload: boolean
  /** Put packs into releases. */
  release: boolean
  /** Attest what is published. */
  attest: boolean
  /** Propose updates as pull requests: then nothing but the committed lock says what a track runs. */
  propose: boolean
  /** A restricted product may go where the public can get it. */
  allowPublic: boolean
  /** Days that artifacts are kept; null: as the repository says. */
  retentionDays: number | null
  token: string | null
}

/**
 * The host of the action: vendor packs and the state of a track in the repository's cache, results as artifacts.
 * @param folder temporary, this run's own; packs from the cache lie here
 */
export function gitHubHost(
  runner: Runner,
  policy: GitHubPolicy,
  folder: string,
  world: Pick<World, 'log' | 'clock' | 'signal' | 'env'>,
): Host {
  const { log, signal } = world
  const repository = repositoryOf(runner, policy.token)
  const entries = cacheEntries(runner, log, signal)
  const packs = vendorPackCache(entries, repository, folder, log)
  const states = stateEntry(entries, repository, runner, folder)
  const results = join(runner.temporary, 'update-train')
  const mayLeave = async (restricted: boolean): Promise<boolean> =>
    !restricted || policy.allowPublic || !(await repository.isPublic())
  const proposals = policy.propose ? gitHubProposals(runner, policy.token, repository, world) : null
  return {
    log,
    proposals,
    conflicts: null,
    releases: policy.release ? gitHubReleases(runner, policy.token, mayLeave, world) : null,
    attestations: policy.attest ? gitHubAttestations(runner, policy.token, mayLeave, world.env, world) : null,
    staging: async () => {
      await mkdir(results, { recursive: true })
      return temporaryFolder(results, '.update-train-')
    },
    findVendorPack: key => packs.find(key),
    keepVendorPack: async (key, file, restricted, needed = []) => {
      // Pull requests of strangers can read the caches of a public repository.
      if (await mayLeave(restricted)) await packs.keep(key, file, needed)
    },
    findPack: (name, sha256) =>
      findPackArtifact(name, sha256, { runner, token: policy.token, folder, world }),
    findState: async (product, track) => (policy.propose ? null : states.find(product, track)),
    keepState: async (product, track, state) => {
      if (policy.upload && !policy.propose) await states.keep(product, track, state)
    },
    publish: async ({ product, track, files, resolutions, restricted }) => {
      const name = `${product}-${track}`
      const folder = join(results, name)
      const paths = await placeFiles(files, { folder, nameOf: ({ name: own }) => own, resolutions, log })
      if (!policy.upload) return { paths, pack: null, report: null }
      const open = await mayLeave(restricted)
      if (!open) log.warning(withheld)
      return { paths, ...(await upload(`update-report-${name}`, paths, open)) }
    },
  }

  async function upload(
    reportName: string,
    paths: Published['paths'],
    open: boolean,
  ): Promise<Pick<Published, 'pack' | 'report'>> {
    const artifacts = artifactsOf(runner, policy.retentionDays, signal)
    const rest = [paths.report, paths.candidate, paths.sbom, paths.log].flatMap(file => file ?? [])
    if (open)
      rest.push(
        ...[paths.diff, paths['update-zip']].flatMap(file => file ?? []),
        ...(await filesIn(paths.conflicts)),
        ...(await filesIn(paths.replaced)),
      )
    return {
      pack: open && paths.pack !== undefined ? await artifacts.uploadFile(paths.pack) : null,
      report: await artifacts.uploadFolder(reportName, rest),
    }
  }
}

async function filesIn(folder: string | undefined): Promise<string[]> {
  if (folder === undefined) return []
  const found = await readdir(folder, { recursive: true, withFileTypes: true })
  return found.flatMap(entry => (entry.isFile() ? [join(entry.parentPath, entry.name)] : []))
}

const withheld =
  'The pack and its files are not uploaded, and not cached: the vendor gives them to subscribers only, and artifacts and caches of a public repository are open to everybody. Where your licence allows it, set `allow-public-pack: true` in `options`.'
