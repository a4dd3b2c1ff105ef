import { join } from 'node:path'
import { rolldown } from 'rolldown'

/**
 * Prints one stand-in as a program of a single file that needs Node 20 or newer and nothing else. CommonJS, because
 * the file has no ending that would say otherwise.
 */
const [program = ''] = process.argv.slice(2)
const bundle = await rolldown({ input: join(import.meta.dirname, program), platform: 'node' })
const { output } = await bundle.generate({
  format: 'cjs',
  banner: '#!/usr/bin/env node',
  codeSplitting: false,
})
await bundle.close()
process.stdout.write(output[0].code)
