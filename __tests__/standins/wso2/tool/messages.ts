import { appendFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Switches } from '../switches.ts'

/** What the tool says: every line goes to the log of the day, INFO and ERROR (with `-v` also DEBUG) to the console. */
export interface Messages {
  debug(text: string): void
  info(text: string): void
  error(text: string): void
  /** Console only. */
  print(text: string): void
}

type Stream = 'stdout' | 'stderr'

/** `home` null: the product is not known yet, nothing is logged. */
export function messagesOf(home: string | null, output: Switches['output'], verbose: boolean): Messages {
  const log = (level: string, text: string) => {
    if (home === null) return
    const [day, time] = stampOf(new Date())
    const folder = join(home, 'updates', 'logs')
    mkdirSync(folder, { recursive: true })
    appendFileSync(join(folder, `wso2update-${day}.log`), `[${day} ${time}] ${level} - ${text}\n`)
  }
  const print = (text: string, usual: Stream) => {
    const streams: Stream[] = output === 'both' ? ['stdout', 'stderr'] : [output === 'split' ? usual : output]
    for (const stream of streams) process[stream].write(`${text}\n`)
  }
  return {
    debug(text) {
      log('DEBUG', text)
      if (verbose) print(text, 'stdout')
    },
    info(text) {
      log('INFO', text)
      print(text, 'stdout')
    },
    error(text) {
      log('ERROR', text)
      print(`wso2update: ${text}`, 'stderr')
    },
    print: text => print(text, 'stdout'),
  }
}

/** `15-05-2025` and `15:06:56`, in UTC. */
function stampOf(date: Date): [string, string] {
  const [year = '', month = '', day = ''] = date.toISOString().slice(0, 10).split('-')
  return [`${day}-${month}-${year}`, date.toISOString().slice(11, 19)]
}
