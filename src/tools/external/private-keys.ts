import { telling } from '../../kernel/secrets.ts'

/** The address that tokens come from is no secret, nor what else is said of them (RFC 6749, 5.1: `token_type`). */
const token = 'token(?![-_]?(?:url|uri|endpoint|type|expir))'

/** Keys of a tool's settings whose values are nobody else's: the account, its tokens, and where a machine keeps backups. */
const privateKey = new RegExp(`user|e-?mail|passw|${token}|backup|trial`, 'i')
const tokenKey = new RegExp(token, 'i')

/** Such as `none`, `True` or `default`: no token, and hiding it would spoil every message. */
const word = /^(?:[A-Za-z][a-z]*|[A-Z]+)$/

export function isPrivate(key: string): boolean {
  return privateKey.test(key)
}

/**
 * Values of settings, as they were parsed, that somebody could sign in with. Names of hotfixes are none, whatever they are
 * about, nor what stands below them.
 */
export function secretsIn(value: unknown, below: 'password' | 'token' | null = null): string[] {
  if (typeof value === 'string') {
    const isWord = below === 'token' && value.length < telling && word.test(value)
    return below === null || value === '' || isWord ? [] : [value]
  }
  // YAML takes a password of digits for a number; a short one is a count, and would be found in every date.
  if (typeof value === 'bigint') return below !== null && value >= 10n ** 7n ? [String(value)] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, member]: [string, unknown]) => {
    if (key === 'hotfixes') return []
    return secretsIn(member, (Array.isArray(value) ? null : kindOf(key)) ?? below)
  })
}

function kindOf(key: string): 'password' | 'token' | null {
  if (/passw/i.test(key)) return 'password'
  return tokenKey.test(key) ? 'token' : null
}
