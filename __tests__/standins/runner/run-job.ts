import { randomUUID } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Job } from '@actions/workflow-parser/model/workflow-template'
import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/template-token'
import { defaultEnvironment, jobFolders, runnerContext } from './environment.ts'
import { child, evaluateText, evaluateTexts, type Scope } from './expressions.ts'
import { JobRun } from './job.ts'
import { JobState } from './job-state.ts'
import { Masks } from './masks.ts'
import { type Combination, matrixName } from './matrix.ts'
import type { Workflow } from './read-workflow.ts'
import type { CompleteRunOptions, JobResult } from './run-result.ts'
import { killOrphans } from './step-process.ts'

/** What is the same for all jobs of a run. */
export interface Run {
  options: CompleteRunOptions
  workflow: Workflow
  contexts: {
    github: Readonly<Record<string, unknown>>
    inputs: Readonly<Record<string, unknown>>
    vars: Readonly<Record<string, string>>
    secrets: Readonly<Record<string, string>>
  }
  cancel: AbortController
}

/** One job of a matrix, or the only one of a job without. */
export interface MatrixPlace {
  combination: Combination | null
  /** The `strategy` context. */
  strategy: Readonly<Record<string, unknown>>
  /** Aborted when the run is cancelled, or when another job of a fail-fast matrix failed. */
  signal: AbortSignal
}

/** Outputs that hold no secret; the runner drops the others with a warning. */
function jobOutputs(
  token: TemplateToken | undefined,
  job: JobState,
  result: JobResult,
): Record<string, string> {
  const outputs: Record<string, string> = {}
  for (const [name, value] of Object.entries(evaluateTexts(token, job.scope()))) {
    if (job.masks.apply(value) === value) outputs[name] = value
    else {
      const message = `Skip output '${name}' since it may contain secret.`
      result.annotations.push({ level: 'warning', message })
    }
  }
  return outputs
}

/** Runs one job from its empty workspace to its last post step, and ends whatever it left running. */
export async function runJob(
  run: Run,
  definition: Job,
  token: TemplateToken,
  scope: Scope,
  place: MatrixPlace,
): Promise<JobResult> {
  const { options, contexts } = run
  const id = definition.id.value
  const index = String(place.strategy['job-index'])
  const folders = jobFolders(options.work, place.combination === null ? id : `${id}-${index}`)
  for (const folder of [folders.workspace, folders.temp, dirname(folders.eventFile)]) {
    await mkdir(folder, { recursive: true })
  }
  await writeFile(folders.eventFile, JSON.stringify(contexts.github.event))
  const github = { ...contexts.github, job: id, workspace: folders.workspace, event_path: folders.eventFile }
  const runner = runnerContext(folders)
  const masks = new Masks()
  const hidden = [...Object.values(options.secrets), String(contexts.github.token)]
  for (const secret of [...hidden, options.services.ACTIONS_RUNTIME_TOKEN ?? '']) masks.add(secret)
  const ended = new AbortController()
  const signal = AbortSignal.any([place.signal, ended.signal])
  const trackingId = `github_${randomUUID()}`
  const job = new JobState({
    options,
    folders,
    masks,
    signal,
    contexts: { ...scope.contexts, github, runner, matrix: place.combination, strategy: place.strategy },
    defaults: defaultEnvironment(github, runner, trackingId),
  })
  Object.assign(job.env, evaluateTexts(child(run.workflow.root, 'env'), job.scope()))
  Object.assign(job.env, evaluateTexts(definition.env, job.scope()))

  const lines: string[] = []
  const shown = (line: string): void => {
    lines.push(line)
    if (options.cancelWhen !== undefined && line.includes(options.cancelWhen)) run.cancel.abort()
  }
  const steps = new JobRun(job, token, child(run.workflow.root, 'defaults'), { shown })
  const timeout = child(token, 'timeout-minutes')
  const limit = timeout === undefined ? 360 : Number(evaluateText(timeout, job.scope()))
  const timer = setTimeout(() => ended.abort(), limit * 60_000)
  await steps.run(definition)
  clearTimeout(timer)

  const name = definition.name === undefined ? id : evaluateText(definition.name, job.scope())
  const result: JobResult = {
    id,
    name: child(token, 'name') === undefined ? matrixName(id, place.combination ?? {}) : name,
    matrix: place.combination,
    conclusion: signal.aborted && job.status === 'success' ? 'cancelled' : job.status,
    outputs: {},
    steps: steps.results,
    annotations: steps.results.flatMap(({ annotations }) => annotations),
    summary: steps.results
      .map(({ summary }) => summary)
      .filter(summary => summary !== '')
      .join('\n'),
    log: lines.join('\n'),
    rawLog: steps.raw.join('\n'),
    masks: masks.list(),
    workspace: folders.workspace,
    orphans: await killOrphans(trackingId),
  }
  result.outputs = jobOutputs(definition.outputs, job, result)
  return result
}
