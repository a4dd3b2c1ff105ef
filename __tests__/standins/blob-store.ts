import { spawn } from 'node:child_process'
import { createHash, createHmac } from 'node:crypto'
import { createRequire } from 'node:module'

/**
 * Azurite, Microsoft's own emulator of Azure Blob Storage, as a child process that keeps everything in memory.
 * URLs are signed here as "Create a service SAS" and "Create an account SAS" of the Azure Storage REST
 * reference describe it (version 2020-12-06), because the content type and file name of a download are
 * part of the signature (`rsct`, `rscd`).
 */
export interface BlobStore extends AsyncDisposable {
  /** A URL that allows `create`/`write` (upload) or `read` (download) of one blob for an hour. */
  uploadUrl(blob: string): string
  downloadUrl(blob: string, as: { contentType?: string; fileName?: string }): string
  /** Names of all blobs, finished ones only. */
  list(): Promise<string[]>
  read(blob: string): Promise<Buffer>
  /** Length in bytes and SHA-256 (hex), read in pieces. */
  measure(blob: string): Promise<{ size: number; sha256: string }>
  delete(blob: string): Promise<void>
  close(): Promise<void>
}

const account = 'devstoreaccount1'
/** Azurite's published key, the same on every machine. */
const accountKey = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=='
const version = '2020-12-06'
const container = 'actions-results'

function sign(lines: readonly string[]): string {
  return createHmac('sha256', Buffer.from(accountKey, 'base64')).update(lines.join('\n')).digest('base64')
}

function expiry(): string {
  return `${new Date(Date.now() + 3600_000).toISOString().slice(0, 19)}Z`
}

function serviceQuery(blob: string, permissions: string, disposition = '', contentType = ''): string {
  const end = expiry()
  const resource = `/blob/${account}/${container}/${blob}`
  // permissions, start, expiry, resource, identifier, IP, protocol, version, kind, snapshot, scope, rscc, rscd, rsce, rscl, rsct
  const signature = sign([
    ...[
      permissions,
      '',
      end,
      resource,
      '',
      '',
      '',
      version,
      'b',
      '',
      '',
      '',
      disposition,
      '',
      '',
      contentType,
    ],
  ])
  const query = new URLSearchParams({ sp: permissions, se: end, sv: version, sr: 'b', sig: signature })
  if (disposition !== '') query.set('rscd', disposition)
  if (contentType !== '') query.set('rsct', contentType)
  return query.toString()
}

function accountQuery(): string {
  const end = expiry()
  const signature = sign([account, 'rwdlac', 'b', 'sco', '', end, '', '', version, '', ''])
  return new URLSearchParams({
    sp: 'rwdlac',
    ss: 'b',
    srt: 'sco',
    se: end,
    sv: version,
    sig: signature,
  }).toString()
}

/** Starts Azurite and resolves with its base URL when it says that it listens. */
async function startAzurite(): Promise<{ url: string; stop: () => Promise<void> }> {
  const main = createRequire(import.meta.url).resolve('azurite/dist/src/blob/main.js')
  const flags = ['--inMemoryPersistence', '--silent', '--disableTelemetry', '--skipApiVersionCheck']
  const child = spawn(process.execPath, [main, ...flags, '--blobHost', '127.0.0.1', '--blobPort', '0'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, HOME: process.env.HOME },
  })
  const exited = new Promise<void>(resolve => child.once('exit', () => resolve()))
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL')
    await exited
  }
  let output = ''
  const url = new Promise<string>((resolve, reject) => {
    const look = (chunk: Buffer) => {
      output += chunk.toString()
      const found = /successfully listen\w* (?:at|on) (http:\/\/[\d.:]+)/.exec(output)
      if (found?.[1] !== undefined) resolve(found[1])
    }
    child.stdout.on('data', look)
    child.stderr.on('data', look)
    child.once('exit', code => reject(new Error(`Azurite ended with ${String(code)}: ${output}`)))
    child.once('error', reject)
  })
  return { url: await url, stop }
}

async function expectOk(response: Response): Promise<Response> {
  if (response.ok) return response
  throw new Error(`The blob store answered ${response.status}: ${await response.text()}`)
}

/** Starts the store with one empty container; about 1.2 s and 90 MB, plus every byte that it holds. */
export async function startBlobStore(): Promise<BlobStore> {
  const azurite = await startAzurite()
  const base = `${azurite.url}/${account}/${container}`
  await expectOk(await fetch(`${base}?restype=container&${accountQuery()}`, { method: 'PUT' }))
  return {
    uploadUrl: blob => `${base}/${blob}?${serviceQuery(blob, 'cw')}`,
    downloadUrl(blob, { contentType = '', fileName }) {
      const disposition =
        fileName === undefined
          ? ''
          : `attachment; filename="${fileName.replace(/[^\x20-\x7e]|"/g, '_')}"; filename*=UTF-8''${encodeURIComponent(fileName)}`
      return `${base}/${blob}?${serviceQuery(blob, 'r', disposition, contentType)}`
    },
    async list() {
      const reply = await expectOk(await fetch(`${base}?restype=container&comp=list&${accountQuery()}`))
      return [...(await reply.text()).matchAll(/<Name>([^<]*)<\/Name>/g)].map(match => match[1] ?? '')
    },
    async read(blob) {
      const reply = await expectOk(await fetch(`${base}/${blob}?${accountQuery()}`))
      return Buffer.from(await reply.arrayBuffer())
    },
    async measure(blob) {
      const reply = await expectOk(await fetch(`${base}/${blob}?${accountQuery()}`))
      const hash = createHash('sha256')
      let size = 0
      for await (const chunk of reply.body ?? []) {
        if (!(chunk instanceof Uint8Array)) continue
        hash.update(chunk)
        size += chunk.length
      }
      return { size, sha256: hash.digest('hex') }
    },
    async delete(blob) {
      await expectOk(await fetch(`${base}/${blob}?${accountQuery()}`, { method: 'DELETE' }))
    },
    close: azurite.stop,
    [Symbol.asyncDispose]: azurite.stop,
  }
}
