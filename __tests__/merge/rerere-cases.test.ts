import { readdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { type TemporaryFolder, temporaryFolder } from '../../src/kernel/temporary.ts'
import { forget } from '../../src/merge/record.ts'
import type { Settlement } from '../../src/merge/settle-path.ts'
import { type Answers, answersIn, type Texts } from '../helpers/text-conflict.ts'

/**
 * What git rerere does with recorded answers, as git-rerere(1), Documentation/technical/rerere and t/t4200-rerere.sh have it,
 * and what becomes of the same here. Where we go another way, the test says so.
 */
let work: TemporaryFolder
let answers: Answers

beforeEach(async () => {
  work = await temporaryFolder(tmpdir(), 'rerere-')
  answers = answersIn(work.path)
})
afterEach(async () => work[Symbol.asyncDispose]())

const path = 'conf/a.conf'
const lines = (...all: string[]): string => all.map(line => `${line}\n`).join('')
/** Both sides changed the line `A`, in different ways. */
const conflict: Texts = {
  base: lines('1', '2', 'A', '4', '5'),
  ours: lines('1', '2', 'B', '4', '5'),
  theirs: lines('1', '2', 'C', '4', '5'),
}
const answer = lines('1', '2', 'D', '4', '5')

function changed({ base, ours, theirs }: Texts, from: string, to: string): Texts {
  const change = (text: string | null): string | null => text?.replace(from, to) ?? null
  return { base: change(base), ours: change(ours), theirs: change(theirs) }
}

/** What became of a conflict: its text, how it came about, or that it is open and what is proposed. */
async function told(settlement: Settlement): Promise<object> {
  if (settlement.kind === 'open') return { kind: 'open', proposal: settlement.proposal?.toString() ?? null }
  if (settlement.kind === 'merged')
    return { kind: settlement.byPlace ? 'by place' : 'merged', text: settlement.content.toString() }
  const { answer: found } = settlement
  return found.kind === 'file'
    ? { kind: 'answered', text: await readFile(found.file, 'utf8') }
    : { kind: 'deleted' }
}

const meets = async (texts: Texts, at = path): Promise<object> => told(await answers.meets(at, texts))

describe('a conflict', () => {
  test('that nobody has answered is open, and leaves nothing recorded', async () => {
    expect(await meets(conflict)).toEqual({ kind: 'open', proposal: null })
    expect(await readdir(work.path)).not.toContain('resolutions')
  })

  test('that comes again is answered as before', async () => {
    await answers.answer(path, conflict, { final: answer })

    expect(await meets(conflict)).toEqual({ kind: 'answered', text: answer })
  })

  test('in a file that differs elsewhere is answered at its place (“first postimage wins”)', async () => {
    await answers.answer(path, conflict, { final: answer })

    const again = await meets({ ...conflict, ours: lines('ours', '2', 'B', '4', '5') })

    expect(again).toEqual({ kind: 'by place', text: lines('ours', '2', 'D', '4', '5') })
  })

  test('in a file that grew on all sides is answered at its place', async () => {
    await answers.answer(path, conflict, { final: answer })

    const again = await meets(changed(conflict, '5\n', '5\n6\n7\n'))

    expect(again).toEqual({ kind: 'by place', text: `${answer}6\n7\n` })
  })

  test.each(['base', 'ours', 'theirs'] as const)('that differs in %s is another one', async side => {
    await answers.answer(path, conflict, { final: answer })
    const other = { ...conflict, [side]: lines('1', '2', 'other', '4', '5') }

    expect(await meets(other)).toMatchObject({ kind: 'open' })
  })

  test('with the same update is only proposed the answer', async () => {
    await answers.answer(path, conflict, { final: answer })

    const near = await meets({ ...conflict, ours: lines('1', '2', 'other', '4', '5') })

    expect(near).toEqual({ kind: 'open', proposal: answer })
  })

  test('with its sides swapped is another one: ours and the update’s are not each other, as branches are for git', async () => {
    await answers.answer(path, conflict, { final: answer })

    const swapped = await meets({ ...conflict, ours: conflict.theirs, theirs: conflict.ours })

    expect(swapped).toMatchObject({ kind: 'open' })
  })

  test('of another path is another one: git looks at the text only', async () => {
    await answers.answer(path, conflict, { final: answer })

    expect(await meets(conflict, 'conf/b.conf')).toEqual({ kind: 'open', proposal: null })
  })
})

describe('several conflicts in one file', () => {
  const two: Texts = {
    base: lines('A', '2', '3', '4', 'X'),
    ours: lines('B', '2', '3', '4', 'Y'),
    theirs: lines('C', '2', '3', '4', 'Z'),
  }
  const both = lines('D', '2', '3', '4', 'W')

  test('are answered together', async () => {
    await answers.answer(path, two, { final: both })

    expect(await meets(changed(two, '3\n', '3\nnew\n'))).toEqual({
      kind: 'by place',
      text: lines('D', '2', '3', 'new', '4', 'W'),
    })
  })

  test('are each answered where they come alone: git knows the file’s conflicts as one', async () => {
    await answers.answer(path, two, { final: both })
    const second: Texts = { ...two, ours: lines('A', '2', '3', '4', 'Y') }

    expect(await meets(second)).toEqual({ kind: 'by place', text: lines('C', '2', '3', '4', 'W') })
  })

  test('of which one is new stay open, with the known answer proposed', async () => {
    await answers.answer(path, two, { final: both })

    const partly = await meets({ ...two, ours: lines('B', '2', '3', '4', 'other') })

    expect(partly).toEqual({
      kind: 'open',
      proposal: expect.stringMatching(/^D\n2\n3\n4\n<{7} ours\nother\n/),
    })
  })

  test('that are the same are answered at each place', async () => {
    await answers.answer(path, conflict, { final: answer })
    const twice = (text: string | null): string => `${text ?? ''}between\n${text ?? ''}`
    const again = { base: twice(conflict.base), ours: twice(conflict.ours), theirs: twice(conflict.theirs) }

    expect(await meets(again)).toEqual({ kind: 'by place', text: twice(answer) })
  })

  test('that were answered in two ways at one place are answered by neither', async () => {
    const elsewhere = changed(conflict, '5', 'five')
    await answers.answer(path, conflict, { final: answer })
    await answers.answer(path, elsewhere, { final: lines('1', '2', 'E', '4', 'five') })

    expect(await meets(changed(conflict, '5', 'fünf'))).toMatchObject({ kind: 'open' })
    expect(await meets(conflict)).toEqual({ kind: 'answered', text: answer })
  })
})

describe('an answer', () => {
  test('with marks left in it is refused, and nothing is recorded', async () => {
    const { merged } = await answers.answer(path, conflict, { final: answer })
    const other = changed(conflict, '5', 'five')

    const half = lines('1', '2', 'D', '>>>>>>> update', '4', 'five')

    expect(merged).toContain('<<<<<<< ours\nB\n')
    for (const final of [merged ?? '', half])
      await expect(answers.answer(path, other, { final })).rejects.toMatchObject({
        code: 'config',
        message: expect.stringContaining('marks'),
      })
    expect((await readdir(answers.folder)).filter(name => name.endsWith('.json'))).toHaveLength(1)
  })

  test('to a text with lines like marks of its own is recorded and replayed', async () => {
    const title = (text: string | null): string => `Title\n=======\n>>>>>>> quoted\n${text ?? ''}`
    const titled = { base: title(conflict.base), ours: title(conflict.ours), theirs: title(conflict.theirs) }
    await answers.answer(path, titled, { final: title(answer) })

    expect(await meets(titled)).toEqual({ kind: 'answered', text: title(answer) })
  })

  test('is forgotten, with its places, and asked for again (`git rerere forget`)', async () => {
    const { key } = await answers.answer(path, conflict, { final: answer })

    const forgotten = [await forget(answers.folder, key), await forget(answers.folder, key)]

    expect(forgotten).toEqual([true, false])
    expect(await meets(conflict)).toEqual({ kind: 'open', proposal: null })
    expect(await meets(changed(conflict, '5', 'five'))).toEqual({ kind: 'open', proposal: null })
    expect(await readdir(answers.folder)).toEqual([])
  })

  test('is not overwritten by another one without force: git takes the new one after `forget` only', async () => {
    await answers.answer(path, conflict, { final: answer })
    const other = lines('1', '2', 'E', '4', '5')

    const again = answers.answer(path, conflict, { final: other })

    await expect(again).rejects.toMatchObject({ message: expect.stringContaining('answered before') })
    expect(await meets(conflict)).toEqual({ kind: 'answered', text: answer })
    await answers.answer(path, conflict, { final: other }, true)
    expect(await meets(conflict)).toEqual({ kind: 'answered', text: other })
  })

  test('that changes more than its places stands for exactly these files: git merges it into others', async () => {
    await answers.answer(path, conflict, { final: lines('1', 'more', 'D', '4', '5') })

    expect(await meets(changed(conflict, '5', 'five'))).toMatchObject({ kind: 'open' })
    expect(await meets(conflict)).toEqual({ kind: 'answered', text: lines('1', 'more', 'D', '4', '5') })
  })

  test('that was taken over into our side is no conflict any more', async () => {
    await answers.answer(path, conflict, { final: answer })

    expect(await meets({ ...conflict, ours: answer })).toEqual({ kind: 'answered', text: answer })
  })
})

describe('what is no change of two texts', () => {
  test('a file that both added is answered (“file2 added differently in two branches”)', async () => {
    const added: Texts = { base: null, ours: 'Bello\n', theirs: 'Hallo\n' }
    await answers.answer(path, added, { final: 'Cello\n' })

    expect(await meets(added)).toEqual({ kind: 'answered', text: 'Cello\n' })
    expect(await meets({ ...added, base: '' })).toMatchObject({ kind: 'by place' })
  })

  test.each([
    ['here', { base: 'x\n', ours: null, theirs: 'y\n' }],
    ['by the update', { base: 'x\n', ours: 'u\n', theirs: null }],
  ])(
    'a file that was deleted %s is answered either way: git leaves such paths alone',
    async (_where, texts: Texts) => {
      await answers.answer(path, texts, 'delete')
      const deleted = await meets(texts)
      await answers.answer(path, texts, texts.ours === null ? 'theirs' : 'ours', true)

      expect(deleted).toEqual({ kind: 'deleted' })
      expect(await meets(texts)).toEqual({ kind: 'answered', text: texts.ours ?? texts.theirs })
    },
  )

  test('a binary is answered for exactly its three sides: git leaves binaries alone', async () => {
    const binary: Texts = { base: 'a\0x', ours: 'a\0u', theirs: 'a\0y' }
    await answers.answer(path, binary, 'theirs')

    expect(await meets(binary)).toEqual({ kind: 'answered', text: 'a\0y' })
    expect(await meets({ ...binary, ours: 'b\0u' })).toMatchObject({ kind: 'open' })
  })
})
