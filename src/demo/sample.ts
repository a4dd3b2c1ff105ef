import { chmod, mkdir, readdir, readFile, symlink, utimes, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { z } from 'zod'
import { classesSchema, updatesInputSchema } from '../feed/format.ts'
import { TrainError } from '../kernel/errors.ts'
import { globMatcher } from '../kernel/glob.ts'
import { jarBytes } from './sample-jar.ts'

const timestamp = z.iso.datetime().transform(text => Date.parse(text))

const levelSchema = z.object({
  level: z.int().positive(),
  /** Epoch milliseconds. */
  timestamp,
  /** The full level that holds the same security updates. */
  equivalent: z.int().positive().nullable().default(null),
  /** Files, or whole folders and archives. */
  removed: z.array(z.string()),
  renames: z.array(z.object({ from: z.string(), to: z.string() })),
  updates: updatesInputSchema,
})

const sampleSchema = z.object({
  /** `<name>-<version>`. */
  product: z.string(),
  /** Of the base; epoch milliseconds. */
  timestamp,
  /** Globs of the folders that become zip archives. */
  archives: z.array(z.string()),
  executables: z.array(z.string()),
  /** Path → target. */
  links: z.record(z.string(), z.string()),
  /** Folders that are there though nothing is in them. */
  directories: z.array(z.string()),
  /** Glob → class, as `feed publish --classes` takes it. */
  classes: classesSchema,
  channels: z.record(z.string(), z.array(levelSchema)),
})

export type Sample = z.infer<typeof sampleSchema>

/** A file of the sample's folder and the level that it came with. */
interface Source {
  file: string
  timestamp: number
}

/** Reads `product.json`: what the files of the sample cannot say, and the levels of each channel, oldest first. */
export async function readSample(sampleFolder: string): Promise<Sample> {
  return sampleSchema.parse(JSON.parse(await readFile(join(sampleFolder, 'product.json'), 'utf8')))
}

/**
 * Builds the tree of one level of the sample product in `outFolder`, which is made; level 0 is the base on every
 * channel. Same level, same bytes, modes and file dates. Throws a `TrainError` `config` for a level that it has not.
 */
export async function sampleTree(
  sampleFolder: string,
  at: { channel: string; level: number },
  outFolder: string,
): Promise<void> {
  const sample = await readSample(sampleFolder)
  const sources = await sourcesAt(sampleFolder, sample, at)
  const isExecutable = globMatcher(sample.executables)
  const directories = new Set(sample.directories)

  for (const [path, file] of await packArchives(sources, globMatcher(sample.archives))) {
    const target = join(outFolder, path)
    await mkdir(dirname(target), { recursive: true })
    await writeFile(target, file.content)
    await chmod(target, isExecutable(path) ? 0o755 : 0o644)
    await utimes(target, file.timestamp / 1000, file.timestamp / 1000)
    for (const parent of parentsOf(path)) directories.add(parent)
  }
  for (const path of directories) await mkdir(join(outFolder, path), { recursive: true })
  for (const path of ['', ...directories]) await chmod(join(outFolder, path), 0o755)
  for (const [path, target] of Object.entries(sample.links)) await symlink(target, join(outFolder, path))
}

/** Lays the levels over the base: removes, renames, then takes what the level's own folder holds. */
async function sourcesAt(
  sampleFolder: string,
  sample: Sample,
  { channel, level }: { channel: string; level: number },
): Promise<Map<string, Source>> {
  const levels = sample.channels[channel] ?? []
  if (level !== 0 && !levels.some(one => one.level === level)) {
    throw new TrainError('config', `${sample.product} has no level ${level} on channel ${channel}.`, {
      hint: `Choose 0 or one of ${levelNames(sample)}.`,
    })
  }
  const sources = await filesBelow(join(sampleFolder, 'base'), sample.timestamp)
  for (const one of levels.filter(each => each.level <= level)) {
    for (const path of one.removed) move(sources, path, null)
    for (const { from, to } of one.renames) move(sources, from, to)
    const changes = await filesBelow(join(sampleFolder, channel, String(one.level)), one.timestamp)
    for (const [path, source] of changes) sources.set(path, source)
  }
  return sources
}

function levelNames({ channels }: Sample): string {
  const names = Object.entries(channels).map(
    ([channel, levels]) => `${channel} ${levels.map(({ level }) => level).join(', ')}`,
  )
  return names.join('; ')
}

/** Renames a file, or everything in a folder or archive; to null removes it. */
function move(sources: Map<string, Source>, from: string, to: string | null): void {
  for (const [path, source] of [...sources]) {
    if (path !== from && !path.startsWith(`${from}/`)) continue
    sources.delete(path)
    if (to !== null) sources.set(to + path.slice(from.length), source)
  }
}

async function filesBelow(folder: string, timestamp: number): Promise<Map<string, Source>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
  // Some file systems hand names back decomposed.
  return new Map(files.map(file => [relative(folder, file).normalize('NFC'), { file, timestamp }]))
}

/** Reads all files; those in a folder that stands for an archive come as that one archive, as old as its newest file. */
async function packArchives(
  sources: ReadonlyMap<string, Source>,
  isArchive: (path: string) => boolean,
): Promise<Map<string, { content: Buffer; timestamp: number }>> {
  const packed = new Map<string, { content: Buffer; timestamp: number }>()
  const archives = new Map<string, { files: Map<string, Buffer>; timestamp: number }>()
  for (const path of [...sources.keys()].toSorted()) {
    const source = sources.get(path)
    if (source === undefined) continue
    const content = await readFile(source.file)
    const archive = parentsOf(path).find(isArchive)
    if (archive === undefined) {
      packed.set(path, { content, timestamp: source.timestamp })
      continue
    }
    const { files, timestamp } = archives.get(archive) ?? { files: new Map<string, Buffer>(), timestamp: 0 }
    files.set(path.slice(archive.length + 1), content)
    archives.set(archive, { files, timestamp: Math.max(timestamp, source.timestamp) })
  }
  for (const [path, { files, timestamp }] of archives) {
    packed.set(path, { content: jarBytes(files, timestamp), timestamp })
  }
  return packed
}

/** `a/b/c` has the parents `a` and `a/b`. */
function parentsOf(path: string): string[] {
  const names = path.split('/').slice(0, -1)
  return names.map((_name, index) => names.slice(0, index + 1).join('/'))
}
