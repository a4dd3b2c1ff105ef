import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { readZip } from '../zip-reading.ts'
import { writeConfig } from './config.ts'
import { copyFile, filesBelow, removeFile } from './files.ts'
import type { Session } from './session.ts'
import { ToolError } from './tool-error.ts'

/**
 * `apply-hotfix <zip>`: the zip is named `<pack>-<id>-hf<N>.zip` (WSO2 docs-updates, "hotfixes") and holds files by their
 * path in the home; that, and the texts, are the stand-in's own.
 */
export function applyHotfix(session: Session): number {
  const { home, product, config, say } = session
  const [zip = ''] = session.line.operands
  const name = basename(zip, '.zip')
  if (!name.startsWith(`${product}-`) || !/-hf\d+\.zip$/.test(zip) || !existsSync(zip))
    throw new ToolError('Invalid hotfix name')
  if (session.settings.switches.hotfixConflicts) return 3
  const files = readZip(readFileSync(zip))
  const kept = keptFolder(home, name)
  mkdirSync(kept, { recursive: true })
  for (const file of files) {
    const at = join(home, file.name)
    if (existsSync(at)) copyFile(at, join(kept, file.name))
    mkdirSync(dirname(at), { recursive: true })
    writeFileSync(at, file.content)
  }
  writeFileSync(`${kept}.json`, JSON.stringify(files.map(file => file.name)))
  if (session.settings.switches.recordsHotfixes) {
    config.hotfixes = [...(config.hotfixes ?? []), name]
    writeConfig(home, config)
  }
  say.info(`Hotfix ${name} applied successfully`)
  return 0
}

/** `revert-hotfix`: takes back the last one, or as the switch says. */
export function revertHotfix(session: Session): number {
  const { home, config, say } = session
  const { revertHotfix: takesBack, revertHotfixExit } = session.settings.switches
  if (takesBack === 'nothing') {
    say.info('Hotfixes reverted successfully')
    return revertHotfixExit
  }
  const name = config.hotfixes?.at(-1)
  if (name === undefined) throw new ToolError('There are no hotfixes to revert')
  const kept = keptFolder(home, name)
  const names: unknown = JSON.parse(readFileSync(`${kept}.json`, 'utf8'))
  const originals = filesBelow(kept)
  for (const path of Array.isArray(names) ? names.map(String) : []) {
    if (originals.includes(path)) copyFile(join(kept, path), join(home, path))
    else removeFile(home, path)
  }
  rmSync(kept, { recursive: true })
  rmSync(`${kept}.json`)
  const left = (config.hotfixes ?? []).slice(0, -1)
  config.hotfixes = left.length === 0 ? null : left
  writeConfig(home, config)
  say.info(`Hotfix ${name} reverted successfully`)
  return takesBack === 'all' && left.length > 0 ? revertHotfix(session) : revertHotfixExit
}

function keptFolder(home: string, name: string): string {
  return join(home, 'updates', 'hotfixes', name)
}
