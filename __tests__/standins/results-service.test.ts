import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { z } from 'zod'
import { type BlobStore, startBlobStore } from './blob-store.ts'
import { type ResultsService, startResultsService } from './results-service.ts'
import { runProcess } from './run-process.ts'
import type { ToolkitCall } from './toolkit-process.ts'

let blobs: BlobStore
let service: ResultsService
let folder: string

beforeAll(async () => {
  blobs = await startBlobStore()
})
afterAll(() => blobs.close())

beforeEach(async () => {
  service = await startResultsService({ blobs })
  folder = await mkdtemp(join(tmpdir(), 'results-service-'))
})
afterEach(async () => {
  await service.close()
  await rm(folder, { recursive: true })
  for (const blob of await blobs.list()) await blobs.delete(blob)
})

/** Makes calls of the genuine clients; their back-off is a hundredth of the usual. */
async function toolkitCalls(
  calls: readonly ToolkitCall[],
  env: Record<string, string> = service.environment(),
): Promise<{ replies: unknown[]; log: string }> {
  const preload = new URL('quick-timers.ts', import.meta.url).href
  const program = join(import.meta.dirname, 'toolkit-process.ts')
  const args = ['--import', preload, program, JSON.stringify(calls)]
  const { stdout } = await runProcess(process.execPath, args, {
    env: {
      PATH: process.env.PATH,
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_WORKSPACE: folder,
      RUNNER_TEMP: join(folder, 'temp'),
      ...env,
    },
    cwd: folder,
  })
  const lines = stdout.trimEnd().split('\n')
  const replies = z.array(z.unknown()).parse(JSON.parse(lines.at(-1) ?? ''))
  return { replies, log: lines.slice(0, -1).join('\n') }
}

async function toolkit(
  call: ToolkitCall,
  env?: Record<string, string>,
): Promise<{ reply: unknown; log: string }> {
  const { replies, log } = await toolkitCalls([call], env)
  return { reply: replies[0], log }
}

function uploadCall(name: string, skipArchive = false): ToolkitCall {
  return { do: 'upload', name, files: [join(folder, name)], root: folder, skipArchive, retentionDays: 7 }
}

function error(text: string): unknown {
  const message: unknown = expect.stringContaining(text)
  return expect.objectContaining({ error: message })
}

