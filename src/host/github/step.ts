import { error, setFailed, setOutput, summary, warning } from '@actions/core'
import { messageOf } from '../../kernel/errors.ts'

/** Bytes that GitHub takes as the summary of a step are 1 MiB; a bit is left for what others write in the same step. */
export const summaryLimit = 1_000_000

/** Something at a line of a file that the user is to look at. */
export interface Annotation {
  message: string
  /** From the workspace. */
  file?: string
  /** 1-based. */
  startLine?: number
}

/** All that a step leaves behind. */
export interface StepResult {
  outputs: ReadonlyMap<string, string>
  annotations: readonly Annotation[]
  /** One sentence; null where the step succeeds. */
  failure: string | null
  /** Markdown; empty where there is nothing to say. */
  summary: string
}

/** Hands a step's result to the runner. */
export async function finishStep(result: StepResult): Promise<void> {
  for (const [name, value] of result.outputs) setOutput(name, value)
  for (const { message, ...place } of result.annotations) error(message, { title: 'update-train', ...place })
  if (result.failure !== null) setFailed(result.failure)
  if (result.summary !== '' && (process.env['GITHUB_STEP_SUMMARY'] ?? '') !== '') await show(result.summary)
}

/** A summary that cannot be written takes nothing from what the step did. */
async function show(markdown: string): Promise<void> {
  try {
    await summary.addRaw(markdown, true).write()
  } catch (failure) {
    warning(`The job summary could not be written: ${messageOf(failure)}`)
  }
}
