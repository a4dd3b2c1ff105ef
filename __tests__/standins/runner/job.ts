import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { isMapping, isSequence } from '@actions/workflow-parser'
import type { Job, Step } from '@actions/workflow-parser/model/workflow-template'
import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/template-token'
import { actionFolder, type NodeAction, readAction } from './actions.ts'
import { child, evaluate, evaluateExpression, evaluateText, evaluateTexts, isTrue } from './expressions.ts'
import type { JobState } from './job-state.ts'
import type { Conclusion, StepResult } from './run-result.ts'
import { type Invocation, inputVariables, invoke, type StepEffects, scriptCommand } from './step.ts'
import { StepLog } from './step-log.ts'

/** A `post` that an action has earned by running. */
interface PostStep {
  action: NodeAction
  name: string
  id: string
  env: Record<string, string>
  /** Grows with what `main` saved. */
  state: Record<string, string>
}

/** Told of every shown line and of every raw one, as they come. */
export interface LineListener {
  shown(line: string): void
}

const stepKeys =
  'id name if run uses with env shell working-directory continue-on-error timeout-minutes'.split(' ')

function refuseUnknownKeys(step: TemplateToken | undefined): void {
  if (step === undefined || !isMapping(step)) return
  for (const { key } of step) {
    if (!stepKeys.includes(key.toString()))
      throw new Error(`This runner knows no step key '${key.toString()}'.`)
  }
}

function minutes(token: TemplateToken | undefined, job: JobState): number | undefined {
  return token === undefined ? undefined : Number(evaluateText(token, job.scope()))
}

/** Runs the steps of one job in order, then the posts in the opposite order; `raw` is the job as written. */
export class JobRun {
  readonly results: StepResult[] = []
  readonly raw: string[] = []
  readonly #job: JobState
  readonly #token: TemplateToken
  readonly #defaults: TemplateToken | undefined
  readonly #listener: LineListener
  readonly #posts: PostStep[] = []
  #count = 0

  constructor(
    job: JobState,
    token: TemplateToken,
    defaults: TemplateToken | undefined,
    listener: LineListener,
  ) {
    this.#job = job
    this.#token = token
    this.#defaults = defaults
    this.#listener = listener
  }

