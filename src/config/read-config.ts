import { readFile } from 'node:fs/promises'
import { reasonOf, TrainError } from '../kernel/errors.ts'
import { exists } from '../kernel/files.ts'
import { type Config, configKeys, configSchema } from './entry.ts'
import { parseLocated, problemsError, problemsOf } from './problems.ts'

export const defaultConfig = 'update-train.yml'

const emptyConfig =
  'the file is empty: write `version: 1` and `products:` into it (docs/reference.md, “update-train.yml”, shows how), or remove it to go by options alone'

/** What `update-train.yml` holds; null where there is no such file and none was named. Throws `config` with every problem in it. */
export async function readConfig(file: string, named: boolean): Promise<Config | null> {
  if (!named && !(await exists(file))) return null
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    throw new TrainError('config', `The configuration ${file} cannot be read: ${reasonOf(error)}.`, {
      hint: `Name another file with \`config\` (--config), or leave it out to use ${defaultConfig} or options alone.`,
      cause: error,
    })
  }
  const located = parseLocated(text, file)
  if (located.value === null) throw problemsError(file, [{ message: emptyConfig, file, line: 1 }])
  const config = configSchema.safeParse(located.value)
  if (config.success) return config.data
  throw problemsError(file, problemsOf(config.error.issues, file, located.lineOf, configKeys))
}
