import { randomUUID } from 'node:crypto'
import { endGroup, startGroup, warning } from '@actions/core'
import { type Log, progressText } from '../../kernel/log.ts'
import { type Clock, formatElapsed } from '../../kernel/time.ts'

/** Milliseconds between two lines of progress: nobody watches them come. */
const progressPause = 10_000

/**
 * What a runner takes for a command: `::name::` at a line's beginning, `##[name]` anywhere in it
 * (actions/runner, ActionCommand.cs).
 */
const command = /^\s*::|##\[/

/** The log of a step: groups, annotations, and text from elsewhere that the runner shows and does not obey. */
export function coreLog(write: (text: string) => unknown, clock: Clock): Log {
  const started = clock.now()
  let lastProgress = started
  const line = (text: string): void => {
    const shown = text.split(/[\r\n]+/)
    if (shown.some(part => command.test(part))) inert(write, () => write(`${shown.join('\n')}\n`))
    else write(`${shown.join('\n')}\n`)
  }
  const warned = new Set<string>()
  return {
    info: line,
    warning: (message, at) => {
      if (warned.has(message)) return
      warned.add(message)
      warning(message, {
        ...(at?.file === undefined ? {} : { file: at.file }),
        ...(at?.line === undefined ? {} : { startLine: at.line }),
      })
    },
    group: async (title, work) => {
      startGroup(title)
      const start = clock.now()
      try {
        const result = await work()
        write(`${title} took ${formatElapsed(clock.now() - start)}\n`)
        return result
      } finally {
        endGroup()
      }
    },
    relay: async work => {
      const token = stop(write)
      try {
        return await work(text => write(`${text}\n`))
      } finally {
        write(`::${token}::\n`)
      }
    },
    progress: (what, done, total, files) => {
      if (clock.now() - lastProgress < progressPause) return
      lastProgress = clock.now()
      write(`${progressText(what, done, total, files)} (${formatElapsed(clock.now() - started)} so far)\n`)
    },
  }
}

function inert(write: (text: string) => unknown, work: () => unknown): void {
  const token = stop(write)
  work()
  write(`::${token}::\n`)
}

/** From here on the runner obeys nothing but the returned token, which nobody else knows. */
function stop(write: (text: string) => unknown): string {
  const token = randomUUID()
  write(`::stop-commands::${token}\n`)
  return token
}
