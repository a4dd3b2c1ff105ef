import { openAsBlob } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { TrainError } from '../../kernel/errors.ts'
import { sha256OfFile } from '../../kernel/sha256.ts'
import type { World } from '../../kernel/world.ts'
import type { Release, Releases } from '../host.ts'
import { type Client, clientOf } from './proposals/client.ts'
import type { Runner } from './runner.ts'

/** The asset that lists the others with their SHA-256, as `sha256sum --check` reads it. */
const checksums = 'SHA256SUMS'

/** What a draft of ours is known by; pages do not show it. */
const ourSign = '<!-- update-train:release -->'

/** Bytes of a release's file that is read whole. */
const largestText = 64 * 1024 * 1024

/** Releases of the repository. Throws `config` without a token. */
export function gitHubReleases(
  runner: Runner,
  token: string | null,
  mayHold: Releases['mayHold'],
  world: Pick<World, 'log' | 'clock' | 'signal'>,
): Releases {
  if (token === null)
    throw new TrainError('config', '`publish: release` needs a `token`.', {
      hint: 'Leave the input `token` out to use the job’s own, with `permissions: {contents: write}`.',
    })
  const client = clientOf(runner, token, world)
  const { owner, repository: repo } = runner
  return {
    mayHold,
    find: async (tag, file) => {
      const found = await client.tryCall('read contents', [404], api =>
        api.rest.repos.getReleaseByTag({ owner, repo, tag }),
      )
      if (found === null) return null
      const asset = found.data.assets.find(({ name, size }) => name === file && size <= largestText)
      return {
        url: found.data.html_url,
        text: asset === undefined ? null : await readAsset(client, asset.id),
      }
    },
    publish: async release => {
      await removeDrafts(client, release.tag)
      const { data: draft } = await client.call('write contents', api =>
        api.rest.repos.createRelease({
          owner,
          repo,
          tag_name: release.tag,
          ...(runner.commit === '' ? {} : { target_commitish: runner.commit }),
          name: release.title,
          body: `${release.body}\n\n${ourSign}`,
          draft: true,
        }),
      )
      await uploadAll(client, draft.upload_url, release)
      const { data } = await client.call('write contents', api =>
        api.rest.repos.updateRelease({ owner, repo, release_id: draft.id, draft: false }),
      )
      world.log.info(`Released: ${data.html_url}`)
      return data.html_url
    },
  }
}

/** The content itself, by whatever way GitHub sends it. */
async function readAsset(client: Client, id: number): Promise<string> {
  const { owner, repository: repo } = client.runner
  const reply: { data: unknown } = await client.call('read contents', api =>
    api.rest.repos.getReleaseAsset({
      owner,
      repo,
      asset_id: id,
      headers: { accept: 'application/octet-stream' },
    }),
  )
  const { data } = reply
  return data instanceof ArrayBuffer ? Buffer.from(data).toString('utf8') : JSON.stringify(data)
}

/**
 * A run that was stopped left one: nobody has seen it. What people prepare under the same tag is theirs. Drafts are found in
 * the list alone, as they have no tag yet.
 */
async function removeDrafts(client: Client, tag: string): Promise<void> {
  const { owner, repository: repo } = client.runner
  const all = await client.call('read contents', api =>
    api.paginate(api.rest.repos.listReleases, { owner, repo, per_page: 100 }),
  )
  const isOurs = ({ body }: { body?: string | null }): boolean => body?.includes(ourSign) === true
  for (const { id } of all.filter(one => one.draft && one.tag_name === tag && isOurs(one)))
    await client.tryCall('write contents', [404], api =>
      api.rest.repos.deleteRelease({ owner, repo, release_id: id }),
    )
}

async function uploadAll(client: Client, url: string, { files }: Release): Promise<void> {
  const lines: string[] = []
  // GitHub may write a name otherwise: the list must name what people download.
  for (const file of files)
    lines.push(`${(await sha256OfFile(file)).sha256}  ${await upload(client, url, file)}\n`)
  const [first] = files
  if (first === undefined) return
  const list = join(dirname(first), checksums)
  await writeFile(list, lines.join(''))
  await upload(client, url, list)
}

/** Streams from the disk; a pack may be larger than memory. Gives the name that GitHub chose. */
async function upload(client: Client, url: string, file: string): Promise<string> {
  const content = await openAsBlob(file)
  const reply: { data: unknown } = await client.call('write contents', api =>
    api.request(`POST ${url}`, {
      name: basename(file),
      data: content,
      headers: { 'content-type': 'application/octet-stream' },
    }),
  )
  return assetSchema.safeParse(reply.data).data?.name ?? basename(file)
}

const assetSchema = z.object({ name: z.string() })
