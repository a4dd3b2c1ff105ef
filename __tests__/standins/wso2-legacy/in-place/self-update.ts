import { chmod, readFile, rename, writeFile } from 'node:fs/promises'
import type { Session } from './session.ts'

/**
 * Puts a newer version of the tool in its place and gives exit code 2: "In-place has been updated", the same command
 * has to run again (puppet-apim). The sentence on the console is a guess.
 */
export async function replaceItself({ settings, console }: Session, tool: string): Promise<number> {
  const newer = `${tool}.new`
  await writeFile(newer, `${await readFile(tool, 'utf8')}// newer\n`)
  await chmod(newer, 0o755)
  await rename(newer, tool)
  const { selfUpdate } = settings.value
  if (selfUpdate === 'once') await settings.change({ selfUpdate: 'never' })
  if (selfUpdate === 'twice') await settings.change({ selfUpdate: 'once' })
  console.say('In-place has been updated. Please run the tool again.')
  return 2
}
