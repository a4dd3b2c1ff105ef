import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { TrainError } from '../../src/kernel/errors.ts'
import { exists } from '../../src/kernel/files.ts'
import { sha256 } from '../../src/kernel/sha256.ts'
import { temporaryFolder } from '../../src/kernel/temporary.ts'
import { patched } from '../helpers/diff-of.ts'
import { noise } from '../helpers/noise.ts'
import { type TestEntry, unixFile, unixLink, writeZipOf } from '../helpers/zip.ts'

const old = noise(1, 5000)
const pack: TestEntry[] = [
  { name: 'p-1/lib/a.bin', content: old, mode: unixFile | 0o644 },
  { name: 'p-1/conf/c', content: 'c', mode: unixFile | 0o644 },
  { name: 'p-1/far/old', content: old, mode: unixFile | 0o644 },
  { name: 'p-1/dir/x', content: 'x', mode: unixFile | 0o644 },
]
const held = (content: Uint8Array | string): { sha256: string; size: number; mode: number } => ({
  sha256: sha256(content),
  size: content.length,
  mode: 0o644,
})
const fresh = Buffer.from('fresh')
const next = Buffer.concat([old.subarray(0, 4000), fresh])

/** A diff zip as it should be: one file whole, one as ranges, one that goes. */
const manifest = {
  format: 'update-train-diff',
  version: 1,
  root: 'p-1',
  contentDigest: { before: '0'.repeat(64), after: '1'.repeat(64) },
  sha256: { before: '2'.repeat(64), after: '3'.repeat(64) },
  removed: ['conf/c'],
  renamed: [],
  modes: {},
  addedDirectories: [],
  removedDirectories: ['conf'],
  unlistedDirectories: [],
  before: { 'conf/c': held('c') },
  state: [],
  changes: [
    { path: 'lib/a.bin', kind: 'ranges', before: held(old), after: held(next), ranges: [[0, 4000], [5]] },
    { path: 'n', kind: 'whole', before: null, after: held('n') },
  ],
}
type Manifest = Record<string, unknown>
const [asRanges, asWhole] = manifest.changes
const file = (name: string, content: string | Uint8Array): TestEntry => ({
  name,
  content,
  mode: unixFile | 0o644,
})
const entries = [file('p-1/lib/a.bin', fresh), file('p-1/n', 'n')]

/** Patches by a diff zip that was made by hand; gives what was said, or nothing where it was patched. */
async function refusal(changes: Manifest | string, content: readonly TestEntry[] = entries): Promise<string> {
  await using folder = await temporaryFolder(tmpdir(), 'hostile-')
  const before = await writeZipOf(folder.path, pack, {}, 'before.zip')
  const text = typeof changes === 'string' ? changes : JSON.stringify({ ...manifest, ...changes })
  const diff = await writeZipOf(folder.path, [file('update-train-diff.json', text), ...content], {}, 'd.zip')
  try {
    await patched(before, diff, folder.path)
    return ''
  } catch (error) {
    if (!(error instanceof TrainError)) throw error
    expect(error.exitCode).toBe(7)
    return error.message
  } finally {
    expect(await exists(join(folder.path, 'lib'))).toBe(false)
  }
}

test('a diff zip that was made by hand as the documentation says is applied', async () => {
  expect(await refusal({})).toBe('')
})

const ranges = (given: unknown, after: object = held(next)): Manifest => ({
  changes: [{ ...asRanges, ranges: given, after }, asWhole],
})
const same = (changes: object): Manifest => ({
  changes: [asRanges, { path: 'm', kind: 'same', before: null, after: held('n'), ...changes }, asWhole],
})
const undo = (given: unknown, before: object = held('o')): Manifest => whole({ undo: given, before })
const whole = (changes: object): Manifest => ({ changes: [asRanges, { ...asWhole, ...changes }] })

