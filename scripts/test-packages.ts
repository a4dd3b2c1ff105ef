import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'

/** Installs the heavy packages that only tests need, where `__tests__/package-lock.json` is not the one installed last. */
const tests = resolve(import.meta.dirname, '..', '__tests__')

if (import.meta.main) await installTestPackages()

export async function installTestPackages(): Promise<void> {
  const lockfile = join(tests, 'package-lock.json')
  if (!existsSync(lockfile)) return
  const wanted = await readFile(lockfile, 'utf8')
  const record = join(tests, 'node_modules', '.installed-lock.json')
  if (existsSync(record) && (await readFile(record, 'utf8')) === wanted) return
  const code = await run('npm', ['ci', '--no-audit', '--no-fund'], tests)
  if (code !== 0) throw new Error('The packages of __tests__/package.json could not be installed.')
  await writeFile(record, wanted)
}

/** Runs a program with this terminal as its own and gives its exit code. */
export function run(program: string, args: readonly string[], cwd: string): Promise<number> {
  return new Promise((settle, fail) => {
    const child = spawn(program, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] })
    child.on('error', fail)
    child.on('close', code => settle(code ?? 1))
  })
}
