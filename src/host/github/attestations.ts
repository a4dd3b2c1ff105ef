import { basename } from 'node:path'
import type { Environment } from '../../kernel/environment.ts'
import { messageOf, TrainError } from '../../kernel/errors.ts'
import { sha256OfFile } from '../../kernel/sha256.ts'
import { unlessStopped } from '../../kernel/stop-signals.ts'
import type { World } from '../../kernel/world.ts'
import type { Attestations } from '../host.ts'
import { clientOf } from './proposals/client.ts'
import type { Runner } from './runner.ts'

const lines = '`permissions: {id-token: write, attestations: write}`'

/**
 * Provenance by GitHub's own client: signed by Sigstore in the name of the workflow, kept by GitHub. Throws `config`, before
 * any work, without a token or the permission `id-token: write`.
 */
export function gitHubAttestations(
  runner: Runner,
  token: string | null,
  mayHold: Attestations['mayHold'],
  env: Environment,
  world: Pick<World, 'log' | 'clock' | 'signal'>,
): Attestations {
  // GitHub gives a job the address of its identity only with that permission.
  if (token === null || (env['ACTIONS_ID_TOKEN_REQUEST_URL'] ?? '') === '')
    throw new TrainError(
      'config',
      `\`attest: true\` needs ${token === null ? 'a `token`' : 'the permission `id-token: write`'}.`,
      {
        hint: `Give the job ${lines} besides what it has, and leave the input \`token\` out to use its own.`,
      },
    )
  const client = clientOf(runner, token, world)
  const { owner, repository: repo } = runner
  return {
    mayHold,
    attest: async files => {
      const subjects = []
      for (const file of files)
        subjects.push({
          name: basename(file),
          digest: { sha256: (await sha256OfFile(file, world.signal)).sha256 },
        })
      const bundle = await unlessStopped(sign(subjects, token), world.signal)
      const { data } = await client.call('write attestations', api =>
        api.rest.repos.createAttestation({ owner, repo, bundle }),
      )
      const url = `${runner.serverUrl}/${owner}/${repo}/attestations/${data.id ?? ''}`
      world.log.info(`Attested: ${url}`)
      return url
    },
  }
}

type Subjects = { name: string; digest: { sha256: string } }[]

async function sign(subjects: Subjects, token: string) {
  const { attestProvenance } = await import('@actions/attest')
  try {
    // Our own client keeps it: that one waits for GitHub's limits, and says what a refusal means.
    const { bundle } = await attestProvenance({ subjects, token, skipWrite: true })
    const { mediaType, verificationMaterial, dsseEnvelope } = bundle
    if (dsseEnvelope === undefined) throw new Error('there is no envelope in what was signed')
    return { mediaType, verificationMaterial: { ...verificationMaterial }, dsseEnvelope: { ...dsseEnvelope } }
  } catch (error) {
    throw new TrainError('unreachable', `The provenance could not be signed: ${messageOf(error)}.`, {
      hint: `Look at https://status.sigstore.dev and https://www.githubstatus.com, and whether the job has ${lines}; then run it again. Nothing was released.`,
      cause: error,
    })
  }
}
