import { join, resolve } from 'node:path'
import type { Plugin } from 'rolldown'

/** What bundling `src/pack/` takes: for `dist/`, and for the bench's own driver. */
const folder = join(resolve(import.meta.dirname, '..'), 'src', 'pack')

/** Programs of worker threads: as entries, they have chunks of their own, and a thread loads little else. */
const threads = ['deflate-worker', 'pack-worker']

/** The files of these entries, which nobody loads: a program knows its chunk. */
const unused = 'unused/'

/** Name → module. */
export const threadEntries = threads.map(name => [`${unused}${name}`, join(folder, `${name}.ts`)] as const)

/** To be given beside the plugins. */
export const moduleTypes = { '.wasm': 'binary' } as const

const program = '@zip.js/zip.js/dist/zip-module.wasm'

export const packPlugins: Plugin[] = [
  {
    name: 'with-zlib-wasm',
    load: id =>
      id === join(folder, 'zlib-wasm.ts') ? `export { default as zlibWasm } from '${program}'` : null,
  },
  {
    name: 'without-unused',
    generateBundle: (_options, bundle) => {
      for (const file of Object.keys(bundle))
        if (file.startsWith(unused)) Reflect.deleteProperty(bundle, file)
    },
  },
]
