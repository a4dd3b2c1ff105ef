import { spawnSync } from 'node:child_process'
import { ownMark } from '../../src/kernel/process-mark.ts'

/** What a process of this machine that is gone has left as its mark. */
export function deadMark(): string {
  const { pid } = spawnSync(process.execPath, ['--version'])
  return ownMark().replace(/^\d+/, String(pid))
}

/** The mark of a process with our own number that ran before us. */
export function formerMark(): string {
  return ownMark().replace(/-.*-/, '-1-')
}

/** Our mark as on another machine. */
export function foreignMark(): string {
  return ownMark().replace(/.{6}$/, one => (one === '000000' ? '000001' : '000000'))
}
