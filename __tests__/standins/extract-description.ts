/**
 * Writes `fixtures/github-description.json`: GitHub's own OpenAPI description of its REST API, as
 * `@octokit/openapi` publishes it (MIT), cut down to the paths below and to what validation needs; prose and
 * examples are left out. The whole package is 400 MB installed, this file a quarter of a megabyte.
 * Run `node __tests__/standins/extract-description.ts` after a change to `wanted` or to the version.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'

const version = '23.0.2'
const repository = '/repos/{owner}/{repo}'
const wanted =
  /^\/(git|actions\/(caches|cache|artifacts|runs\/\{run_id\}\/artifacts)|contents|pulls|issues|labels|milestones|assignees|collaborators|releases|compare|commits|branches|merges|attestations|git)(\/|$)/
const others = new Set([repository, '/meta', '/rate_limit', '/user', '/app', '/installation/repositories'])
const prose = new Set([
  ...['description', 'summary', 'tags', 'example', 'examples', 'externalDocs', 'x-github', 'x-octokit'],
])

type Json = Readonly<Record<string, unknown>>
const isRecord = (value: unknown): value is Json => typeof value === 'object' && value !== null
const descriptionSchema = z.object({
  openapi: z.string(),
  info: z.object({ title: z.string(), version: z.string(), license: z.unknown() }),
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.record(z.string(), z.record(z.string(), z.unknown())),
})

/** The value without prose; below `properties` and the like the keys are names, not keywords. */
function strip(value: unknown, keysAreNames = false): unknown {
  if (Array.isArray(value)) return value.map(item => strip(item))
  if (!isRecord(value)) return value
  const kept: Record<string, unknown> = {}
  for (const [key, item] of Object.entries(value)) {
    if (!keysAreNames && prose.has(key)) continue
    kept[key] = strip(item, !keysAreNames && ['properties', 'headers', 'content', 'responses'].includes(key))
  }
  return kept
}

function isWanted(path: string): boolean {
  return others.has(path) || (path.startsWith(`${repository}/`) && wanted.test(path.slice(repository.length)))
}

function readWhole(): z.infer<typeof descriptionSchema> {
  const folder = mkdtempSync(join(tmpdir(), 'description-'))
  try {
    execFileSync('npm', ['pack', '--silent', `@octokit/openapi@${version}`], { cwd: folder })
    execFileSync('tar', ['-xzf', `octokit-openapi-${version}.tgz`, 'package/generated/api.github.com.json'], {
      cwd: folder,
    })
    const text = readFileSync(join(folder, 'package/generated/api.github.com.json'), 'utf8')
    return descriptionSchema.parse(JSON.parse(text))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const whole = readWhole()
const components: Record<string, Record<string, unknown>> = {}

/** Brings every component that `value` refers to, and what those refer to. */
function bring(value: unknown): void {
  if (Array.isArray(value)) value.forEach(bring)
  if (!isRecord(value)) return
  const reference = /^#\/components\/([^/]+)\/([^/]+)$/.exec(typeof value.$ref === 'string' ? value.$ref : '')
  const [, section = '', name = ''] = reference ?? []
  if (reference !== null && components[section]?.[name] === undefined) {
    const component = strip(whole.components[section]?.[name])
    components[section] = { ...components[section], [name]: component }
    bring(component)
  }
  Object.values(value).forEach(bring)
}

const paths: Record<string, unknown> = {}
for (const [path, operations] of Object.entries(whole.paths)) {
  if (!isWanted(path)) continue
  paths[path] = strip(operations)
  bring(paths[path])
}

/** One line for each operation and component, so that a difference can be read. */
function lines(record: Json): string {
  const entries = Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `{\n${entries.map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`).join(',\n')}\n}`
}

const source = `@octokit/openapi ${version}, generated/api.github.com.json`
const sections = Object.entries(components).map(
  ([name, section]) => `${JSON.stringify(name)}: ${lines(section)}`,
)
writeFileSync(
  join(import.meta.dirname, 'fixtures', 'github-description.json'),
  `{"openapi": ${JSON.stringify(whole.openapi)},
"info": ${JSON.stringify({ ...whole.info, 'x-source': source })},
"paths": ${lines(paths)},
"components": {${sections.join(',\n')}}}
`,
)
