import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type TemporaryFolder, temporaryFolder } from '../../kernel/temporary.ts'
import type { World } from '../../kernel/world.ts'

/** Folders that a tool works with while a run lasts, made when they are first asked for. */
export interface ToolHome extends AsyncDisposable {
  /** A home folder for the tool's own files: downloads, backups, settings. */
  user(): Promise<string>
  /** A fresh folder. */
  folder(name: string): Promise<string>
}

export function toolHome({ temporary }: Pick<World, 'temporary'>): ToolHome {
  let made: Promise<TemporaryFolder> | null = null
  const root = async (): Promise<string> => {
    made ??= temporaryFolder(temporary)
    return (await made).path
  }
  let count = 0
  const make = async (name: string): Promise<string> => {
    const path = join(await root(), name)
    await mkdir(path, { recursive: true })
    return path
  }
  return {
    user: () => make('home'),
    folder: name => make(join(String((count += 1)), name)),
    [Symbol.asyncDispose]: async () => {
      await (await made)?.[Symbol.asyncDispose]()
    },
  }
}
