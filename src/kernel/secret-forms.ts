/** Shorter values, and shorter lines of longer ones, would hide half of every text. */
export const shortest = 4

/** The frame of a PEM key is the same in everybody's. */
const frame = /^-----/

/** A value in the spellings in which programs write text: as it is, line by line, and escaped for what it is put into. */
export function spellingsOf(value: string): string[] {
  const lines = value.split(/[\r\n]+/).filter(line => !frame.test(line))
  const spelled = [value, ...lines, value.trim()].flatMap(text => [
    text,
    ...percentForms(text),
    ...jsonForms(text),
    ...xmlForms(text),
    ...propertiesForms(text),
  ])
  return [...new Set(spelled)].filter(form => form.length >= shortest)
}

/** RFC 3986, 2.1: hex digits of either case; for a path, as a form, and with everything escaped that may be. */
function percentForms(text: string): string[] {
  const strict = encodeURIComponent(text).replace(/[!'()*]/g, escaped)
  const forms = [
    encodeURIComponent(text),
    new URLSearchParams([['', text]]).toString().slice(1),
    strict,
    strict.replaceAll('%20', '+'),
  ]
  return [...forms, ...forms.map(form => form.replace(/%[0-9A-F]{2}/g, code => code.toLowerCase()))]
}

function escaped(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`
}

/** RFC 8259, 7; Go escapes what HTML would read (encoding/json), others all that is not ASCII, or the slash. */
function jsonForms(text: string): string[] {
  const plain = JSON.stringify(text).slice(1, -1)
  const go = plain.replace(/[<>&\u2028\u2029]/g, unicode)
  return [plain, go, plain.replace(/[^\0-\x7f]/g, unicode), plain.replaceAll('/', '\\/')]
}

function unicode(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/** XML 1.0, 4.6, as text and as attribute; Go and HTML write quotes by their numbers. */
function xmlForms(text: string): string[] {
  const content = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  const whole = content.replaceAll('>', '&gt;')
  const quoted = whole.replaceAll('"', '&quot;')
  return [
    content,
    whole,
    quoted,
    quoted.replaceAll("'", '&apos;'),
    quoted.replaceAll("'", '&#39;'),
    whole.replaceAll('"', '&#34;').replaceAll("'", '&#39;'),
  ]
}

/** java.util.Properties, `store` and what `load` takes: separators with a backslash, what is not Latin-1 by its number. */
function propertiesForms(text: string): string[] {
  const stored = text
    .replaceAll('\\', '\\\\')
    .replace(/[:=#!]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replace(/^ /, '\\ ')
  const numbered = stored.replace(/[^\x20-\x7e]/g, one =>
    unicode(one).replace(/[0-9a-f]{4}$/, digits => digits.toUpperCase()),
  )
  return [text.replaceAll('\\', '\\\\'), stored, numbered]
}

/**
 * The characters of base64 that depend on nothing but the value, for its three offsets within what was encoded
 * (RFC 4648, 4: three bytes make four characters).
 */
export function base64Forms(value: string): string[] {
  if (Buffer.byteLength(value) < shortest) return []
  return [0, 1, 2].flatMap(offset => {
    const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(value)])
    const start = Math.ceil((offset * 8) / 6)
    const whole = bytes.toString('base64').slice(start, Math.floor((bytes.length * 8) / 6))
    return [whole, whole.replaceAll('+', '-').replaceAll('/', '_')]
  })
}

/** Both halves: one of them is whole in what is broken into lines (RFC 2045, 6.8), wherever the line ends. */
export function halvesOf(form: string): string[] {
  const middle = Math.floor(form.length / 2)
  return [form.slice(0, middle), form.slice(middle)]
}
