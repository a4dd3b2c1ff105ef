import { execFile } from 'node:child_process'
import { readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from '@jest/globals'
import type { FolderKind } from '../../src/host/host.ts'
import { placeFiles } from '../../src/host/place-files.ts'
import { silentLog } from '../../src/kernel/log.ts'
import { temporaryFolder } from '../../src/kernel/temporary.ts'
import { readTree, writeTree } from '../helpers/tree.ts'

const counter = resolve(import.meta.dirname, '../helpers/count-writes.ts')
const module = pathToFileURL(resolve(import.meta.dirname, '../../src/host/place-files.ts')).href
const sides = { base: 'absent', ours: 'absent', theirs: 'absent' }
const conflict = {
  path: 'a',
  key: '1'.repeat(64),
  kind: 'binary',
  base: null,
  ours: null,
  theirs: null,
  sides,
}

/** What a run that lays out a conflict and a replaced file has finished. */
async function finishedIn(
  folder: string,
  replaced: string,
): Promise<{ kind: FolderKind; name: string; path: string }[]> {
  await rm(folder, { recursive: true, force: true })
  await writeTree(folder, {
    'conflicts/conflicts.json': JSON.stringify([conflict]),
    'replaced/replaced.json': '[]',
    'replaced/b': replaced,
  })
  return (['conflicts', 'replaced'] as const).map(kind => ({ kind, name: kind, path: join(folder, kind) }))
}

function placeIn(folder: string): Parameters<typeof placeFiles>[1] {
  return {
    folder: join(folder, 'out'),
    nameOf: ({ name }) => name,
    resolutions: join(folder, 'none'),
    log: silentLog,
  }
}

/** A process that does the same in `folder`, with what `count-writes.ts` is told. Gives the signal that ended it. */
async function placedApart(folder: string, env: Record<string, string>): Promise<string | null> {
  const files = await finishedIn(join(folder, 'staged'), 'new')
  const script = `import { placeFiles } from ${JSON.stringify(module)}
    const { folder, resolutions } = ${JSON.stringify(placeIn(folder))}
    const place = { folder, resolutions, nameOf: ({ name }) => name, log: { warning: () => undefined } }
    await placeFiles(${JSON.stringify(files)}, place)`
  return new Promise(done => {
    execFile(
      process.execPath,
      [`--import=${counter}`, '--input-type=module', '--eval', script],
      { env: { ...process.env, ...env } },
      error => done(error?.signal ?? (error === null ? null : error.message)),
    )
  })
}

test('a kill at any write loses no answer that is taken along, and no file that was replaced', async () => {
  await using work = await temporaryFolder(tmpdir())
  const begin = async (): Promise<void> => {
    await rm(join(work.path, 'out'), { recursive: true, force: true })
    await placeFiles(await finishedIn(join(work.path, 'staged'), 'old'), placeIn(work.path))
    await writeTree(join(work.path, 'out'), { 'conflicts/a.final': 'mine' })
  }
  await begin()
  const undisturbed = await placedApart(work.path, { COUNT_FILE: join(work.path, 'count') })
  const calls = (await readFile(join(work.path, 'count'), 'utf8')).split('\n')
  const wrong: string[] = []

  for (const call of calls) {
    await begin()
    const signal = await placedApart(work.path, { KILL_AT: `after ${call}` })
    const left = Object.entries(await readTree(join(work.path, 'out')))
      // What the next run removes before all else.
      .filter(([path]) => !/(^|\/)\.update-train-\d/.test(path))
    const holds = (name: string, texts: string[]): boolean =>
      left.some(([path, text]) => path.endsWith(name) && texts.includes(text))
    await placeFiles(await finishedIn(join(work.path, 'staged'), 'next'), placeIn(work.path))
    const { 'conflicts/a.final': answer, ...then } = await readTree(join(work.path, 'out'))
    wrong.push(
      ...(signal === 'SIGKILL' ? [] : [`after ${call}: it ended with ${signal}`]),
      ...(holds('/a.final', ['644 mine']) ? [] : [`after ${call}: the answer is gone`]),
      ...(holds('/b', ['644 old', '644 new']) ? [] : [`after ${call}: the replaced file is gone`]),
      ...(answer === '644 mine' ? [] : [`after ${call}: the next run found no answer`]),
      ...Object.keys(then)
        .filter(path => !/^(conflicts|replaced)\//.test(path))
        .map(path => `after ${call}: ${path} is left`),
    )
  }

  expect([undisturbed, wrong]).toEqual([null, []])
  expect(calls.length).toBeGreaterThan(8)
}, 60_000)

test('an answer in a former folder is kept beside the one that somebody has made since', async () => {
  await using work = await temporaryFolder(tmpdir())
  await writeTree(join(work.path, 'out'), {
    '.conflicts.update-train-former/conflicts.json': JSON.stringify([conflict]),
    '.conflicts.update-train-former/a.final': 'mine',
    'conflicts/conflicts.json': '[]',
  })

  await placeFiles(await finishedIn(join(work.path, 'staged'), 'next'), placeIn(work.path))

  expect(await readTree(join(work.path, 'out/conflicts.before'))).toMatchObject({ 'a.final': '644 mine' })
})

test('a replaced file stays in its place where the new folder cannot be put there', async () => {
  await using work = await temporaryFolder(tmpdir())
  const files = await finishedIn(join(work.path, 'staged'), 'new')
  await writeTree(join(work.path, 'out'), {
    'replaced/replaced.json': '[]',
    'replaced/b': 'old',
  })
  await rm(join(work.path, 'staged/replaced'), { recursive: true })

  await expect(placeFiles(files, placeIn(work.path))).rejects.toThrow('does not exist')

  expect(await readTree(join(work.path, 'out/replaced'))).toMatchObject({ b: '644 old' })
})
