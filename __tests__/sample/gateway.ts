import { once } from 'node:events'
import { request } from 'node:http'
import { join } from 'node:path'
import { runProcess } from '../../src/kernel/process.ts'

export interface Reply {
  status: number
  body: string
  location: string | undefined
}

/** Boots a gateway on a free port, lets `work` ask it, stops it, and gives what `work` gave and what it printed. */
export async function withGateway<T>(
  home: string,
  work: (get: (path: string, method?: string) => Promise<Reply>) => Promise<T>,
  script = 'bin/gateway.sh',
): Promise<{ answer: T; lines: string[]; exitCode: number | null }> {
  const stop = new AbortController()
  const started = Promise.withResolvers<number>()
  const running = runProcess({
    command: join(home, script),
    args: [],
    cwd: home,
    env: { PATH: process.env['PATH'], PORT: '0', GATEWAY_NODE: process.execPath },
    timeout: 30_000,
    signal: stop.signal,
    onLine: line => {
      const port = /listens on http:.*:(\d+)$/.exec(line)?.[1]
      if (port !== undefined) started.resolve(Number(port))
    },
  })
  try {
    const port = await Promise.race([started.promise, running.then(failedStart)])
    const answer = await work((path, method = 'GET') => ask(port, path, method))
    stop.abort()
    const { tail, exitCode } = await running
    return { answer, lines: tail, exitCode }
  } finally {
    stop.abort()
    await running
  }
}

function failedStart({ tail }: { tail: string[] }): never {
  throw new Error(`The gateway did not start:\n${tail.join('\n')}`)
}

/** The path goes out exactly as it is written. */
async function ask(port: number, path: string, method: string): Promise<Reply> {
  const asking = request({ host: '127.0.0.1', port, path, method, agent: false }).end()
  const reply = await new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
    asking.once('response', resolve).once('error', reject)
  })
  const chunks: Buffer[] = []
  reply.on('data', (chunk: Buffer) => chunks.push(chunk))
  await once(reply, 'end')
  return {
    status: reply.statusCode ?? 0,
    body: Buffer.concat(chunks).toString(),
    location: reply.headers.location,
  }
}
