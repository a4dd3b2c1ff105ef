import { mkdtemp, open, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { reasonOf, TrainError, toldError } from '../../src/kernel/errors.ts'

async function failure(work: Promise<unknown>): Promise<unknown> {
  try {
    await work
  } catch (error) {
    return error
  }
  throw new Error('nothing failed')
}

/** As Node gives it to a user who may not; root may. */
function denied(path: string): Error {
  return Object.assign(new Error(`EACCES: permission denied, open '${path}'`), { code: 'EACCES', path })
}

test('errors of the file system are told in words, others as they are', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'update-train-errors-'))
  try {
    expect(reasonOf(await failure(readdir(join(folder, 'none'))))).toBe('it does not exist')
    expect(reasonOf(await failure(open(folder, 'w')))).toBe('it is a folder, not a file')
    expect(reasonOf(new Error('a reason of its own'))).toBe('a reason of its own')
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('what a user may not read is no mistake of ours, a missing file that we made may be', async () => {
  const told = toldError(denied('/team/overlay/secret'))
  const mistake = await failure(open('/nowhere/file'))

  expect(told).toMatchObject({
    code: 'not-writable',
    message: expect.stringContaining('/team/overlay/secret'),
  })
  expect(toldError(mistake)).toBe(mistake)
})

test('where cleaning up failed as well, what happened first is told', () => {
  const first = new TrainError('config', 'first', { hint: 'mend it' })

  expect(toldError(new SuppressedError(new Error('cleaning up'), first))).toBe(first)
})
