import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
} from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'

/** Paths of all files below a folder, `/` as separator, sorted. Links are not followed and not named. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
    .sort()
}

/** Copies one file with its mode; folders are made. */
export function copyFile(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true })
  cpSync(from, to)
}

/** Removes a file and the folders that it leaves empty, up to `root`. */
export function removeFile(root: string, path: string): void {
  rmSync(join(root, path), { force: true })
  for (let folder = dirname(join(root, path)); folder !== root; folder = dirname(folder)) {
    if (!existsSync(folder) || readdirSync(folder).length > 0) return
    rmdirSync(folder)
  }
}

/** Bytes of all files below a folder. */
export function sizeBelow(folder: string): number {
  return filesBelow(folder).reduce((sum, path) => sum + lstatSync(join(folder, path)).size, 0)
}

/** Null where there is no such file. */
export function bytesOf(file: string): Buffer | null {
  return existsSync(file) ? readFileSync(file) : null
}
