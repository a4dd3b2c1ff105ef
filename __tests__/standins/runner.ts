import { join } from 'node:path'
import { z } from 'zod'
import { runProcess } from './run-process.ts'
import { type RunOptions, type RunResult, runResultSchema } from './runner/run-result.ts'

export type { Annotation, JobResult, RunOptions, RunResult, StepResult } from './runner/run-result.ts'

const replySchema = z.union([z.object({ result: runResultSchema }), z.object({ error: z.string() })])

/**
 * Runs a workflow on this machine the way GitHub's runner does, with GitHub's own parser
 * (`@actions/workflow-parser`) and expression engine (`@actions/expressions`).
 *
 * Imitated from "Workflow syntax for GitHub Actions", "Workflow commands", "Contexts reference", "Variables
 * reference" and "Workflow cancellation reference" of GitHub's docs and from the sources of actions/runner:
 * `run` steps in bash or sh, `node24` actions with `main` and `post`, the command files, workflow commands,
 * masks in all of the runner's encodings, `if` with the status functions, `needs`, matrices with
 * include/exclude/fail-fast/max-parallel (jobs run at the same time), job outputs, timeouts, cancelling.
 * Refused, not ignored: containers, services, reusable workflows, composite and Docker actions, `pre`.
 * Not enforced: `permissions`, `concurrency`, `environment`; problem matchers are not applied.
 *
 * Options:
 * - `file`: the workflow, absolute. `repository`: the folder that `actions/checkout` brings (a git repository is
 *   cloned, any other folder copied). `work`: where the jobs' folders are made, one each.
 * - `event`: `{name, payload}`, `workflow_dispatch` by default; a workflow that it does not start is an error.
 * - `inputs` of the dispatch, `secrets`, `vars`, and `env`, variables of the machine for every step.
 * - `services`: variables that only actions get, as `ACTIONS_RUNTIME_TOKEN` (see `ResultsService.environment`).
 * - `actions`: folders by `owner/repo@ref` or `owner/repo`. `actions/checkout`, `actions/setup-node` and
 *   `actions/upload-artifact` are there already. `./path` is looked up in the workspace.
 * - `github`: values of the `github` context (`repository`, `run_id`, `api_url`, `token`, …) over the defaults.
 * - `node`: the Node 24 that runs actions; the current one by default.
 * - `cancelWhen`: cancels the run when a shown line holds this text. `cancelTimes`: milliseconds from SIGINT to
 *   SIGTERM (7500) and from there to SIGKILL of the whole tree (2500).
 *
 * Throws with the parser's words for a workflow that is not valid.
 */
export async function runWorkflow(options: RunOptions): Promise<RunResult> {
  const preloads = ['json-imports.ts', 'parser-corrections.ts'].flatMap(name => [
    '--import',
    new URL(name, import.meta.url).href,
  ])
  const program = join(import.meta.dirname, 'runner-process.ts')
  const { stdout, stderr, code } = await runProcess(process.execPath, [...preloads, program], {
    input: JSON.stringify(options),
  })
  if (code !== 0) throw new Error(`The runner ended with ${String(code)}: ${stderr}`)
  const reply = replySchema.parse(JSON.parse(stdout))
  if ('error' in reply) throw new Error(reply.error)
  return reply.result
}
