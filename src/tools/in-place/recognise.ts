import { positionIn } from '../external/timestamps.ts'
import type { PackFiles, Recognised } from '../recognised.ts'
import { configFile, isProgram } from './programs.ts'

/** A pack of the in-place tool: by its `updates/config.yaml`, else by the tool in `bin/`. Its level is the newest file of `updates/wum/`. */
export async function recogniseInPlace({ paths, read, where }: PackFiles): Promise<Recognised | null> {
  const programs = paths.filter(isProgram)
  const text = await read(configFile)
  if (text === null && programs.length === 0) return null
  return {
    tool: 'in-place',
    toolSaidBy: text === null ? (programs[0] ?? '') : configFile,
    channel: text === null ? null : await channelIn(text, where),
    position: positionIn(paths),
    statePaths: programs,
  }
}

async function channelIn(text: string, where: string): Promise<string> {
  const { channelOf } = await import('./config-yaml.ts')
  return channelOf(text, `${configFile} in ${where}`)
}
