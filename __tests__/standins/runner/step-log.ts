import type { Masks } from './masks.ts'
import type { Annotation } from './run-result.ts'
import { commandNames, parseCommand, type WorkflowCommand } from './workflow-commands.ts'

/** What a step said through commands rather than files. */
export interface CommandEffects {
  outputs: Record<string, string>
  state: Record<string, string>
  annotations: Annotation[]
  /** Set when the runner itself fails the step because of a command. */
  failed: boolean
}

/**
 * The lines of one step: carries out workflow commands ("Workflow commands for GitHub Actions" in GitHub's
 * docs, `ActionCommandManager` of the runner) and hides secrets. `set-env` and `add-path` are refused as they
 * have been since 2020; problem matchers are accepted and not applied.
 */
export class StepLog {
  readonly effects: CommandEffects = { outputs: {}, state: {}, annotations: [], failed: false }
  readonly raw: string[] = []
  readonly #shown: string[] = []
  readonly #masks: Masks
  readonly #onLine: (shown: string) => void
  readonly #known = new Set<string>(commandNames)
  #stopToken: string | undefined
  #echo = false

  constructor(masks: Masks, onLine: (shown: string) => void) {
    this.#masks = masks
    this.#onLine = onLine
  }

  get text(): string {
    return this.#shown.join('\n')
  }

  /** A line of the runner's own. */
  show(line: string): void {
    const shown = this.#masks.apply(line)
    this.#shown.push(shown)
    this.#onLine(shown)
  }

  /** Complains in the log and as an annotation. */
  error(message: string): void {
    this.effects.annotations.push({ level: 'error', message: this.#masks.apply(message) })
    this.show(`##[error]${message}`)
  }

  /** A line that a process wrote, to standard output or standard error. */
  write(line: string): void {
    this.raw.push(line)
    const command = parseCommand(line, this.#known)
    if (command === undefined) this.show(line)
    else if (this.#stopToken !== undefined) this.#whileStopped(command, line)
    else this.#carryOut(command, line)
  }

  #whileStopped(command: WorkflowCommand, line: string): void {
    this.show(line)
    if (command.name !== this.#stopToken) return
    this.#known.delete(command.name)
    this.#stopToken = undefined
  }

  #carryOut(command: WorkflowCommand, line: string): void {
    const { name, data } = command
    if (this.#echo && !['add-mask', 'debug', 'error', 'warning', 'notice'].includes(name)) this.show(line)
    switch (name) {
      case 'stop-commands':
        this.#stop(data, line)
        return
      case 'add-mask':
        if (data.trim() === '') this.show("##[warning]Can't add secret mask for empty string.")
        this.#masks.add(data)
        return
      case 'error':
      case 'warning':
      case 'notice':
        this.#annotate(name, command)
        return
      case 'group':
        this.show(`##[group]${data}`)
        return
      case 'endgroup':
        this.show('##[endgroup]')
        return
      case 'echo':
        this.#echo = data.trim().toLowerCase() === 'on'
        return
      case 'set-env':
      case 'add-path':
        this.effects.failed = true
        this.error(`The \`${name}\` command is disabled. Please upgrade to using Environment Files.`)
        return
      case 'set-output':
      case 'save-state':
        this.#assign(name, command)
        return
      default:
        return
    }
  }

  #stop(token: string, line: string): void {
    if (token === '' || token === 'pause-logging' || this.#known.has(token.toLowerCase())) {
      this.effects.failed = true
      this.error(`Invoking ::stop-commands:: with the value '${token}' is not allowed.`)
      return
    }
    this.show(line)
    this.#stopToken = token.toLowerCase()
    this.#known.add(this.#stopToken)
  }

  #assign(name: 'set-output' | 'save-state', command: WorkflowCommand): void {
    const key = command.properties.name
    if (key === undefined || key === '') {
      this.effects.failed = true
      this.error(`Required field 'name' is missing in ##[${name}] command.`)
      return
    }
    const target = name === 'set-output' ? this.effects.outputs : this.effects.state
    target[key] = command.data
    this.show(`##[warning]The \`${name}\` command is deprecated and will be disabled soon.`)
  }

  #annotate(level: Annotation['level'], { data, properties }: WorkflowCommand): void {
    const { title, file, line } = properties
    this.effects.annotations.push({
      level,
      message: this.#masks.apply(data),
      ...(title === undefined ? {} : { title: this.#masks.apply(title) }),
      ...(file === undefined ? {} : { file }),
      ...(line === undefined ? {} : { line: Number(line) }),
    })
    this.show(`##[${level}]${data}`)
  }
}
