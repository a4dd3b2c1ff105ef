import { readSettings, type Settings } from '../config/settings.ts'
import { lockedLevel } from '../config/wanted.ts'
import { coreLog } from '../host/github/core-log.ts'
import { gitHubHost } from '../host/github/github-host.ts'
import { type Inputs, inputNames, maskSecrets, readInputs } from '../host/github/inputs.ts'
import { runnerOf } from '../host/github/runner.ts'
import { assertServed, findServer } from '../host/github/server.ts'
import { finishStep, type StepResult, summaryLimit } from '../host/github/step.ts'
import { TrainError, toldError } from '../kernel/errors.ts'
import type { Secrets } from '../kernel/secrets.ts'
import { exitCodeOf, listenForStop } from '../kernel/stop-signals.ts'
import { temporaryFolder } from '../kernel/temporary.ts'
import { systemClock } from '../kernel/time.ts'
import { honourProxies, systemWorld } from '../kernel/world.ts'
import { outputsOf, type TrainOutcome } from '../train/outcome.ts'
import { publishLocked } from '../train/publish-locked.ts'
import { run } from '../train/run.ts'
import { conflictAnnotations } from './conflict-annotations.ts'
import { explain } from './explain.ts'
import { outputsAsText } from './outputs.ts'
import { summaryOf } from './summary.ts'

/** One step of a workflow: reads the inputs, rides the train, and tells the runner how it ended. Nothing is thrown. */
export async function act(): Promise<void> {
  const secrets = maskSecrets()
  const stopping = listenForStop()
  try {
    await finishStep(await ride(secrets, stopping.signal))
  } catch (error) {
    const signal = stopping.received()
    if (signal !== undefined) {
      process.stdout.write(`Cancelled (${signal}); nothing was left half done.\n`)
      // What GitHub's clients still have under way would keep the process until the runner kills it.
      process.exit(exitCodeOf(signal))
    }
    const { annotations, failure, summary } = explain(toldError(error), process.env['GITHUB_WORKSPACE'] ?? '')
    const { redact } = secrets
    await finishStep({
      outputs: outputsAsText(null),
      annotations: annotations.map(one => ({ ...one, message: redact(one.message) })),
      failure: redact(failure),
      summary: redact(summary),
    })
  }
}

async function ride(secrets: Secrets, signal: AbortSignal): Promise<StepResult> {
  if (process.platform === 'win32')
    throw new TrainError('usage', 'update-train does not run on Windows.', {
      hint: 'Use `runs-on: ubuntu-latest`, or a runner on macOS.',
    })
  const runner = runnerOf(process.env)
  const inputs = readInputs(runner.workspace)
  const settings = await settingsOf(inputs)
  const upload = settings.publish.includes('artifact') && !inputs.dryRun
  // GitHub's toolkit has clients of its own.
  honourProxies()
  const log = coreLog(text => process.stdout.write(text), systemClock)
  const world = systemWorld({
    env: {
      ...process.env,
      ...(inputs.feedToken === undefined ? {} : { UPDATE_TRAIN_FEED_TOKEN: inputs.feedToken }),
      ...(inputs.username === undefined ? {} : { UPDATE_TOOL_USERNAME: inputs.username }),
      ...(inputs.password === undefined ? {} : { UPDATE_TOOL_PASSWORD: inputs.password }),
    },
    cwd: inputs.workingDirectory,
    temporary: runner.temporary,
    log,
    signal,
    secrets,
  })
  await using folder = await temporaryFolder(runner.temporary)
  const isPublishing = settings.level === lockedLevel
  const propose = settings.publish.includes('pull-request') && !inputs.dryRun && !isPublishing
  const release = settings.publish.includes('release') && !inputs.dryRun
  const policy = {
    upload,
    propose,
    release,
    // What is proposed is not accepted yet: it is attested when it was merged.
    attest: settings.attest && !propose && (upload || release),
    allowPublic: settings.allowPublicPack,
    retentionDays: settings.retentionDays,
    token: inputs.token ?? null,
  }
  assertServed(await findServer(runner, policy.token, world), policy)
  const host = gitHubHost(runner, policy, folder.path, world)
  const ride = isPublishing ? publishLocked : run
  const outcome = await ride(settings, host, world, { useLock: true, dryRun: inputs.dryRun })
  return await resultOf(outcome, settings, secrets, runner.workspace)
}

function settingsOf({ entry, problems, workingDirectory, ...words }: Inputs): Promise<Settings> {
  const { config, lock, product, track, options } = words
  const given = Object.entries({ config, lock, product, track, options }).filter(
    ([, word]) => word !== undefined,
  )
  return readSettings({ ...Object.fromEntries(given), entry, names: inputNames, problems }, workingDirectory)
}

async function resultOf(
  outcome: TrainOutcome,
  settings: Settings,
  { redact }: Secrets,
  workspace: string,
): Promise<StepResult> {
  // In a pull request people see them where they answer them.
  const isToldHere = outcome.outcome === 'conflict' && outcome.proposal === null
  const conflicts = isToldHere ? outcome.candidate.conflicts : []
  return {
    outputs: outputsAsText(outputsOf(outcome)),
    annotations: await conflictAnnotations(conflicts, settings.overlay, workspace),
    failure: failureOf(outcome, settings),
    summary: redact(summaryOf(outcome, settings.track, workspace, summaryLimit)),
  }
}

/** Conflicts and failed tests fail the job; the report says the rest. */
function failureOf(result: TrainOutcome, { continueOnTestFailure }: Settings): string | null {
  if (result.outcome === 'conflict') {
    // People answer there: the job has done what it could.
    if (result.proposal !== null) return null
    const { conflicts } = result.candidate
    return `The update and you changed the same files; nothing was changed: ${conflicts.map(({ path }) => path).join(', ')}. The report says what to do.`
  }
  if (result.outcome !== 'tests-failed' || continueOnTestFailure) return null
  return `The tests failed (${result.candidate.tests?.reason ?? ''}); the candidate is not published. The report holds their last output.`
}
