import { parse } from 'yaml'

/** A tool's settings as they were parsed: YAML has JSON in it. Null for what cannot be read: that is said where it matters. */
export function parsedSettings(text: string): unknown {
  try {
    return parse(text, { logLevel: 'silent' })
  } catch {
    return null
  }
}
