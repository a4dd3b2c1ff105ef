import { spawn } from 'node:child_process'

/** How a process ended and what it said. */
export interface ProcessResult {
  code: number | null
  stdout: string
  stderr: string
}

/** Runs a program to its end with exactly the given environment; `input` goes to its standard input. */
export async function runProcess(
  command: string,
  args: readonly string[],
  options: { env?: NodeJS.ProcessEnv; cwd?: string; input?: string | Uint8Array } = {},
): Promise<ProcessResult> {
  const child = spawn(command, [...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(options.env === undefined ? {} : { env: options.env }),
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  })
  const stdout: Uint8Array[] = []
  const stderr: Uint8Array[] = []
  child.stdout.on('data', (chunk: Uint8Array) => stdout.push(chunk))
  child.stderr.on('data', (chunk: Uint8Array) => stderr.push(chunk))
  // A program that ends without reading its input is no error of ours.
  child.stdin.on('error', () => undefined)
  child.stdin.end(options.input ?? '')
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  return { code, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() }
}
