import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Packs, root } from './packs.ts'

const channel = 'full'

/** A feed that leads from the first pack to the second, beside them; made where it is missing. */
export function feedOf(cli: string, { before, after }: Packs): string {
  const feed = join(dirname(before), 'feed')
  if (existsSync(feed)) return feed
  const draft = `${feed}.${process.pid}`
  const updates = join(dirname(before), 'updates.json')
  const call = (...words: string[]) => execFileSync(process.execPath, [cli, ...words], { stdio: 'ignore' })
  try {
    writeFileSync(updates, '[]\n')
    call('feed', 'init', draft, '--product', root, '--pack', before)
    call(
      'feed',
      'publish',
      draft,
      '--channel',
      channel,
      '--level',
      '1',
      '--pack',
      after,
      '--updates',
      updates,
    )
    renameSync(draft, feed)
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
  return feed
}

/** The words behind `node cli.js` that update the first pack. */
export function applyWords({ before }: Packs, feed: string, out: string): string[] {
  return ['apply', '--pack', before, '--feed', feed, '--channel', channel, '--out', out]
}

/** What one run says of its stations and their parts, with the time of the whole process. */
export function partsOfApply(cli: string, packs: Packs, feed: string, out: string): string {
  const start = performance.now()
  const { stderr } = spawnSync(process.execPath, [cli, ...applyWords(packs, feed, out)], { encoding: 'utf8' })
  const all = `${((performance.now() - start) / 1000).toFixed(1)} s`
  const told = [...stderr.matchAll(/^ *(By parts: .*|\w+ took .*)$/gm)].map(([, line]) => line)
  return `The whole process: ${all}. In its order, each station behind its parts: ${told.join('; ')}`
}
