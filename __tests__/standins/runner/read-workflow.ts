import { readFile } from 'node:fs/promises'
import {
  convertWorkflowTemplate,
  isMapping,
  NoOperationTraceWriter,
  parseWorkflow,
} from '@actions/workflow-parser'
import type { WorkflowTemplate } from '@actions/workflow-parser/model/workflow-template'
import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/template-token'
import { child, evaluateJson, evaluateText } from './expressions.ts'
import type { CompleteRunOptions } from './run-result.ts'

/** A workflow as GitHub's converter makes it, and as it was written: the converter leaves out `with` and `shell`. */
export interface Workflow {
  template: WorkflowTemplate
  root: TemplateToken
}

/** Reads a workflow with GitHub's parser; throws with its words when it finds anything wrong. */
export async function readWorkflow(options: CompleteRunOptions): Promise<Workflow> {
  const content = await readFile(options.file, 'utf8')
  const { context, value } = parseWorkflow({ name: options.file, content }, new NoOperationTraceWriter())
  const template = value === undefined ? undefined : await convertWorkflowTemplate(context, value)
  const errors = context.errors.getErrors().map(error => error.message)
  if (template === undefined || value === undefined || errors.length > 0) {
    throw new Error(`The workflow is not valid. ${errors.join('\n')}`)
  }
  if (template.events[options.event.name] === undefined) {
    throw new Error(`${options.file} is not started by ${options.event.name}.`)
  }
  return { template, root: value }
}

/**
 * Inputs of a dispatch: the defaults, then what is given; an unknown or missing one throws as GitHub's API does.
 * Read as written, because the converter knows no inputs of type `number`.
 */
export function dispatchInputs(workflow: Workflow, options: CompleteRunOptions): Record<string, unknown> {
  const written = child(child(child(workflow.root, 'on'), 'workflow_dispatch'), 'inputs')
  const defined = written !== undefined && isMapping(written) ? [...written] : []
  const names = new Set(defined.map(({ key }) => key.toString()))
  const unexpected = Object.keys(options.inputs).filter(name => !names.has(name))
  if (unexpected.length > 0) throw new Error(`Unexpected inputs provided: ${JSON.stringify(unexpected)}`)
  if (options.event.name !== 'workflow_dispatch') return {}
  const scope = { contexts: {}, status: 'success' } as const
  const inputs: Record<string, unknown> = {}
  for (const { key, value: definition } of defined) {
    const name = key.toString()
    const preset = child(definition, 'default')
    const value = options.inputs[name] ?? (preset === undefined ? undefined : evaluateJson(preset, scope))
    if (value === undefined && evaluateText(child(definition, 'required'), scope) === 'true') {
      throw new Error(`Required input '${name}' not provided`)
    }
    inputs[name] = value ?? (evaluateText(child(definition, 'type'), scope) === 'boolean' ? false : '')
  }
  return inputs
}
