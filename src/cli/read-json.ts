import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { z } from 'zod'
import { reasonOf, TrainError } from '../kernel/errors.ts'
import type { World } from '../kernel/world.ts'
import type { Call } from './command.ts'

/** The JSON file that an option names; undefined without the option. Throws `config` with all that is wrong. */
export async function readJson<T>(
  call: Call,
  option: string,
  schema: z.ZodType<T>,
  world: World,
): Promise<T | undefined> {
  const name = call.values.get(option)
  if (name === undefined) return undefined
  const file = resolve(world.cwd, name)
  const { parseLocated, problemsError, problemsOf } = await import('../config/problems.ts')
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new TrainError('config', `Cannot read ${file}: ${reasonOf(error)}.`, {
      hint: `Correct --${option}; it takes a JSON file.`,
      cause: error,
    })
  })
  const located = parseLocated(text, file)
  const parsed = schema.safeParse(located.value)
  if (parsed.success) return parsed.data
  throw problemsError(file, problemsOf(parsed.error.issues, file, located.lineOf))
}
