import { positionIn, runsFolder } from '../external/timestamps.ts'
import type { PackFiles, Recognised } from '../recognised.ts'

/** A pack of WUM: by the files of `updates/wum/`, where no other tool's settings are. It does not say its channel. */
export function recogniseWum({ paths }: PackFiles): Promise<Recognised | null> {
  const position = positionIn(paths)
  const toolSaidBy = `${runsFolder}/${position?.level}`
  return Promise.resolve(
    position === null ? null : { tool: 'wum', toolSaidBy, channel: null, position, statePaths: [] },
  )
}
