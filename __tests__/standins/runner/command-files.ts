import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The files through which a step speaks to the runner. */
export const fileNames = {
  GITHUB_OUTPUT: 'set_output',
  GITHUB_ENV: 'set_env',
  GITHUB_PATH: 'add_path',
  GITHUB_STATE: 'save_state',
  GITHUB_STEP_SUMMARY: 'step_summary',
} as const

export interface CommandFiles {
  /** The variables that name the files. */
  environment: Record<string, string>
  read(name: keyof typeof fileNames): Promise<string>
}

/** The largest job summary of one step in bytes ("Job summaries are isolated … 1 MiB"). */
export const summaryLimit = 1024 * 1024

/** Makes the five empty files for one step below `folder`; `step` makes their names unique. */
export async function makeCommandFiles(folder: string, step: string): Promise<CommandFiles> {
  await mkdir(folder, { recursive: true })
  const environment: Record<string, string> = {}
  for (const [variable, name] of Object.entries(fileNames)) {
    const path = join(folder, `${name}_${step}`)
    await writeFile(path, '')
    environment[variable] = path
  }
  return {
    environment,
    read: name => readFile(join(folder, `${fileNames[name]}_${step}`), 'utf8'),
  }
}

/**
 * Reads `name=value` lines and `name<<DELIMITER` blocks ("Workflow commands, Multiline strings").
 * Throws the runner's own complaint for anything else.
 */
export function parseAssignments(text: string): Record<string, string> {
  const found: Record<string, string> = {}
  const lines = text.split(/\r?\n/)
  while (lines.length > 0) {
    const line = lines.shift() ?? ''
    if (line === '') continue
    const equals = line.indexOf('=')
    const heredoc = line.indexOf('<<')
    if (heredoc >= 0 && (equals < 0 || heredoc < equals)) {
      const delimiter = line.slice(heredoc + 2)
      const end = lines.indexOf(delimiter)
      if (heredoc === 0 || delimiter === '') throw new Error(`Invalid format '${line}'`)
      if (end < 0) throw new Error(`Invalid value. Matching delimiter not found '${delimiter}'`)
      found[line.slice(0, heredoc)] = lines
        .splice(0, end + 1)
        .slice(0, -1)
        .join('\n')
    } else if (equals > 0) {
      found[line.slice(0, equals)] = line.slice(equals + 1)
    } else {
      throw new Error(`Invalid format '${line}'`)
    }
  }
  return found
}
