import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { type Environment, withoutCredentials } from './environment.ts'
import { messageOf, systemCode, TrainError } from './errors.ts'

const run = promisify(execFile)

/** Bytes of output that a call may have. */
const outputLimit = 256 * 1024 * 1024

export interface GitCall {
  /** Absolute; must be there. */
  cwd: string
  env: Environment
  signal: AbortSignal
}

/** Runs git and gives its stdout. Throws `config` where git is missing or says no. */
export async function git(args: readonly string[], { cwd, env, signal }: GitCall): Promise<string> {
  try {
    const options = { cwd, env: withoutCredentials(env), signal, maxBuffer: outputLimit }
    return (await run('git', args, options)).stdout
  } catch (error) {
    signal.throwIfAborted()
    const reason = systemCode(error) === 'ENOENT' ? 'there is no such program' : ownWords(messageOf(error))
    throw new TrainError('config', `git cannot help: ${reason}.`, {
      hint: 'Install git, or run in a clone with its whole history.',
      cause: error,
    })
  }
}

/** Of a failed call: the first line is the command, git's own words follow, of which those after `fatal:` say most. */
function ownWords(message: string): string {
  const lines = message.trim().split('\n')
  const said = lines.findLast(line => line.startsWith('fatal: ')) ?? lines.at(-1) ?? ''
  return said.replace(/\.$/, '')
}
