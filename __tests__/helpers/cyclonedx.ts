import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Ajv, type ValidateFunction } from 'ajv'
import addFormatsModule from 'ajv-formats'
import { z } from 'zod'

const folder = resolve(import.meta.dirname, '../node_modules/@cyclonedx/cyclonedx-library/res/schema')

let compiled: ValidateFunction | undefined

/** What is wrong with a document by CycloneDX's own JSON schema 1.6, as `@cyclonedx/cyclonedx-library` brings it. */
export function cycloneDxProblems(document: unknown): string[] {
  compiled ??= compile()
  if (compiled(document)) return []
  return (compiled.errors ?? []).map(({ instancePath, message = '' }) => `${instancePath} ${message}`)
}

function compile(): ValidateFunction {
  const ajv = new Ajv({ strict: false, allErrors: true })
  addFormatsModule.default(ajv)
  // Of formats for other languages' letters there is nothing in our documents.
  for (const format of ['iri-reference', 'idn-email', 'string']) ajv.addFormat(format, true)
  for (const name of ['spdx', 'jsf-0.82'])
    ajv.addSchema({ ...schemaNamed(name), $id: `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json` })
  return ajv.compile(schemaNamed('bom-1.6'))
}

function schemaNamed(name: string): Record<string, unknown> {
  const text = readFileSync(join(folder, `${name}.SNAPSHOT.schema.json`), 'utf8')
  return z.record(z.string(), z.unknown()).parse(JSON.parse(text))
}
