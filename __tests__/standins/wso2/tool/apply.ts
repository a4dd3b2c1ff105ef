import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Change, decideChanges } from './decide.ts'
import { bundlesInfo, type Delta } from './delta.ts'
import { bytesOf, copyFile, removeFile } from './files.ts'
import { finish, type Outcome, printTemplate } from './finish.ts'
import { writePending } from './pending.ts'
import { flagOf, type Session } from './session.ts'
import { ToolError } from './tool-error.ts'

/** Brings a downloaded update into the home: remove, add, modify. Gives the exit code. */
export async function applyDelta(session: Session, folder: string, delta: Delta): Promise<number> {
  const { home, say, fault } = session
  const changes = decideChanges(session, folder, delta)
  const outcome = outcomeOf(delta, changes)
  if (flagOf(session, 'dry-run') !== null) {
    printTemplate(session, outcome)
    return 0
  }
  say.info('Updating product')
  await makeNoise(session)
  if (fault === 'nothing-changed') {
    say.info(`${session.product} updated successfully`)
    return 0
  }

  for (const path of delta.removed) removeFile(home, path)
  listFiles(session, 'removed', delta.removed)
  const { leaves } = session.settings.switches
  for (const path of delta.added.filter(one => !leaves.includes(one)))
    copyFile(join(folder, 'add', path), join(home, path))
  listFiles(session, 'added', delta.added)
  if (fault === 'breaks-off') throw new ToolError('Unable to update the product')
  const laid = session.settings.switches.conflictSides
  const bare = laid === 'not the last' ? outcome.conflicts.slice(-1) : laid === 'all' ? [] : outcome.conflicts
  for (const change of changes) if (!bare.includes(change.path)) writeChange(session, change)
  listFiles(session, 'modified', pathsOf(changes, 'replace'))
  listFiles(session, 'merged', pathsOf(changes, 'merge'))
  changeBundles(session, delta)
  if (outcome.conflicts.length === 0 || laid === 'hidden') return finish(session, outcome)

  writePending(folder, { home, ...outcome })
  if (session.settings.switches.conflictText) {
    say.info('Conflicts found in the following files:')
    for (const path of outcome.conflicts) say.info(join(home, path))
  }
  printTemplate(session, outcome)
  return 3
}

function outcomeOf({ from, to, added, removed }: Delta, changes: readonly Change[]): Outcome {
  const conflicts = pathsOf(changes, 'conflict')
  const modified = changes.filter(({ kind }) => kind !== 'conflict').map(({ path }) => path)
  return { from, to, added, removed, modified, conflicts }
}

function pathsOf(changes: readonly Change[], kind: Change['kind']): string[] {
  return changes.filter(change => change.kind === kind).map(({ path }) => path)
}

function writeChange({ home, settings }: Session, change: Change): void {
  const file = join(home, change.path)
  if (change.kind !== 'conflict') {
    writeFileSync(file, change.content)
    return
  }
  if (settings.switches.conflictOriginal) writeFileSync(`${file}.original`, change.original)
  writeFileSync(`${file}.new`, change.next)
}

function listFiles({ say, home }: Session, what: string, paths: readonly string[]): void {
  if (paths.length === 0) return
  const files = paths.map(path => `${join(home, path)}\n`).join('')
  say.debug(`Following files have been ${what} successfully:\n${files}`)
}

/** Takes out the lines of old jars and puts in those of new ones; the user's own lines stay. */
function changeBundles({ home, say }: Session, { bundles }: Delta): void {
  const text = bytesOf(join(home, bundlesInfo))?.toString()
  if (text === undefined || bundles.removed.length + bundles.added.length === 0) return
  say.debug('Modifying bundles.info entries')
  const kept = text.split('\n').filter(line => line !== '' && !bundles.removed.includes(line))
  const lines = [...kept, ...bundles.added.filter(line => !kept.includes(line))]
  writeFileSync(join(home, bundlesInfo), `${lines.sort().join('\n')}\n`)
}

async function makeNoise({ settings, say }: Session): Promise<void> {
  const { silence, flood, logLines } = settings.switches
  for (let line = 1; line <= logLines; line++) say.debug(`Verifying file ${line} of ${logLines}`)
  for (let line = 1; line <= flood; line++) say.print(`Downloading updates ${line}/${flood}`)
  await sleep(silence)
}