  async run(definition: Job): Promise<void> {
    const tokens = child(this.#token, 'steps')
    const written = tokens !== undefined && isSequence(tokens) ? [...tokens] : []
    for (const [index, step] of definition.steps.entries()) await this.#main(step, written[index])
    for (const post of this.#posts.toReversed()) await this.#post(post)
  }

  /** The value of `defaults.run.<key>`, the job's before the workflow's. */
  #default(key: string): TemplateToken | undefined {
    const own = child(child(child(this.#token, 'defaults'), 'run'), key)
    return own ?? child(child(this.#defaults, 'run'), key)
  }

  async #main(step: Step, written: TemplateToken | undefined): Promise<void> {
    refuseUnknownKeys(written)
    if (!('run' in step) && !('uses' in step))
      throw new Error('This runner runs `run` and `uses` steps only.')
    const fallback = () =>
      'run' in step ? (evaluateText(step.run, this.#job.scope()).split('\n')[0] ?? '') : step.uses.value
    const shouldRun = () => isTrue(evaluateExpression(step.if.expression, this.#job.scope()))
    const tolerant = () => {
      const value = step['continue-on-error']
      return typeof value === 'object' ? isTrue(evaluate(value, this.#job.scope())) : value === true
    }
    const name = () =>
      step.name === undefined ? `Run ${fallback()}` : evaluateText(step.name, this.#job.scope())
    await this.#record({ id: step.id, name, phase: 'main', shouldRun, tolerant }, log =>
      'run' in step
        ? this.#script(step.run, written, log)
        : this.#action(step.uses.value, step.id, written, log),
    )
  }

  async #post(post: PostStep): Promise<void> {
    const scope = () => this.#job.scope(post.env)
    const shouldRun = () => isTrue(evaluateExpression(post.action.postIf, scope()))
    const name = () => `Post ${post.name}`
    await this.#record({ id: post.id, name, phase: 'post', shouldRun, tolerant: () => false }, log => {
      const env = { ...post.env }
      for (const [key, value] of Object.entries(post.state)) env[`STATE_${key}`] = value
      return invoke(this.#job, this.#nodeInvocation(post.action.post ?? '', env, undefined), log)
    })
  }

  /** Runs a step when its condition holds, and notes what came of it in results and contexts. */
  async #record(
    step: {
      id: string
      name: () => string
      phase: 'main' | 'post'
      shouldRun: () => boolean
      tolerant: () => boolean
    },
    work: (log: StepLog) => Promise<StepEffects>,
  ): Promise<void> {
    const started = Date.now()
    const log = new StepLog(this.#job.masks, line => this.#listener.shown(line))
    let outcome: Conclusion = 'skipped'
    let effects: StepEffects = { outcome: 'failure', outputs: {}, state: {}, summary: '' }
    let name = step.id
    let tolerant = false
    try {
      name = step.name()
      if (step.shouldRun()) {
        log.show(`##[group]${name}`)
        effects = await work(log)
        outcome = effects.outcome
        tolerant = outcome === 'failure' && step.tolerant()
      }
    } catch (error) {
      outcome = 'failure'
      log.error(error instanceof Error ? error.message : String(error))
    }
    const conclusion = tolerant ? 'success' : outcome
    if (conclusion === 'failure' || conclusion === 'cancelled') this.#job.status = conclusion
    if (step.phase === 'main') this.#job.steps[step.id] = { outputs: effects.outputs, outcome, conclusion }
    this.raw.push(...log.raw)
    this.results.push({
      id: step.id,
      name: this.#job.masks.apply(name),
      phase: step.phase,
      outcome,
      conclusion,
      outputs: effects.outputs,
      annotations: log.effects.annotations,
      summary: effects.summary,
      log: log.text,
      milliseconds: Date.now() - started,
    })
  }

  #key(): string {
    this.#count += 1
    return `${this.#count}-${randomUUID()}`
  }

  #nodeInvocation(file: string, env: Record<string, string>, timeoutMinutes: number | undefined): Invocation {
    const { node } = this.#job.options
    return {
      command: node,
      args: [file],
      cwd: this.#job.folders.workspace,
      env,
      key: this.#key(),
      timeoutMinutes,
    }
  }

  async #script(run: TemplateToken, written: TemplateToken | undefined, log: StepLog): Promise<StepEffects> {
    const job = this.#job
    const env = evaluateTexts(child(written, 'env'), job.scope())
    const scope = job.scope(env)
    const script = evaluateText(run, scope)
    const shell = child(written, 'shell') ?? this.#default('shell')
    const folder = child(written, 'working-directory') ?? this.#default('working-directory')
    const { command, args } = await scriptCommand(
      script,
      shell === undefined ? undefined : evaluateText(shell, scope),
      job.folders.temp,
    )
    for (const line of script.trimEnd().split('\n')) log.show(line)
    log.show('##[endgroup]')
    const cwd = join(job.folders.workspace, evaluateText(folder, scope))
    const timeoutMinutes = minutes(child(written, 'timeout-minutes'), job)
    return invoke(job, { command, args, cwd, env, key: this.#key(), timeoutMinutes }, log)
  }

  async #action(
    uses: string,
    id: string,
    written: TemplateToken | undefined,
    log: StepLog,
  ): Promise<StepEffects> {
    const job = this.#job
    const action = await readAction(actionFolder(uses, job.folders.workspace, job.options.actions))
    const stepEnv = evaluateTexts(child(written, 'env'), job.scope())
    const scope = job.scope(stepEnv)
    const given = evaluateTexts(child(written, 'with'), scope)
    const inputs = inputVariables(action, given, scope, log)
    for (const [name, value] of Object.entries(given)) log.show(`  ${name}: ${value}`)
    log.show('##[endgroup]')
    const [repository = '', ref = ''] = uses.startsWith('./') ? [] : uses.split('@')
    const env = {
      ...stepEnv,
      ...inputs,
      ...job.options.services,
      GITHUB_ACTION: id,
      GITHUB_ACTION_PATH: action.folder,
      GITHUB_ACTION_REPOSITORY: repository,
      GITHUB_ACTION_REF: ref,
      STANDIN_REPOSITORY: job.options.repository,
    }
    const post: PostStep = { action, name: uses, id, env, state: {} }
    if (action.post !== undefined) this.#posts.push(post)
    const timeoutMinutes = minutes(child(written, 'timeout-minutes'), job)
    const effects = await invoke(job, this.#nodeInvocation(action.main, env, timeoutMinutes), log)
    Object.assign(post.state, effects.state)
    return effects
  }
}
