import { accessSync, constants } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { together } from './together.ts'

/**
 * `npm run test:machine`: runs the checks that need more than Node and git, one program each and some at once, and ends
 * with one
 * plain line of counts. Where a tool is missing a check is skipped, and it says so; with `CI=true` that is a failure.
 */
interface Check {
  name: string
  /** Below `__tests__/machine/`; exit code 0 is a pass. */
  program: string
  /** Programs that must be on `PATH`, and what they are for. */
  needs: Record<string, string>
}

const checks: Check[] = [
  {
    name: 'a pack of 500 MB through the action',
    program: 'large-pack.ts',
    needs: {
      zstd: 'compresses caches',
      curl: 'is what uploads are compared with',
      tar: 'unpacks this package',
    },
  },
  {
    name: 'packs of ours in the hands of others',
    program: 'conformance.ts',
    needs: { unzip: 'tests packs', '7z': 'tests packs', python3: 'tests packs with its zipfile' },
  },
  {
    name: 'Apache Tomcat releases through the train',
    program: 'tomcat.ts',
    needs: { java: 'boots the server', mvn: 'fetches its releases', tar: 'unpacks this package' },
  },
]

const inCi = process.env['CI'] === 'true'
const folder = resolve(import.meta.dirname, '..', '__tests__', 'machine')
const [able, unable] = [
  checks.filter(check => missingOf(check).length === 0),
  checks.filter(check => missingOf(check).length > 0),
]
for (const check of unable)
  console.log(
    `${inCi ? 'Failed' : 'Skipped'}: ${check.name}: not found on PATH: ${missingOf(check).join(', ')}.`,
  )
const jobs = able.map(({ name, program }) => ({
  name,
  program: process.execPath,
  args: [join(folder, program)],
  cwd: process.cwd(),
}))
const codes = await together(jobs, ({ name }) => name)
const passed = codes.filter(code => code === 0).length
const skipped = inCi ? 0 : unable.length
console.log(`\n${passed} passed, ${checks.length - passed - skipped} failed, ${skipped} skipped`)
process.exitCode = passed + skipped === checks.length ? 0 : 1

/** The tools that a check needs and that are not there, with what they are for. */
function missingOf({ needs }: Check): string[] {
  return Object.entries(needs)
    .filter(([tool]) => !isOnPath(tool))
    .map(([tool, purpose]) => `${tool} (${purpose})`)
}

function isOnPath(tool: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some(directory => {
    try {
      accessSync(join(directory, tool), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}
