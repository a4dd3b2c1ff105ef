/** Shorter values, and shorter lines of longer ones, would hide half of every text. */
export const shortest = 4

/** The frame of a PEM key is the same in everybody's. */
const frame = /^-----/

/** Characters of base64 that are nobody else's by chance, and of which every line of such text holds some whole. */
const piece = 24

/** A value as programs may have it: as it was given, without the white space around it, and each of its lines. */
export function textsOf(value: string): string[] {
  const lines = value.split(/[\r\n]+/).filter(line => !frame.test(line))
  return [...new Set([value, value.trim(), ...lines])].filter(text => text.length >= shortest)
}

/** A text in the spellings in which programs write it: as it is, and escaped for what it is put into. */
export function spellingsOf(text: string): string[] {
  const spelled = [
    text,
    ...percentForms(text),
    ...jsonForms(text),
    // JSON in a string of JSON, as payloads and logs carry it.
    inJson(inJson(text)),
    ...markupForms(text),
    ...propertiesForms(text),
    // YAML 1.2, 7.3.2, and a POSIX shell, both in single quotes.
    text.replaceAll("'", "''"),
    text.replaceAll("'", String.raw`'\''`),
    ...[Buffer.from(text).toString('hex')].flatMap(dump => [dump, dump.toUpperCase()]),
  ]
  return [...new Set(spelled)].filter(form => form.length >= shortest)
}

/** RFC 3986, 2.1: hex digits of either case; as a part of a URL, as a form, and with more or less escaped. */
function percentForms(text: string): string[] {
  const part = encodeURIComponent(text)
  const strict = part.replace(/[!'()*]/g, one => `%${hex(one, 2).toUpperCase()}`)
  const account = new URL('http://user@host')
  account.password = text
  const forms = [
    part,
    encodeURI(text),
    part.replaceAll('%2F', '/'),
    strict,
    strict.replaceAll('%20', '+'),
    new URLSearchParams([['', text]]).toString().slice(1),
    account.password,
  ]
  return [...forms, ...forms.map(form => form.replace(/%[0-9A-F]{2}/g, code => code.toLowerCase()))]
}

/** What writers of JSON escape beyond RFC 8259, 7: Go for HTML, Gson, .NET. */
const escapedToo = [/(?!)/g, /[<>&]/g, /[<>&'=]/g, /[<>&'"+`]/g]

function jsonForms(text: string): string[] {
  return escapedToo.flatMap(set =>
    [set, new RegExp(`${set.source}|[^\\0-\\x7f]`, 'g')].flatMap(escaped =>
      [false, true].flatMap(isUpper => {
        const unicode = (one: string): string =>
          one
            .split('')
            .map(half => `\\u${isUpper ? hex(half, 4).toUpperCase() : hex(half, 4)}`)
            .join('')
        // A quote is escaped by its number or by a backslash.
        const form = text.replace(/[\s\S]/gu, one =>
          one.match(escaped) === null ? inJson(one) : unicode(one),
        )
        return [form, form.replaceAll('/', String.raw`\/`)]
      }),
    ),
  )
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}

function hex(character: string, digits: number): string {
  return character.charCodeAt(0).toString(16).padStart(digits, '0')
}

/** XML 1.0, 4.1 and 4.6, and HTML: as text and as attribute, by names or by numbers. */
function markupForms(text: string): string[] {
  const content = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  const whole = content.replaceAll('>', '&gt;')
  const quoted = whole.replaceAll('"', '&quot;')
  const forms = [
    content,
    whole,
    quoted,
    quoted.replaceAll("'", '&apos;'),
    quoted.replaceAll("'", '&#39;'),
    whole.replaceAll('"', '&#34;').replaceAll("'", '&#39;'),
  ]
  const numbers = [
    (point: number): string => `${point}`,
    (point: number): string => `x${point.toString(16)}`,
    (point: number): string => `x${point.toString(16).toUpperCase()}`,
  ]
  const numbered = numbers.flatMap(number =>
    forms.map(form => form.replace(/[^\0-\x7f]/gu, one => `&#${number(one.codePointAt(0) ?? 0)};`)),
  )
  return [...forms, ...numbered]
}

/** java.util.Properties, `store` and what `load` takes: separators with a backslash, what is not ASCII by its number. */
function propertiesForms(text: string): string[] {
  const backslashed = text.replaceAll('\\', '\\\\')
  const stored = backslashed
    .replace(/[:=#!]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replace(/^ /, '\\ ')
  return [backslashed, stored, stored.replace(/[^\x20-\x7e]/g, one => `\\u${hex(one, 4).toUpperCase()}`)]
}

/**
 * The characters of base64 that depend on nothing but the value, for its three offsets within what was encoded
 * (RFC 4648, 4: three bytes make four characters).
 */
export function base64Forms(text: string): string[] {
  if (Buffer.byteLength(text) < shortest) return []
  return [0, 1, 2].flatMap(offset => {
    const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(text)])
    const start = Math.ceil((offset * 8) / 6)
    const whole = bytes.toString('base64').slice(start, Math.floor((bytes.length * 8) / 6))
    return [...new Set([whole, whole.replaceAll('+', '-').replaceAll('/', '_')])]
  })
}

/**
 * Parts of base64 of which one at least is whole in what is broken into lines of 60 characters or more (PEM has 64, RFC
 * 2045 up to 76), wherever they end: what is broken once is so somewhere in it; of a longer form every line holds a part.
 */
export function partsOf(form: string): string[] {
  if (form.length < 2 * piece)
    return Array.from({ length: form.length - 1 }, (_, at) => at + 1).flatMap(at =>
      ['\n', '\r\n'].map(end => form.slice(0, at) + end + form.slice(at)),
    )
  if (form.length < 4 * piece) {
    const middle = Math.floor(form.length / 2)
    return [form.slice(0, middle), form.slice(middle)]
  }
  const parts: string[] = []
  for (let at = 0; at + piece <= form.length; at += piece) parts.push(form.slice(at, at + piece))
  return parts
}

/** Bytes at both ends of a PEM key that are the same in everybody's: its frame, and what says which kind it is. */
const commonBytes = 90

/** What of a value is its own: PEM keys have a frame, and tokens (RFC 7519) a header and claims that others share. */
export function ownPart(value: string): string {
  if (value.startsWith('-----')) return value.slice(commonBytes, -commonBytes)
  return /^ey[\w-]+\.[\w-]+\.([\w-]+)$/.exec(value)?.[1] ?? value
}
