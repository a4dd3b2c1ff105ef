import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import type { Part } from './packages.ts'

/** Two packs of one product and their unpacked homes, below one folder of the cache. */
export interface Packs {
  before: string
  after: string
  /** What `after` holds, unpacked. */
  afterHome: string
  /** What `before` holds, unpacked. */
  beforeHome: string
}

/** The root folder in both packs: a product's name and version, as `inspect` reads it. */
export const root = 'bench-product-1.0.0'

/** `BENCH_CACHE`, else a folder in the user's cache: never in the repository. */
export function cacheFolder(env: NodeJS.ProcessEnv): string {
  const own = env['BENCH_CACHE'] ?? ''
  if (own !== '') return resolve(own)
  const base = env['XDG_CACHE_HOME'] ?? ''
  return join(base === '' ? join(homedir(), '.cache') : base, 'update-train-bench')
}

/**
 * The two packs of these parts, made by Info-ZIP as a vendor would, where the cache has them not. npm fetches the
 * parts by name, from whatever registry it is set to.
 */
export function packsOf(parts: readonly Part[], cache: string): Packs {
  const key = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 12)
  const folder = join(cache, `packs-${key}`)
  const packs = {
    before: join(folder, 'before.zip'),
    after: join(folder, 'after.zip'),
    beforeHome: join(folder, 'before', root),
    afterHome: join(folder, 'after', root),
  }
  if (existsSync(folder)) return packs
  const draft = `${folder}.${process.pid}`
  try {
    for (const side of ['before', 'after'] as const) {
      const home = join(draft, side, root)
      for (const { name, version, next } of parts)
        unpackInto(fetched(name, side === 'after' ? (next ?? version) : version, cache), home, name)
      writeFileSync(join(home, 'product.txt'), `${root}\n`)
      execFileSync('zip', ['-qr', join(draft, `${side}.zip`), root], { cwd: join(draft, side) })
    }
    renameSync(draft, folder)
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
  return packs
}

const fetchedSchema = z.array(z.object({ filename: z.string() }))

function fetched(name: string, version: string, cache: string): string {
  const folder = join(cache, 'npm', `${name}@${version}`.replaceAll('/', '+'))
  const known = join(folder, 'package.tgz')
  if (existsSync(known)) return known
  mkdirSync(folder, { recursive: true })
  console.log(`Fetching ${name} ${version} …`)
  const args = ['pack', `${name}@${version}`, '--json', '--ignore-scripts', '--pack-destination', folder]
  const said = execFileSync('npm', args, {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [tarball] = fetchedSchema.parse(JSON.parse(said))
  renameSync(join(folder, tarball?.filename ?? ''), known)
  return known
}

/** A package's files are below one folder, most often `package`. */
function unpackInto(tarball: string, home: string, name: string): void {
  const folder = join(home, 'parts', name.replaceAll('/', '-'))
  mkdirSync(folder, { recursive: true })
  execFileSync('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1', '--no-same-owner'])
}

/** Bytes of a file. */
export function sizeOf(file: string): number {
  return statSync(file).size
}
