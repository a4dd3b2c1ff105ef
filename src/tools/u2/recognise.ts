import type { PackFiles, Recognised } from '../recognised.ts'
import { configFile } from './config-file.ts'
import { isProgram } from './programs.ts'
import { isRebuilt } from './rebuilt.ts'

/** A pack of U2: by its `updates/config.json`, else by the tool or its set-up script in `bin/` (WSO2 docs-updates, *Finding the update tool*). */
export async function recogniseU2({ paths, read, where }: PackFiles): Promise<Recognised | null> {
  const programs = paths.filter(isProgram)
  const text = await read(configFile)
  // The tool replaces its own programs, at any level: they are no part of what a level holds.
  if (text !== null) {
    const { parseU2State } = await import('./config-json.ts')
    const { level, channel, hotfixes } = parseU2State(text, `${configFile} in ${where}`)
    return {
      tool: 'u2',
      toolSaidBy: configFile,
      channel,
      position: { level, timestamp: null },
      hasHotfixes: hotfixes > 0,
      statePaths: programs,
      isRebuilt,
    }
  }
  const [first] = programs
  if (first === undefined) return null
  return { tool: 'u2', toolSaidBy: first, channel: null, position: null, statePaths: programs, isRebuilt }
}
