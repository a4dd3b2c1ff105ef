import { join } from 'node:path'
import type { Delta } from './delta.ts'
import { bytesOf } from './files.ts'
import { mergeLines } from './lines.ts'
import type { Session } from './session.ts'
import { mergeWar } from './war.ts'

/** What happens to one file that the update modifies. */
export type Change =
  | { kind: 'replace'; path: string; content: Buffer }
  | { kind: 'merge'; path: string; content: Buffer }
  | { kind: 'conflict'; path: string; original: Buffer; next: Buffer }

/** The changes of a delta's modified files. `say` of the session hears how each was found. */
export function decideChanges(session: Session, folder: string, delta: Delta): Change[] {
  return delta.modified.flatMap(path => decide(session, folder, path) ?? [])
}

function decide(session: Session, folder: string, path: string): Change | null {
  const { switches } = session.settings
  if (switches.leaves.includes(path)) return null
  if (switches.rendered.includes(path)) {
    session.say.debug(`${join(session.home, path)} contains a template file. Skipping diffApply`)
    return null
  }
  const original = bytesOf(join(folder, 'modify', 'original', path))
  const next = bytesOf(join(folder, 'modify', 'new', path))
  if (original === null || next === null) throw new Error(`The update is not complete: ${path}`)
  const ours = bytesOf(join(session.home, path))
  const replace: Change = { kind: 'replace', path, content: next }

  if (ours === null) return switches.restoresDeleted ? replace : null
  if (ours.equals(next)) return null
  if (path.endsWith('.war')) {
    session.say.debug(`Creating updated war for :${join(session.home, path)}`)
    return { ...replace, content: mergeWar(original, ours, next) }
  }
  if (ours.equals(original)) return replace
  if (path.endsWith('.jar')) return switches.overwritesJars ? replace : null
  if (isReplaced(path, next)) {
    session.say.debug(`Skipping diffApply for ${path}. Replacing file instead`)
    return replace
  }
  session.say.debug(`Applying diff-match-patch to file ${path}`)
  const merged = mergeLines(original.toString(), ours.toString(), next.toString())
  if (merged !== null) return { kind: 'merge', path, content: Buffer.from(merged) }
  return skippedConflict(session, replace) ?? { kind: 'conflict', path, original, next }
}

/** Customised or not, these are taken as they come. */
function isReplaced(path: string, content: Buffer): boolean {
  return /\.(gz|j2)$|(^|\/)pom\.xml$/.test(path) || content.includes(0)
}

/** With `WSO2_UPDATES_SKIP_CONFLICTS=true` a side wins; null without it. A merge with ours is ours, said as merged. */
function skippedConflict(session: Session, replace: Change): Change | null {
  if (process.env['WSO2_UPDATES_SKIP_CONFLICTS'] !== 'true') return null
  if (session.settings.switches.skippedConflict === 'new') return replace
  const ours = bytesOf(join(session.home, replace.path)) ?? Buffer.alloc(0)
  return { kind: 'merge', path: replace.path, content: ours }
}
