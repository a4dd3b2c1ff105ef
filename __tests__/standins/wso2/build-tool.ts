import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { rolldown } from 'rolldown'

/**
 * `node build-tool.ts FILE`: bundles the stand-in into one file that needs nothing but Node. CommonJS, because a file
 * without an ending is that to Node, wherever the pack lies.
 */
const [, , file = ''] = process.argv
const bundle = await rolldown({
  input: join(import.meta.dirname, 'tool', 'main.ts'),
  platform: 'node',
  transform: { target: 'node20' },
})
await bundle.write({ file, format: 'cjs', sourcemap: false, minify: false, comments: false })
await bundle.close()
await writeFile(file, `#!/usr/bin/env node\n${await readFile(file, 'utf8')}`)
