import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/** A JSON Schema, as far as anything here looks into it. */
export type Schema = Readonly<Record<string, unknown>>

export function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const operationSchema = z.looseObject({
  operationId: z.string(),
  parameters: z.array(z.unknown()).default([]),
  requestBody: z.unknown().optional(),
  responses: z.record(z.string(), z.unknown()),
})
const descriptionSchema = z.object({
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
  components: z.record(z.string(), z.record(z.string(), z.unknown())),
})

export type Operation = z.infer<typeof operationSchema>

/** OpenAPI 3.0's `nullable` as JSON Schema says it, and references into the one schema that ajv is given. */
function translate(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(translate)
  if (!isSchema(value)) return value
  const { nullable, ...rest } = value
  const translated: Record<string, unknown> = {}
  for (const [key, item] of Object.entries(rest)) translated[key] = translate(item)
  // A property may be called `nullable`; only the keyword is a plain true.
  if (nullable !== true) return nullable === undefined ? translated : { ...translated, nullable }
  if (typeof translated.type !== 'string') return { anyOf: [translated, { type: 'null' }] }
  const values = Array.isArray(translated.enum)
    ? { enum: [...z.array(z.unknown()).parse(translated.enum), null] }
    : {}
  return { ...translated, type: [translated.type, 'null'], ...values }
}

const file = join(import.meta.dirname, '..', 'fixtures', 'github-description.json')

/** GitHub's description with `nullable` translated; see `extract-description.ts` for where it comes from. */
export const description = descriptionSchema.parse(translate(JSON.parse(readFileSync(file, 'utf8'))))

/** Follows `#/components/<section>/<name>`; anything else comes back as it is. */
export function resolve(value: unknown): Schema {
  if (!isSchema(value)) return {}
  const [, section = '', name = ''] =
    /^#\/components\/([^/]+)\/([^/]+)$/.exec(typeof value.$ref === 'string' ? value.$ref : '') ?? []
  return name === '' ? value : resolve(description.components[section]?.[name])
}

/** The schema of a request's or reply's JSON body, if it has one. */
export function bodySchema(holder: unknown): unknown {
  const { content } = resolve(holder)
  const json = isSchema(content)
    ? (content['application/json'] ?? content['application/scim+json'])
    : undefined
  return isSchema(json) ? json.schema : undefined
}