test.each<[string, Manifest | string, RegExp]>([
  ['no JSON', '{', /"update-train-diff.json".* no JSON/],
  ['another format', { format: 'zip' }, /format: must be "update-train-diff"/],
  ['a newer version', { version: 2 }, /version: must be 1/],
  ['an unknown key', { surprise: 1 }, /surprise/],
  ['another root', { root: 'p-2' }, /"p-1\/lib\/a.bin", which is not below the root folder p-2/],
  ['a root that leads out', { root: '..' }, /"\.\.", which leads out/],
  ['ranges beyond the old file', ranges([[0, 5001], [5]]), /"lib\/a.bin" copies from beyond the 5000 bytes/],
  ['ranges before the old file', ranges([[-1, 4000], [5]]), /"lib\/a.bin" copies from beyond/],
  ['ranges that skip by more than there is', ranges([[9e15, 1], [9e15, 3999], [5]]), /copies from beyond/],
  ['ranges of other sizes', ranges([[0, 3000], [5]]), /"lib\/a.bin" comes to 3005 bytes and not to 4005/],
  ['ranges of no length', ranges([[0, 0], [5]]), /changes\.0\.ranges/],
  [
    'more new bytes than there are',
    ranges([[0, 4000], [6]], { ...held(next), size: 4006 }),
    /"p-1\/lib\/a.bin", the size is not what its ranges need/,
  ],
  ['ranges without a list', ranges(undefined), /"lib\/a.bin" travels as ranges without/],
  [
    'a file beyond all measure',
    {
      changes: [
        {
          ...asRanges,
          before: { ...held(old), size: 2 ** 40 },
          after: { ...held(next), size: 2 ** 40 + 5 },
          ranges: [[0, 2 ** 40], [5]],
        },
        asWhole,
      ],
    },
    /makes 1099\.5 GB of content; the limit is/,
  ],
  ['another content', ranges([[1, 4000], [5]]), /SHA-256 of what .* makes of the old lib\/a\.bin/],
  [
    'the same as what does not travel',
    same({ as: 'dir/x' }),
    /"m" is the same as "dir\/x", which does not travel/,
  ],
  ['the same as nothing', same({}), /"m" is the same as "", which does not travel/],
  ['the same as itself', same({ as: 'm' }), /"m" is the same as "m", which does not travel/],
  ['the same as what has other content', same({ as: 'lib/a.bin' }), /"lib\/a.bin", which has other content/],
  [
    'the same of another size',
    same({ as: 'n', after: { ...held('n'), size: 2 } }),
    /which has other content/,
  ],
  ['the same as a file, and a link', same({ as: 'n', after: { link: 'lib' } }), /which has other content/],
  [
    'the same as what has another old file',
    same({ as: 'lib/a.bin', after: held(next) }),
    /"m" is to be put together as "lib\/a.bin", which has another old file/,
  ],
  [
    'the same with an old text',
    same({ as: 'n', before: held('n'), undo: [[0, 1]] }),
    /tells an old text and travels/,
  ],
  ['the same with ranges', same({ as: 'n', ranges: [[1]] }), /has ranges and travels with another file/],
  [
    'what is whole and another file',
    whole({ as: 'lib/a.bin' }),
    /"n" brings its own content and names another/,
  ],
  [
    'a whole file that is another',
    whole({ after: { ...held('n'), sha256: sha256('m') } }),
    /SHA-256 of n in/,
  ],
  [
    'a whole file of another size',
    whole({ after: { ...held('n'), size: 2 } }),
    /"p-1\/n", the size is not the 2 bytes/,
  ],
  ['other permission bits', whole({ after: { ...held('n'), mode: 0o755 } }), /"p-1\/n", the permission bits/],
  ['permission bits beyond all', whole({ after: { ...held('n'), mode: 0o4755 } }), /changes\.1\.after/],
  [
    'a link that is a file',
    whole({ after: { link: 'lib' } }),
    /a file stands where the manifest says a link/,
  ],
  [
    'an old text that nobody had',
    whole({ undo: ['n'] }),
    /"n" tells an old text without an old or a new one/,
  ],
  ['an old text from beyond the new one', undo([[1, 1]]), /"n" takes its old text from beyond the 1 bytes/],
  ['an old text of another size', undo(['ö']), /"n" has an old text of 2 bytes and not of 1/],
  [
    'an old text without end',
    undo([[0, 1], ...Array.from({ length: 9999 }, () => [-1, 1])]),
    /an old text of 10000 bytes/,
  ],
  [
    'an old text beyond all measure',
    undo([[0, 1]], { ...held('n'), size: 2 ** 40 }),
    /has more than 1\.0 MB/,
  ],
  ['a path that leads out', whole({ path: '../n' }), /"\.\.\/n", which leads out/],
  ['an absolute path', { removed: ['/etc/passwd'] }, /"\/etc\/passwd", which is absolute/],
  ['a control character', { removed: ['a\u001b[2J'] }, /control character/],
  ['a path twice', { removed: ['conf/c', 'conf/c'] }, /"conf\/c" is named twice/],
  ['a path that goes and comes', { removed: ['conf/c', 'n'] }, /"n" is named twice/],
  [
    'a removal of what it was not',
    { removed: ['conf/c', 'dir/x'] },
    /"dir\/x" goes, and what it was is not said/,
  ],
  [
    'ranges from a file that stays',
    { changes: [{ ...asRanges, from: 'dir/x' }, asWhole] },
    /comes from "dir\/x", which stays/,
  ],
  [
    'a start that the pack has not',
    { before: { 'conf/c': held('other') } },
    /not the pack .*"conf\/c" in it is another one/,
  ],
  [
    'a change without an entry',
    { changes: [asRanges, asWhole, { ...asWhole, path: 'm' }] },
    /names "m", which it does not hold/,
  ],
  ['an entry without a change', { changes: [asRanges] }, /"p-1\/n", there is nothing about it/],
  [
    'a new file where one is',
    { addedDirectories: ['dir/x'] },
    /"dir\/x", which is to be added, and is there already/,
  ],
  [
    'a folder in the place of a file',
    { addedDirectories: ['lib/a.bin/d'] },
    /"lib\/a.bin\/d", which lies below the file lib\/a.bin/,
  ],
  ['bits of what is not there', { modes: { nothing: 0o644 } }, /"nothing", which is not there/],
])('a diff zip with %s is refused', async (_, changes, message) => {
  expect(await refusal(changes)).toMatch(message)
})

