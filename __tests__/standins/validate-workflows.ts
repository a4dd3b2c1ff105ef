import { join } from 'node:path'
import { z } from 'zod'
import { runProcess } from './run-process.ts'

const problemSchema = z.object({
  /** Absolute. */
  file: z.string(),
  /** 1-based. */
  line: z.number(),
  column: z.number(),
  message: z.string(),
  severity: z.enum(['error', 'warning']),
  source: z.enum(['language service', 'actionlint']),
})

/** Something that GitHub or actionlint would complain about. */
export type WorkflowProblem = z.infer<typeof problemSchema>

/**
 * Checks workflow and action files with GitHub's own language service (`@actions/languageservice`) and
 * actionlint 1.7.7 (workflows only); an empty list means that both are content.
 * `actions` names the folders of actions whose `with` is checked, by `owner/repo` or `./` for the repository's own;
 * of other actions only the reference is looked at. About 0.5 s, and 2 s more for the first workflow.
 */
export async function validateFiles(
  files: readonly string[],
  actions: Readonly<Record<string, string>> = {},
): Promise<WorkflowProblem[]> {
  const { './': own, ...named } = actions
  const known = own === undefined ? named : { ...named, 'own/self': own }
  const preload = new URL('json-imports.ts', import.meta.url).href
  const program = join(import.meta.dirname, 'validator-process.ts')
  const { stdout, stderr, code } = await runProcess(
    process.execPath,
    ['--no-warnings', '--import', preload, program],
    { input: JSON.stringify({ files, actions: known }) },
  )
  if (code !== 0) throw new Error(`The validator ended with ${String(code)}: ${stderr}`)
  return z.array(problemSchema).parse(JSON.parse(stdout))
}

/** `validateFiles` for one workflow. */
export function validateWorkflow(
  file: string,
  actions: Readonly<Record<string, string>> = {},
): Promise<WorkflowProblem[]> {
  return validateFiles([file], actions)
}

/** `validateFiles` for one `action.yml`. */
export function validateAction(file: string): Promise<WorkflowProblem[]> {
  return validateFiles([file])
}
