/**
 * The runner's own process: options as JSON on standard input, `{result}` or `{error}` as JSON on standard
 * output. Started by `runWorkflow` with `json-imports.ts` and `parser-corrections.ts` preloaded.
 */
import { text } from 'node:stream/consumers'
import { runOptionsSchema } from './runner/run-result.ts'
import { runWorkflowHere } from './runner/workflow.ts'

async function answer(): Promise<unknown> {
  try {
    const options = runOptionsSchema.parse(JSON.parse(await text(process.stdin)))
    return { result: await runWorkflowHere(options) }
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) }
  }
}

process.stdout.write(JSON.stringify(await answer()))
