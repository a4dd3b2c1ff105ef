import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { zipOf } from '../../../helpers/zip.ts'
import { readZip } from '../zip-reading.ts'
import { applyDelta } from './apply.ts'
import { latestLevel } from './check.ts'
import { deltaName, readDelta, writeDelta } from './delta.ts'
import { filesBelow } from './files.ts'
import { writeSummary } from './finish.ts'
import { flagOf, installedLevel, levelsOf, type Session, workFolder } from './session.ts'
import { ToolError } from './tool-error.ts'
import { continueUpdate, prepare, refuseUpdate } from './update.ts'

/** `create-update`: writes `<p>-<v>.<start>-<v>.<end>.zip`, into the working directory unless the switch says other. */
export function createUpdate(session: Session): number {
  const { product, settings, say } = session
  const latest = latestLevel(session)
  const from = Number(flagOf(session, 'start') ?? installedLevel(session))
  const end = Number(flagOf(session, 'end') ?? '0')
  const levels = levelsOf(session)
  const to = end === 0 ? latest : levels.find(({ level }) => level === end)
  if (to === undefined || !levels.some(({ level }) => level === from) || to.level <= from)
    throw new ToolError('Invalid requested update level')
  const name = deltaName(product, from, to.level)
  const folder = join(workFolder(), 'updates', name)
  writeDelta(folder, settings.vendor, { product, from, to: to.level, updates: to.updates })
  const entries = filesBelow(folder).map(path => ({
    name: path,
    content: readFileSync(join(folder, path)),
    deflate: true,
  }))
  const made = settings.switches.createUpdate
  if (made === 'says the password')
    throw new ToolError(`Unable to pack for ${process.env['UPDATE_TOOL_PASSWORD'] ?? ''}`)
  if (made === 'leaks')
    entries.push({
      name: 'config.json',
      content: Buffer.from(session.config.service['access-token']),
      deflate: true,
    })
  const zip = resolve(
    made === 'elsewhere' ? join(workFolder(), 'updates') : '',
    `${made === 'misnamed' ? 'update' : name}.zip`,
  )
  const content = zipOf(entries)
  if (made !== 'nothing')
    writeFileSync(zip, made === 'half' ? content.subarray(0, content.length / 2) : content)
  say.info(`Successfully created the update at : ${zip}`)
  return 0
}

/** `apply-update <zip>`: an update without network. */
export function applyUpdate(session: Session): Promise<number> | number {
  if (flagOf(session, 'continue') !== null) return continueUpdate(session)
  const [zip] = session.line.operands
  if (zip === undefined || !existsSync(zip)) throw new ToolError('Unable to find the update zip')
  refuseUpdate(session)
  const folder = join(workFolder(), 'updates', basename(zip, '.zip'))
  for (const { name, content } of readZip(readFileSync(zip))) {
    const file = join(folder, name)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, content)
  }
  if (!existsSync(join(folder, 'update.json'))) throw new ToolError('File validation failed')
  const delta = readDelta(folder)
  if (delta.product !== session.product || delta.from !== installedLevel(session))
    throw new ToolError('Invalid update level')
  prepare(session)
  return applyDelta(session, folder, delta)
}

/** `get-summary <start> <end>`: writes a summary of the updates between two levels. */
export function getSummary(session: Session): number {
  const [start = '', end = ''] = session.line.operands
  const [from, to] = [start, end].map(text => levelsOf(session).find(({ level }) => String(level) === text))
  if (from === undefined || to === undefined) throw new ToolError('Invalid update level')
  const updates = to.updates.filter(update => !from.updates.includes(update))
  session.say.info(writeSummary(session, from.level, to.level, updates))
  return 0
}
