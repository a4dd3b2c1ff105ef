/** Ends a run with a message of the tool's. */
export class ToolError extends Error {
  override readonly name = 'ToolError'
  readonly exitCode: number

  constructor(message: string, exitCode = 1) {
    super(message)
    this.exitCode = exitCode
  }
}