describe('artifacts', () => {
  test('a file uploaded without zipping comes back with its name and bytes', async () => {
    const content = Buffer.from('not really a zip but named so')
    await writeFile(join(folder, 'pack+12.zip'), content)

    const { replies } = await toolkitCalls([uploadCall('pack+12.zip', true), { do: 'list' }])
    const artifact = service.artifacts()[0]

    expect(replies).toMatchObject([
      { result: { id: 1, size: content.length } },
      { result: { artifacts: [{ id: 1, name: 'pack+12.zip' }] } },
    ])
    expect(artifact?.mimeType).toBe('application/zip')
    const served = await fetch(artifact === undefined ? '' : service.artifactUrl(artifact))
    expect(served.headers.get('content-disposition')).toContain('filename="pack+12.zip"')
    expect(Buffer.from(await served.arrayBuffer())).toEqual(content)
  })

  test('a zipped artifact is downloaded, unpacked and deleted by the client', async () => {
    await writeFile(join(folder, 'report.md'), '# Report\n')

    const { replies } = await toolkitCalls([
      uploadCall('report.md'),
      { do: 'download', id: 1, path: join(folder, 'got') },
      { do: 'delete', name: 'report.md' },
    ])

    expect(replies[1]).toMatchObject({ result: { digestMismatch: false } })
    expect(await readFile(join(folder, 'got', 'report.md'), 'utf8')).toBe('# Report\n')
    expect(replies[2]).toEqual({ result: { id: 1 } })
    expect(service.artifacts()).toEqual([])
    expect(await blobs.list()).toEqual([])
  })

  test('retention days become the expiry', async () => {
    await writeFile(join(folder, 'a.txt'), 'a')

    await toolkit(uploadCall('a.txt'))

    const artifact = service.artifacts()[0]
    const days = ((artifact?.expiresAt.getTime() ?? 0) - (artifact?.createdAt.getTime() ?? 0)) / 86_400_000
    expect(days).toBeCloseTo(7, 2)
  })

  test('a name is taken within its run only', async () => {
    await writeFile(join(folder, 'a.txt'), 'a')

    const { replies } = await toolkitCalls([uploadCall('a.txt'), uploadCall('a.txt')])
    const other = await toolkit(uploadCall('a.txt'), service.environment({ runId: 2 }))

    expect(replies[1]).toEqual(
      error('(409) Conflict: an artifact with this name already exists on the workflow run'),
    )
    expect(other.reply).toMatchObject({ result: { id: 2 } })
  })

  test('bytes other than the announced ones are refused', async () => {
    const ids = { workflow_run_backend_id: 'run-1001', workflow_job_run_backend_id: 'job-1001-build' }
    const headers = { authorization: `Bearer ${service.token()}`, 'content-type': 'application/json' }
    const call = (name: string, body: unknown) =>
      fetch(`${service.url}/twirp/github.actions.results.api.v1.ArtifactService/${name}`, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
      })
    const created: unknown = await (await call('CreateArtifact', { ...ids, name: 'x', version: 7 })).json()
    const { signed_upload_url: url } = z.object({ signed_upload_url: z.string() }).parse(created)
    await fetch(url, { method: 'PUT', headers: { 'x-ms-blob-type': 'BlockBlob' }, body: 'four' })

    const finished = await call('FinalizeArtifact', { ...ids, name: 'x', size: '5' })

    expect(finished.status).toBe(400)
    expect(service.artifacts()).toEqual([])
    expect(service.unfinishedArtifacts()).toHaveLength(1)
  })
})

describe('an artifact service in trouble', () => {
  beforeEach(() => writeFile(join(folder, 'a.txt'), 'a'))

  test('over quota, the client says so', async () => {
    service.faults.artifacts = 'quota'

    const { reply } = await toolkit(uploadCall('a.txt'))

    expect(reply).toEqual(error('Artifact storage quota has been hit'))
  })

  test('when down, the client tries five times', async () => {
    service.faults.artifacts = 'down'

    const { reply } = await toolkit(uploadCall('a.txt'))

    expect(reply).toEqual(error('Failed to make request after 5 attempts'))
    expect(service.requests).toHaveLength(5)
  })

  test('a cut connection ends the client at once', async () => {
    service.faults.artifacts = 'disconnected'

    const { reply } = await toolkit(uploadCall('a.txt'))

    expect(reply).toEqual(error('ECONNRESET'))
    expect(service.requests).toHaveLength(1)
  })

  test('when it does not listen, the client says that it was refused', async () => {
    await service.stopListening()

    const { reply } = await toolkit(uploadCall('a.txt'))

    expect(reply).toEqual(error('ECONNREFUSED'))
  })

  test('a token sees the artifacts of its own run only', async () => {
    await toolkit(uploadCall('a.txt'))

    const { reply } = await toolkit({ do: 'list' }, service.environment({ runId: 2 }))

    expect(reply).toEqual({ result: { artifacts: [] } })
  })

  test('without a token nothing is answered', async () => {
    const path = '/twirp/github.actions.results.api.v1.ArtifactService/ListArtifacts'

    const reply = await fetch(`${service.url}${path}`, { method: 'POST', body: '{}' })

    expect(reply.status).toBe(401)
  })

  test('an enterprise server has no such service', async () => {
    const env = { ...service.environment(), GITHUB_SERVER_URL: 'https://github.example.org' }

    const { reply } = await toolkit(uploadCall('a.txt'), env)

    expect(reply).toMatchObject({ name: 'GHESNotSupportedError' })
    expect(service.requests).toEqual([])
  })
})

