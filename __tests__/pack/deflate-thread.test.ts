import { open, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { expect, test } from '@jest/globals'
import { temporaryFolder } from '../../src/kernel/temporary.ts'
import { openDeflateThread } from '../../src/pack/deflate-thread.ts'

const atWork = `import { parentPort } from 'node:worker_threads'
parentPort.on('message', () => { throw new Error('out of memory') })
parentPort.postMessage('ready')`

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

  // The one that it did not begin with comes first.
  const claimed = await Promise.all([late, ...offers.toReversed()].map(offer => offer.claim()))
  expect(claimed).toEqual([null, null, null, null])
})
