/** The address that tokens come from is no secret. */
const token = 'token(?![-_]?url)'

/** Keys of a tool's settings whose values are nobody else's: the account, its tokens, and where a machine keeps backups. */
const privateKey = new RegExp(`user|e-?mail|passw|${token}|backup|trial`, 'i')
const signsIn = new RegExp(`passw|${token}`, 'i')

export function isPrivate(key: string): boolean {
  return privateKey.test(key)
}

/** Values of settings, as they were parsed, that somebody could sign in with. */
export function secretsIn(value: unknown, isBelow = false): string[] {
  if (typeof value === 'string') return isBelow && value !== '' ? [value] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, member]: [string, unknown]) =>
    secretsIn(member, isBelow || (!Array.isArray(value) && signsIn.test(key))),
  )
}
