import type { PackFiles, Recognised } from '../recognised.ts'

/** Where a pack keeps its level, below the product's root. */
export const stateFile = 'updates/update-train.json'

/** A pack of a feed: by the level that we wrote into it. */
export async function recogniseFeed({ read, where }: PackFiles): Promise<Recognised | null> {
  const text = await read(stateFile)
  if (text === null) return null
  const { parseFeedState } = await import('./state.ts')
  const { channel, level, timestamp, files, state } = parseFeedState(text, `${stateFile} in ${where}`)
  return {
    tool: 'feed',
    toolSaidBy: stateFile,
    channel,
    position: { level, timestamp },
    fileList: files,
    statePaths: state,
  }
}
