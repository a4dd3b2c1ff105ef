import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'

/** A program that takes its time. */
export interface Job {
  program: string
  args: readonly string[]
  cwd: string
}

/**
 * Runs jobs, as many at once as there are processors, and gives their exit codes in the order of the jobs. What each
 * of them says is printed in one piece when it has ended, under `title`.
 */
export async function together<T extends Job>(
  jobs: readonly T[],
  title: (job: T) => string,
): Promise<number[]> {
  const codes = new Array<number>(jobs.length).fill(1)
  const waiting = jobs.entries()
  const lane = async (): Promise<void> => {
    for (const [index, job] of waiting) {
      const started = performance.now()
      const { code, said } = await ended(job)
      const seconds = Math.round((performance.now() - started) / 1000)
      console.log(`\n# ${title(job)} (${seconds} s)\n${said.trimEnd()}`)
      codes[index] = code
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, lane))
  return codes
}

function ended({ program, args, cwd }: Job): Promise<{ code: number; said: string }> {
  return new Promise((settle, fail) => {
    const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text
      })
    child.on('error', fail)
    child.on('close', code => settle({ code: code ?? 1, said }))
  })
}
