import { z } from 'zod'
import type { BlobStore } from './blob-store.ts'
import { method, TwirpError, type TwirpMethod } from './twirp.ts'

/** An artifact as the service keeps it. */
export interface StoredArtifact {
  id: number
  name: string
  /** The workflow run and job it was uploaded from, as in the token. */
  run: string
  job: string
  mimeType: string
  /** Bytes. */
  size: number
  /** `sha256:…` as the client said when it finished. */
  digest: string
  createdAt: Date
  expiresAt: Date
  /** Its name in the blob store. */
  blob: string
  finished: boolean
}

/** `down` answers 503, `disconnected` cuts the connection, `hanging` never finishes one, the others refuse new artifacts. */
export type ArtifactFault = 'none' | 'down' | 'disconnected' | 'hanging' | 'quota' | 'name-taken'

const day = 24 * 3600_000
const ids = z.strictObject({ workflow_run_backend_id: z.string(), workflow_job_run_backend_id: z.string() })
const createRequest = z.strictObject({
  ...ids.shape,
  name: z.string(),
  version: z.number(),
  mime_type: z.string().optional(),
  expires_at: z.iso.datetime().optional(),
})
const finalizeRequest = z.strictObject({
  ...ids.shape,
  name: z.string(),
  size: z.string().regex(/^\d+$/),
  hash: z
    .string()
    .regex(/^sha256:[0-9a-f]{64}$/)
    .optional(),
})
const listRequest = z.strictObject({
  ...ids.shape,
  name_filter: z.string().optional(),
  id_filter: z.string().optional(),
})
const nameRequest = z.strictObject({ ...ids.shape, name: z.string() })

/**
 * `github.actions.results.api.v1.ArtifactService` as `@actions/artifact` 6 speaks it: Twirp over JSON with
 * the proto's own field names, 64-bit numbers as strings, wrapper types as plain values
 * (`packages/artifact/src/generated/results/api/v1/artifact.ts` of actions/toolkit).
 * An artifact's name is taken within its run from its creation on; a list shows finished ones only.
 * The bytes are looked at when an upload is finished: a digest or size that is not theirs is refused.
 */
export class ArtifactService {
  readonly artifacts: StoredArtifact[] = []
  readonly #blobs: BlobStore
  readonly #faults: { readonly artifacts: ArtifactFault }
  #nextId = 1

  constructor(blobs: BlobStore, faults: { readonly artifacts: ArtifactFault }) {
    this.#blobs = blobs
    this.#faults = faults
  }

  readonly methods: ReadonlyMap<string, TwirpMethod> = new Map([
    ['CreateArtifact', method(createRequest, request => this.#create(request))],
    ['FinalizeArtifact', method(finalizeRequest, request => this.#finalize(request))],
    ['ListArtifacts', method(listRequest, request => this.#list(request))],
    ['GetSignedArtifactURL', method(nameRequest, request => this.#sign(request))],
    ['DeleteArtifact', method(nameRequest, request => this.#delete(request))],
  ])

  /** The URL that the REST API's download redirects to. */
  downloadUrl(artifact: StoredArtifact): string {
    const zipped = artifact.mimeType === 'application/zip' && !artifact.name.endsWith('.zip')
    const fileName = zipped ? `${artifact.name}.zip` : artifact.name
    return this.#blobs.downloadUrl(artifact.blob, { contentType: artifact.mimeType, fileName })
  }

  async remove(artifact: StoredArtifact): Promise<void> {
    this.artifacts.splice(this.artifacts.indexOf(artifact), 1)
    await this.#blobs.delete(artifact.blob)
  }

  #find(run: string, name: string): StoredArtifact | undefined {
    return this.artifacts.find(artifact => artifact.run === run && artifact.name === name)
  }

  #create(request: z.infer<typeof createRequest>): Promise<unknown> {
    if (this.#faults.artifacts === 'quota') {
      throw new TwirpError('resource_exhausted', 'insufficient usage to create artifact')
    }
    const run = request.workflow_run_backend_id
    if (this.#faults.artifacts === 'name-taken' || this.#find(run, request.name) !== undefined) {
      throw new TwirpError('already_exists', 'an artifact with this name already exists on the workflow run')
    }
    const id = this.#nextId++
    const createdAt = new Date()
    const artifact: StoredArtifact = {
      id,
      name: request.name,
      run,
      job: request.workflow_job_run_backend_id,
      mimeType: request.mime_type ?? 'application/zip',
      size: 0,
      digest: '',
      createdAt,
      expiresAt:
        request.expires_at === undefined
          ? new Date(createdAt.getTime() + 90 * day)
          : new Date(request.expires_at),
      blob: `artifact-${id}`,
      finished: false,
    }
    this.artifacts.push(artifact)
    return Promise.resolve({ ok: true, signed_upload_url: this.#blobs.uploadUrl(artifact.blob) })
  }

  async #finalize(request: z.infer<typeof finalizeRequest>): Promise<unknown> {
    const artifact = this.#find(request.workflow_run_backend_id, request.name)
    if (artifact === undefined || artifact.finished) throw new TwirpError('not_found', 'artifact not found')
    const { size, sha256 } = await this.#blobs.measure(artifact.blob)
    const digest = `sha256:${sha256}`
    if (String(size) !== request.size || (request.hash ?? digest) !== digest) {
      throw new TwirpError('invalid_argument', 'the uploaded bytes are not those that were announced')
    }
    Object.assign(artifact, { size, digest, finished: true })
    return { ok: true, artifact_id: String(artifact.id) }
  }

  #list(request: z.infer<typeof listRequest>): Promise<unknown> {
    const artifacts = this.artifacts.filter(
      artifact =>
        artifact.finished &&
        artifact.run === request.workflow_run_backend_id &&
        (request.name_filter === undefined || artifact.name === request.name_filter) &&
        (request.id_filter === undefined || String(artifact.id) === request.id_filter),
    )
    return Promise.resolve({
      artifacts: artifacts.map(artifact => ({
        workflow_run_backend_id: artifact.run,
        workflow_job_run_backend_id: artifact.job,
        database_id: String(artifact.id),
        name: artifact.name,
        size: String(artifact.size),
        created_at: artifact.createdAt.toISOString(),
        digest: artifact.digest,
      })),
    })
  }

  #finished(request: z.infer<typeof nameRequest>): StoredArtifact {
    const artifact = this.#find(request.workflow_run_backend_id, request.name)
    if (artifact?.finished !== true) throw new TwirpError('not_found', 'artifact not found')
    return artifact
  }

  #sign(request: z.infer<typeof nameRequest>): Promise<unknown> {
    return Promise.resolve({ signed_url: this.downloadUrl(this.#finished(request)) })
  }

  async #delete(request: z.infer<typeof nameRequest>): Promise<unknown> {
    const artifact = this.#finished(request)
    await this.remove(artifact)
    return { ok: true, artifact_id: String(artifact.id) }
  }
}
