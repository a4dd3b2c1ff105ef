import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { archivePath } from '../archives.ts'
import type { VendorUpdate } from '../catalogue.ts'
import { Failure } from '../console.ts'
import { equal, type Files, plainFile } from '../files.ts'
import { summaryName, summaryPdf } from '../summary.ts'
import { unzipFiles, zipFiles } from '../zip.ts'
import { readConfiguration } from './configuration.ts'
import { type Call, misuse, type Session } from './session.ts'
import { type Distribution, distributions, readDistributionName } from './store.ts'

/**
 * `wum diff NEWER.zip OLDER.zip`: a zip of what changed and was added, with a summary, in the working directory. The
 * distributions are named as in the store, or by path. The name of the result is a guess; it is said on the console.
 */
export async function makeDiff(session: Session, call: Call): Promise<void> {
  const [newer, older, ...others] = call.words
  if (newer === undefined || older === undefined || others.length > 0)
    throw misuse(call, 'requires two updated product distributions')
  const [target, source] = [await find(session, newer), await find(session, older)]
  if (target === null || source === null || target.pattern !== source.pattern)
    throw misuse(call, `invalid update distribution names '${newer}' - '${older}'`)
  if (target.timestamp === source.timestamp) throw misuse(call, 'update levels cannot be the same')
  if (target.timestamp < source.timestamp)
    throw misuse(call, `invalid update distribution names '${newer}' - '${older}'`)

  const { pattern, timestamp } = target
  const [to, from] = [await filesOf(target), await filesOf(source)]
  const numbers = updateNumbers(to).filter(number => !updateNumbers(from).includes(number))
  await refuseMissing(session, target, numbers)
  const changed: Files = new Map([...to].filter(([path, file]) => !equal(from.get(path), file)))
  const updates: VendorUpdate[] = numbers.map(number => ({ number, title: '', security: false }))
  const run = { pattern, channel: target.channel ?? 'full', timestamp, updates, from, to }
  changed.set(`updates/summary/${summaryName(run)}`, plainFile(summaryPdf(run)))
  const out = resolve(`${pattern}-${source.timestamp}-${timestamp}.zip`)
  await writeFile(out, zipFiles(pattern, changed))
  session.console.say(out)
}

async function find(session: Session, name: string): Promise<Distribution | null> {
  const zips = await distributions(session)
  const known = zips.find(({ path }) => basename(path, '.zip') === basename(name, '.zip'))
  const named = known ?? (existsSync(name) ? readDistributionName(resolve(name)) : null)
  return named === null || named.timestamp === 0 ? null : named
}

/** Files below the one root folder. */
async function filesOf({ path, pattern }: Distribution): Promise<Files> {
  const files = unzipFiles(await readFile(path))
  return new Map([...files].map(([name, file]) => [name.slice(pattern.length + 1), file]))
}

function updateNumbers(files: Files): string[] {
  return [...files]
    .filter(([path]) => path.startsWith('updates/wum/'))
    .flatMap(([, { content }]) =>
      [...content.toString().matchAll(/- "(\d+)"/g)].map(([, number = '']) => number),
    )
}

async function refuseMissing(
  { settings }: Session,
  { pattern, timestamp }: Distribution,
  numbers: readonly string[],
): Promise<void> {
  const { localupdaterepo } = await readConfiguration(settings.value.version)
  if (numbers.every(number => existsSync(join(localupdaterepo, archivePath(number))))) return
  throw new Failure(
    `cannot validate the target distribution '${pattern}.${timestamp}'. Some updates required are missing from the local repository, which are found in the target distribution.`,
  )
}
