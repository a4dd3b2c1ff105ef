import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { temporaryFolder } from '../../src/kernel/temporary.ts'
import { layOverlay, readOverlay } from '../../src/merge/overlay.ts'
import { planOverlay } from '../../src/merge/plan-overlay.ts'
import { homeTree } from '../../src/pack/inventory.ts'
import { type Content, readTree, writeTree } from '../helpers/tree.ts'

type Files = Readonly<Record<string, Content>>

/** Plans a real overlay folder over real homes, lays it where it may, and reads the home back. */
async function lay(own: Files, before: Files, after: Files) {
  await using work = await temporaryFolder(tmpdir())
  const at = (name: string) => join(work.path, name)
  await writeTree(at('own'), own)
  await writeTree(at('before'), before)
  await writeTree(at('after'), after)
  const overlay = await readOverlay(at('own'), AbortSignal.any([]))
  const plan = planOverlay(overlay, await homeTree(at('before')), await homeTree(at('after')))
  if (plan.conflicts.length === 0) await layOverlay(overlay, plan, at('after'))
  return { plan, home: await readTree(at('after')) }
}

/** What refuses an overlay. */
async function refusal(own: Files): Promise<unknown> {
  await using work = await temporaryFolder(tmpdir())
  await writeTree(join(work.path, 'own'), own)
  return await readOverlay(join(work.path, 'own'), AbortSignal.any([])).catch((error: unknown) => error)
}

describe('an overlay', () => {
  test('is laid where the update changed nothing, with new files and links', async () => {
    const own: Files = { 'conf/a': 'ours', 'new/deep/b': 'added', now: { link: 'conf/a' } }

    const { plan, home } = await lay(own, { 'conf/a': 'old' }, { 'conf/a': 'old' })

    expect(plan).toMatchObject({ converged: [], added: ['new/deep/b', 'now'], conflicts: [] })
    expect(home).toEqual({ 'conf/a': '644 ours', 'new/deep/b': '644 added', now: '-> conf/a' })
  })

  test('that says what the update now says has converged', async () => {
    const { plan, home } = await lay({ a: 'new' }, { a: 'old' }, { a: 'new' })

    expect(plan).toMatchObject({ converged: ['a'], added: [], conflicts: [] })
    expect(home).toEqual({ a: '644 new' })
  })

  test('that equals the old file is a conflict: laid later, it would undo the update', async () => {
    const { plan, home } = await lay({ a: 'old' }, { a: 'old' }, { a: 'new' })

    expect(plan.conflicts).toEqual([{ path: 'a', row: '2', kind: 'modify/modify' }])
    expect(home).toEqual({ a: '644 new' })
  })

  test('that equals an old file which the update drops is a conflict', async () => {
    const { plan } = await lay({ a: 'old' }, { a: 'old' }, {})

    expect(plan.conflicts).toEqual([{ path: 'a', row: '3', kind: 'modify/delete' }])
  })

  test('in conflict with the update is not laid, not even in part', async () => {
    const { plan, home } = await lay({ a: 'ours', b: 'ours' }, { a: 'old' }, { a: 'new' })

    expect(plan.conflicts).toEqual([{ path: 'a', row: '11', kind: 'modify/modify' }])
    expect(home).toEqual({ a: '644 new' })
  })

  test('keeps the x bit of the vendor’s that its checkout lost', async () => {
    const script: Files = { 'bin/run': { content: 'old', mode: 0o755 } }

    const { home } = await lay({ 'bin/run': 'ours' }, script, script)

    expect(home).toEqual({ 'bin/run': '755 ours' })
  })

  test.each<[string, Files, Files]>([
    ['in the place of a directory', { a: 'ours' }, { 'a/b': 'theirs' }],
    ['below a file', { 'a/b': 'ours' }, { a: 'theirs' }],
    ['below a link', { 'a/b': 'ours' }, { a: { link: 'real' }, 'real/c': 'theirs' }],
  ])('file %s is a conflict', async (_, own, product) => {
    const { plan } = await lay(own, product, product)

    expect(plan.conflicts).toEqual([{ path: Object.keys(own)[0], row: '22', kind: 'kind' }])
  })

  test('that does not exist is named', async () => {
    const reading = readOverlay('/does/not/exist', AbortSignal.any([]))

    await expect(reading).rejects.toMatchObject({
      code: 'config',
      message: expect.stringContaining('/does/not/exist'),
    })
  })

  test.each<[string, Files]>([
    ['updates/', { 'updates/update-train.json': '{}' }],
    ['absolute path', { 'conf/passwd': { link: '/etc/passwd' } }],
  ])('with a path that no overlay may hold is refused: %s', async (reason, own) => {
    const error = await refusal(own)

    expect(error).toMatchObject({ code: 'config', message: expect.stringContaining(reason) })
  })
})
