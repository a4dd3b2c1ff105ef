import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

/**
 * zlib as zip.js compiles it to WebAssembly, which is the same program on every machine. The build lays it in the bundle
 * (`scripts/pack-bundling.ts`); here it is read from the package.
 */
export const zlibWasm: Uint8Array = readFileSync(
  createRequire(import.meta.url).resolve('@zip.js/zip.js/dist/zip-module.wasm'),
)
