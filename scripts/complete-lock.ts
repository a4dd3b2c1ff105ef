import { readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { z } from 'zod'

/**
 * `npm run lock` ends with this: it completes `package-lock.json`, or that of the folder given.
 * Where npm cannot read the manifest of another platform's optional package, it leaves it out of the lock, and
 * `npm ci` then refuses the lock on every machine. Such packages are pinned exactly by what depends on them, so they
 * are added with that version and the platform that their name says. They have no integrity hash: it is not known here.
 */
const folder = resolve(import.meta.dirname, '..', process.argv[2] ?? '.')
const file = join(folder, 'package-lock.json')

// Records, so that every key stays where npm put it.
const record = z.record(z.string(), z.unknown())
const entrySchema = z.object({
  dev: z.boolean().optional(),
  optionalDependencies: z.record(z.string(), z.string()).optional(),
})

const lock = record.parse(JSON.parse(await readFile(file, 'utf8')))
const known = record.parse(lock['packages'])
const added = missingPackages()
const packages = Object.entries({ ...known, ...Object.fromEntries(added) })
packages.sort(([one], [other]) => one.localeCompare(other, 'en'))
await writeFile(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(packages) }, null, 2)}\n`)
console.log(`${added.size} packages of other platforms were added to ${file}.`)

function missingPackages(): Map<string, object> {
  const missing = new Map<string, object>()
  for (const [place, value] of Object.entries(known)) {
    const entry = entrySchema.parse(value)
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (`node_modules/${name}` in known || `${place}/node_modules/${name}` in known) continue
      if (!/^\d+\.\d+\.\d+/.test(version))
        throw new Error(`${place} does not pin ${name} exactly: ${version}.`)
      const dev = entry.dev === true ? { dev: true } : {}
      missing.set(`node_modules/${name}`, { version, ...platformOf(name), ...dev, optional: true })
    }
  }
  return missing
}

/** `cpu` and `os` by the name's ending: `-darwin-arm64`, `-linux-x64-musl`, `-wasm32-wasi`. */
function platformOf(name: string): object {
  const match = /-(android|darwin|freebsd|linux|openharmony|win32|wasm32)-([a-z0-9]+)(?:-[a-z0-9]+)?$/.exec(
    name,
  )
  const [, system = '', processor = ''] = match ?? []
  if (system === '') throw new Error(`The name of ${name} does not say its platform.`)
  return system === 'wasm32' ? { cpu: ['wasm32'] } : { cpu: [processor], os: [system] }
}
