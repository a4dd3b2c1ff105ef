import { z } from 'zod'
import { type Call, failure, type GitHubState, notFound, page, type Release, type Route } from './call.ts'

const createBody = z.object({
  tag_name: z.string(),
  target_commitish: z.string().optional(),
  name: z.string().nullish(),
  body: z.string().nullish(),
  draft: z.boolean().default(false),
})

function releaseBody({ state }: Call, release: Release): unknown {
  const url = `${state.apiUrl}/repos/${state.owner}/${state.name}/releases/${release.id}`
  return {
    ...{
      id: release.id,
      tag_name: release.tag,
      name: release.name,
      body: release.body,
      draft: release.draft,
    },
    url,
    html_url: `https://github.com/${state.owner}/${state.name}/releases/tag/${release.tag}`,
    upload_url: `${url}/assets{?name,label}`,
    assets: release.assets.map((asset, index) => assetBody(asset, release.id * 100 + index)),
  }
}

function assetBody({ name, bytes }: Release['assets'][number], id: number): unknown {
  return { id, name, size: bytes.length, state: 'uploaded', content_type: 'application/octet-stream' }
}

function releaseOf({ state, path }: Call): Release | undefined {
  return state.releases.find(({ id }) => String(id) === path.release_id)
}

/** Where contents of assets lie. */
export const assetFolder = '/release-assets/'

export function assetBytes({ releases }: GitHubState, asset: string): Buffer | undefined {
  const release = releases.find(({ id }) => id === Math.floor(Number(asset) / 100))
  return release?.assets[Number(asset) % 100]?.bytes
}

/** Releases and their assets. Drafts have no tag yet: git gets it when they are published. */
export const releaseRoutes: Readonly<Record<string, Route>> = {
  'repos/list-releases': call => ({
    status: 200,
    total: call.state.releases.length,
    body: page(call.state.releases.toReversed(), call.query).map(release => releaseBody(call, release)),
  }),
  'repos/get-release-by-tag': call => {
    const found = call.state.releases.find(({ tag, draft }) => !draft && tag === call.path.tag)
    return found === undefined ? notFound : { status: 200, body: releaseBody(call, found) }
  },
  'repos/create-release': call => {
    const { tag_name: tag, target_commitish, name, body, draft } = createBody.parse(call.body)
    const { state } = call
    const release: Release = {
      id: Math.max(0, ...state.releases.map(({ id }) => id)) + 1,
      ...{ tag, name: name ?? tag, body: body ?? '', draft },
      target: target_commitish ?? state.defaultBranch,
      assets: [],
    }
    state.releases.push(release)
    return { status: 201, body: releaseBody(call, release) }
  },
  'repos/update-release': async call => {
    const release = releaseOf(call)
    if (release === undefined) return notFound
    const { draft } = z.object({ draft: z.boolean().optional() }).parse(call.body)
    const { repository } = call.state
    if (draft === false) {
      const target = await repository.resolve(release.target)
      if (target === undefined) return failure(422, 'Validation Failed', [{ field: 'target_commitish' }])
      await repository.git(['update-ref', `refs/tags/${release.tag}`, target])
      release.draft = false
    }
    return { status: 200, body: releaseBody(call, release) }
  },
  'repos/delete-release': call => {
    const { state } = call
    if (releaseOf(call) === undefined) return notFound
    state.releases = state.releases.filter(({ id }) => String(id) !== call.path.release_id)
    return { status: 204 }
  },
  // Its content lies elsewhere, at an address that is good for a while and needs no token.
  'repos/get-release-asset': ({ state, path }) => ({
    status: 302,
    headers: { location: `${state.apiUrl}${assetFolder}${path.asset_id ?? ''}` },
  }),
  'repos/upload-release-asset': call => {
    const release = releaseOf(call)
    if (release === undefined) return notFound
    const name = call.query.get('name') ?? ''
    if (release.assets.some(asset => asset.name === name))
      return failure(422, 'Validation Failed', [{ resource: 'ReleaseAsset', code: 'already_exists' }])
    const asset = { name, bytes: call.bytes }
    const count = release.assets.push(asset)
    return { status: 201, body: assetBody(asset, release.id * 100 + count - 1) }
  },
}
