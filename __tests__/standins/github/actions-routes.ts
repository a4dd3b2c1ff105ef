import type { StoredArtifact } from '../artifact-service.ts'
import type { StoredCacheEntry } from '../cache-service.ts'
import { type Answer, type Call, notFound, page, type Route } from './call.ts'

function artifactBody({ state }: Call, artifact: StoredArtifact): unknown {
  const url = `${state.apiUrl}/repos/${state.owner}/${state.name}/actions/artifacts/${artifact.id}`
  return {
    id: artifact.id,
    node_id: `artifact-${artifact.id}`,
    name: artifact.name,
    size_in_bytes: artifact.size,
    url,
    archive_download_url: `${url}/zip`,
    expired: artifact.expiresAt.getTime() < Date.now(),
    digest: artifact.digest,
    created_at: artifact.createdAt.toISOString(),
    updated_at: artifact.createdAt.toISOString(),
    expires_at: artifact.expiresAt.toISOString(),
    workflow_run: { id: Number(artifact.run.replace('run-', '')), head_branch: state.defaultBranch },
  }
}

/** Newest first, as GitHub lists them. */
function artifacts({ state }: Call): StoredArtifact[] {
  return (state.results?.artifacts() ?? []).toReversed()
}

function listed(call: Call, found: readonly StoredArtifact[]): Answer {
  const named = found.filter(({ name }) => [null, name].includes(call.query.get('name')))
  const body = page(named, call.query).map(artifact => artifactBody(call, artifact))
  return { status: 200, body: { total_count: named.length, artifacts: body } }
}

function artifactOf(call: Call): StoredArtifact | undefined {
  return artifacts(call).find(({ id }) => String(id) === call.path.artifact_id)
}

function cacheBody({ state }: Call, entry: StoredCacheEntry): unknown {
  return {
    id: entry.id,
    ref: `refs/heads/${state.defaultBranch}`,
    key: entry.key,
    version: entry.version,
    last_accessed_at: entry.lastAccessedAt.toISOString(),
    created_at: entry.createdAt.toISOString(),
    size_in_bytes: entry.size,
  }
}

/** The caches that `key` and `ref` leave; a list takes a key as prefix, a deletion as it is. */
function caches(call: Call, fits: (key: string, asked: string) => boolean): StoredCacheEntry[] {
  const { state, query } = call
  if (![null, `refs/heads/${state.defaultBranch}`].includes(query.get('ref'))) return []
  const asked = query.get('key')
  return (state.results?.cacheEntries() ?? []).filter(({ key }) => asked === null || fits(key, asked))
}

const sortFields: Record<string, (entry: StoredCacheEntry) => number> = {
  created_at: ({ createdAt }) => createdAt.getTime(),
  last_accessed_at: ({ lastAccessedAt }) => lastAccessedAt.getTime(),
  size_in_bytes: ({ size }) => size,
}

function sorted(entries: readonly StoredCacheEntry[], query: URLSearchParams): StoredCacheEntry[] {
  const field = sortFields[query.get('sort') ?? 'last_accessed_at'] ?? (() => 0)
  const sign = query.get('direction') === 'asc' ? 1 : -1
  return entries.toSorted((a, b) => sign * (field(a) - field(b) || a.id - b.id))
}

/** Artifacts and caches of Actions, from the Results service's own store. */
export const actionsRoutes: Readonly<Record<string, Route>> = {
  'actions/list-artifacts-for-repo': call => listed(call, artifacts(call)),
  'actions/list-workflow-run-artifacts': call =>
    listed(
      call,
      artifacts(call).filter(({ run }) => run === `run-${call.path.run_id ?? ''}`),
    ),
  'actions/get-artifact': call => {
    const artifact = artifactOf(call)
    return artifact === undefined ? notFound : { status: 200, body: artifactBody(call, artifact) }
  },
  'actions/delete-artifact': async call => {
    const artifact = artifactOf(call)
    if (artifact === undefined) return notFound
    await call.state.results?.deleteArtifact(artifact)
    return { status: 204 }
  },
  'actions/download-artifact': call => {
    const artifact = artifactOf(call)
    if (artifact === undefined) return notFound
    return { status: 302, headers: { location: call.state.results?.artifactUrl(artifact) ?? '' } }
  },
  'actions/get-actions-cache-list': call => {
    const found = sorted(
      caches(call, (key, asked) => key.startsWith(asked)),
      call.query,
    )
    const body = page(found, call.query).map(entry => cacheBody(call, entry))
    return { status: 200, body: { total_count: found.length, actions_caches: body } }
  },
  'actions/delete-actions-cache-by-key': async call => {
    const found = caches(call, (key, asked) => key === asked)
    if (found.length === 0) return notFound
    for (const entry of found) await call.state.results?.deleteCacheEntry(entry)
    const body = found.map(entry => cacheBody(call, entry))
    return { status: 200, body: { total_count: found.length, actions_caches: body } }
  },
  'actions/delete-actions-cache-by-id': async call => {
    const entry = caches(call, () => true).find(({ id }) => String(id) === call.path.cache_id)
    if (entry === undefined) return notFound
    await call.state.results?.deleteCacheEntry(entry)
    return { status: 204 }
  },
}
