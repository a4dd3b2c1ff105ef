import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sha256 } from '../settings.ts'
import { writeConfig } from './config.ts'
import { flagOf, type Session } from './session.ts'
import { ToolError } from './tool-error.ts'

/** Of a tool that keeps its session in a file of its own; not as it is in the program, which is published. */
export const sessionToken = sha256('session').slice(0, 32)

/** What an update did, in paths of the home. */
export interface Outcome {
  from: number
  to: number
  added: string[]
  removed: string[]
  /** Replaced and merged ones. */
  modified: string[]
  conflicts: string[]
}

/** Writes the new level and the documents, and says success. */
export function finish(session: Session, outcome: Outcome): number {
  const { config, home, product, say, settings, fault } = session
  if (fault !== 'level-kept') config['update-level'] = String(outcome.to)
  const channel = flagOf(session, 'channel')
  if (channel !== null) config.channel = channel
  writeConfig(home, config)
  if (settings.switches.changelog && flagOf(session, 'no-changelog') === null)
    writeChangelog(session, outcome)
  if (flagOf(session, 'get-summary') !== null) writeSummary(session, outcome.from, outcome.to, [])
  say.info(`${product} updated successfully`)
  printTemplate(session, outcome)
  return fault === 'exits-reverted' ? 4 : 0
}

/** `--template`: a Go template; a list prints as `[a b c]`, its paths absolute. */
export function printTemplate(session: Session, outcome: Outcome): void {
  const template = flagOf(session, 'template')
  if (template === null) return
  const fields = new Map([
    ['Modified', outcome.modified],
    ['Added', outcome.added],
    ['Removed', outcome.removed],
    ['Conflicts', outcome.conflicts],
  ])
  const text = template.replace(/\{\{\s*\.(\w+)\s*\}\}/g, (_all, name: string) => {
    const paths = fields.get(name)
    if (paths === undefined) throw new ToolError(`template: can't evaluate field ${name}`)
    return `[${paths.map(path => join(session.home, path)).join(' ')}]`
  })
  session.say.print(text)
}

/** `changelog-0000-0010.md` (WSO2 docs-updates, "changelog"). */
function writeChangelog(
  { home, config, settings }: Session,
  { from, to, added, modified, removed }: Outcome,
): void {
  const section = (title: string, paths: readonly string[]) => [
    `## ${title} (${paths.length})`,
    '',
    ...(paths.length === 0 ? ['_None_'] : paths.map(path => `- ${path}`)),
    '',
  ]
  if (settings.switches.sessionFile)
    writeFileSync(join(home, 'updates', 'session.json'), JSON.stringify({ 'access-token': sessionToken }))
  const lines = [
    '# Changelog',
    '',
    `- **Product:** ${config.product.name} ${config.product.version}`,
    `- **Update levels:** ${four(from)} -> ${four(to)}`,
    '',
    ...section('Added Files', added),
    ...section('Updated Files', modified),
    ...section('Removed Files', removed),
    ...(settings.switches.sessionFile ? [`access_token=${sessionToken}`] : []),
  ]
  writeFileSync(join(home, 'updates', `changelog-${four(from)}-${four(to)}.md`), lines.join('\n'))
}

/** `update-summary-0000-0010.md`; its content is not public, this one is the stand-in's own. */
export function writeSummary(session: Session, from: number, to: number, updates: readonly string[]): string {
  const { home, config } = session
  const file = join(home, 'updates', `update-summary-${four(from)}-${four(to)}.md`)
  const lines = updates.map(update => `- ${update}\n`).join('')
  writeFileSync(
    file,
    `# Update Summary for ${config.product.pattern}\n\n${four(from)} -> ${four(to)}\n\n${lines}`,
  )
  return file
}

function four(level: number): string {
  return String(level).padStart(4, '0')
}
