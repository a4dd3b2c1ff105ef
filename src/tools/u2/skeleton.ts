import type { StateForm } from '../external/skeleton.ts'
import { atLevel } from './config-json.ts'
import { configFile, isProgram } from './programs.ts'

/** A home to ask the tool in: its program, and its settings where the pack has any; else it makes them, in a form that is its own business. */
export const skeletonForm: StateForm = {
  isProgram,
  stateAt: async ({ read }, { level, channel }) => {
    const text = await read(configFile)
    return new Map(text === null ? [] : [[configFile, atLevel(text, level, channel)]])
  },
}
