import { readdir, readFile } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { z } from 'zod'

const manifestSchema = z.object({
  name: z.string(),
  version: z.string(),
  license: z.string(),
  repository: z.union([z.string(), z.object({ url: z.string() }).transform(({ url }) => url)]).optional(),
})
const licenseFile = /^(licen[cs]e|copying|notice)(\b|[-_.])/i

/**
 * The text of `dist/licenses.txt`: name, version, licence and licence text of every package
 * that has a module in the bundles, sorted by name.
 *
 * @param modules absolute paths of all bundled modules
 * @throws Error where a package does not say its licence, or ships no text of one that is not widely known
 */
export async function licensesOf(modules: Iterable<string>): Promise<string> {
  const folders = new Set([...modules].flatMap(module => packageFolder(module) ?? []))
  const sections = await Promise.all([...folders].sort().map(section))
  return sections.join(`\n${'-'.repeat(80)}\n\n`)
}

/** `…/node_modules/@scope/name` for a module below it. */
function packageFolder(module: string): string | undefined {
  const marker = `${sep}node_modules${sep}`
  const at = module.lastIndexOf(marker)
  if (at === -1) return undefined
  const [first = '', second = ''] = module.slice(at + marker.length).split(sep)
  return join(module.slice(0, at + marker.length), first.startsWith('@') ? join(first, second) : first)
}

async function section(folder: string): Promise<string> {
  const manifest = manifestSchema.parse(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')))
  const files = (await readdir(folder)).filter(name => licenseFile.test(name)).sort()
  const title = `${manifest.name} ${manifest.version} (${manifest.license})`
  if (files.length === 0) return `${title}\n\n${withoutText(manifest)}\n`
  const texts = await Promise.all(files.map(file => readFile(join(folder, file), 'utf8')))
  const normalised = texts.map(text => text.replaceAll('\r\n', '\n').trim())
  return `${title}\n\n${normalised.join('\n\n')}\n`
}

/** A package that names a licence everybody knows and forgot to ship its text. */
function withoutText({ name, license, repository }: z.infer<typeof manifestSchema>): string {
  if (repository === undefined || !['MIT', 'Apache-2.0', 'ISC', '0BSD'].includes(license))
    throw new Error(`${name} is bundled and ships no licence text.`)
  return `The package ships no text of its licence; its source is ${repository}`
}
