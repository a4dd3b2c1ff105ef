import { createHash } from 'node:crypto'
import { globSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { data, Evaluator, Lexer, Parser } from '@actions/expressions'
import {
  isBasicExpression,
  isBoolean,
  isMapping,
  isNumber,
  isSequence,
  isString,
} from '@actions/workflow-parser'
import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/template-token'

type ExpressionData = ReturnType<Evaluator['evaluate']>

/** What expressions see: contexts by name, and what the status functions answer. */
export interface Scope {
  contexts: Readonly<Record<string, unknown>>
  status: 'success' | 'failure' | 'cancelled'
  /** True when every job that this one needs succeeded; a step's own jobs have none to ask. */
  succeeded?: boolean
  /** Where `hashFiles` looks. */
  workspace?: string
}

const contextNames = 'github env vars job jobs steps runner secrets strategy matrix needs inputs'.split(' ')

function fromJson(value: unknown): ExpressionData {
  if (typeof value === 'string') return new data.StringData(value)
  if (typeof value === 'number') return new data.NumberData(value)
  if (typeof value === 'boolean') return new data.BooleanData(value)
  if (Array.isArray(value)) return new data.Array(...value.map(fromJson))
  if (typeof value !== 'object' || value === null) return new data.Null()
  const pairs = Object.entries(value).map(([key, item]) => ({ key, value: fromJson(item) }))
  return new data.Dictionary(...pairs)
}

/** `hashFiles(…)`: SHA-256 over the SHA-256 of every matching file in the order of their paths. */
function hashFiles(workspace: string, patterns: readonly string[]): string {
  const files = globSync([...patterns], { cwd: workspace }).toSorted()
  const total = createHash('sha256')
  let found = false
  for (const file of files) {
    const path = join(workspace, file)
    if (!statSync(path).isFile()) continue
    found = true
    total.update(createHash('sha256').update(readFileSync(path)).digest())
  }
  return found ? total.digest('hex') : ''
}

function functionsOf(scope: Scope) {
  const truth = (name: string, value: boolean) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => new data.BooleanData(value),
  })
  const succeeded = scope.succeeded ?? scope.status === 'success'
  return [
    truth('always', true),
    truth('success', succeeded && scope.status === 'success'),
    truth('failure', scope.status === 'failure'),
    truth('cancelled', scope.status === 'cancelled'),
    {
      name: 'hashFiles',
      minArgs: 1,
      maxArgs: 255,
      call: (...patterns: ExpressionData[]) =>
        new data.StringData(
          scope.workspace === undefined
            ? ''
            : hashFiles(
                scope.workspace,
                patterns.map(pattern => pattern.coerceString()),
              ),
        ),
    },
  ]
}

/** Evaluates the inside of `${{ }}` with GitHub's own engine. */
export function evaluateExpression(expression: string, scope: Scope): ExpressionData {
  const functions = functionsOf(scope)
  const { tokens } = new Lexer(expression).lex()
  const tree = new Parser(tokens, contextNames, functions).parse()
  const pairs = contextNames.map(key => ({ key, value: fromJson(scope.contexts[key] ?? {}) }))
  const byName = new Map(functions.map(definition => [definition.name.toLowerCase(), definition]))
  return new Evaluator(tree, new data.Dictionary(...pairs), byName).evaluate()
}

/** A token of the workflow with everything in it evaluated. */
export function evaluate(token: TemplateToken, scope: Scope): ExpressionData {
  if (isBasicExpression(token)) return evaluateExpression(token.expression, scope)
  if (isString(token)) return new data.StringData(token.value)
  if (isNumber(token)) return new data.NumberData(token.value)
  if (isBoolean(token)) return new data.BooleanData(token.value)
  if (isSequence(token)) return new data.Array(...[...token].map(item => evaluate(item, scope)))
  if (isMapping(token)) {
    const pairs = [...token].map(({ key, value }) => ({
      key: key.toString(),
      value: evaluate(value, scope),
    }))
    return new data.Dictionary(...pairs)
  }
  return new data.Null()
}

/** As the runner puts it into a text: numbers without a needless fraction, nothing for null. */
export function evaluateText(token: TemplateToken | undefined, scope: Scope): string {
  return token === undefined ? '' : evaluate(token, scope).coerceString()
}

/** As plain JSON. */
export function evaluateJson(token: TemplateToken, scope: Scope): unknown {
  const value: unknown = JSON.parse(JSON.stringify(evaluate(token, scope), data.replacer))
  return value
}

/** The texts of a mapping such as `env` or `with`; empty for none. */
export function evaluateTexts(token: TemplateToken | undefined, scope: Scope): Record<string, string> {
  const texts: Record<string, string> = {}
  if (token === undefined || !isMapping(token)) return texts
  for (const { key, value } of token) texts[key.toString()] = evaluateText(value, scope)
  return texts
}

/** GitHub's truth: everything but `false`, `0`, the empty text and null. */
export function isTrue(value: ExpressionData): boolean {
  const text = value.coerceString()
  if (!value.primitive) return true
  return text !== '' && text !== 'false' && text !== '0'
}

/** The value below `key` of a mapping. */
export function child(token: TemplateToken | undefined, key: string): TemplateToken | undefined {
  return token !== undefined && isMapping(token) ? token.find(key) : undefined
}
