import {
  chmod,
  lstat,
  mkdir,
  readdir,
  readFile,
  readlink,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** What a test puts at a path: text or bytes (mode 0644), a file with a mode, a link, or a directory. */
export type Content =
  | string
  | Uint8Array
  | { content: string | Uint8Array; mode?: number }
  | { link: string }
  | { directory: number }

/** Writes a tree below `folder`: path (`/` as separator) → content. Modes are set exactly, whatever the umask. */
export async function writeTree(folder: string, tree: Readonly<Record<string, Content>>): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const [path, content] of Object.entries(tree)) {
    const at = join(folder, path)
    await mkdir(dirname(at), { recursive: true })
    await writeOne(at, content)
  }
}

/**
 * Reads a tree back: path → `755 text` for a file (mode in octal, content as UTF-8), `-> target` for a link,
 * `755 /` for an empty directory. Other directories are left out; anything else is `special`.
 */
export async function readTree(folder: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  const entries = await readdir(folder, { recursive: true })
  for (const path of entries.toSorted()) {
    const at = join(folder, path)
    const stat = await lstat(at)
    const mode = (stat.mode & 0o777).toString(8)
    if (stat.isSymbolicLink()) found[path] = `-> ${await readlink(at)}`
    else if (stat.isFile()) found[path] = `${mode} ${await readFile(at, 'utf8')}`
    else if (!stat.isDirectory()) found[path] = 'special'
    else if ((await readdir(at)).length === 0) found[path] = `${mode} /`
  }
  return found
}

/** Sets the modification time of a file; seconds are kept whole. */
export async function touch(path: string, epochMilliseconds: number): Promise<void> {
  const time = new Date(epochMilliseconds)
  await utimes(path, time, time)
}

async function writeOne(at: string, content: Content): Promise<void> {
  if (typeof content === 'string' || content instanceof Uint8Array) {
    await writeFile(at, content)
    await chmod(at, 0o644)
  } else if ('link' in content) {
    await symlink(content.link, at)
  } else if ('directory' in content) {
    await mkdir(at, { recursive: true })
    await chmod(at, content.directory)
  } else {
    await writeFile(at, content.content)
    await chmod(at, content.mode ?? 0o644)
  }
}
