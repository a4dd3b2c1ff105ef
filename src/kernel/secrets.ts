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
  /** Secrets that turned up during the run, such as the tokens of an update tool, count from now on. */
  readonly learn: (found: readonly GivenSecret[]) => void
}

/** The credentials that every door takes from its environment. */
export function credentialsIn(env: Environment): GivenSecret[] {
  return [
    { name: 'the token of the feed', value: env['UPDATE_TRAIN_FEED_TOKEN'] },
    { name: 'the password of the feed', value: env['UPDATE_TRAIN_FEED_PASSWORD'] },
    { name: 'the password of the update tool', value: env['UPDATE_TOOL_PASSWORD'] },
    { name: 'the user name of the update tool', value: env['UPDATE_TOOL_USERNAME'], isAccount: true },
    ...proxyAccountsIn(env),
  ]
}

const proxyVariables = ['http_proxy', 'https_proxy', 'all_proxy']

/** `http://<user>:<password>@<host>:<port>`: tools are given it, and may say it. */
function proxyAccountsIn(env: Environment): GivenSecret[] {
  return proxyVariables
    .flatMap(name => [name.toUpperCase(), name])
    .flatMap(name => {
      const account = /^(?:[a-z][a-z\d+.-]*:\/\/)?([^/]+)@/i.exec(env[name] ?? '')?.[1]
      if (account === undefined) return []
      const colon = account.indexOf(':')
      const password = colon < 0 ? undefined : account.slice(colon + 1)
      return [
        { name: `the password in ${name}`, value: password },
        { name: `the password in ${name}`, value: unescaped(password) },
        { name: `the account in ${name}`, value: account },
      ]
    })
}

function unescaped(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : decodeURIComponent(text)
  } catch {
    return undefined
  }
}

/** Of a value that is given twice, the first name counts. `hide` is told every value, for what hides texts by itself. */
export function secretsOf(
  given: readonly GivenSecret[],
  hide: (value: string) => void = () => undefined,
): Secrets {
  let all = [...given]
  let known = compiled(all)
  for (const value of known.values) hide(value)
  return {
    get values() {
      return known.values
    },
    redact: text => known.redact(text),
    formsIn: place => known.formsIn(place),
    get short() {
      return known.short
    },
    learn: found => {
      const fresh = found.filter(({ value = '' }) => value !== '' && !known.values.includes(value))
      if (fresh.length === 0) return
      const former = known.values
      all = [...all, ...fresh]
      known = compiled(all)
      for (const value of known.values) if (!former.includes(value)) hide(value)
    },
  }
}

function compiled(given: readonly GivenSecret[]): Omit<Secrets, 'learn'> {
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