test('a diff zip with a change that says nothing of the old file at its path is refused', async () => {
  const changes = { changes: [{ ...asWhole, path: 'dir/x' }, asRanges] }

  const said = await refusal(changes, [file('p-1/lib/a.bin', fresh), file('p-1/dir/x', 'n')])

  expect(said).toMatch(/"dir\/x", which is to be added, and is there already/)
})

test('a diff zip with files that are the same as others is applied, and they have no entry', async () => {
  const [twin, copy] = [
    { path: 'm', kind: 'same', as: 'n', before: null, after: { ...held('n'), mode: 0o600 } },
    { ...asRanges, ranges: undefined, path: 'o', from: 'far/old', kind: 'same', as: 'lib/a.bin' },
  ]
  const changes = {
    changes: [asRanges, twin, asWhole, copy],
    removed: ['conf/c', 'far/old'],
    before: { ...manifest.before, 'far/old': held(old) },
  }

  expect(await refusal(changes)).toBe('')
  expect(await refusal(changes, [...entries, file('p-1/m', 'n')])).toMatch(
    /"p-1\/m", there is nothing about it/,
  )
})

const link = (name: string, target: string): TestEntry => ({ name, content: target, mode: unixLink | 0o777 })
const change = (path: string, after: object): object => ({ path, kind: 'whole', before: null, after })

test.each<[string, Manifest, readonly TestEntry[], RegExp]>([
  ['a name twice', {}, [...entries, file('p-1/n', 'n')], /"p-1\/n", which is there twice/],
  [
    'names that differ in case',
    { changes: [...manifest.changes, change('N', held('n'))] },
    [...entries, file('p-1/N', 'n')],
    /only in case/,
  ],
  ['a name that leads out', {}, [...entries, file('p-1/../../x', 'n')], /leads out/],
  [
    'a link that leads out',
    { changes: [...manifest.changes, change('l', { link: '../../etc' })] },
    [...entries, link('p-1/l', '../../etc')],
    /link out of the root folder/,
  ],
  [
    'a link that is another',
    { changes: [...manifest.changes, change('l', { link: 'lib' })] },
    [...entries, link('p-1/l', 'dir')],
    /the link leads elsewhere/,
  ],
  [
    'a file below a link',
    { changes: [...manifest.changes, change('l', { link: 'lib' }), change('l/x', held('n'))] },
    [...entries, link('p-1/l', 'lib'), file('p-1/l/x', 'n')],
    /"p-1\/l\/x", which lies below the link p-1\/l/,
  ],
  [
    'a link in the place of a folder of the pack',
    { changes: [...manifest.changes, change('dir', { link: 'lib' })] },
    [...entries, link('p-1/dir', 'lib')],
    /"dir\/x", which lies below the link dir/,
  ],
])('a diff zip with %s is refused', async (_, changes, content, message) => {
  expect(await refusal(changes, content)).toMatch(message)
})

test('what is no diff zip is told so', async () => {
  await using folder = await temporaryFolder(tmpdir(), 'hostile-')
  const before = await writeZipOf(folder.path, pack)

  await expect(patched(before, before, folder.path)).rejects.toThrow(
    /is no diff zip: it holds no update-train-diff/,
  )
})

test('a delta that was cut short is refused', async () => {
  expect(await refusal({}, [file('p-1/lib/a.bin', 'fres'), file('p-1/n', 'n')])).toMatch(
    /what its ranges need/,
  )
})
