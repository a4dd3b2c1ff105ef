import { withoutCredentials } from '../../kernel/environment.ts'
import { TrainError } from '../../kernel/errors.ts'
import { runProcess } from '../../kernel/process.ts'
import { formatElapsed } from '../../kernel/time.ts'
import type { World } from '../../kernel/world.ts'
import { noCredentialsHint } from './credentials.ts'
import { watchTokens } from './tokens.ts'

/** Milliseconds that a tool may take in all: the slowest public log of a real one has seven minutes, slow networks more. */
const longest = 90 * 60_000
/** Milliseconds without a word: a download of 5.5 minutes that said nothing was seen. */
const silence = 20 * 60_000
/** What the tools ask at a terminal (WSO2 docs-updates, *Authentication*; public transcripts). */
const prompt = /^(?:Email|Username|Password(?: for .{1,200})?): ?$|\[[yY]\/[nN]\][:?]? ?$/
/** Lines of output that are kept for reading: the first ones, and of the rest the last, where errors stand. */
const [keptFirst, keptLast] = [10_000, 20_000]

/** What an update tool of the vendor's is called with. No shell takes part. */
export interface ToolCall {
  /** Absolute. */
  command: string
  args: readonly string[]
  cwd: string
  /** The home folder of its own: tools keep their downloads below it, and parallel runs must not share them. */
  home: string
  /** Besides the environment without credentials. */
  env: Readonly<Record<string, string>>
  /** What it reads on stdin, which ends then, so that no prompt waits for ever. */
  input: string
}

/** How it ended; stdout and stderr together, as it is not known which tool says what where. */
export interface ToolRun {
  exitCode: number
  lines: string[]
  /** How often the tool had replaced itself before; missing for one that does not. */
  selfUpdates?: number
}

/**
 * Runs a tool of the vendor's, shows what it says without the run's secrets, and gives its output.
 * Throws `unreachable` where it takes or stays silent too long, `failure` where a signal ends it.
 */
export async function runTool(call: ToolCall, world: World): Promise<ToolRun> {
  const lines: string[] = []
  const tokens = watchTokens(call)
  const result = await world.log.relay(show =>
    runProcess({
      command: call.command,
      args: call.args,
      cwd: call.cwd,
      env: {
        // Scripts of the vendor's ask the terminal for its abilities.
        TERM: 'dumb',
        ...withoutCredentials(world.env),
        HOME: call.home,
        ...call.env,
      },
      input: call.input,
      timeout: longest,
      silence,
      prompt,
      signal: world.signal,
      onLine: said => {
        const line = tokens.without(said)
        lines.push(line)
        if (lines.length > keptFirst + 2 * keptLast) lines.splice(keptFirst, keptLast)
        show(world.secrets.redact(line))
      },
    }),
  )
  world.secrets.learn(tokens.found())
  world.signal.throwIfAborted()
  const { ended, exitCode, elapsed } = result
  if (ended === 'timed-out' || ended === 'silent')
    throw new TrainError(
      'unreachable',
      `${call.command} was ended after ${formatElapsed(elapsed)}: it ${ended === 'silent' ? `said nothing for ${formatElapsed(silence)}` : 'took too long'}.`,
      { hint: 'Look at what it said last above; a proxy or a slow network is a usual cause. Run again.' },
    )
  if (ended === 'prompting')
    throw new TrainError('refused', `${call.command} waits at a prompt that nobody answers; it was ended.`, {
      hint: noCredentialsHint,
    })
  if (exitCode === null)
    throw new TrainError('failure', `${call.command} was ended by ${result.signal ?? 'a signal'}.`, {
      hint: 'Look at what it said last above, and at the memory of the machine; then run again.',
    })
  return { exitCode, lines }
}
