/** What stands where a secret stood. */
export const redacted = '***'

/** Shorter values, and shorter lines of longer ones, would hide half of every text. */
const shortest = 4

/** The secrets of a run, in every form in which they can turn up in text. */
export interface Secrets {
  /** The given values, without empty ones. */
  readonly values: readonly string[]
  /** `text` with `***` for every secret in it: as it is, one of its lines, URL-encoded, as JSON, in base64 at any offset. */
  readonly redact: (text: string) => string
}

export function secretsOf(given: readonly (string | undefined)[]): Secrets {
  const values = [...new Set(given.flatMap(value => value ?? []))].filter(value => value !== '')
  // Longest first: what a form leaves over must not hide the longer form around it.
  const forms = [...new Set(values.flatMap(formsOf))].sort((one, other) => other.length - one.length)
  const pattern = new RegExp(forms.map(form => RegExp.escape(form)).join('|'), 'g')
  return { values, redact: text => (forms.length === 0 ? text : text.replace(pattern, redacted)) }
}

function formsOf(value: string): string[] {
  const plain = [value, ...value.split(/[\r\n]+/), value.trim()]
  const spelled = plain.flatMap(text => [
    text,
    encodeURIComponent(text),
    new URLSearchParams([['', text]]).toString().slice(1),
    JSON.stringify(text).slice(1, -1),
  ])
  return [...spelled.filter(form => form.length >= shortest), ...base64Forms(value)]
}

/**
 * The characters of base64 that depend on nothing but the value, for its three offsets within what was encoded
 * (RFC 4648, 4: three bytes make four characters).
 */
function base64Forms(value: string): string[] {
  if (Buffer.byteLength(value) < shortest) return []
  return [0, 1, 2].flatMap(offset => {
    const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(value)])
    const start = Math.ceil((offset * 8) / 6)
    const whole = bytes.toString('base64').slice(start, Math.floor((bytes.length * 8) / 6))
    return [whole, whole.replaceAll('+', '-').replaceAll('/', '_')]
  })
}
