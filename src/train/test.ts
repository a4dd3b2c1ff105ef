import type { Settings } from '../config/settings.ts'
import type { World } from '../kernel/world.ts'
import type { TestEvidence } from '../report/candidate.ts'
import { runSuite, type SuiteResult } from '../suite/run-suite.ts'
import type { Availability } from '../tools/update-tool.ts'
import type { Applied } from './apply.ts'
import type { Origin } from './origin.ts'

/** Station 3: the user's tests against the updated home. Null where no test is configured. */
export async function test(
  settings: Settings,
  origin: Origin,
  availability: Availability,
  applied: Applied,
  logFile: string,
  world: World,
): Promise<TestEvidence | null> {
  if (settings.test === null) return null
  const { timeout } = settings.test
  const request = {
    command: settings.test.command,
    timeout: timeout ?? undefined,
    home: applied.home,
    pack: applied.candidate.file,
    product: origin.productName,
    channel: origin.channel,
    fromLevel: availability.installed.level,
    toLevel: availability.target.level,
    cwd: world.cwd,
    env: world.env,
    logFile,
    redact: world.secrets.redact,
    signal: world.signal,
  }
  const result = await world.log.relay(onLine => runSuite({ ...request, onLine }))
  world.signal.throwIfAborted()
  if (result.leftBehind) world.log.warning('The tests left processes running; they were ended.')
  const { command, passed, elapsed, tail } = result
  return { command, passed, reason: reasonOf(result), milliseconds: elapsed, tail }
}

function reasonOf({ passed, ended, exitCode }: SuiteResult): string {
  if (passed) return ''
  if (ended === 'timed-out') return 'stopped by the time limit'
  if (exitCode === 127) return 'exit code 127: a command was not found'
  return exitCode === null ? 'ended by a signal' : `exit code ${exitCode}`
}
