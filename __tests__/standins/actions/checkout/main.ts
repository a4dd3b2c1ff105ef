/**
 * Clones the git repository `STANDIN_REPOSITORY` into the workspace, or copies it where it is a plain folder.
 * Like the genuine action it empties the target first and leaves a detached or branch checkout of the ref.
 */
import { execFileSync } from 'node:child_process'
import { appendFileSync, cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const repository = process.env.STANDIN_REPOSITORY ?? ''
const target = join(process.env.GITHUB_WORKSPACE ?? '', process.env.INPUT_PATH ?? '.')
const ref = process.env.INPUT_REF ?? ''

function git(...args: string[]): string {
  return execFileSync('git', ['-C', target, ...args], { encoding: 'utf8' }).trim()
}

mkdirSync(target, { recursive: true })
for (const name of readdirSync(target)) rmSync(join(target, name), { recursive: true })
const isGit = existsSync(join(repository, '.git')) || existsSync(join(repository, 'HEAD'))
if (isGit) {
  execFileSync('git', ['clone', '--quiet', '--no-hardlinks', repository, target], { stdio: 'inherit' })
  if (ref !== '') git('checkout', '--quiet', ref)
} else {
  cpSync(repository, target, { recursive: true, verbatimSymlinks: true })
}
const commit = isGit ? git('rev-parse', 'HEAD') : ''
appendFileSync(process.env.GITHUB_OUTPUT ?? '', `commit=${commit}\n`)
process.stdout.write(`Checked out ${commit === '' ? 'a plain folder' : commit}\n`)
