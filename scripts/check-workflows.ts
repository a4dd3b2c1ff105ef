import { globSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { validateFiles } from '../__tests__/standins/validate-workflows.ts'

/**
 * Checks `action.yml` and every workflow, the examples' too, with GitHub's language service and actionlint; the
 * examples' inputs against our own `action.yml`. Files may be named instead. Exits 1 where something is wrong.
 */
const root = resolve(import.meta.dirname, '..')
const named = process.argv.slice(2).map(file => resolve(file))
const ours = globSync(['action.yml', '.github/workflows/*.yml', 'examples/*.yml'], { cwd: root })
const files = named.length > 0 ? named : ours.map(file => resolve(root, file))

const problems = await validateFiles(files, { 'update-train/update-train': root, './': root })
for (const { file, line, column, severity, message, source } of problems)
  console.error(`${relative(process.cwd(), file)}:${line}:${column} ${severity}: ${message} (${source})`)
console.log(`${files.length} workflow and action files, ${problems.length} problems`)
process.exitCode = problems.length === 0 ? 0 : 1
