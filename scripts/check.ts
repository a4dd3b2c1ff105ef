import { globSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { installTestPackages } from './test-packages.ts'
import { together } from './together.ts'

/**
 * `npm run check`: types, lint and format, and the workflow and action files with GitHub's language service and
 * actionlint, at the same time. Exits 1 where any of them has a complaint.
 */
const cwd = resolve(import.meta.dirname, '..')
const installed = join(cwd, 'node_modules', '.bin')
const formatted = ['src', 'scripts', 'bench', '__tests__', ...globSync('*.{json,mjs}', { cwd })]

await installTestPackages()
const codes = await together(
  [
    { name: 'lint', program: join(installed, 'eslint'), args: ['.'], cwd },
    { name: 'types', program: join(installed, 'tsc'), args: [], cwd },
    { name: 'workflows', program: process.execPath, args: ['scripts/check-workflows.ts'], cwd },
    { name: 'format', program: join(installed, 'biome'), args: ['ci', ...formatted], cwd },
  ],
  ({ name }) => name,
)
process.exitCode = codes.every(code => code === 0) ? 0 : 1
