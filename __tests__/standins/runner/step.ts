import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/template-token'
import type { NodeAction } from './actions.ts'
import { makeCommandFiles, parseAssignments, summaryLimit } from './command-files.ts'
import { evaluateText, type Scope } from './expressions.ts'
import type { JobState } from './job-state.ts'
import { StepLog } from './step-log.ts'
import { runStepProcess } from './step-process.ts'

/** One process of a step and what it is given. */
export interface Invocation {
  command: string
  args: readonly string[]
  cwd: string
  /** The step's own variables, over everything else. */
  env: Readonly<Record<string, string>>
  /** Unique within the job, for the names of its files. */
  key: string
  timeoutMinutes: number | undefined
}

/** How a process of a step ended and what it left behind. */
export interface StepEffects {
  outcome: 'success' | 'failure' | 'cancelled'
  outputs: Record<string, string>
  state: Record<string, string>
  summary: string
}

/** The command line of a `run:` step for its shell ("Workflow syntax, steps[*].shell"). */
export async function scriptCommand(
  script: string,
  shell: string | undefined,
  temp: string,
): Promise<{ command: string; args: string[] }> {
  const templates: Record<string, string> = {
    bash: 'bash --noprofile --norc -eo pipefail {0}',
    sh: 'sh -e {0}',
    python: 'python3 {0}',
  }
  const template = shell === undefined ? 'bash -e {0}' : (templates[shell] ?? shell)
  if (!template.includes('{0}')) throw new Error(`This runner knows no shell '${template}'.`)
  const file = join(temp, `${randomUUID()}.sh`)
  await writeFile(file, script)
  const [command = '', ...args] = template.split(' ').map(part => part.replace('{0}', file))
  return { command, args }
}

/** `INPUT_*` variables of an action: its defaults, then what the workflow gives; unknown inputs are warned of. */
export function inputVariables(
  action: NodeAction,
  given: Readonly<Record<string, string>>,
  scope: Scope,
  log: StepLog,
): Record<string, string> {
  const names = new Map([...action.inputs.keys()].map(name => [name.toLowerCase(), name]))
  const unknown = Object.keys(given).filter(name => !names.has(name.toLowerCase()))
  if (unknown.length > 0) {
    const valid = [...action.inputs.keys()].map(name => `'${name}'`).join(', ')
    const message = `Unexpected input(s) ${unknown.map(name => `'${name}'`).join(', ')}, valid inputs are [${valid}]`
    log.effects.annotations.push({ level: 'warning', message })
    log.show(`##[warning]${message}`)
  }
  const variable = (name: string) => `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`
  const env: Record<string, string> = {}
  for (const [name, token] of action.inputs) env[variable(name)] = defaultText(token, scope)
  for (const [name, value] of Object.entries(given)) env[variable(name)] = value
  return env
}

function defaultText(token: TemplateToken | undefined, scope: Scope): string {
  return evaluateText(token, scope)
}

async function withTimeout<T>(
  signal: AbortSignal,
  minutes: number | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<{ value: T; timedOut: boolean }> {
  if (minutes === undefined) return { value: await work(signal), timedOut: false }
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(), minutes * 60_000)
  try {
    const value = await work(AbortSignal.any([signal, controller.signal]))
    return { value, timedOut: controller.signal.aborted }
  } finally {
    clearTimeout(timer)
  }
}

/** Runs one process of a step with its files, and takes over what it wrote into them. */
export async function invoke(job: JobState, invocation: Invocation, log: StepLog): Promise<StepEffects> {
  const files = await makeCommandFiles(job.folders.commands, invocation.key)
  const env: Record<string, string> = { ...job.environment(), ...files.environment, ...invocation.env }
  env.PATH = [...job.paths, env.PATH ?? ''].join(delimiter)
  // Cancelling ends what runs now; what runs because of always() afterwards runs to its end.
  const signal = job.signal.aborted ? new AbortController().signal : job.signal
  const { value: code, timedOut } = await withTimeout(signal, invocation.timeoutMinutes, both =>
    runStepProcess({
      command: invocation.command,
      args: invocation.args,
      cwd: invocation.cwd,
      env,
      onLine: line => log.write(line),
      signal: both,
      cancelTimes: job.options.cancelTimes,
    }),
  )
  const effects: StepEffects = {
    outcome: code === 0 ? 'success' : 'failure',
    outputs: { ...log.effects.outputs },
    state: { ...log.effects.state },
    summary: '',
  }
  if (timedOut) log.error(`The action has timed out after ${String(invocation.timeoutMinutes)} minutes.`)
  else if (signal.aborted) log.error('The operation was canceled.')
  else if (code !== 0) log.error(`Process completed with exit code ${code ?? 'null (a signal)'}.`)
  if (timedOut) effects.outcome = 'failure'
  else if (signal.aborted) effects.outcome = 'cancelled'
  try {
    Object.assign(effects.outputs, parseAssignments(await files.read('GITHUB_OUTPUT')))
    Object.assign(effects.state, parseAssignments(await files.read('GITHUB_STATE')))
    takeEnvironment(job, parseAssignments(await files.read('GITHUB_ENV')), log)
    const paths = (await files.read('GITHUB_PATH')).split(/\r?\n/).filter(line => line !== '')
    for (const path of paths) job.paths.unshift(path)
    effects.summary = takeSummary(await files.read('GITHUB_STEP_SUMMARY'), job, log)
  } catch (error) {
    log.error(`Unable to process file command successfully. ${String(error)}`)
    effects.outcome = 'failure'
  }
  if (log.effects.failed) effects.outcome = 'failure'
  return effects
}

function takeEnvironment(job: JobState, assigned: Readonly<Record<string, string>>, log: StepLog): void {
  for (const [name, value] of Object.entries(assigned)) {
    if (name.toUpperCase() === 'NODE_OPTIONS') {
      log.error("Can't store NODE_OPTIONS output parameter using '$GITHUB_ENV' command.")
    } else if (!/^(GITHUB|RUNNER)_/i.test(name)) {
      job.env[name] = value
    }
  }
}

function takeSummary(summary: string, job: JobState, log: StepLog): string {
  const size = Buffer.byteLength(summary)
  if (size <= summaryLimit) return job.masks.apply(summary)
  const kilobytes = Math.round(size / 1024)
  log.error(`$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of 1024k, got ${kilobytes}k.`)
  return ''
}
