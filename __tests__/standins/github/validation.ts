import { Ajv, type ValidateFunction } from 'ajv'
import addFormatsModule from 'ajv-formats'
import { bodySchema, description, isSchema, type Operation, resolve, type Schema } from './schema.ts'

/** A request matched with GitHub's description. */
export interface Match {
  operation: Operation
  /** Values of `{name}` in the path, decoded. */
  path: Record<string, string>
}

const root = 'github'
/** Path parameters that hold slashes. */
const manySegments = new Set(['path', 'ref', 'basehead', 'branch'])

const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: true })
const coercing = new Ajv({ strict: false, allErrors: true, coerceTypes: 'array' })
for (const instance of [ajv, coercing]) {
  addFormatsModule.default(instance)
  instance.addFormat('repo.nwo', /^[\w.-]+\/[\w.-]+$/)
  instance.addSchema({ components: description.components }, root)
}
const compiled = new Map<string, ValidateFunction>()

function absolute(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(absolute)
  if (!isSchema(value)) return value
  const moved: Record<string, unknown> = {}
  for (const [key, item] of Object.entries(value)) {
    moved[key] = key === '$ref' && typeof item === 'string' ? item.replace(/^#/, `${root}#`) : absolute(item)
  }
  return moved
}

function check(instance: Ajv, key: string, schema: unknown, value: unknown): string[] {
  const moved = absolute(schema)
  const validate = compiled.get(key) ?? instance.compile(isSchema(moved) ? moved : {})
  compiled.set(key, validate)
  if (validate(value)) return []
  return (validate.errors ?? []).map(
    error => `${error.instancePath || 'body'} ${error.message ?? 'is wrong'}`,
  )
}

const patterns = Object.entries(description.paths).map(([template, operations]) => {
  const names: string[] = []
  const pattern = template.replace(/\{(\w+)\}/g, (_all, name: string) => {
    names.push(name)
    return manySegments.has(name) ? '(.+)' : '([^/]+)'
  })
  return { pattern: new RegExp(`^${pattern}$`), names, operations, template }
})
// The most literal path first: `/git/matching-refs/{ref}` before one that takes anything.
patterns.sort((a, b) => a.names.length - b.names.length || b.template.length - a.template.length)

/** Finds the operation of a request; undefined when GitHub's description has none. */
export function matchOperation(method: string, pathname: string): Match | undefined {
  for (const { pattern, names, operations } of patterns) {
    const found = pattern.exec(pathname)
    const operation = operations[method.toLowerCase()]
    if (found === null || operation === undefined) continue
    const path: Record<string, string> = {}
    for (const [index, name] of names.entries()) path[name] = decodeURIComponent(found[index + 1] ?? '')
    return { operation, path }
  }
  return undefined
}

/** Property names that a body may have, over all alternatives; undefined where any name goes. */
function knownNames(holder: unknown): Set<string> | undefined {
  const schema = resolve(holder)
  const names = new Set<string>()
  for (const key of ['oneOf', 'anyOf', 'allOf']) {
    const list: unknown = schema[key]
    if (!Array.isArray(list)) continue
    for (const part of list) {
      const known = knownNames(part)
      if (known === undefined) return undefined
      for (const name of known) names.add(name)
    }
  }
  if (schema.additionalProperties !== undefined && schema.additionalProperties !== false) return undefined
  if (isSchema(schema.properties)) for (const name of Object.keys(schema.properties)) names.add(name)
  return names
}

/** What is wrong with a request: parameters and body, also names that the description does not have. */
export function checkRequest(match: Match, query: URLSearchParams, body: unknown): string[] {
  const { operation, path } = match
  const problems: string[] = []
  const known = new Set<string>()
  for (const holder of operation.parameters) {
    const parameter = resolve(holder)
    const name = String(parameter.name)
    if (parameter.in === 'query') known.add(name)
    const value = parameter.in === 'query' ? query.get(name) : (path[name] ?? null)
    if (value === null) {
      if (parameter.required === true) problems.push(`${name} is missing`)
      continue
    }
    const schema: Schema = { type: 'object', properties: { [name]: parameter.schema } }
    const key = `${operation.operationId} ${String(parameter.in)} ${name}`
    problems.push(...check(coercing, key, schema, { [name]: value }))
  }
  for (const name of query.keys()) if (!known.has(name)) problems.push(`unknown query parameter ${name}`)
  const schema = bodySchema(operation.requestBody)
  if (schema === undefined) {
    if (body !== undefined) problems.push('a body where none is described')
    return problems
  }
  if (body === undefined && resolve(operation.requestBody).required !== true) return problems
  problems.push(...check(ajv, `${operation.operationId} body`, schema, body))
  const names = knownNames(schema)
  if (names !== undefined && names.size > 0 && isSchema(body)) {
    for (const name of Object.keys(body)) if (!names.has(name)) problems.push(`unknown property ${name}`)
  }
  return problems
}

/** Statuses that any operation may answer though its description does not say so. */
const everywhere = new Set([401, 403, 404, 429, 500, 502, 503])

/** What is wrong with a reply. */
export function checkReply(match: Match, status: number, body: unknown): string[] {
  const described = match.operation.responses[String(status)]
  if (described === undefined) return everywhere.has(status) ? [] : [`status ${status} is not described`]
  const schema = bodySchema(described)
  if (schema === undefined) return body === undefined ? [] : ['a body where none is described']
  return check(ajv, `${match.operation.operationId} ${status}`, schema, body)
}

/** The schema of an operation's reply. */
export function replySchema(match: Match, status: number): unknown {
  return bodySchema(match.operation.responses[String(status)])
}
