import type { Environment } from './environment.ts'
import { base64Forms, ownPart, partsOf, shortest, spellingsOf, textsOf } from './secret-forms.ts'

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
  const texts = [...new Set(values.flatMap(formsOf))].sort((one, other) => other.length - one.length)
  const pattern = new RegExp(texts.map(form => RegExp.escape(form)).join('|'), 'g')
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

/** What is taken out of texts. Of base64 that is broken into lines, the lines are. */
function formsOf(value: string): string[] {
  // What has white space around it holds this, in base64 as well.
  const encoded = base64Forms(value.trim())
  const parts = base64Forms(ownPart(value.trim())).flatMap(partsOf)
  return [...textsOf(value).flatMap(spellingsOf), ...encoded, ...parts]
}

function byteForms({ name: secret, value }: { name: string; value: string }): SecretForm[] {
  const text = value.trim()
  if (text.length < shortest) return []
  const wide = Buffer.from(text, 'utf16le')
  const encoded = [wide, Buffer.from(wide).swap16()]
  // `.properties` files are Latin-1.
  if (/^[\0-\xff]*$/.test(text)) encoded.push(Buffer.from(text, 'latin1'))
  return [...formsOf(value).map(form => Buffer.from(form)), ...encoded].map(bytes => ({ secret, bytes }))
}

function distinct(forms: readonly SecretForm[]): SecretForm[] {
  const byBytes = new Map<string, SecretForm>()
  for (const form of forms) {
    const key = form.bytes.toString('latin1')
    if (!byBytes.has(key)) byBytes.set(key, form)
  }
  return [...byBytes.values()]
}
