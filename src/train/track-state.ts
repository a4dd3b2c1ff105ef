import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { type LockedTrack, trackSchema } from '../config/lock.ts'
import { exists, makeFolder, writeFileAtomically } from '../kernel/files.ts'
import { blobName, jsonName, oursName } from '../merge/resolutions.ts'
import type { Applied } from './apply.ts'

/** What a host keeps of a track for those who commit no lock: its entry, and the answers that its candidate needs. */
const stateSchema = z.strictObject({
  entry: trackSchema,
  answers: z.array(
    z.strictObject({
      key: z.string().regex(/^[0-9a-f]{64}$/),
      /** The resolution's file as it was written. */
      resolution: z.string(),
      /** What the path became, in base64; null where it went. */
      content: z.base64().nullable(),
      /** Our side as it was answered, in base64; null where it is not kept. */
      ours: z.base64().nullable().default(null),
    }),
  ),
})

export type TrackState = z.infer<typeof stateSchema>

/** A track's state as text, with the answers as they lie in `resolutions`. */
export async function formatState(
  entry: LockedTrack,
  { used, made }: Pick<Applied, 'used' | 'made'>,
  resolutions: string,
): Promise<string> {
  const state: TrackState = { entry, answers: [] }
  for (const key of new Set([...used, ...made].map(one => one.key))) {
    const file = join(resolutions, jsonName(key))
    if (!(await exists(file))) continue
    const inBase64 = (name: string): Promise<string | null> =>
      readFile(join(resolutions, name), 'base64').catch(() => null)
    state.answers.push({
      key,
      resolution: await readFile(file, 'utf8'),
      content: await inBase64(blobName(key)),
      ours: await inBase64(oursName(key)),
    })
  }
  return `${JSON.stringify(state, null, 2)}\n`
}

/** Null for a text that `formatState` did not write, or a newer version of it did. */
export function parseState(text: string): TrackState | null {
  try {
    return stateSchema.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

/** Lays answers where a run looks for them; what the team has committed there stays. */
export async function layAnswers({ answers }: TrackState, resolutions: string): Promise<void> {
  for (const { key, resolution, content, ours } of answers) {
    const file = join(resolutions, jsonName(key))
    if (await exists(file)) continue
    await makeFolder(resolutions)
    for (const [name, bytes] of [
      [blobName(key), content],
      [oursName(key), ours],
    ] as const)
      if (bytes !== null) await writeFileAtomically(join(resolutions, name), Buffer.from(bytes, 'base64'))
    await writeFileAtomically(file, resolution)
  }
}
