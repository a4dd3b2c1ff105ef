import type { Environment } from './environment.ts'
import { base64Forms, halvesOf, shortest, spellingsOf } from './secret-forms.ts'

/** What stands where a secret stood. */
export const redacted = '***'

/** Characters from which a secret, and bytes from which a form of it, is no word that a product holds by chance. */
export const telling = 8

/** One secret as a door was given it. */
export interface GivenSecret {
  /** As messages call it, which never show its value: `the token of the feed`. */
  name: string
  value: string | undefined
  /** The name of an account: nothing to hide, but not to be in what an update tool leaves below `updates/`. */
  isAccount?: boolean
}

/** One spelling of a secret in bytes, with the secret's name. */
export interface SecretForm {
  secret: string
  bytes: Buffer
}

/** Where secrets are looked for: in a product's files, in what update tools write of themselves, in our own reports and logs. */
export type ScannedPlace = 'product' | 'updates' | 'report'

/** The secrets of a run, in every form in which they can turn up. */
export interface Secrets {
  /** The given values, without empty ones and names of accounts. */
  readonly values: readonly string[]
  /** `text` with `***` for every secret in it: as it is, one of its lines, escaped for a URL, JSON, XML or `.properties`, in base64 at any offset. */
  readonly redact: (text: string) => string
  /** What must not be found there: the forms that `redact` takes out, and the secret as UTF-16 and Latin-1 have it. */
  readonly formsIn: (place: ScannedPlace) => readonly SecretForm[]
  /** Names of secrets that are too short to be looked for in a product's files. */
  readonly short: readonly string[]
}

/** The credentials that every door takes from its environment. */
export function credentialsIn(env: Environment): GivenSecret[] {
  return [
    { name: 'the token of the feed', value: env['UPDATE_TRAIN_FEED_TOKEN'] },
    { name: 'the password of the feed', value: env['UPDATE_TRAIN_FEED_PASSWORD'] },
    { name: 'the password of the update tool', value: env['UPDATE_TOOL_PASSWORD'] },
    { name: 'the user name of the update tool', value: env['UPDATE_TOOL_USERNAME'], isAccount: true },
  ]
}

/** Of a value that is given twice, the first name counts. */
export function secretsOf(given: readonly GivenSecret[]): Secrets {
  const known = given.flatMap(({ value = '', ...one }) => (value === '' ? [] : [{ ...one, value }]))
  const secrets = known.filter(({ isAccount }) => isAccount !== true)
  const values = [...new Set(secrets.map(({ value }) => value))]
  // Longest first: what a form leaves over must not hide the longer form around it.
  const texts = values.flatMap(patternsOf).sort((one, other) => other.form.length - one.form.length)
  const pattern = new RegExp([...new Set(texts.map(one => one.pattern))].join('|'), 'g')
  const inReports = distinct(secrets.flatMap(byteForms))
  const inProducts = distinct(secrets.filter(({ value }) => value.length >= telling).flatMap(byteForms))
  const forms = {
    report: inReports,
    updates: distinct([...inReports, ...known.flatMap(byteForms)]),
    product: inProducts.filter(({ bytes }) => bytes.length >= telling),
  }
  return {
    values,
    redact: text => (texts.length === 0 ? text : text.replace(pattern, redacted)),
    formsIn: place => forms[place],
    short: values
      .filter(value => value.length < telling)
      .map(value => secrets.find(one => one.value === value)?.name ?? ''),
  }
}

/** What a pattern takes a form for; base64 may be broken into lines anywhere. */
function patternsOf(value: string): { form: string; pattern: string }[] {
  return [
    ...spellingsOf(value).map(form => ({ form, pattern: RegExp.escape(form) })),
    ...base64Forms(value).map(form => ({
      form,
      pattern: Array.from(form, one => RegExp.escape(one)).join('(?:\\r?\\n[ \\t]*)?'),
    })),
  ]
}

function byteForms({ name: secret, value }: { name: string; value: string }): SecretForm[] {
  const encodings = base64Forms(value)
  const halves = encodings.flatMap(halvesOf).filter(half => half.length >= telling)
  const texts = [...spellingsOf(value), ...encodings, ...halves].map(form => Buffer.from(form))
  if (value.length < shortest) return texts.map(bytes => ({ secret, bytes }))
  const wide = Buffer.from(value, 'utf16le')
  const encoded = [wide, Buffer.from(wide).swap16()]
  // `.properties` files are Latin-1.
  if (/^[\0-\xff]*$/.test(value)) encoded.push(Buffer.from(value, 'latin1'))
  return [...texts, ...encoded].map(bytes => ({ secret, bytes }))
}

function distinct(forms: readonly SecretForm[]): SecretForm[] {
  const byBytes = new Map<string, SecretForm>()
  for (const form of forms) {
    const key = form.bytes.toString('latin1')
    if (!byBytes.has(key)) byBytes.set(key, form)
  }
  return [...byBytes.values()]
}
