import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test } from '@jest/globals'
import { temporaryFolder } from '../../src/kernel/temporary.ts'

const script = resolve(import.meta.dirname, '../../scripts/check-workflows.ts')

test('a workflow that gives update-train an input it has not is found, with its line', async () => {
  await using work = await temporaryFolder(tmpdir())
  const file = join(work.path, 'wrong.yml')
  writeFileSync(
    file,
    'on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: update-train/update-train@v1\n        with: {tack: dev}\n',
  )

  const check = () =>
    execFileSync(process.execPath, ['--no-warnings', script, file], { encoding: 'utf8', stdio: 'pipe' })

  expect(check).toThrow(
    expect.objectContaining({ status: 1, stderr: expect.stringMatching(/wrong\.yml:7:\d+ error: .*tack/) }),
  )
}, 20_000)
