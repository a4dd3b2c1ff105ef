// The team's own test of the sample product, as `test` of a track names it: starts the updated gateway on a free port
// and asks it. Reads PRODUCT_HOME, UPDATE_TRAIN_CHANNEL and UPDATE_TRAIN_TO_LEVEL; exits with 1 if anything is wrong.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const home = process.env.PRODUCT_HOME
const channel = process.env.UPDATE_TRAIN_CHANNEL ?? 'full'
const level = Number(process.env.UPDATE_TRAIN_TO_LEVEL)
/** Milliseconds for everything. */
const patience = 20_000

if (!home || !Number.isInteger(level)) {
  console.error('✗ PRODUCT_HOME and UPDATE_TRAIN_TO_LEVEL must say what to test')
  process.exit(1)
}

const gateway = spawn(join(home, 'bin', 'gateway.sh'), {
  env: { ...process.env, PORT: '0', GATEWAY_NODE: process.execPath },
  stdio: ['ignore', 'pipe', 'inherit'],
})
const exited = new Promise(resolve => gateway.once('exit', resolve).once('error', resolve))
const watchdog = setTimeout(() => gateway.kill('SIGKILL'), patience)

let failures = 0
function check(what, holds, found) {
  if (!holds) failures += 1
  console.log(holds ? `✓ ${what}` : `✗ ${what}: found ${JSON.stringify(found)}`)
}

/** One GET; the path goes out exactly as it is written. */
async function get(port, path) {
  const asking = request({ host: '127.0.0.1', port, path, agent: false }).end()
  const [reply] = await once(asking, 'response')
  reply.setEncoding('utf8')
  const body = (await reply.toArray()).join('')
  return { status: reply.statusCode, body, headers: reply.headers }
}

async function checkAll(port) {
  const health = await get(port, '/health')
  check('the gateway is up', health.status === 200 && JSON.parse(health.body).status === 'up', health)

  const version = JSON.parse((await get(port, '/version')).body)
  check(
    `level ${level} of ${channel} runs, core ${version.versions['gateway-core']}`,
    version.level === level && (level === 0 || version.channel === channel),
    version,
  )

  const conf = readFileSync(join(home, 'conf', 'gateway.toml'), 'utf8')
  check('conf/gateway.toml holds our port 9280', /^port = 9280$/m.test(conf), conf)
  const greeting = (await get(port, '/')).body.trim()
  check('the greeting is ours', greeting === 'Grüezi from the developer portal.', greeting)

  const page = await get(port, '/console/')
  check('the console is served', page.status === 200 && page.body.includes('ACME Gateway Console'), page)

  if (level >= (channel === 'security' ? 1 : 4)) {
    const foreign = await get(port, '/login?next=https://elsewhere.example/')
    check('AGW-0007: a foreign redirect is answered with 400', foreign.status === 400, foreign)
    const broken = await get(port, '/login?next=/%0d%0aSet-Cookie:%20a=b')
    check('AGW-0007: a header injection is answered with 400', broken.status === 400, broken)
  }
  if (level >= (channel === 'security' ? 2 : 6)) {
    const long = await get(port, `/${'x'.repeat(5000)}`)
    check('AGW-0012: a very long URL is answered with 414', long.status === 414, long)
  }
}

try {
  let port
  for await (const line of createInterface(gateway.stdout)) {
    console.log(`  ${line}`)
    port = /listens on http:.*:(\d+)$/.exec(line)?.[1]
    if (port !== undefined) break
  }
  if (port === undefined) throw new Error('the gateway did not start')
  gateway.stdout.resume()
  await checkAll(Number(port))
  gateway.kill('SIGTERM')
  check('the gateway stops when asked', (await exited) === 0, 'another exit code')
} catch (error) {
  failures += 1
  console.log(`✗ ${error.message}`)
} finally {
  gateway.kill('SIGKILL')
  clearTimeout(watchdog)
}
process.exitCode = failures === 0 ? 0 : 1
