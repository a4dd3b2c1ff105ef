import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { open, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { expect, test } from '@jest/globals'
import { temporaryFolder } from '../../src/kernel/temporary.ts'
import { openDeflateThread } from '../../src/pack/deflate-thread.ts'
import { deflateMark, deflateProgram } from '../../src/pack/deflate-worker.ts'

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

test('the thread leaves alone what is taken, and tells what does not get smaller', async () => {
  await using folder = await temporaryFolder(tmpdir(), 'thread-')
  const path = join(folder.path, 'file')
  await writeFile(path, Buffer.concat([randomBytes(4000), Buffer.from('text '.repeat(1000))]))
  await using file = await open(path)
  const worker = new Worker(deflateProgram, { workerData: deflateMark })
  const answers: unknown[] = []
  const all = new Promise(resolve =>
    worker.on('message', answer => {
      if (answers.push(answer) === 2) resolve(null)
    }),
  )
  const offer = (id: number, offset: number, size: number, taken = 0): void => {
    const flag = new SharedArrayBuffer(4)
    new Int32Array(flag)[0] = taken
    worker.postMessage({ id, file: { path, fd: file.fd, offset, size }, taken: flag })
  }

  offer(1, 4000, 5000, 1)
  offer(2, 0, 4000)
  offer(3, 4000, 5000)
  await all
  await worker.terminate()

  expect(answers).toEqual([
    { id: 2, deflated: null },
    { id: 3, deflated: expect.objectContaining({ size: 5000 }) },
  ])
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
