import { join } from 'node:path'
import { applyWords } from './apply.ts'
import type { Call } from './measure.ts'
import type { Packs } from './packs.ts'

/** Whoever does an operation: our bundle, a program, or a library. */
export interface Contender {
  name: string
  calls: readonly Call[]
  /** Run outside the clock. */
  prepare?: () => void
  /** Said for comparison alone: not in the quick bench, and twice in the full one. */
  aside?: true
}

export interface Operation {
  name: string
  /** The peer that ratios are taken to. */
  baseline: string
  /** What issue of ours asks for at most, on the full pack: a ratio to the baseline, milliseconds, bytes of memory. */
  limits: { ratio?: number; milliseconds?: number; memory?: number }
  /** Ours comes first. */
  contenders: readonly Contender[]
}

/** What the calls need to know. */
export interface Bench {
  packs: Packs
  /** `dist/cli.js`, as committed or just built. */
  cli: string
  /** `engine.ts`, bundled. */
  engine: string
  /** Paths in which the second home differs from the first pack, one a line: known before. */
  changes: string
  /** A diff zip from the first pack to the second, and a feed that leads there: for the full bench. */
  diff: string
  feed: string
  /** Scratch; what an operation writes there is gone before the next run. */
  scratch: string
  clear: () => void
}

const node = process.execPath
const mebibyte = 1024 * 1024

/** The operations in the order of the table. */
export function operationsOf(bench: Bench): Operation[] {
  const { packs, cli, engine, changes, diff, feed, scratch, clear } = bench
  const { before, after, beforeHome, afterHome } = packs
  const to = join(scratch, 'out')
  const libraries = join(import.meta.dirname, 'libraries.ts')
  const one = (name: string, ...words: string[]): Contender => ({ name, calls: [{ words }] })
  const writing = (name: string, ...words: string[]): Contender => ({
    ...one(name, ...words),
    prepare: clear,
  })
  const late = (contender: Contender): Contender => ({ ...contender, aside: true })
  const quietDiff = { words: ['diff', '-rq', beforeHome, afterHome], fine: [1] }
  const sync = { words: ['sync', to] }

  return [
    {
      name: 'list: `inspect --no-digest`',
      baseline: 'node -e 0',
      limits: { milliseconds: 150 },
      contenders: [
        one('ours', node, cli, 'inspect', '--no-digest', before),
        one('node -e 0', node, '-e', '0'),
        late(one('unzip', 'unzip', '-Z1', before)),
        late(one('7z', '7z', 'l', before)),
        late(one('bsdtar', 'bsdtar', '-tf', before)),
        late(one('python3', 'python3', '-m', 'zipfile', '-l', before)),
        late(one('yauzl', node, libraries, 'yauzl', 'list', before)),
        late(one('fflate', node, libraries, 'fflate', 'list', before)),
      ],
    },
    {
      name: 'compare two packs: `diff`',
      baseline: 'diff -rq',
      limits: { milliseconds: 200 },
      contenders: [
        { name: 'ours', calls: [{ words: [node, cli, 'diff', before, after, '--json'] }] },
        { name: 'diff -rq', calls: [quietDiff] },
      ],
    },
    {
      name: 'compare into archives: `diff --inside`',
      baseline: 'unzip both, diff -rq',
      limits: { ratio: 0.12 },
      contenders: [
        late(one('ours', node, cli, 'diff', before, after, '--inside', '--json')),
        late({
          name: 'unzip both, diff -rq',
          calls: [
            { words: ['unzip', '-q', before, '-d', `${to}.before`] },
            { words: ['unzip', '-q', after, '-d', `${to}.after`] },
            { words: ['diff', '-rq', `${to}.before`, `${to}.after`], fine: [1] },
          ],
          prepare: clear,
        }),
      ],
    },
    {
      name: 'write the updated pack *',
      baseline: 'cp, sync',
      limits: { ratio: 1.7, memory: 100 * mebibyte },
      contenders: [
        writing('ours', node, engine, 'write', before, afterHome, to, changes),
        { name: 'cp, sync', calls: [{ words: ['cp', after, to] }, sync], prepare: clear },
        late(writing('ours, finding out what changed', node, engine, 'rescan-write', before, afterHome, to)),
        late({
          name: 'zip -u, sync',
          calls: [
            { words: ['cp', before, `${to}.zip`] },
            { words: ['zip', '-qru', `${to}.zip`, '.'], cwd: join(afterHome, '..') },
            { words: ['sync', `${to}.zip`] },
          ],
          prepare: clear,
        }),
      ],
    },
    {
      name: 'extract *',
      baseline: 'unzip',
      limits: { ratio: 0.55, memory: 350 * mebibyte },
      contenders: [
        writing('ours', node, engine, 'extract', before, to),
        writing('unzip', 'unzip', '-q', before, '-d', to),
        late(writing('cp -a', 'cp', '-a', join(beforeHome, '..'), to)),
        late(writing('7z', '7z', 'x', before, `-o${to}`)),
        late({ ...writing('bsdtar', 'bsdtar', '-xf', before, '-C', scratch) }),
        late(writing('python3', 'python3', '-m', 'zipfile', '-e', before, to)),
        late(writing('yauzl', node, libraries, 'yauzl', 'extract', before, to)),
        late(writing('fflate', node, libraries, 'fflate', 'extract', before, to)),
      ],
    },
    {
      name: 'rescan a home by content *',
      baseline: 'diff -rq',
      limits: { ratio: 1.5 },
      contenders: [
        one('ours', node, engine, 'rescan', before, afterHome),
        { name: 'diff -rq', calls: [quietDiff] },
      ],
    },
    {
      name: 'rescan a home by time *',
      baseline: 'diff -rq',
      limits: { milliseconds: 200 },
      contenders: [
        one('ours', node, engine, 'rescan-by-time', before, afterHome),
        { name: 'diff -rq', calls: [quietDiff] },
      ],
    },
    {
      name: 'verify every entry *',
      baseline: 'unzip -t',
      limits: { ratio: 0.6 },
      contenders: [
        one('ours', node, engine, 'verify', before),
        one('unzip -t', 'unzip', '-tq', before),
        late(one('7z', '7z', 't', before)),
        late(one('bsdtar', 'bsdtar', '-xOf', before)),
        late(one('python3', 'python3', '-m', 'zipfile', '-t', before)),
      ],
    },
    {
      name: 'make a diff zip: `diff --out`',
      baseline: 'unzip -t',
      limits: { milliseconds: 4000 },
      contenders: [
        late(writing('ours', node, cli, 'diff', before, after, '--out', to)),
        late(one('unzip -t', 'unzip', '-tq', before)),
      ],
    },
    {
      name: 'apply a diff zip: `patch`',
      baseline: 'cp, sync',
      limits: { milliseconds: 3000 },
      contenders: [
        late(writing('ours', node, cli, 'patch', before, diff, '--out', to)),
        late({ name: 'cp, sync', calls: [{ words: ['cp', after, to] }, sync], prepare: clear }),
      ],
    },
    {
      name: 'update a pack from a feed, with digests and diff zip: `apply`',
      baseline: 'unzip',
      limits: {},
      contenders: [
        late(writing('ours', node, cli, ...applyWords(packs, feed, `${to}.zip`))),
        late(writing('unzip', 'unzip', '-q', before, '-d', to)),
      ],
    },
  ]
}
