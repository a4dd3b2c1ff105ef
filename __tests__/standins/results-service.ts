import { type ArtifactFault, ArtifactService, type StoredArtifact } from './artifact-service.ts'
import { type BlobStore, startBlobStore } from './blob-store.ts'
import { type CacheFault, CacheService, type StoredCacheEntry } from './cache-service.ts'
import { json, listen, type ReceivedRequest, type Reply } from './http-listener.ts'
import { answerTwirp, type TwirpMethod } from './twirp.ts'

/** A workflow run's identity in the token; every run of a test has its own. */
export interface RunIdentity {
  /** Number of the run, as in `GITHUB_RUN_ID`. */
  runId?: number
  /** Tells jobs of one run apart. */
  job?: string
}

/** What goes wrong from now on; switch it at any time. */
export interface Faults {
  artifacts: ArtifactFault
  cache: CacheFault
}

/** Bytes that somebody stored, for searching. */
export interface StoredBlob {
  kind: 'artifact' | 'cache'
  /** The artifact's name, the cache entry's key, or the blob's own name for an upload that was never finished. */
  name: string
  finished: boolean
  bytes: Buffer
}

/**
 * GitHub's Results service on 127.0.0.1, with a real blob store behind it: the parts that
 * `@actions/artifact` 6 (ArtifactService v4) and `@actions/cache` 6 (CacheService v2) talk to.
 * Imitated from those clients' published sources (github.com/actions/toolkit, packages/artifact and
 * packages/cache); the errors from the same sources and from the issues named beside them.
 */
export interface ResultsService extends AsyncDisposable {
  readonly url: string
  /** Environment of an action's process in the given run: URLs, token, service switches. */
  environment(run?: RunIdentity): Record<string, string>
  /** The runtime token of that run: an unsigned JWT with the scopes the clients read. */
  token(run?: RunIdentity): string
  readonly requests: readonly ReceivedRequest[]
  readonly faults: Faults
  /** Finished artifacts, oldest first. */
  artifacts(): StoredArtifact[]
  /** Artifacts that were created and never finished: half ones. */
  unfinishedArtifacts(): StoredArtifact[]
  artifactBytes(artifact: StoredArtifact): Promise<Buffer>
  /** A URL that anybody may get the artifact from for an hour. */
  artifactUrl(artifact: StoredArtifact): string
  deleteArtifact(artifact: StoredArtifact): Promise<void>
  cacheEntries(): StoredCacheEntry[]
  cacheBytes(entry: StoredCacheEntry): Promise<Buffer>
  deleteCacheEntry(entry: StoredCacheEntry): Promise<void>
  /** Every byte in the blob store, unfinished uploads included. */
  storedBlobs(): AsyncGenerator<StoredBlob>
  /** From now on connections are refused; the blob store lives on. */
  stopListening(): Promise<void>
  close(): Promise<void>
}

function base64url(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

function backendIds({ runId = 1001, job = 'build' }: RunIdentity): { run: string; job: string } {
  return { run: `run-${runId}`, job: `job-${runId}-${job.replace(/[^\w-]/g, '-')}` }
}

function makeToken(run: RunIdentity): string {
  const ids = backendIds(run)
  const scp = `Actions.ExampleScope Actions.Results:${ids.run}:${ids.job}`
  const now = Math.floor(Date.now() / 1000)
  const claims = { scp, iat: now, exp: now + 6 * 3600, ac: '[{"Scope":"refs/heads/main","Permission":3}]' }
  return `${base64url({ alg: 'HS256', typ: 'JWT' })}.${base64url(claims)}.${base64url('unsigned')}`
}

/** The run in a bearer token, or undefined when it is none of ours. */
function tokenRun(authorization: string | undefined): string | undefined {
  const claims = /^Bearer [\w-]+\.([\w-]+)\.[\w-]+$/.exec(authorization ?? '')?.[1]
  if (claims === undefined) return undefined
  return /Actions\.Results:([\w-]+):/.exec(Buffer.from(claims, 'base64url').toString())?.[1]
}

function refused(request: ReceivedRequest): Reply | undefined {
  const run = tokenRun(request.headers.authorization)
  if (run === undefined) return json(401, { code: 'unauthenticated', msg: 'invalid token' })
  const asked = /"workflow_run_backend_id":"([^"]*)"/.exec(request.body.toString())?.[1]
  if (asked === undefined || asked === run) return undefined
  return json(403, { code: 'permission_denied', msg: 'the token is for another run' })
}

