import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { type LockedTrack, trackSchema } from '../config/lock.ts'
import { TrainError } from '../kernel/errors.ts'
import { exists, makeFolder, writeFileAtomically } from '../kernel/files.ts'
import { git } from '../kernel/git.ts'
import type { World } from '../kernel/world.ts'
import { filesOfAnswer, jsonName, listResolutions } from '../merge/resolutions.ts'
import type { Applied } from './apply.ts'

/** What a host keeps of a track for those who commit no lock: its entry, and what its candidate needs of answers beyond theirs. */
const stateSchema = z.strictObject({
  entry: trackSchema,
  answers: z.array(
    z.strictObject({
      key: z.string().regex(/^[0-9a-f]{64}$/),
      /** Its files in base64, the resolution itself last; not in it where the team has committed that. */
      files: z.array(z.strictObject({ name: z.string(), content: z.base64() })),
    }),
  ),
})

export type TrackState = z.infer<typeof stateSchema>

/** The names in a folder of answers; none where there is no such folder. */
export async function namesOfAnswers(resolutions: string): Promise<Set<string>> {
  return new Set(await readdir(resolutions).catch(() => []))
}

/**
 * The names of what the team itself has in a folder of answers: what git knows. The rest may be of another track's run in
 * the same job. Without git nobody can tell: then all counts but what only runs record.
 */
export async function namesOfTeams(
  resolutions: string,
  { env, signal }: Pick<World, 'env' | 'signal'>,
): Promise<Set<string>> {
  const names = await namesOfAnswers(resolutions)
  if (names.size === 0) return names
  try {
    return new Set((await git(['ls-files', '-z'], { cwd: resolutions, env, signal })).split('\0'))
  } catch (error) {
    if (!(error instanceof TrainError)) throw error
    const runs = (await listResolutions(resolutions)).filter(
      ({ resolution }) => resolution.by !== undefined || resolution.answer === 'merged',
    )
    return new Set([...names].filter(name => !runs.some(({ key }) => name.startsWith(key))))
  }
}

/**
 * A track's state as text, with the answers as they lie in `resolutions`, but for the files that are the team's (`teams`),
 * who may take them away again.
 */
export async function formatState(
  entry: LockedTrack,
  { used, made }: Pick<Applied, 'used' | 'made'>,
  resolutions: string,
  teams: ReadonlySet<string>,
): Promise<string> {
  const state: TrackState = { entry, answers: [] }
  const names = await namesOfAnswers(resolutions)
  for (const key of new Set([...used, ...made].map(one => one.key))) {
    if (!names.has(jsonName(key))) continue
    const files = []
    for (const name of filesOfAnswer(key, names))
      if (!teams.has(name)) files.push({ name, content: await readFile(join(resolutions, name), 'base64') })
    if (files.length > 0) state.answers.push({ key, files })
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

/** Lays answers where a run looks for them; what the team has committed there stays, and what it has forgotten is gone. */
export async function layAnswers({ answers }: TrackState, resolutions: string): Promise<void> {
  for (const { key, files } of answers) {
    const known = new Map(files.map(({ name, content }) => [name, content]))
    if (!known.has(jsonName(key)) && !(await exists(join(resolutions, jsonName(key))))) continue
    await makeFolder(resolutions)
    for (const name of filesOfAnswer(key, known.keys())) {
      const file = join(resolutions, name)
      if (!(await exists(file))) await writeFileAtomically(file, Buffer.from(known.get(name) ?? '', 'base64'))
    }
  }
}
