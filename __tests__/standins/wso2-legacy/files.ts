import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'

export interface File {
  content: Buffer
  /** Permission bits. */
  mode: number
}

/** Path (`/` as separator) → file. */
export type Files = Map<string, File>

/** All regular files below a folder, sorted by path; links are no files of a product. */
export async function readFiles(folder: string): Promise<Files> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
  const files: Files = new Map()
  for (const path of paths.toSorted())
    files.set(relative(folder, path).split(sep).join('/'), await readOne(path))
  return files
}

export async function writeFiles(folder: string, files: Files): Promise<void> {
  for (const [path, file] of files) await writeOne(join(folder, path), file)
}

export async function writeOne(path: string, { content, mode }: File): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, content)
  await chmod(path, mode)
}

export async function readOne(path: string): Promise<File> {
  return { content: await readFile(path), mode: (await stat(path)).mode & 0o777 }
}

/** A file with the usual mode. */
export function plainFile(content: string | Uint8Array): File {
  return { content: Buffer.from(content), mode: 0o644 }
}

/** Equal in content; no update tool is known to look at modes. */
export function equal(one: File | undefined, other: File | undefined): boolean {
  if (one === undefined || other === undefined) return one === other
  return one.content.equals(other.content)
}
