import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'

/**
 * `npm run test:machine`: runs the checks that need more than Node and git, one program each, and ends with one
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
    name: 'packs of ours in the hands of others',
    program: 'conformance.ts',
    needs: { unzip: 'tests packs', '7z': 'tests packs', python3: 'tests packs with its zipfile' },
  },
  {
    name: 'Apache Tomcat releases through the train',
    program: 'tomcat.ts',
    needs: { java: 'boots the server', mvn: 'fetches its releases', tar: 'unpacks this package' },
  },
  {
    name: 'a pack of 500 MB through the action',
    program: 'large-pack.ts',
    needs: {
      zstd: 'compresses caches',
      curl: 'is what uploads are compared with',
      tar: 'unpacks this package',
    },
  },
]

const folder = resolve(import.meta.dirname, '..', '__tests__', 'machine')
const counts = { passed: 0, failed: 0, skipped: 0 }

for (const check of checks) {
  console.log(`\n# ${check.name}`)
  counts[await outcomeOf(check)] += 1
}
console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
process.exitCode = counts.failed === 0 ? 0 : 1

async function outcomeOf(check: Check): Promise<keyof typeof counts> {
  const missing = Object.entries(check.needs).filter(([tool]) => !isOnPath(tool))
  if (missing.length > 0) {
    const what = missing.map(([tool, purpose]) => `${tool} (${purpose})`).join(', ')
    const inCi = process.env['CI'] === 'true'
    console.log(`${inCi ? 'Failed' : 'Skipped'}: ${check.name}: not found on PATH: ${what}.`)
    return inCi ? 'failed' : 'skipped'
  }
  return (await exitCodeOf(join(folder, check.program))) === 0 ? 'passed' : 'failed'
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

function exitCodeOf(program: string): Promise<number> {
  return new Promise((settle, fail) => {
    const child = spawn(process.execPath, [program], { stdio: ['ignore', 'inherit', 'inherit'] })
    child.on('error', fail)
    child.on('close', code => settle(code ?? 1))
  })
}
