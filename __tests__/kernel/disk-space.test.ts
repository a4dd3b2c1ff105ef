import { tmpdir } from 'node:os'
import { expect, test } from '@jest/globals'
import { assertSpace } from '../../src/kernel/disk-space.ts'

test('room for what is to be written is no error', async () => {
  await expect(assertSpace('The work', [{ folder: tmpdir(), bytes: 1 }])).resolves.toBeUndefined()
})

test('too little room is said with both numbers before anything is written', async () => {
  const half = 6e17

  const asked = assertSpace('The work', [
    { folder: tmpdir(), bytes: half },
    { folder: tmpdir(), bytes: half },
  ])

  await expect(asked).rejects.toMatchObject({
    code: 'disk-full',
    message: expect.stringMatching(/^The work needs 1200000000\.0 GB in .*, where [\d.]+ [kMG]B is free\.$/),
  })
})
