import type { StateForm } from '../external/skeleton.ts'
import { runsFolder, timestampsIn } from '../external/timestamps.ts'
import { configFile, isProgram } from './programs.ts'

/** A home to ask the tool in: its program, its settings where the pack has any, and the runs up to the level. */
export const skeletonForm: StateForm = {
  isProgram,
  stateAt: async ({ paths, read }, { level }) => {
    const files = new Map<string, string | null>()
    const config = await read(configFile)
    if (config !== null) files.set(configFile, config)
    for (const run of timestampsIn(paths)) {
      const path = `${runsFolder}/${run}`
      files.set(path, run > level ? null : await read(path))
    }
    const newest = `${runsFolder}/${level}`
    if (level > 0 && !files.has(newest)) files.set(newest, '')
    return files
  },
}
