import fc from 'fast-check'
import type { Content } from './tree.ts'
import { extendedTimestamp, extraField, type TestEntry, unixFile, unixLink } from './zip.ts'

/** Packs as others write them, and what becomes of them, for property tests. */

const segment = fc.oneof(
  fc.stringMatching(/^[a-z][a-z0-9 _.-]{0,8}[a-z]$/),
  fc.constantFrom('größe', '日本語', 'łódź', 'naïve', '🚂', 'e\u0301te'),
)
const path = fc.array(segment, { minLength: 1, maxLength: 3 }).map(segments => segments.join('/'))

/** Nothing, a little text, much of the same, and what cannot be compressed. */
const bytes: fc.Arbitrary<Buffer> = fc.oneof(
  fc.constant(Buffer.alloc(0)),
  fc.string({ maxLength: 200 }).map(text => Buffer.from(text)),
  fc.integer({ min: 1, max: 700_000 }).map(size => Buffer.alloc(size, 'so it goes on and on. ')),
  fc.uint8Array({ minLength: 1, maxLength: 5000 }).map(raw => Buffer.from(raw)),
)

const permissions = fc.constantFrom(0o644, 0o755, 0o600, 0o440)
const extra = fc.constantFrom(
  undefined,
  extendedTimestamp(1_700_000_001),
  extraField(0x7875, Buffer.from('0104e803000004e8030000', 'hex')),
  Buffer.concat([extendedTimestamp(1_600_000_000), extraField(0xcafe, Buffer.alloc(0))]),
)

const file: fc.Arbitrary<TestEntry> = fc
  .record({
    name: path,
    content: bytes,
    deflate: fc.boolean(),
    descriptor: fc.boolean(),
    // Without one it was not made on Unix and has no permission bits.
    mode: fc.option(
      permissions.map(mode => unixFile | mode),
      { nil: undefined },
    ),
    extra,
    comment: fc.constantFrom('', '', 'a comment of its own'),
  })
  .map(({ mode, extra: field, ...entry }) => ({
    ...entry,
    ...(mode === undefined ? {} : { mode }),
    ...(field === undefined ? {} : { extra: field }),
  }))
const link: fc.Arbitrary<TestEntry> = fc
  .record({ name: path, content: segment })
  .map(entry => ({ ...entry, mode: unixLink | 0o777 }))

/** The entries of a pack `p-1` that no rule refuses: stored and deflated, with and without descriptors, bits and fields. */
export const packEntries: fc.Arbitrary<TestEntry[]> = fc
  .array(fc.oneof({ weight: 6, arbitrary: file }, { weight: 1, arbitrary: link }), {
    minLength: 1,
    maxLength: 12,
  })
  .map(entries =>
    withoutClashes(entries).map(entry => ({
      ...entry,
      name: `p-1/${String(entry.name)}`,
      // What others read as UTF-8 too.
      flags: 0x800,
    })),
  )

/** What a home gets written over and beside what it was unpacked from. */
export const additions: fc.Arbitrary<Record<string, Content>> = fc
  .dictionary(
    path.map(name => `added/${name}`),
    fc.oneof(
      bytes,
      fc.record({ content: bytes, mode: permissions }),
      segment.map(target => ({ link: target })),
    ),
    { maxKeys: 6 },
  )
  .map(tree => {
    const names = withoutClashes(Object.keys(tree).map(name => ({ name }))).map(({ name }) => name)
    return Object.fromEntries(names.map(name => [name, tree[name] ?? '']))
  })

/** Leaves out what has the name of an earlier entry, in other case or form, and what lies below or above one. */
function withoutClashes<Entry extends { name: string | Uint8Array }>(entries: readonly Entry[]): Entry[] {
  const names: string[] = []
  return entries.filter(({ name }) => {
    const folded = String(name).normalize('NFC').toLowerCase()
    const clashes = names.some(
      other => other === folded || other.startsWith(`${folded}/`) || folded.startsWith(`${other}/`),
    )
    if (!clashes) names.push(folded)
    return !clashes
  })
}
