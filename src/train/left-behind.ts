import type { LeftBehind } from '../merge/answered-overlay.ts'
import type { Notice } from '../merge/decision.ts'

/** What a team must know that has changed a file in its overlay after it was merged. */
export function leftBehindWarning(path: string, key: string): string {
  return `${path} was merged with an earlier update, and has been changed in the overlay since: what was merged then is lost unless you have taken it over from ${key}.blob of the recorded answers. If you have, say so with \`update-train resolve --forget ${key}\`.`
}

export function leftBehindNotice({ path, key }: LeftBehind): Notice {
  const message = leftBehindWarning(path, key).slice(path.length + 1)
  return { path, row: '11', severity: 'warning', drift: true, message }
}
