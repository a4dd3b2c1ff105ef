import { createHash } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { systemCode } from './errors.ts'

/** How a mark looks, for names that hold one: process number, start, machine. */
export const markPattern = '\\d+-[0-9a-z]+-[0-9a-f]{6}'

/**
 * What names this process to others that find its files: its number, when it began (numbers are used again, in containers
 * at once), and the machine, as folders may be shared.
 */
export function ownMark(): string {
  return `${process.pid}-${stateOf(process.pid) ?? '0'}-${machine()}`
}

/** Whether the process of a mark is certainly gone; false for one of another machine, and for what is no mark. */
export function isGone(mark: string): boolean {
  if (!new RegExp(`^${markPattern}$`).test(mark)) return false
  const [pid, start, where] = mark.split('-')
  if (where !== machine()) return false
  try {
    process.kill(Number(pid), 0)
  } catch (error) {
    if (systemCode(error) === 'ESRCH') return true
  }
  const state = stateOf(Number(pid))
  return state !== null && state !== start
}

/** When a process began, in the kernel's own count, or `ended`; null where there is no `/proc` to ask. */
function stateOf(pid: number): string | null {
  let line: string
  try {
    line = readFileSync(`/proc/${pid}/stat`, 'latin1')
  } catch {
    return null
  }
  // proc_pid_stat(5): the name, which may hold anything, ends with the last bracket; then come the state and, 19 fields on, the start.
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ')
  return fields[0] === 'Z' || fields[0] === 'X' ? 'ended' : Number(fields[19]).toString(36)
}

/** A container is a machine of its own: its process numbers say nothing elsewhere. */
function machine(): string {
  let numbers = ''
  try {
    numbers = readlinkSync('/proc/self/ns/pid')
  } catch {
    // No Linux: there the host's name says enough.
  }
  return createHash('sha256').update(`${hostname()}\n${numbers}`).digest('hex').slice(0, 6)
}