function faultReply(fault: ArtifactFault | CacheFault): Reply | undefined {
  if (fault === 'disconnected') return { disconnect: true }
  if (fault === 'down') return json(503, { code: 'unavailable', msg: 'Service Unavailable' })
  if (fault === 'rate-limited') {
    return json(429, { code: 'resource_exhausted', msg: 'rate limit exceeded' }, { 'retry-after': '60' })
  }
  return undefined
}

/**
 * Starts the service; `blobs` shares a store that is already running (it is not closed then).
 */
export async function startResultsService(
  options: Partial<Faults> & { blobs?: BlobStore } = {},
): Promise<ResultsService> {
  const blobs = options.blobs ?? (await startBlobStore())
  const faults: Faults = { artifacts: options.artifacts ?? 'none', cache: options.cache ?? 'none' }
  const artifactService = new ArtifactService(blobs, faults)
  const cacheService = new CacheService(blobs, faults)
  const prefix = 'github.actions.results.api.v1'
  const methods = new Map<string, TwirpMethod>()
  for (const [name, work] of artifactService.methods) methods.set(`${prefix}.ArtifactService/${name}`, work)
  for (const [name, work] of cacheService.methods) methods.set(`${prefix}.CacheService/${name}`, work)

  const listener = await listen(async request => {
    const fault = request.path.includes('.CacheService/') ? faults.cache : faults.artifacts
    if (fault === 'hanging' && request.path.includes('/Finalize')) return new Promise<never>(() => undefined)
    return faultReply(fault) ?? refused(request) ?? (await answerTwirp(methods, request))
  })
  const close = async (): Promise<void> => {
    await listener.close()
    if (options.blobs === undefined) await blobs.close()
  }

  async function* storedBlobs(): AsyncGenerator<StoredBlob> {
    for (const name of await blobs.list()) {
      const artifact = artifactService.artifacts.find(({ blob }) => blob === name)
      const entry = cacheService.entries.find(({ blob }) => blob === name)
      yield {
        kind: name.startsWith('cache-') ? 'cache' : 'artifact',
        name: artifact?.name ?? entry?.key ?? name,
        finished: (artifact ?? entry)?.finished ?? false,
        bytes: await blobs.read(name),
      }
    }
  }

  return {
    url: listener.url,
    environment: (run = {}) => ({
      ACTIONS_RESULTS_URL: `${listener.url}/`,
      ACTIONS_RUNTIME_URL: `${listener.url}/`,
      ACTIONS_RUNTIME_TOKEN: makeToken(run),
      ACTIONS_CACHE_SERVICE_V2: 'True',
    }),
    token: (run = {}) => makeToken(run),
    requests: listener.requests,
    faults,
    artifacts: () => artifactService.artifacts.filter(({ finished }) => finished),
    unfinishedArtifacts: () => artifactService.artifacts.filter(({ finished }) => !finished),
    artifactBytes: artifact => blobs.read(artifact.blob),
    artifactUrl: artifact => artifactService.downloadUrl(artifact),
    deleteArtifact: artifact => artifactService.remove(artifact),
    cacheEntries: () => cacheService.entries.filter(({ finished }) => finished),
    cacheBytes: entry => blobs.read(entry.blob),
    deleteCacheEntry: entry => cacheService.remove(entry),
    storedBlobs,
    stopListening: () => listener.close(),
    close,
    [Symbol.asyncDispose]: close,
  }
}
