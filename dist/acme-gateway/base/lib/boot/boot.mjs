// Boots the gateway: opens lib/*.jar and webapps/*.war, and puts together what their manifests say they are.
//   Gateway-Role: toml | filter | endpoint | core     what the module is for
//   Gateway-Module: path/in/the/jar.mjs               an ES module without imports of its own
import { readFileSync, readdirSync } from 'node:fs'
import { createServer } from 'node:http'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inflateRawSync } from 'node:zlib'

const home = process.env.GATEWAY_HOME ?? join(dirname(fileURLToPath(import.meta.url)), '..', '..')

/** The files in a zip archive: name → bytes. Only what jars and wars need: stored or deflated, no zip64. */
function readArchive(path) {
  const bytes = readFileSync(path)
  const end = bytes.lastIndexOf('PK\x05\x06', undefined, 'latin1')
  if (end < 0) throw new Error(`${path} is not a zip archive`)
  const files = new Map()
  let at = bytes.readUInt32LE(end + 16)
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    const method = bytes.readUInt16LE(at + 10)
    const size = bytes.readUInt32LE(at + 20)
    const nameLength = bytes.readUInt16LE(at + 28)
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength)
    const local = bytes.readUInt32LE(at + 42)
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
    const data = bytes.subarray(start, start + size)
    if (!name.endsWith('/')) files.set(name, method === 0 ? data : inflateRawSync(data))
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  return files
}

/** `name: value` or `name=value` lines. */
function readPairs(text) {
  const lines = text.split(/\r?\n/).filter(line => /^[^#].*[:=]/.test(line))
  return Object.fromEntries(lines.map(line => line.split(/[:=]\s*(.*)/s).slice(0, 2)))
}

const archives = readdirSync(join(home, 'lib'))
  .filter(name => name.endsWith('.jar'))
  .sort()
  .map(name => readArchive(join(home, 'lib', name)))

let release = {}
const versions = {}
const modules = { toml: [], filter: [], endpoint: [], core: [] }
for (const files of archives) {
  const manifest = readPairs(files.get('META-INF/MANIFEST.MF').toString())
  versions[manifest['Implementation-Title']] = manifest['Implementation-Version']
  if (files.has('release.properties')) release = readPairs(files.get('release.properties').toString())
  const source = files.get(manifest['Gateway-Module'])
  if (source !== undefined) {
    modules[manifest['Gateway-Role']].push(
      await import(`data:text/javascript;base64,${source.toString('base64')}`),
    )
  }
}

const config = modules.toml[0].parse(readFileSync(join(home, 'conf', 'gateway.toml'), 'utf8'))
const context = {
  config,
  release: { product: release.product, channel: release.channel || null, level: Number(release.level) },
  versions,
  console: readArchive(join(home, 'webapps', 'console.war')),
  counters: { requests: 0, failures: 0 },
}
const handlers = [...modules.filter, ...modules.endpoint, ...modules.core].map(module => module.create(context))

const server = createServer((request, response) => {
  context.counters.requests += 1
  try {
    if (!handlers.some(handle => handle(request, response))) response.writeHead(404).end('Not found\n')
  } catch (error) {
    context.counters.failures += 1
    console.error(`${request.method} ${request.url}: ${error.message}`)
    response.writeHead(500).end('Internal error\n')
  }
})
server.requestTimeout = config.timeouts.request * 1000
server.keepAliveTimeout = config.timeouts['keep-alive'] * 1000
server.maxConnections = config.limits.connections || Infinity

server.on('error', error => {
  console.error(`ACME Gateway cannot listen: ${error.message}`)
  process.exit(1)
})
server.listen(Number(process.env.PORT ?? config.server.port), config.server.host, () => {
  const { address, port } = server.address()
  console.log(`ACME Gateway ${release.version} level ${release.level} listens on http://${address}:${port}`)
})

for (const signal of ['SIGTERM', 'SIGINT']) {
  process.on(signal, () => {
    console.log('ACME Gateway stops')
    server.close(() => process.exit(0))
    server.closeAllConnections()
  })
}
