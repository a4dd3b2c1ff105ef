import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** How one run of a program went. */
export interface Sample {
  milliseconds: number
  /** Milliseconds that processors were busy with it, its threads and the kernel's part included. */
  cpu: number
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
  let cpu = 0
  let peakMemory = Number.NaN
  for (const call of calls) {
    const used = await run(call)
    cpu += used.cpu
    peakMemory = Math.max(used.peak, Number.isNaN(peakMemory) ? used.peak : peakMemory)
  }
  return { milliseconds: performance.now() - start, cpu, peakMemory }
}

/** Bash says what its child has used; that takes some 2 ms. */
const timed = '"$@" 3>&-; code=$?; times >&3; exit "$code"'

/** Gives milliseconds of processors, and the peak memory in bytes. */
function run({ words, cwd, fine = [] }: Call): Promise<{ cpu: number; peak: number }> {
  return new Promise((settle, fail) => {
    const child = spawn('bash', ['-c', timed, 'bash', ...words], {
      cwd,
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    })
    let peak = Number.NaN
    const timer = setInterval(() => {
      const seen = peakOf(childOf(child.pid))
      // Before its program is there, a process has the memory of the one that started it.
      if (!Number.isNaN(seen)) peak = seen
    }, look)
    const said = { stderr: '', times: '' }
    child.stderr?.on('data', (text: Buffer) => {
      said.stderr += text.toString()
    })
    child.stdio[3]?.on('data', (text: Buffer) => {
      said.times += text.toString()
    })
    child.on('error', fail)
    child.on('close', code => {
      clearInterval(timer)
      if (code === 0 || fine.includes(code ?? -1)) settle({ cpu: cpuIn(said.times), peak })
      else fail(new Error(`${words.join(' ')} ended with ${code}:\n${said.stderr}`))
    })
  })
}

/** The second line is about children: `0m1.234s 0m0.056s`, of programs and of the kernel for them. */
function cpuIn(times: string): number {
  const [, line = ''] = times.split('\n')
  const parts = [...line.matchAll(/(\d+)m([\d.]+)s/g)]
  return parts.reduce(
    (sum, [, minutes, seconds]) => sum + Number(minutes) * 60_000 + Number(seconds) * 1000,
    0,
  )
}

/** Linux alone says it. */
function childOf(pid: number | undefined): number | undefined {
  try {
    const [child = ''] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ')
    return child === '' ? undefined : Number(child)
  } catch {
    return undefined
  }
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
