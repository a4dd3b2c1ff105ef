import { isNode, isScalar, parse, parseDocument, Scalar, visit } from 'yaml'
import { isPrivate } from './private-keys.ts'

/** A tool's settings as they were parsed: YAML has JSON in it; whole numbers with all their digits. Null for what cannot be read: that is said where it matters. */
export function parsedSettings(text: string): unknown {
  try {
    return parse(text, { logLevel: 'silent', intAsBigInt: true })
  } catch {
    return null
  }
}

/** JSON settings without accounts, tokens and backup paths; as they are where there are none. Throws where it is no JSON. */
export function blankedJson(text: string): string {
  const config: unknown = JSON.parse(text)
  const [before, after] = [config, blanked(config, false)].map(value => JSON.stringify(value, null, '\t'))
  // As the tool writes it: tabs, and no final line end.
  return before === after ? text : (after ?? text)
}

function blanked(value: unknown, isBelow: boolean): unknown {
  if (typeof value === 'string') return isBelow ? '' : value
  if (typeof value === 'number') return isBelow ? 0 : value
  if (Array.isArray(value)) return value.map(member => blanked(member, isBelow))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    // Keys there may be names of hotfixes, such as `user-store-hf1`.
    Object.entries(value).map(([key, member]: [string, unknown]) => [
      key,
      key === 'hotfixes' ? member : blanked(member, isBelow || isPrivate(key)),
    ]),
  )
}

/** The same of YAML. */
export function blankedYaml(text: string): string {
  const document = parseDocument(text)
  const [error] = document.errors
  if (error !== undefined) throw error
  let count = 0
  visit(document, {
    Pair: (_index, pair) => {
      const { key, value } = pair
      if (!isScalar(key) || !isPrivate(String(key.value)) || value === null) return
      if (isScalar(value) && (value.value === '' || value.value === null)) return
      count += 1
      // What an alias elsewhere names must stay there to be named, and holds nothing then.
      const anchor = isNode(value) && 'anchor' in value ? value.anchor : undefined
      pair.value = blank(anchor)
    },
  })
  return count > 0 ? document.toString() : text
}

function blank(anchor: string | undefined): Scalar {
  const scalar = new Scalar('')
  if (anchor !== undefined) scalar.anchor = anchor
  return scalar
}
