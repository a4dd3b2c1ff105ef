import { z } from 'zod'

const texts = z.record(z.string(), z.string())
const conclusion = z.enum(['success', 'failure', 'cancelled', 'skipped'])

const annotation = z.object({
  level: z.enum(['error', 'warning', 'notice']),
  message: z.string(),
  title: z.string().optional(),
  file: z.string().optional(),
  line: z.number().optional(),
})

const step = z.object({
  /** As in the `steps` context; the runner's own `__run` and the like where the workflow gives none. */
  id: z.string(),
  name: z.string(),
  phase: z.enum(['main', 'post']),
  /** Before and after `continue-on-error`. */
  outcome: conclusion,
  conclusion,
  outputs: texts,
  annotations: z.array(annotation),
  /** What it wrote to `GITHUB_STEP_SUMMARY`. */
  summary: z.string(),
  /** The step's lines as they are shown: commands carried out, secrets hidden. */
  log: z.string(),
  milliseconds: z.number(),
})

const job = z.object({
  id: z.string(),
  name: z.string(),
  matrix: z.record(z.string(), z.unknown()).nullable(),
  conclusion,
  outputs: texts,
  steps: z.array(step),
  annotations: z.array(annotation),
  summary: z.string(),
  log: z.string(),
  /** Every line as the processes wrote it, secrets and commands included. */
  rawLog: z.string(),
  /** All values that are hidden. */
  masks: z.array(z.string()),
  /** `GITHUB_WORKSPACE` as the job left it. */
  workspace: z.string(),
  /** Command lines of processes that outlived the job and were killed; null where they cannot be found (no /proc). */
  orphans: z.array(z.string()).nullable(),
})

/** What the runner hands back. */
export const runResultSchema = z.object({ conclusion, jobs: z.array(job) })

export type RunResult = z.infer<typeof runResultSchema>
export type JobResult = z.infer<typeof job>
export type StepResult = z.infer<typeof step>
export type Annotation = z.infer<typeof annotation>
export type Conclusion = z.infer<typeof conclusion>

/** What the runner is asked for; the doc comments of `runner.ts` say what each means. */
export const runOptionsSchema = z.object({
  file: z.string(),
  repository: z.string(),
  work: z.string(),
  event: z
    .object({ name: z.string(), payload: z.record(z.string(), z.unknown()).default({}) })
    .default({ name: 'workflow_dispatch', payload: {} }),
  inputs: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  secrets: texts.default({}),
  vars: texts.default({}),
  env: texts.default({}),
  services: texts.default({}),
  actions: texts.default({}),
  github: z.record(z.string(), z.string()).default({}),
  node: z.string().default(process.execPath),
  cancelWhen: z.string().optional(),
  cancelTimes: z
    .object({ terminateAfter: z.number(), killAfter: z.number() })
    .default({ terminateAfter: 7500, killAfter: 2500 }),
})

export type RunOptions = z.input<typeof runOptionsSchema>
export type CompleteRunOptions = z.output<typeof runOptionsSchema>
