import { existsSync } from 'node:fs'
import { open, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { expect, test } from '@jest/globals'
import { temporaryFolder } from '../../src/kernel/temporary.ts'
import { openDeflateThread } from '../../src/pack/deflate-thread.ts'

const atWork = `import { parentPort } from 'node:worker_threads'
parentPort.on('message', ({ taken }) => {
  Atomics.store(new Int32Array(taken), 0, 1)
  throw new Error('out of memory')
})`

test.each([
  ['that cannot begin', `throw new Error('no such chunk')`],
  ['that dies at work', atWork],
  ['that just ends', atWork.replace('throw new Error', 'process.exit(1) || String')],
])('what a thread %s was offered is left to the writer', async (_how, program) => {
  await using folder = await temporaryFolder(tmpdir(), 'thread-')
  const path = join(folder.path, 'text')
  await writeFile(path, 'text '.repeat(1000))
  await using file = await open(path)
  await using thread = openDeflateThread(new URL(`data:text/javascript,${encodeURIComponent(program)}`))
  const offers = [5000, 4000, 3000].map(size => thread.offer({ path, fd: file.fd, size }))

  // Time for it to begin with one, and to die.
  await setTimeout(500)
  const late = thread.offer({ path, fd: file.fd, size: 2000 })

  // Whatever it took, and what it did not come to.
  const claimed = await Promise.all([late, ...offers].map(offer => offer.claim()))
  expect(claimed).toEqual([null, null, null, null])
})

test('what was claimed first, the thread leaves alone; what it took is waited for', async () => {
  await using folder = await temporaryFolder(tmpdir(), 'thread-')
  const answering = `import { writeFileSync } from 'node:fs'
import { parentPort } from 'node:worker_threads'
parentPort.on('message', ({ id, file, taken }) => {
  if (Atomics.exchange(new Int32Array(taken), 0, 1) === 1) return
  parentPort.postMessage({ id, deflated: { size: file.size, crc32: 0, compressedSize: 0, pieces: [] } })
  writeFileSync(file.path, '')
})`
  await using thread = openDeflateThread(new URL(`data:text/javascript,${encodeURIComponent(answering)}`))
  const taken = (size: number): string => join(folder.path, `${size}`)
  const offers = [3, 2, 1].map(size => thread.offer({ path: taken(size), fd: -1, size }))

  const first = await offers[0]?.claim()
  while (!existsSync(taken(1))) await setTimeout(20)
  const others = await Promise.all(offers.slice(1).map(offer => offer.claim()))

  expect(first).toBeNull()
  expect(others.map(deflated => deflated?.size)).toEqual([2, 1])
  expect(existsSync(taken(3))).toBe(false)
})
