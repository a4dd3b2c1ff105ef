import { relative } from 'node:path'
import { isMapping } from '@actions/workflow-parser'
import type { Job } from '@actions/workflow-parser/model/workflow-template'
import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/template-token'
import { z } from 'zod'
import { eventPayload, githubContext } from './environment.ts'
import { child, evaluate, evaluateExpression, evaluateJson, isTrue, type Scope } from './expressions.ts'
import { expandMatrix } from './matrix.ts'
import { dispatchInputs, readWorkflow } from './read-workflow.ts'
import { type MatrixPlace, type Run, runJob } from './run-job.ts'
import type { CompleteRunOptions, Conclusion, JobResult, RunResult } from './run-result.ts'

/** What is known of a job id when all its matrix jobs are done. */
interface Done {
  result: Conclusion
  outputs: Record<string, string>
  jobs: JobResult[]
  /** All jobs it needed, directly or not, and itself. */
  chain: Map<string, Conclusion>
}

const jobKeys =
  'name needs if runs-on permissions environment concurrency outputs env defaults steps timeout-minutes strategy continue-on-error'.split(
    ' ',
  )

function chainOf(needs: readonly Done[]): Map<string, Conclusion> {
  return new Map(needs.flatMap(done => [...done.chain]))
}

function needsScope(run: Run, needs: ReadonlyMap<string, Done>): Scope {
  const conclusions = [...chainOf([...needs.values()]).values()]
  const failed = conclusions.includes('failure') ? 'failure' : 'success'
  return {
    contexts: {
      ...run.contexts,
      needs: Object.fromEntries([...needs].map(([id, { result, outputs }]) => [id, { result, outputs }])),
    },
    status: run.cancel.signal.aborted ? 'cancelled' : failed,
    succeeded: conclusions.every(conclusion => conclusion === 'success'),
  }
}

const strategySchema = z.object({
  matrix: z.unknown().optional(),
  'fail-fast': z.boolean().default(true),
  'max-parallel': z.number().optional(),
})

function refuseUnknownKeys(id: string, token: TemplateToken): void {
  if (!isMapping(token)) return
  for (const { key } of token) {
    if (!jobKeys.includes(key.toString())) {
      throw new Error(`This runner knows no job key '${key.toString()}' (job ${id}).`)
    }
  }
}

/** Runs `work` for all items, at most `limit` at a time; results in the order of the items. */
async function inParallel<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = []
  const queue = items.entries()
  const lane = async () => {
    for (const [index, item] of queue) results[index] = await work(item)
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, lane))
  return results
}

function skippedJob(id: string, conclusion: Conclusion, place: MatrixPlace): JobResult {
  const nothing = { outputs: {}, steps: [], annotations: [], summary: '', log: '', rawLog: '', masks: [] }
  return { id, name: id, matrix: place.combination, conclusion, ...nothing, workspace: '', orphans: [] }
}

/** All matrix jobs of one job id. */
async function runMatrix(
  run: Run,
  definition: Job,
  token: TemplateToken,
  scope: Scope,
): Promise<JobResult[]> {
  const id = definition.id.value
  const written = definition.strategy === undefined ? {} : evaluateJson(definition.strategy, scope)
  const strategy = strategySchema.parse(written)
  const combinations = strategy.matrix === undefined ? [null] : expandMatrix(strategy.matrix)
  if (combinations.length === 0) throw new Error(`The matrix of job ${id} has no combinations.`)
  const limit = strategy['max-parallel'] ?? combinations.length
  const stop = new AbortController()
  const places = combinations.map((combination, index) => ({
    combination,
    strategy: {
      'fail-fast': strategy['fail-fast'],
      'job-index': index,
      'job-total': combinations.length,
      'max-parallel': limit,
    },
    signal: AbortSignal.any([run.cancel.signal, stop.signal]),
  }))
  return inParallel(places, limit, async place => {
    if (place.signal.aborted && !run.cancel.signal.aborted) return skippedJob(id, 'cancelled', place)
    const result = await runJob(run, definition, token, scope, place)
    const tolerated = child(token, 'continue-on-error')
    const matrixScope = { ...scope, contexts: { ...scope.contexts, matrix: place.combination } }
    const tolerant = tolerated !== undefined && isTrue(evaluate(tolerated, matrixScope))
    if (result.conclusion === 'failure' && strategy['fail-fast'] && !tolerant) stop.abort()
    return tolerant && result.conclusion === 'failure' ? { ...result, conclusion: 'success' } : result
  })
}

function worst(conclusions: readonly Conclusion[]): Conclusion {
  const order: readonly Conclusion[] = ['failure', 'cancelled', 'success', 'skipped']
  return order.find(conclusion => conclusions.includes(conclusion)) ?? 'success'
}

async function runJobId(
  run: Run,
  definition: Job,
  token: TemplateToken,
  needs: ReadonlyMap<string, Done>,
): Promise<Done> {
  const id = definition.id.value
  refuseUnknownKeys(id, token)
  const scope = needsScope(run, needs)
  const place = { combination: null, strategy: {}, signal: run.cancel.signal }
  const jobs = isTrue(evaluateExpression(definition.if.expression, scope))
    ? await runMatrix(run, definition, token, scope)
    : [skippedJob(id, 'skipped', place)]
  const result = worst(jobs.map(({ conclusion }) => conclusion))
  const outputs: Record<string, string> = {}
  for (const job of jobs) Object.assign(outputs, job.outputs)
  return { result, outputs, jobs, chain: new Map([...chainOf([...needs.values()]), [id, result]]) }
}

/** Runs a whole workflow: each job when those it needs are done, independent ones at the same time. */
export async function runWorkflowHere(options: CompleteRunOptions): Promise<RunResult> {
  const workflow = await readWorkflow(options)
  const inputs = dispatchInputs(workflow, options)
  const file = relative(options.repository, options.file)
  const name = child(workflow.root, 'name')?.assertString('name').value ?? file
  const github = githubContext(options, { name, file })
  const event = eventPayload(options, github.repository ?? '', inputs)
  const secrets = { ...options.secrets, GITHUB_TOKEN: github.token ?? '' }
  const run: Run = {
    options,
    workflow,
    contexts: { github: { ...github, event }, inputs, vars: options.vars, secrets },
    cancel: new AbortController(),
  }
  const running = new Map<string, Promise<Done>>()
  for (const definition of workflow.template.jobs) {
    if (definition.type !== 'job') throw new Error('This runner runs no reusable workflows.')
    const token = child(child(workflow.root, 'jobs'), definition.id.value)
    if (token === undefined) throw new Error(`Job ${definition.id.value} is not in the file.`)
    const start = async (): Promise<Done> => {
      const needs = new Map<string, Done>()
      for (const { value } of definition.needs ?? []) {
        const done = await running.get(value)
        if (done !== undefined) needs.set(value, done)
      }
      return runJobId(run, definition, token, needs)
    }
    // Jobs may be written before those they need: all are known before the first one starts.
    running.set(definition.id.value, Promise.resolve().then(start))
  }
  const done = await Promise.all(running.values())
  return {
    conclusion: run.cancel.signal.aborted ? 'cancelled' : worst(done.map(({ result }) => result)),
    jobs: done.flatMap(({ jobs }) => jobs),
  }
}
