import { createInterface } from 'node:readline'

/** What a tool says and asks. */
export interface Console {
  say(line: string): void
  complain(line: string): void
  /** Prints a question and waits for a line; null at the end of the input. */
  ask(question: string): Promise<string | null>
}

/** The reason that a tool ends before its work is done. */
export class Failure extends Error {
  readonly exitCode: number

  constructor(message: string, exitCode = 1) {
    super(message)
    this.exitCode = exitCode
  }
}

interface Spoken {
  output: 'split' | 'stdout' | 'stderr'
  hangsAtPrompt: boolean
  readsTerminalOnly: boolean
}

/** Runs a tool to its exit code; what it throws as a `Failure` is said behind `prefix`. */
export async function runTool(
  prefix: string,
  settings: Spoken,
  work: (console: Console) => Promise<number>,
): Promise<void> {
  const ordinary = settings.output === 'stderr' ? process.stderr : process.stdout
  const errors = settings.output === 'stdout' ? process.stdout : process.stderr
  const input = createInterface({ input: process.stdin })
  const lines = input[Symbol.asyncIterator]()
  const console: Console = {
    say: line => void ordinary.write(`${line}\n`),
    complain: line => void errors.write(`${prefix}${line}\n`),
    async ask(question) {
      ordinary.write(question)
      if (settings.hangsAtPrompt) await forEver()
      if (settings.readsTerminalOnly && !process.stdin.isTTY) return null
      const { done, value } = await lines.next()
      ordinary.write('\n')
      return done === true ? null : value.trim()
    },
  }
  try {
    process.exitCode = await work(console)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    console.complain(error.message)
    process.exitCode = error.exitCode
  }
  input.close()
  process.stdin.destroy()
}

/** A promise alone does not keep a process alive; the timer does. */
function forEver(): Promise<never> {
  setInterval(() => undefined, 60_000)
  return new Promise(() => undefined)
}
