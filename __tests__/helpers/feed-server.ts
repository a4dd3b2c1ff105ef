import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'

/** What the server does instead of sending the file. */
export type Fault =
  | { status: number; headers?: Record<string, string> }
  | { content: string | Uint8Array }
  /** Sends zeros until nobody listens any more. */
  | 'endless'
  /** Never answers. */
  | 'hang'
  /** Sends the first half of the file and cuts the connection. */
  | 'cut'

/** A feed on a real HTTP server, which counts what it is asked for. */
export interface FeedServer extends AsyncDisposable {
  /** `http://127.0.0.1:…`, without a slash at its end. */
  readonly url: string
  /** Paths asked for, in their order, without the slash at their beginning. */
  readonly requests: string[]
  /** The `authorization` header of each request. */
  readonly authorizations: (string | undefined)[]
  /** Breaks a path, for the next `times` requests; for ever where `times` is missing. */
  breaks(path: string, fault: Fault, times?: number): void
}

/** Serves a folder on 127.0.0.1. */
export async function serveFeed(folder: string): Promise<FeedServer> {
  const requests: string[] = []
  const authorizations: (string | undefined)[] = []
  const faults = new Map<string, { fault: Fault; left: number }>()
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = decodeURIComponent((request.url ?? '').slice(1))
    requests.push(path)
    authorizations.push(request.headers.authorization)
    const broken = faults.get(path)
    if (broken !== undefined && broken.left > 0) {
      broken.left -= 1
      await misbehave(response, broken.fault, join(folder, path))
      return
    }
    const content = await readFile(join(folder, path)).catch(() => null)
    if (content === null) response.writeHead(404).end()
    else response.writeHead(200, { 'content-length': content.length }).end(content)
  }
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.destroy(toError(error)))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    authorizations,
    breaks: (path, fault, times = Number.POSITIVE_INFINITY) => {
      faults.set(path, { fault, left: times })
    },
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

async function misbehave(response: ServerResponse, fault: Fault, file: string): Promise<void> {
  if (fault === 'hang') return
  if (fault === 'endless') {
    response.writeHead(200)
    sendForEver(response)
  } else if (fault === 'cut') {
    const content = await readFile(file)
    response.writeHead(200, { 'content-length': content.length })
    response.write(content.subarray(0, content.length / 2), () => response.destroy())
  } else if ('status' in fault) response.writeHead(fault.status, fault.headers).end()
  else response.writeHead(200).end(fault.content)
}

function sendForEver(response: ServerResponse): void {
  const zeros = Buffer.alloc(64 * 1024)
  const send = (): void => {
    while (!response.destroyed && response.write(zeros));
  }
  response.on('drain', send)
  send()
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}
