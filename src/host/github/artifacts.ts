import { basename, dirname } from 'node:path'
import type { ArtifactClient } from '@actions/artifact'
import { messageOf, TrainError } from '../../kernel/errors.ts'
import { keepTidy } from '../../kernel/garbage.ts'
import { sha256OfFile } from '../../kernel/sha256.ts'
import { unlessStopped } from '../../kernel/stop-signals.ts'
import type { Upload } from '../host.ts'
import type { Runner } from './runner.ts'

/** Puts files among the artifacts of this run. */
export interface Artifacts {
  /** One file under its own name, as it lies: what is a zip already is not zipped again. */
  uploadFile(file: string): Promise<Upload>
  /** Files of one folder as one zip, stored: most of its bytes are compressed already. */
  uploadFolder(name: string, files: readonly string[]): Promise<Upload>
}

/** Pieces of 8 MB that are sent at the same time; the client's own 5 hold more memory and were no faster where we measured. */
const uploadConcurrency = '2'

/** Throws `failure`, `unreachable` or `busy` with what can be done where an upload does not succeed. */
export function artifactsOf(runner: Runner, retentionDays: number | null, signal: AbortSignal): Artifacts {
  const days = retentionDays === null ? {} : { retentionDays }
  const upload = async (name: string, files: readonly string[], raw: boolean): Promise<Upload> => {
    const { DefaultArtifactClient } = await import('@actions/artifact')
    const client = new DefaultArtifactClient()
    const [first = ''] = files
    const send = async (): Promise<Upload> => {
      using _tidy = keepTidy()
      // The client takes it from here only.
      process.env['ACTIONS_ARTIFACT_UPLOAD_CONCURRENCY'] ??= uploadConcurrency
      const options = raw ? { skipArchive: true } : { compressionLevel: 0 }
      const work = client.uploadArtifact(name, [...files], dirname(first), { ...days, ...options })
      const { id } = await unlessStopped(work, signal)
      if (id === undefined) throw new Error('The service gave the artifact no number.')
      return uploadOf(runner, id)
    }
    try {
      return await send()
    } catch (error) {
      if (signal.aborted) throw error
      if (!isTaken(error)) throw uploadError(name, error)
      return (
        (await sameArtifact(client, name, raw ? first : null, runner)) ?? (await replace(name, client, send))
      )
    }
  }
  const replace = async (
    name: string,
    client: ArtifactClient,
    send: () => Promise<Upload>,
  ): Promise<Upload> => {
    if (runner.attempt === 1) throw takenError(name)
    try {
      await client.deleteArtifact(name)
      return await send()
    } catch (error) {
      if (signal.aborted) throw error
      throw isTaken(error) ? takenError(name) : uploadError(name, error)
    }
  }
  return {
    uploadFile: file => upload(basename(file), [file], true),
    uploadFolder: (name, files) => upload(name, files, false),
  }
}

function uploadOf({ serverUrl, owner, repository, runId }: Runner, id: number): Upload {
  return { id, url: `${serverUrl}/${owner}/${repository}/actions/runs/${runId}/artifacts/${id}` }
}

/** The artifact that took the name, where it holds the very bytes that were to be uploaded. */
async function sameArtifact(
  client: ArtifactClient,
  name: string,
  file: string | null,
  runner: Runner,
): Promise<Upload | null> {
  if (file === null) return null
  try {
    const { artifact } = await client.getArtifact(name)
    const { sha256 } = await sha256OfFile(file)
    return artifact.digest === `sha256:${sha256}` ? uploadOf(runner, artifact.id) : null
  } catch {
    return null
  }
}

function isTaken(error: unknown): boolean {
  return messageOf(error).includes('(409)')
}

function takenError(name: string): TrainError {
  return new TrainError(
    'failure',
    `The artifact ${name} cannot be uploaded: this run has one of that name already.`,
    {
      hint: 'Give each job of the run a product and track of its own (inputs `product`, `track`).',
    },
  )
}

function uploadError(name: string, cause: unknown): TrainError {
  const reason = messageOf(cause)
  const what = `The artifact ${name} could not be uploaded`
  if (/storage quota|insufficient usage/i.test(reason))
    return new TrainError('failure', `${what}: the storage for artifacts is used up.`, {
      hint: 'Delete old artifacts, set a shorter `retention-days` in `options`, or raise the spending limit; then run again. The lock was not changed.',
      cause,
    })
  return new TrainError('unreachable', `${what}: ${reason}`, {
    hint: 'Look at https://www.githubstatus.com and run the job again; with `publish: none` nothing is uploaded. The lock was not changed.',
    cause,
  })
}
