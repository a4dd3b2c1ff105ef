import { execFileSync, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'

/**
 * The process itself writes what the kernel counted, as its last act. Node gives `ru_maxrss` of getrusage(2)
 * in kibibytes, on Linux and macOS alike. It is plain JavaScript: stripping types would cost memory of its own.
 */
const peakMemoryProbe = `
import { writeFileSync } from 'node:fs'
process.on('exit', () => writeFileSync(process.env.PEAK_MEMORY_FILE, String(process.resourceUsage().maxRSS * 1024)))
`

/** For `node --import`: writes the peak memory of the process to the file that `PEAK_MEMORY_FILE` names. */
export const peakMemoryPreload = `data:text/javascript,${encodeURIComponent(peakMemoryProbe)}`

const root = resolve(import.meta.dirname, '..', '..')

/** How one call of the command line went. */
export interface Call {
  exitCode: number
  /** What ended it; null where it ended by itself. */
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
  milliseconds: number
  /** Peak resident memory of the process, in bytes. */
  peakMemory: number
}

/** What a call may be given beyond its words. */
export interface CallOptions {
  /** Laid over this process's environment. */
  env?: Record<string, string>
  /** Sees every piece of stderr as it comes, with a way to send the process a signal. */
  onStderr?: (text: string, kill: (signal: NodeJS.Signals) => void) => void
  /** A program and its first arguments that start the command line, such as a shell with a limit. */
  prefix?: readonly string[]
}

export type PackedCli = (args: readonly string[], cwd: string, options?: CallOptions) => Promise<Call>

/** The command line of the package as `npm pack` lists it. `folder` takes what it leaves behind. */
export function packedCli(folder: string): PackedCli {
  mkdirSync(folder, { recursive: true })
  const cli = join(unpackedPackage(folder), 'dist', 'cli.js')
  return (args, cwd, options = {}) => call(cli, args, cwd, join(folder, `peak-${randomUUID()}.txt`), options)
}

/**
 * The package, unpacked outside the repository from what `npm pack` lists: in `folder`, or where `npm test` has all of
 * its files share one, which takes the first of them a second and lets compiled code serve all. Nobody writes there.
 */
export function unpackedPackage(folder: string): string {
  const { UPDATE_TRAIN_TEST_PACKAGE: shared } = process.env
  if (shared === undefined) return unpack(folder)
  if (!existsSync(shared)) {
    const unpacked = unpack(mkdtempSync(`${shared}-`))
    try {
      renameSync(unpacked, shared)
    } catch (error) {
      // Another test file was first.
      if (!existsSync(shared)) throw error
    }
  }
  return shared
}

function unpack(folder: string): string {
  const unpacked = join(folder, 'package')
  if (existsSync(unpacked)) return unpacked
  mkdirSync(folder, { recursive: true })
  const output = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const [tarball] = z.array(z.object({ filename: z.string() })).parse(JSON.parse(output))
  execFileSync('tar', ['-xzf', join(folder, tarball?.filename ?? ''), '-C', folder])
  return unpacked
}

function call(
  cli: string,
  args: readonly string[],
  cwd: string,
  peakFile: string,
  { env, onStderr, prefix = [] }: CallOptions,
): Promise<Call> {
  const start = performance.now()
  return new Promise((settle, fail) => {
    const [program = '', ...words] = [
      ...prefix,
      process.execPath,
      '--import',
      peakMemoryPreload,
      cli,
      ...args,
    ]
    const child = spawn(program, words, {
      cwd,
      env: { ...process.env, ...env, PEAK_MEMORY_FILE: peakFile },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
      onStderr?.(text, signal => child.kill(signal))
    })
    child.on('error', fail)
    child.on('close', (code, signal) => {
      const milliseconds = performance.now() - start
      const peakMemory = existsSync(peakFile) ? Number(readFileSync(peakFile, 'utf8')) : Number.NaN
      settle({ exitCode: code ?? 1, signal, stdout, stderr, milliseconds, peakMemory })
    })
  })
}
