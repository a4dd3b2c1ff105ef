import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { packTree } from '../../src/pack/inventory.ts'
import { withArchivesByMember } from '../../src/pack/member-digest.ts'
import { openPack } from '../../src/pack/open-pack.ts'
import { createPack } from '../../src/pack/write-pack.ts'
import { writeTree } from '../helpers/tree.ts'
import { testWorld } from '../helpers/world.ts'
import { type TestEntry, zipOf } from '../helpers/zip.ts'

/** What `a.war` is known by. */
async function digestOf(name: string, content: string | Uint8Array): Promise<string | undefined> {
  await using world = await testWorld()
  const home = join(world.temporary, 'home')
  await writeTree(home, { [name]: content })
  const out = join(world.temporary, 'p.zip')
  await createPack({ home, root: 'p-1.0.0', out, timestamp: 0 })
  await using pack = await openPack(out)
  const tree = await packTree(pack)
  const known = await withArchivesByMember(tree, pack, path => path.endsWith('.war'), world.temporary)
  const entry = known.get(name)
  return entry?.kind === 'file' ? entry.sha256 : undefined
}

const one: TestEntry = { name: 'WEB-INF/web.xml', content: '<web-app/>', deflate: true }
const two: TestEntry = { name: 'main.js', content: 'main()' }

test('an archive that was zipped again, in another order and otherwise compressed, is the same', async () => {
  const first = await digestOf('a.war', zipOf([one, two]))
  const again = await digestOf('a.war', zipOf([two, { ...one, deflate: false }], { comment: 'again' }))

  expect(first).toMatch(/^[0-9a-f]{64}$/)
  expect(again).toBe(first)
})

test.each<[string, TestEntry[]]>([
  ['another content', [one, { ...two, content: 'other()' }]],
  ['another name', [one, { ...two, name: 'other.js' }]],
  ['one less', [one]],
  ['one more', [one, two, { name: 'more.js', content: '' }]],
])('an archive with %s is another one', async (_name, entries) => {
  expect(await digestOf('a.war', zipOf(entries))).not.toBe(await digestOf('a.war', zipOf([one, two])))
})

test('what is no archive, and what no tool zips again, is known by its bytes', async () => {
  expect(await digestOf('a.war', 'no zip')).not.toBe(await digestOf('a.war', 'no zip either'))
  expect(await digestOf('a.jar', zipOf([one, two]))).not.toBe(await digestOf('a.jar', zipOf([two, one])))
})
