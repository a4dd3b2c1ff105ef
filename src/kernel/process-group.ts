import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { systemCode } from './errors.ts'

const pollInterval = 25
/** Milliseconds that the system gets to take away what was killed. */
const killTime = 2000

/** Sends a signal to every process of a group (0 only asks); false where none is left. */
export function signalGroup(group: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-group, signal)
    return true
  } catch (error) {
    // EPERM: there are some, and all of them belong to another user.
    return systemCode(error) === 'EPERM'
  }
}

/** Ends a group: SIGTERM, and SIGKILL for what is still there `grace` milliseconds later. */
export async function endGroup(group: number, grace: number): Promise<void> {
  if (!runs(group)) return
  signalGroup(group, 'SIGTERM')
  if (await isGone(group, grace)) return
  signalGroup(group, 'SIGKILL')
  await isGone(group, killTime)
}

/** Waits until no process of the group runs; false where some still do after `patience` milliseconds. */
export async function isGone(group: number, patience: number): Promise<boolean> {
  const deadline = performance.now() + patience
  while (runs(group)) {
    if (performance.now() >= deadline) return false
    await sleep(pollInterval)
  }
  return true
}

/**
 * Whether a process of the group still runs. Zombies do not count: they hold nothing, and in a container whose first
 * process never collects them they would stay for ever.
 */
function runs(group: number): boolean {
  if (!signalGroup(group, 0)) return false
  if (process.platform !== 'linux') return true
  return readdirSync('/proc').some(name => /^\d+$/.test(name) && isLiveMember(name, group))
}

/** Reads `/proc/<pid>/stat` (proc_pid_stat(5)): `pid (name) state parent group …`, where the name may hold anything. */
function isLiveMember(pid: string, group: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    const [state, , ownGroup] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return Number(ownGroup) === group && state !== 'Z' && state !== 'X'
  } catch {
    // Gone between listing and reading.
    return false
  }
}
