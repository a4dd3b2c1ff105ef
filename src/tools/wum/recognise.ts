import type { PackFiles, Recognised } from '../recognised.ts'

/** Epoch milliseconds of every update run of a pack: the names of the files below `updates/wum/` (carbon-kernel, *CallHome*). */
export function timestampsIn(paths: readonly string[]): number[] {
  return paths.flatMap(path => {
    const name = /^updates\/wum\/(\d{1,16})$/.exec(path)?.[1]
    return name === undefined ? [] : [Number(name)]
  })
}

/** A pack of WUM: by the files of `updates/wum/`, where no other tool's settings are. It does not say its channel. */
export function recogniseWum({ paths }: PackFiles): Promise<Recognised | null> {
  const newest = Math.max(0, ...timestampsIn(paths))
  return Promise.resolve(
    newest === 0
      ? null
      : {
          tool: 'wum',
          toolSaidBy: `updates/wum/${newest}`,
          channel: null,
          position: { level: newest, timestamp: newest },
          statePaths: [],
        },
  )
}
