import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** How one run of a program went. */
export interface Sample {
  milliseconds: number
  /** Bytes; NaN where the machine does not tell. */
  peakMemory: number
}

/** A program with its words. */
export interface Call {
  words: readonly string[]
  cwd?: string
  /** Exit codes that are fine besides 0: `diff` ends with 1 where there are differences. */
  fine?: readonly number[]
}

/** Milliseconds between two looks at the memory of a program that runs. */
const look = 10

/** Runs calls one after the other, from the first start to the last exit; fails where one fails. */
export async function sampleOf(calls: readonly Call[]): Promise<Sample> {
  const start = performance.now()
  let peakMemory = Number.NaN
  for (const call of calls) {
    const peak = await run(call)
    peakMemory = Number.isNaN(peakMemory) ? peak : Math.max(peakMemory, peak)
  }
  return { milliseconds: performance.now() - start, peakMemory }
}

/** Gives the peak memory in bytes. */
function run({ words, cwd, fine = [] }: Call): Promise<number> {
  const [program = '', ...args] = words
  return new Promise((settle, fail) => {
    const child = spawn(program, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'] })
    let peak = Number.NaN
    const timer = setInterval(() => {
      const seen = peakOf(child.pid)
      // Before its program is there, a process has the memory of the one that started it.
      if (!Number.isNaN(seen)) peak = seen
    }, look)
    let stderr = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
    })
    child.on('error', fail)
    child.on('close', code => {
      clearInterval(timer)
      if (code === 0 || fine.includes(code ?? -1)) settle(peak)
      else fail(new Error(`${words.join(' ')} ended with ${code}:\n${stderr}`))
    })
  })
}

/** The kernel's own high-water mark, as proc(5) has it; it only grows, so that the last look is near the end. */
function peakOf(pid: number | undefined): number {
  if (process.platform !== 'linux' || pid === undefined) return Number.NaN
  try {
    const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return kibibytes === undefined ? Number.NaN : Number(kibibytes) * 1024
  } catch {
    return Number.NaN
  }
}

export function median(numbers: readonly number[]): number {
  const sorted = numbers.filter(number => !Number.isNaN(number)).toSorted((one, other) => one - other)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}
