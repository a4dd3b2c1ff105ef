import type { JobFolders } from './environment.ts'
import type { Scope } from './expressions.ts'
import type { Masks } from './masks.ts'
import type { Combination } from './matrix.ts'
import type { CompleteRunOptions } from './run-result.ts'

/** What a finished step shows in the `steps` context. */
export interface StepEntry {
  outputs: Readonly<Record<string, string>>
  outcome: string
  conclusion: string
}

/** One job while it runs. */
export class JobState {
  readonly options: CompleteRunOptions
  readonly folders: JobFolders
  readonly masks: Masks
  readonly signal: AbortSignal
  readonly contexts: Readonly<Record<string, unknown>>
  readonly #defaults: Readonly<Record<string, string>>
  /** Variables of workflow, job and `GITHUB_ENV`, in that order. */
  readonly env: Record<string, string> = {}
  /** Folders from `GITHUB_PATH`, the newest first. */
  readonly paths: string[] = []
  readonly steps: Record<string, StepEntry> = {}
  status: 'success' | 'failure' | 'cancelled' = 'success'

  constructor(given: {
    options: CompleteRunOptions
    folders: JobFolders
    masks: Masks
    signal: AbortSignal
    /** Everything but `env`, `steps` and `job`. */
    contexts: Readonly<Record<string, unknown>> & { matrix: Combination | null }
    defaults: Readonly<Record<string, string>>
  }) {
    this.options = given.options
    this.folders = given.folders
    this.masks = given.masks
    this.signal = given.signal
    this.contexts = given.contexts
    this.#defaults = given.defaults
  }

  /** The variables of a step before its own. */
  environment(): Record<string, string> {
    return { ...this.#defaults, ...this.options.env, ...this.env }
  }

  /** What expressions see now, with a step's own variables over the job's. */
  scope(stepEnv: Readonly<Record<string, string>> = {}): Scope {
    return {
      contexts: {
        ...this.contexts,
        env: { ...this.env, ...stepEnv },
        steps: this.steps,
        job: { status: this.status },
      },
      status: this.signal.aborted ? 'cancelled' : this.status,
      workspace: this.folders.workspace,
    }
  }
}
