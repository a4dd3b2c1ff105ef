import { execFileSync } from 'node:child_process'
import { rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { formatBytes } from '../src/kernel/time.ts'
import { type Packs, sizeOf } from './packs.ts'

const differenceSchema = z.object({
  added: z.array(z.string()),
  changed: z.array(z.string()),
  renamed: z.array(z.object({ from: z.string(), to: z.string() })),
})

/** Bytes up to which `bsdiff` is run: it needs 17 times the file in memory, and minutes for more. */
const largest = 64 * 1024 * 1024

/**
 * How big a diff zip is: in parts of the pack, and in times of what `bsdiff` gives file by file. An added file, and one that
 * `bsdiff` was not run on, counts for it as it lies in the pack that it came with.
 */
export function diffSizeText(
  cli: string,
  { before, after, beforeHome, afterHome }: Packs,
  diff: string,
): string {
  const said = execFileSync(process.execPath, [cli, 'diff', before, after, '--json'], {
    maxBuffer: 64 * 1024 * 1024,
  })
  const { added, changed, renamed } = differenceSchema.parse(JSON.parse(said.toString()))
  const pairs = [...changed.map(path => ({ from: path, to: path })), ...renamed]
  const patched = pairs.map(({ from, to }) =>
    patchSize(join(beforeHome, from), join(afterHome, to), `${diff}.bsdiff`),
  )
  if (patched.includes(null))
    return `A diff zip has ${shares(diff, after)}. bsdiff is not there to compare with.`
  const fresh = added.map(path => join(afterHome, path)).reduce((sum, file) => sum + gzippedSize(file), 0)
  const peer = patched.reduce<number>((sum, bytes) => sum + (bytes ?? 0), fresh)
  return `A diff zip has ${shares(diff, after)}; ${pairs.length} changed and ${added.length} added files. bsdiff, file by file, with added files gzipped: ${formatBytes(peer)}; ours is ${(sizeOf(diff) / peer).toFixed(2)} × that (at most 1.1 ×).`
}

function shares(diff: string, after: string): string {
  const share = ((100 * sizeOf(diff)) / sizeOf(after)).toFixed(2)
  return `${formatBytes(sizeOf(diff))}, ${share} % of the pack (at most 3 %)`
}

/** Null where `bsdiff` is missing. */
function patchSize(from: string, to: string, patch: string): number | null {
  if (Math.max(statSync(from).size, statSync(to).size) > largest) return gzippedSize(to)
  try {
    execFileSync('bsdiff', [from, to, patch], { stdio: 'ignore' })
    return sizeOf(patch)
  } catch {
    return null
  } finally {
    rmSync(patch, { force: true })
  }
}

function gzippedSize(file: string): number {
  return execFileSync('gzip', ['-6', '-c', file], { maxBuffer: 1024 * 1024 * 1024 }).length
}