describe('caches', () => {
  const paths = ['pack']

  beforeEach(async () => {
    await mkdir(join(folder, 'pack'))
    await writeFile(join(folder, 'pack', 'a.txt'), 'kept')
  })

  async function forget(): Promise<void> {
    await rm(join(folder, 'pack'), { recursive: true })
  }

  test('what was saved is restored byte for byte', async () => {
    const saved = await toolkit({ do: 'save', paths, key: 'pack-12' })
    await forget()
    const restored = await toolkit({ do: 'restore', paths, key: 'pack-12', restoreKeys: [] })

    expect(saved.reply).toEqual({ result: 1 })
    expect(restored.reply).toEqual({ result: 'pack-12' })
    expect(await readFile(join(folder, 'pack', 'a.txt'), 'utf8')).toBe('kept')
    expect(service.cacheEntries()).toMatchObject([{ key: 'pack-12' }])
  })

  test('a key also finds an entry that only begins with it', async () => {
    const { replies } = await toolkitCalls([
      { do: 'save', paths, key: 'pack-12' },
      { do: 'restore', paths, key: 'pack-1', restoreKeys: [] },
    ])

    expect(replies[1]).toEqual({ result: 'pack-12' })
  })

  test('another key misses', async () => {
    const { replies } = await toolkitCalls([
      { do: 'save', paths, key: 'pack-12' },
      { do: 'restore', paths, key: 'other', restoreKeys: ['pack-13'] },
    ])

    expect(replies[1]).toEqual({ result: null })
  })

  test('a key that is taken is not saved again', async () => {
    const { replies, log } = await toolkitCalls([
      { do: 'save', paths, key: 'pack-12' },
      { do: 'save', paths, key: 'pack-12' },
    ])

    expect(replies).toEqual([{ result: 1 }, { result: -1 }])
    expect(log).toContain('another job may be creating this cache')
  })

  test('a read-only token restores but does not save', async () => {
    await toolkit({ do: 'save', paths, key: 'pack-12' })
    service.faults.cache = 'read-only'

    const { replies, log } = await toolkitCalls([
      { do: 'save', paths, key: 'pack-13' },
      { do: 'restore', paths, key: 'pack-12', restoreKeys: [] },
    ])

    expect(replies).toEqual([{ result: -1 }, { result: 'pack-12' }])
    expect(log).toContain('::warning::Failed to save: Unable to reserve cache with key pack-13.')
    expect(log).toContain('cache write denied')
  })

  test('evicted bytes are a miss with a warning', async () => {
    await toolkit({ do: 'save', paths, key: 'pack-12' })
    service.faults.cache = 'evicted'
    await forget()

    const { reply, log } = await toolkit({ do: 'restore', paths, key: 'pack-12', restoreKeys: [] })

    expect(reply).toEqual({ result: null })
    expect(log).toContain('::warning::Failed to restore')
    await expect(readFile(join(folder, 'pack', 'a.txt'))).rejects.toThrow('ENOENT')
  })

  test.each([
    ['down', 'Failed to make request after 5 attempts'],
    ['disconnected', 'ECONNRESET'],
    ['rate-limited', 'Rate limited'],
    ['write-only', 'cache read denied'],
  ] as const)('when %s, a restore is a miss with a warning', async (fault, message) => {
    service.faults.cache = fault

    const { reply, log } = await toolkit({ do: 'restore', paths, key: 'pack-12', restoreKeys: [] })

    expect(reply).toEqual({ result: null })
    expect(log).toContain('::warning::Failed to restore')
    expect(log).toContain(message)
  })

  test('every stored byte can be searched', async () => {
    await writeFile(join(folder, 'needle.txt'), 'needle')
    await toolkitCalls([uploadCall('needle.txt', true), { do: 'save', paths, key: 'pack-12' }])

    const stored = await Array.fromAsync(service.storedBlobs())

    expect(stored.map(({ kind, name }) => [kind, name])).toEqual([
      ['artifact', 'needle.txt'],
      ['cache', 'pack-12'],
    ])
    expect(stored[0]?.bytes.includes('needle')).toBe(true)
  })
})
