import { join, resolve } from 'node:path'
import type { Plugin } from 'rolldown'

const module = join(resolve(import.meta.dirname, '..'), 'src', 'pack', 'zlib-wasm.ts')

/** Lays the program of `src/pack/zlib-wasm.ts` in the bundle; wants `moduleTypes: { '.wasm': 'binary' }`. */
export const withZlibWasm: Plugin = {
  name: 'with-zlib-wasm',
  load: id =>
    id === module ? "export { default as zlibWasm } from '@zip.js/zip.js/dist/zip-module.wasm'" : null,
}
