import { chmod, cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, relative, resolve, sep } from 'node:path'
import { parseArgs } from 'node:util'
import {
  type OutputOptions,
  type Plugin,
  type PreRenderedChunk,
  type RolldownOptions,
  rolldown,
} from 'rolldown'
import { licensesOf } from './licenses.ts'
import { moduleTypes, packPlugins, threadEntries } from './pack-bundling.ts'

/**
 * Builds `dist/` (or `--out DIR`) from the doors in `src/`. The same sources and lockfile give the same bytes,
 * whatever was in the folder before: it is emptied first. `__tests__/dist.test.ts` compares.
 */
const root = resolve(import.meta.dirname, '..')
const doors = ['cli', 'main', 'plan']
const hashbang = '#!/usr/bin/env node'

/**
 * `@actions/artifact` unzips what it downloads with `unzip-stream`, whose dependency `buffers` says no licence. We
 * upload only: the package stays out of the bundle, and whoever called it would be told so.
 */
const withoutUnzipStream: Plugin = {
  name: 'without-unzip-stream',
  resolveId: id => (id === 'unzip-stream' ? '\0unzip-stream' : null),
  load: id =>
    id === '\0unzip-stream'
      ? `export default { Extract() { throw new Error('unzip-stream is not bundled: nothing is downloaded here') } }`
      : null,
}

const { values } = parseArgs({ options: { out: { type: 'string', default: join(root, 'dist') } } })
await build(resolve(values.out))

async function build(out: string): Promise<void> {
  const sources = new Set(await readdir(join(root, 'src')))
  const present = doors.filter(door => sources.has(`${door}.ts`))
  await rm(out, { recursive: true, force: true })
  await mkdir(out, { recursive: true })
  const bundle = await rolldown(inputOptions(present))
  const { output } = await bundle.write(outputOptions(out))
  await bundle.close()
  const modules = output.flatMap(file => (file.type === 'chunk' ? file.moduleIds : []))
  await writeFile(join(out, 'licenses.txt'), await licensesOf(modules))
  await makeExecutable(join(out, 'cli.js'))
  await writeFile(join(out, 'package.json'), '{\n  "type": "module"\n}\n')
  await cp(join(root, 'examples', 'acme-gateway'), join(out, 'acme-gateway'), {
    recursive: true,
    verbatimSymlinks: true,
  })
}

function inputOptions(names: readonly string[]): RolldownOptions {
  const entries = names.map(name => [name, join('src', `${name}.ts`)] as const)
  return {
    cwd: root,
    input: Object.fromEntries([...entries, ...threadEntries]),
    platform: 'node',
    tsconfig: join(root, 'tsconfig.json'),
    transform: { target: 'node24' },
    resolve: { conditionNames: ['node', 'import', 'default'] },
    moduleTypes,
    plugins: [withoutUnzipStream, ...packPlugins],
  }
}

function outputOptions(out: string): OutputOptions {
  return {
    dir: out,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: chunk => `chunks/${chunkName(chunk)}.js`,
    sourcemap: false,
    minify: false,
    // Documentation of libraries is for those who read their sources.
    comments: { legal: true, jsdoc: false },
  }
}

/**
 * A chunk is named after a module in it and not after a hash of its content, so that a diff of `dist/` shows what
 * changed. What is imported lazily but lies in a chunk with others has a small `.lazy` chunk that only leads there.
 */
function chunkName({ name, facadeModuleId, moduleIds }: PreRenderedChunk): string {
  const module = moduleIds.at(-1)
  if (module === undefined) return `${moduleName(facadeModuleId ?? name)}.lazy`
  return moduleName(facadeModuleId ?? module)
}

/** `train-check` for `src/train/check.ts`, `zod` for a module of that package. */
function moduleName(module: string): string {
  const marker = `node_modules${sep}`
  const path = relative(root, module)
  if (path.startsWith(marker)) {
    const [first = '', second = ''] = path.slice(path.lastIndexOf(marker) + marker.length).split(sep)
    return first.startsWith('@') ? `${first.slice(1)}-${second}` : first
  }
  return path
    .replace(/^src\b./, '')
    .replace(/\.[jt]s$/, '')
    .replaceAll(sep, '-')
    .replaceAll('\0', '')
}

async function makeExecutable(file: string): Promise<void> {
  const text = await readFile(file, 'utf8')
  if (!text.startsWith('#!')) await writeFile(file, `${hashbang}\n${text}`)
  await chmod(file, 0o755)
}
