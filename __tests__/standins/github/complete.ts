import { isSchema, resolve, type Schema } from './schema.ts'

function alternatives(schema: Schema): unknown[] {
  for (const key of ['oneOf', 'anyOf']) {
    const list: unknown = schema[key]
    if (Array.isArray(list)) return list
  }
  return []
}

/** All properties and required names of an object schema, those of its `allOf` parts included. */
function shape(schema: Schema): { properties: Record<string, unknown>; required: string[] } {
  const parts: unknown[] = Array.isArray(schema.allOf) ? schema.allOf : []
  const shapes = parts.map(part => shape(resolve(part)))
  const properties: Record<string, unknown> = {}
  for (const part of shapes) Object.assign(properties, part.properties)
  if (isSchema(schema.properties)) Object.assign(properties, schema.properties)
  const own: unknown[] = Array.isArray(schema.required) ? schema.required : []
  const required = [...shapes.flatMap(part => part.required), ...own.filter(name => typeof name === 'string')]
  return { properties, required }
}

function typesOf(schema: Schema): unknown[] {
  return Array.isArray(schema.type) ? schema.type : [schema.type]
}

/** The plainest value of a schema: null where that is allowed, else empty. */
function neutral(holder: unknown): unknown {
  const schema = resolve(holder)
  const types = typesOf(schema)
  if (types.includes('null')) return null
  const values: unknown = schema.enum
  if (Array.isArray(values)) {
    const known: unknown[] = values
    return known[0]
  }
  const options = alternatives(schema)
  if (options.some(option => typesOf(resolve(option)).includes('null'))) return null
  if (options.length > 0) return neutral(options[0])
  switch (types[0]) {
    case 'string':
      return neutralText(schema.format)
    case 'integer':
    case 'number':
      return 0
    case 'boolean':
      return false
    case 'array':
      return []
    default:
      return completeReply(holder, {})
  }
}

function neutralText(format: unknown): string {
  if (format === 'uri') return 'https://github.com/'
  return format === 'date-time' ? '1970-01-01T00:00:00Z' : ''
}

/** Whether an object can become one of this schema: no value of its own is outside an `enum`. */
function fits(schema: Schema, value: Schema): boolean {
  const types = typesOf(schema)
  if (!types.includes('object') && !types.includes(undefined)) return false
  return Object.entries(shape(schema).properties).every(([name, property]) => {
    const allowed: unknown = resolve(property).enum
    return !(name in value) || !Array.isArray(allowed) || allowed.includes(value[name])
  })
}

/**
 * Fills what a schema requires and `value` lacks with the plainest value of its type, at every depth, so that
 * handlers say only what they know. What `value` holds stays as it is.
 */
export function completeReply(holder: unknown, value: unknown): unknown {
  const schema = resolve(holder)
  if (Array.isArray(value)) return value.map(item => completeReply(schema.items, item))
  if (!isSchema(value)) return value
  const fitting = alternatives(schema).find(option => fits(resolve(option), value))
  if (fitting !== undefined) return completeReply(fitting, value)
  const { properties, required } = shape(schema)
  const complete: Record<string, unknown> = {}
  for (const [name, item] of Object.entries(value)) {
    complete[name] = name in properties ? completeReply(properties[name], item) : item
  }
  for (const name of required) complete[name] ??= name in value ? value[name] : neutral(properties[name])
  return complete
}
