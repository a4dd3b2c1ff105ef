import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { setImmediate } from 'node:timers/promises'

export interface StepProcess {
  command: string
  args: readonly string[]
  cwd: string
  env: Readonly<Record<string, string>>
  onLine: (line: string) => void
  /** Aborted when the run is cancelled. */
  signal: AbortSignal
  /** Milliseconds from SIGINT to SIGTERM, and from there to SIGKILL. */
  cancelTimes: { terminateAfter: number; killAfter: number }
}

/** The runner waits this long for output of whoever still holds the pipes after the process ended. */
const streamGrace = 5000

/** Empty where the process has ended. Read at once: a read of `/proc` in the background was seen never to end. */
function readProc(path: string): string {
  try {
    return readFileSync(`/proc/${path}`, 'utf8')
  } catch {
    return ''
  }
}

function descendants(pid: number): number[] {
  const children: number[] = []
  for (const child of readProc(`${pid}/task/${pid}/children`).split(' ').map(Number)) {
    if (child > 0) children.push(child, ...descendants(child))
  }
  return children
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It has ended meanwhile.
  }
}

/**
 * Runs one process of a step as the runner does (`ProcessInvoker`): both outputs line by line in the order
 * of arrival; when cancelled, SIGINT, then SIGTERM after 7.5 s, then the whole tree is killed after 2.5 s
 * more ("Workflow cancellation reference" of GitHub's docs). Resolves with the exit code, null for a signal.
 */
export async function runStepProcess(step: StepProcess): Promise<number | null> {
  const child = spawn(step.command, [...step.args], {
    cwd: step.cwd,
    env: { ...step.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const drained = [child.stdout, child.stderr].map(async stream => {
    for await (const line of createInterface({ input: stream, crlfDelay: Infinity })) step.onLine(line)
  })
  const timers: NodeJS.Timeout[] = []
  const later = (milliseconds: number, work: () => void) => timers.push(setTimeout(work, milliseconds))
  const cancel = () => {
    child.kill('SIGINT')
    later(step.cancelTimes.terminateAfter, () => child.kill('SIGTERM'))
    later(step.cancelTimes.terminateAfter + step.cancelTimes.killAfter, () => killTree(child.pid))
  }
  if (step.signal.aborted) cancel()
  step.signal.addEventListener('abort', cancel)
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', resolve)
  }).finally(() => {
    step.signal.removeEventListener('abort', cancel)
    for (const timer of timers) clearTimeout(timer)
  })
  const patience = new Promise<void>(resolve => {
    timers.push(setTimeout(resolve, streamGrace))
  })
  await Promise.race([Promise.all(drained), patience])
  for (const timer of timers) clearTimeout(timer)
  child.stdout.destroy()
  child.stderr.destroy()
  return code
}

function killTree(pid: number | undefined): void {
  if (pid === undefined) return
  for (const process of [...descendants(pid), pid]) kill(process, 'SIGKILL')
}

/** The command line of a process; empty when it has ended, waited for or not. */
function commandLine(pid: string): string {
  return readProc(`${pid}/cmdline`).split('\0').join(' ').trim()
}

/**
 * Kills what outlived a job: every process whose environment holds `RUNNER_TRACKING_ID=<id>`, as the runner
 * does at the job's end. Resolves with their command lines, or null where there is no /proc.
 */
export async function killOrphans(trackingId: string): Promise<string[] | null> {
  const pids = existsSync('/proc') ? readdirSync('/proc').filter(name => /^\d+$/.test(name)) : []
  if (pids.length === 0) return null
  const found: string[] = []
  for (const pid of pids) {
    const environment = readProc(`${pid}/environ`)
    if (!environment.split('\0').includes(`RUNNER_TRACKING_ID=${trackingId}`)) continue
    const line = commandLine(pid)
    if (line === '') continue
    found.push(line)
    kill(Number(pid), 'SIGKILL')
    while (commandLine(pid) !== '') await setImmediate()
  }
  return found
}
