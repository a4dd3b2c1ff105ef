import { tmpdir } from 'node:os'
import { printable, type Terminal, terminalLog } from '../host/local/terminal-log.ts'
import { messageOf, TrainError, toldError } from '../kernel/errors.ts'
import { keepHeapSmall } from '../kernel/garbage.ts'
import { meant } from '../kernel/meant.ts'
import { credentialsIn, secretsOf } from '../kernel/secrets.ts'
import { exitCodeOf, listenForStop } from '../kernel/stop-signals.ts'
import { systemClock } from '../kernel/time.ts'
import { systemWorld, type World } from '../kernel/world.ts'
import { type Command, parseCall } from './command.ts'
import { commands } from './commands.ts'
import { helpOf, overview } from './help.ts'

/** Runs the command line and sets the exit code; nothing is thrown. */
export async function main(words: readonly string[]): Promise<void> {
  keepHeapSmall()
  const stopping = listenForStop()
  const world = worldOf(stopping.signal)
  try {
    process.exitCode = await answer(words, world)
  } catch (error) {
    const signal = stopping.received()
    if (signal === undefined) {
      const found = toldError(error)
      process.exitCode = found instanceof TrainError ? found.exitCode : 1
      const { redact } = world.secrets
      if (words.includes('--json')) process.stdout.write(`${failureAsJson(found, redact)}\n`)
      process.stderr.write(redact(explanationOf(found)))
    } else {
      process.exitCode = exitCodeOf(signal)
      process.stderr.write(`Stopped by ${signal}; nothing was left half done.\n`)
    }
  }
}

async function answer(words: readonly string[], world: World): Promise<number> {
  const found = findCommand(words)
  if (found === undefined) return withoutCommand(words)
  const { command, rest } = found
  const call = parseCall(command, rest)
  if (call.switches.has('help')) {
    process.stdout.write(helpOf(command))
    return 0
  }
  const { exitCode, json, text } = await command.run(call, world)
  process.stdout.write(
    call.switches.has('json') ? `${JSON.stringify(json, null, 2)}\n` : printableLines(text),
  )
  return exitCode
}

function findCommand(words: readonly string[]): { command: Command; rest: string[] } | undefined {
  for (const command of commands) {
    const name = command.name.split(' ')
    if (name.every((part, index) => words[index] === part)) return { command, rest: words.slice(name.length) }
  }
  return undefined
}

async function withoutCommand(words: readonly string[]): Promise<number> {
  const [first] = words
  if (first === '--version') {
    const { version } = await import('./version.ts')
    process.stdout.write(words.includes('--json') ? `${JSON.stringify({ version })}\n` : `${version}\n`)
    return 0
  }
  if (first === undefined || first === '--help' || first === '-h' || first === 'help') {
    process.stdout.write(overview(commands))
    return first === undefined ? 2 : 0
  }
  const below = commands.filter(({ name }) => name.startsWith(`${first} `))
  if (below.length > 0 && words.slice(1).every(word => word === '--help' || word === '-h')) {
    process.stdout.write(overview(commands, first))
    return words.length === 1 ? 2 : 0
  }
  const names = (below.length > 0 ? below : commands).map(({ name }) => name)
  const said = words.slice(0, below.length > 0 ? 2 : 1).join(' ')
  throw new TrainError('usage', `There is no command ${said}${meant(said, names) || '.'}`, {
    hint: `The commands are: ${names.join(', ')}.`,
  })
}

function worldOf(signal: AbortSignal): World {
  const { env } = process
  const secrets = secretsOf(credentialsIn(env))
  // Errors and warnings repeat what update tools say.
  const terminal: Terminal = {
    write: text => process.stderr.write(secrets.redact(text)),
    isTTY: process.stderr.isTTY,
  }
  return systemWorld({
    env,
    cwd: process.cwd(),
    temporary: tmpdir(),
    log: terminalLog(terminal, systemClock),
    signal,
    secrets,
  })
}

/** What `--json` prints of an error. */
function failureAsJson(error: unknown, redact: (text: string) => string): string {
  const details =
    error instanceof TrainError
      ? { code: error.code, message: error.message, hint: error.hint, problems: error.problems }
      : { code: 'failure', message: messageOf(error), hint: null, problems: [] }
  return JSON.stringify(
    { error: details },
    (_key, value: unknown) => (typeof value === 'string' ? redact(value) : value),
    2,
  )
}

/** What happened, what is wrong in detail, what to do. */
function explanationOf(error: unknown): string {
  const lines =
    error instanceof TrainError
      ? [
          `✗ ${error.message}`,
          ...error.problems.map(({ message, file, line }) =>
            file === undefined
              ? `  - ${message}`
              : `  - ${file}${line === undefined ? '' : `:${line}`}: ${message}`,
          ),
          `  → ${error.hint}`,
        ]
      : [
          `✗ Something went wrong that nobody planned: ${messageOf(error)}`,
          '  → Please report this with the lines below.',
          ...(error instanceof Error ? (error.stack ?? '').split('\n').slice(1, 6) : []),
        ]
  return `${lines.map(printable).join('\n')}\n`
}

function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n')
}
