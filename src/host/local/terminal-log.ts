import { type Log, progressText } from '../../kernel/log.ts'
import { type Clock, formatElapsed } from '../../kernel/time.ts'

/** A stream for people: stderr, or what stands in for it. */
export interface Terminal {
  write(text: string): unknown
  isTTY?: boolean | undefined
}

/** Milliseconds between two lines of progress. */
const progressPause = 100

/** The log of the command line: headlines with elapsed times, and progress where somebody watches. */
export function terminalLog(terminal: Terminal, clock: Clock): Log {
  let lastProgress = 0
  let progressShown = false
  const clear = (): void => {
    if (progressShown) terminal.write('\r\x1b[2K')
    progressShown = false
  }
  const line = (text: string): void => {
    clear()
    terminal.write(`${printable(text)}\n`)
  }
  const warned = new Set<string>()
  return {
    info: message => line(`  ${message}`),
    warning: (message, at) => {
      if (warned.has(message)) return
      warned.add(message)
      const place = at?.file === undefined ? '' : ` (${at.file}${at.line === undefined ? '' : `:${at.line}`})`
      line(`! ${message}${place}`)
    },
    group: async (title, work) => {
      line(`▸ ${title}`)
      const start = clock.now()
      try {
        const result = await work()
        line(`  ${title} took ${formatElapsed(clock.now() - start)}`)
        return result
      } finally {
        clear()
      }
    },
    relay: work => work(text => line(`  ${text}`)),
    progress: (what, done, total, files) => {
      if (terminal.isTTY !== true || clock.now() - lastProgress < progressPause) return
      lastProgress = clock.now()
      terminal.write(`\r\x1b[2K  ${printable(progressText(what, done, total, files))}`)
      progressShown = true
    },
  }
}

/** Text from feeds and tests must not steer the terminal: control characters but tabs are shown as `·`. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}--\t]/gv, '·')
}
