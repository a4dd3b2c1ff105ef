import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { messageOf } from '../../kernel/errors.ts'
import { type Sha256, sha256OfFile } from '../../kernel/sha256.ts'
import type { World } from '../../kernel/world.ts'
import { clientOf } from './proposals/client.ts'
import type { Runner } from './runner.ts'

interface Place {
  runner: Runner
  token: string | null
  /** Temporary. */
  folder: string
  world: Pick<World, 'log' | 'clock' | 'signal'>
}

/** The artifact of any run that holds the very bytes of a pack. Null, said in the log, where there is none, or the token may not. */
export async function findPackArtifact(name: string, sha256: Sha256, place: Place): Promise<string | null> {
  const { runner, token, folder, world } = place
  if (token === null) return null
  const { owner, repository: repo } = runner
  const client = clientOf(runner, token, world)
  try {
    const { data } = await client.call('read actions', api =>
      api.rest.actions.listArtifactsForRepo({ owner, repo, name, per_page: 100 }),
    )
    // The service's digest is the file's own: packs are uploaded as they lie.
    const found = data.artifacts.find(({ digest, expired }) => digest === `sha256:${sha256}` && !expired)
    if (found === undefined) return null
    const { headers } = await client.call('read actions', api =>
      api.rest.actions.downloadArtifact({
        owner,
        repo,
        artifact_id: found.id,
        archive_format: 'zip',
        request: { redirect: 'manual' },
      }),
    )
    const file = join(folder, name)
    await download(headers.location ?? '', file, world.signal)
    if ((await sha256OfFile(file, world.signal)).sha256 === sha256) return file
    world.log.info(`The artifact ${name} is not what it says, and is left.`)
  } catch (error) {
    world.signal.throwIfAborted()
    world.log.info(`The tested pack cannot be had from the artifacts; it is built again. ${messageOf(error)}`)
  }
  return null
}

/** The address is signed: it is asked without the token. */
async function download(url: string, file: string, signal: AbortSignal): Promise<void> {
  const reply = await fetch(url, { signal })
  if (!reply.ok || reply.body === null) throw new Error(`HTTP ${reply.status}`)
  await pipeline(Readable.fromWeb(reply.body), createWriteStream(file), { signal })
}
