import { expect, test } from '@jest/globals'
import { silentLog } from '../../src/kernel/log.ts'
import { partsOf } from '../../src/train/parts.ts'

test('parts are told with their times and shares, those that fail and those that come twice as well', async () => {
  const told: string[] = []
  let now = 0
  const clock = { now: () => now, sleep: () => Promise.resolve() }
  const parts = partsOf({ clock, log: { ...silentLog, info: message => told.push(message) } })
  const lasting = (milliseconds: number) => () => {
    now += milliseconds
    return Promise.resolve(milliseconds)
  }

  const given = await parts.run('unpacking', lasting(2000))
  await parts.run('writing', lasting(1000))
  const failed = parts.run('unpacking', async () => {
    await lasting(1000)()
    throw new Error('torn')
  })

  await expect(failed).rejects.toThrow('torn')
  parts.tell()
  expect(given).toBe(2000)
  expect(told).toEqual(['By parts: unpacking 3.0 s (75 %), writing 1.0 s (25 %).'])
})
