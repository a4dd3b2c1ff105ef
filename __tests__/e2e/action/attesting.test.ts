import { verify } from 'node:crypto'
import { expect, test } from '@jest/globals'
import { z } from 'zod'
import { sha256 } from '../../../src/kernel/sha256.ts'
import { errorsOf, type Scene, setScene, trainStep } from '../../helpers/action-runs.ts'
import { stageOfFile } from '../../helpers/stage-of-file.ts'
import type { JobResult, RunOptions } from '../../standins/runner.ts'
import { startSigstore } from '../../standins/sigstore.ts'

const stage = stageOfFile()

const bundleSchema = z.object({
  mediaType: z.string(),
  dsseEnvelope: z.object({
    payload: z.string(),
    payloadType: z.string(),
    signatures: z.array(z.object({ sig: z.string() })),
  }),
})

/** Releases the newest level with `attest: true`; GitHub's client takes GitHub's own address only. */
function release(scene: Scene, services: Readonly<Record<string, string>>): Promise<JobResult> {
  const preload = (name: string): string =>
    `--import ${new URL(`../../standins/${name}.ts`, import.meta.url).href}`
  const options: Partial<RunOptions> = {
    services: { ...scene.results.environment({ runId: 1001 }), ...services },
    env: {
      NODE_OPTIONS: `--no-warnings ${preload('quick-timers')} ${preload('sigstore-hosts')}`,
      SIGSTORE_STANDIN: services['SIGSTORE_STANDIN'] ?? '',
    },
    github: { server_url: 'https://github.com', run_id: '1001' },
  }
  return scene.update({ publish: 'release', options: 'attest: true' }, options)
}

/** What DSSE signs (secure-systems-lab/dsse, protocol.md). */
function preAuthenticated(type: string, payload: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`DSSEv1 ${type.length} ${type} ${payload.length} `), payload])
}

test('what is released is attested before: pack, diff zip and bill of materials by their SHA-256', async () => {
  await using scene = await setScene(stage())
  await using sigstore = await startSigstore()

  const job = await release(scene, sigstore.environment)

  expect(errorsOf(job)).toEqual([])
  expect(scene.api.violations).toEqual([])
  expect(job.log).toContain('Attested: https://github.com/octo-org/example/attestations/1')
  const [stored, ...more] = scene.api.state.attestations
  expect(more).toEqual([])
  const { dsseEnvelope } = bundleSchema.parse(stored)
  const payload = Buffer.from(dsseEnvelope.payload, 'base64')
  const [signature] = dsseEnvelope.signatures
  const signed = preAuthenticated(dsseEnvelope.payloadType, payload)
  expect(verify('sha256', signed, sigstore.keys[0] ?? '', Buffer.from(signature?.sig ?? '', 'base64'))).toBe(
    true,
  )
  const [published] = scene.api.state.releases
  const digests = published?.assets.map(({ name, bytes }) => [name, sha256(bytes)]) ?? []
  expect(JSON.parse(payload.toString())).toMatchObject({
    predicateType: 'https://slsa.dev/provenance/v1',
    subject: digests
      .filter(([name]) => /\.zip$|sbom/.test(name ?? ''))
      .map(([name, digest]) => ({ name, digest: { sha256: digest } })),
  })
  const order = scene.api.requests.map(({ method, path }) => `${method} ${path}`)
  expect(order.findIndex(one => one.endsWith('/attestations'))).toBeLessThan(
    order.findIndex(one => one === 'POST /repos/octo-org/example/releases'),
  )
})

test('a missing permission is named, and nothing is released', async () => {
  await using scene = await setScene(stage())
  await using sigstore = await startSigstore()

  const without = await release(scene, { SIGSTORE_STANDIN: sigstore.environment['SIGSTORE_STANDIN'] ?? '' })
  const fetched = scene.feed.requests.length
  scene.api.failures.set('repos/create-attestation', {
    status: 403,
    message: 'Resource not accessible by integration',
  })
  const refused = await release(scene, sigstore.environment)
  scene.api.failures.clear()
  sigstore.fault = 403
  const unsigned = await release(scene, sigstore.environment)

  expect(errorsOf(without).join()).toMatch(
    /needs the permission `id-token: write`.*`permissions: {id-token: write, attestations: write}`/,
  )
  expect(fetched).toBe(0)
  expect(errorsOf(refused).join()).toMatch(
    /may not write attestations in octo-org\/example.*Add `attestations: write`/,
  )
  expect(errorsOf(unsigned).join()).toMatch(/The provenance could not be signed.*Nothing was released/)
  for (const job of [without, refused, unsigned]) expect(trainStep(job).outputs['outcome']).toBe('')
  expect([scene.api.state.releases, scene.api.state.attestations]).toEqual([[], []])
})
