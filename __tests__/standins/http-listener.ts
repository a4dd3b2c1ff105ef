import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** One request as it came in, kept for the tests to look at. */
export interface ReceivedRequest {
  method: string
  /** Path with the query, as sent. */
  path: string
  headers: Readonly<Record<string, string>>
  body: Buffer
}

/** What to answer; `disconnect` cuts the connection instead. */
export type Reply =
  | { status: number; headers?: Readonly<Record<string, string>>; body?: string | Uint8Array }
  | { disconnect: true }

export interface Listener extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`, without a final slash. */
  readonly url: string
  /** Everything that was received, oldest first. */
  readonly requests: ReceivedRequest[]
  /** Stops listening and cuts what is open: from now on connections are refused. */
  close(): Promise<void>
}

/** A JSON reply. */
export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(value),
  }
}

async function receive(message: IncomingMessage): Promise<ReceivedRequest> {
  const chunks: Uint8Array[] = []
  for await (const chunk of message) if (chunk instanceof Uint8Array) chunks.push(chunk)
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return { method: message.method ?? '', path: message.url ?? '', headers, body: Buffer.concat(chunks) }
}

function send(reply: Reply, response: ServerResponse): void {
  if ('disconnect' in reply) {
    response.socket?.destroy()
    return
  }
  response.writeHead(reply.status, reply.headers)
  response.end(reply.body)
}

/** Serves `handle` on a free port of 127.0.0.1. A handler that throws is answered with 500 and its message. */
export async function listen(handle: (request: ReceivedRequest) => Promise<Reply>): Promise<Listener> {
  const requests: ReceivedRequest[] = []
  const sockets = new Set<Socket>()
  const answer = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = await receive(message)
    requests.push(request)
    const failure = (error: unknown) => json(500, { code: 'internal', msg: String(error) })
    send(await handle(request).catch(failure), response)
  }
  const server = createServer((message, response) => {
    answer(message, response).catch(() => response.destroy())
  })
  server.on('connection', socket => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The listener has no port.')
  const close = async (): Promise<void> => {
    if (!server.listening) return
    const closed = new Promise<void>(resolve => server.close(() => resolve()))
    for (const socket of sockets) socket.destroy()
    await closed
  }
  return { url: `http://127.0.0.1:${address.port}`, requests, close, [Symbol.asyncDispose]: close }
}
