import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { NoOperationTraceWriter } from '@actions/workflow-parser'
import { convertActionTemplate, parseAction } from '@actions/workflow-parser/actions/index'
import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/template-token'

/** An action that can be run: a folder with an `action.yml` whose `using` is `node24`. */
export interface NodeAction {
  folder: string
  name: string
  main: string
  post: string | undefined
  postIf: string
  /** Default values by input name, not yet evaluated; undefined for an input without one. */
  inputs: ReadonlyMap<string, TemplateToken | undefined>
}

/** Actions of GitHub's that the examples use, small and local: `standins/actions/<name>`. */
const ownFolder = join(import.meta.dirname, '..', 'actions')

/**
 * The folder of `uses: ./path`, `owner/repo@ref` or `owner/repo/path@ref`. `mapped` names folders by the whole
 * text, or without `@ref`; `actions/checkout` and its like fall back to the stand-ins whatever their ref is.
 */
export function actionFolder(
  uses: string,
  workspace: string,
  mapped: Readonly<Record<string, string>>,
): string {
  if (uses.startsWith('./')) return join(workspace, uses)
  const [path = '', ref = ''] = uses.split('@')
  const [owner = '', repository = '', ...inside] = path.split('/')
  const whole = `${owner}/${repository}`
  const root = mapped[`${whole}@${ref}`] ?? mapped[whole]
  if (root !== undefined) return join(root, ...inside)
  if (owner === 'actions' && inside.length === 0 && existsSync(join(ownFolder, repository))) {
    return join(ownFolder, repository)
  }
  throw new Error(`Unable to resolve action ${uses}: the runner was given no folder for it.`)
}

/** Reads `action.yml`; throws with the parser's own words for a wrong one, and for anything but `node24`. */
export async function readAction(folder: string): Promise<NodeAction> {
  const file = ['action.yml', 'action.yaml'].map(name => join(folder, name)).find(path => existsSync(path))
  if (file === undefined) {
    throw new Error(
      `Can't find 'action.yml', 'action.yaml' or 'Dockerfile' under '${folder}'. ` +
        'Did you forget to run actions/checkout before running your local action?',
    )
  }
  const content = await readFile(file, 'utf8')
  const { context, value } = parseAction({ name: file, content }, new NoOperationTraceWriter())
  const errors = context.errors.getErrors().map(error => error.message)
  if (value === undefined || errors.length > 0) throw new Error(errors.join('\n') || `${file} is empty.`)
  const template = convertActionTemplate(context, value)
  const { runs } = template
  if (runs.using !== 'node24') {
    throw new Error(`${file}: this runner runs 'using: node24' only, not '${runs.using}'.`)
  }
  if (runs.pre !== undefined) throw new Error(`${file}: this runner knows no 'pre'.`)
  return {
    folder,
    name: template.name,
    main: join(folder, runs.main),
    post: runs.post === undefined ? undefined : join(folder, runs.post),
    postIf: runs.postIf ?? 'always()',
    inputs: new Map((template.inputs ?? []).map(input => [input.id, input.default])),
  }
}
