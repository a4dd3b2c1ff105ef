import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/**
 * The `--test` command of `tomcat.ts`: boots the Tomcat in `PRODUCT_HOME` and asks it over HTTP who it is.
 * Arguments: the port of the overlay's `conf/server.xml`, the version expected, and a file for the reply.
 */
const [port = '', version = '', replyFile = ''] = process.argv.slice(2)
const home = process.env['PRODUCT_HOME'] ?? ''
const startLimit = 60_000

// The releases on Maven's repository carry no exec bits, so the script is given to a shell.
const server = spawn('sh', [join(home, 'bin', 'catalina.sh'), 'run'], {
  env: { ...process.env, CATALINA_HOME: home, CATALINA_BASE: home },
  stdio: ['ignore', 'inherit', 'pipe'],
})
const ended = once(server, 'close')
try {
  await started()
  const page = await ask('/')
  assert.equal(page.status, 200)
  assert.equal(titleOf(page.text), `Apache Tomcat/${version}`)
  const missing = await ask('/there-is-no-such-page')
  assert.equal(missing.status, 404)
  assert.match(missing.text, new RegExp(`<h3>Apache Tomcat/${version.replaceAll('.', '\\.')}</h3>`))
  const reply = `GET http://127.0.0.1:${port}/ → ${page.status}, <title>${titleOf(page.text)}</title>`
  console.log(reply)
  writeFileSync(replyFile, reply)
} finally {
  server.kill('SIGTERM')
  await ended
}

/** Resolves when Tomcat logs that it is up; rejects when it ends before or takes too long. */
async function started(): Promise<void> {
  const limit = AbortSignal.timeout(startLimit)
  for await (const line of createInterface({ input: server.stderr, signal: limit })) {
    console.log(line)
    if (line.includes('Server startup in')) {
      server.stderr.resume()
      return
    }
  }
  throw new Error(`Tomcat did not start within ${startLimit / 1000} s.`)
}

async function ask(path: string): Promise<{ status: number; text: string }> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(20_000) })
  return { status: response.status, text: await response.text() }
}

function titleOf(html: string): string {
  return /<title>([^<]*)<\/title>/.exec(html)?.[1] ?? ''
}
