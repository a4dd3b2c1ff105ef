import { copyFile, lstat, readdir, readFile, rename, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { sha256OfFile } from '../kernel/sha256.ts'
import { jsonName, readResolution } from '../merge/resolutions.ts'
import { conflictsListName, parseConflicts } from '../merge/waiting.ts'

/** Of an answer, and of the text with marks that people may have decided in its place. */
const [ending, marked] = ['.final', '.merged'] as const

/** What is handwritten in a folder of conflicts that gives way. */
export interface Handwritten {
  /** Where the folder is now. */
  folder: string
  /** Answers in it that nobody has recorded, such as `conf/a.final`, or `conf/a.merged` where that was edited. */
  names: string[]
}

/**
 * Saves answers (`<path>.final`, and an edited `.merged`) that people have written into a folder of conflicts and not recorded yet, before another one
 * takes its place: for a conflict that is the same in `next` they go there; where others are left, the folder is moved to a
 * free name beside, which is given. Null where nothing is left in it.
 * @param next the new folder, not in its place yet; null for none
 * @param resolutions where answers are recorded
 * @param place what the name beside is made of
 */
export async function saveHandwritten(
  former: string,
  next: string | null,
  resolutions: string,
  place = former,
): Promise<Handwritten | null> {
  const [before, after] = [await keysIn(former), next === null ? new Map() : await keysIn(next)]
  const left: string[] = []
  for (const name of await writtenIn(former)) {
    const path = name.slice(0, name.lastIndexOf('.'))
    const key = before.get(path)
    if (key !== undefined && (await isRecorded(join(former, name), join(resolutions, jsonName(key)))))
      continue
    const isSame = next !== null && key !== undefined && after.get(path) === key
    const isGone = isSame && !(await carried(join(former, name), join(next, name)))
    if (!isSame || isGone) left.push(name)
  }
  if (left.length === 0) return null
  const folder = await freeName(`${place}.before`)
  await rename(former, folder)
  return { folder, names: left.sort() }
}

/** Takes an answer along; false where people have written another one there meanwhile. */
async function carried(from: string, to: string): Promise<boolean> {
  const there = await readFile(to).catch(() => null)
  if (there === null) await copyFile(from, to)
  return there === null || there.equals(await readFile(from))
}

/** For a warning. */
export function tellHandwritten({ folder, names }: Handwritten): string {
  const more = names.length > 3 ? ` and ${names.length - 3} more` : ''
  return `Answers that are not recorded yet (${names.slice(0, 3).join(', ')}${more}) did not come along to the conflicts of this run: they are in ${folder} now. Record them where they still count (\`update-train resolve\`, with --conflicts and that folder; a \`.merged\` once it is renamed to \`.final\`), or remove it.`
}

/** Answers in a folder. Its list is written last by a run: a text with marks that is newer was edited. */
async function writtenIn(folder: string): Promise<string[]> {
  const list = await stat(join(folder, conflictsListName))
  const names: string[] = []
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name)
    if (!entry.name.endsWith(ending) && !entry.name.endsWith(marked)) continue
    // A link to a file answers as well as that file.
    const found = await stat(file).catch(() => null)
    if (found?.isFile() !== true) continue
    if (entry.name.endsWith(ending) || found.mtimeMs > list.mtimeMs) names.push(relative(folder, file))
  }
  return names
}

/** The keys of the conflicts that a folder lists, by path. */
async function keysIn(folder: string): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(join(folder, conflictsListName), 'utf8').catch(() => '')
  return new Map(parseConflicts(text)?.map(({ path, key }) => [path, key]))
}

/** Another answer that was chosen for the conflict since counts as well: what is written beside it does not. */
async function isRecorded(final: string, record: string): Promise<boolean> {
  const resolution = await readResolution(record)
  if (resolution === null || resolution.by !== undefined || resolution.answer === 'merged') return false
  return resolution.answer !== 'final' || (await sha256OfFile(final)).sha256 === resolution.result
}

async function freeName(wanted: string): Promise<string> {
  for (let count = 1; ; count++) {
    const name = count === 1 ? wanted : `${wanted}-${count}`
    if ((await lstat(name).catch(() => null)) === null) return name
  }
}
