import { z } from 'zod'
import type { LockedTrack } from '../config/lock.ts'
import type { Settings } from '../config/settings.ts'
import type { Host, Published, Releases } from '../host/host.ts'
import type { Candidate } from '../report/candidate.ts'
import { renderMarkdown, titleOf } from '../report/markdown.ts'
import { candidateName } from './publish.ts'

/** Bytes of a release's text; GitHub takes 125,000 characters. */
const bodyLimit = 100_000

/** Where a locked candidate is, or will be, released. */
export interface ReleasePlace {
  tag: string
  /** Null where it is not released yet. */
  url: string | null
}

/** Null where no release is asked for. A level that was released with other content gets a tag of its own. */
export async function findRelease(
  { publish, track }: Settings,
  { releases, log }: Pick<Host, 'releases' | 'log'>,
  product: string,
  { level, channel, contentDigest }: Pick<LockedTrack, 'level' | 'channel' | 'contentDigest'>,
): Promise<ReleasePlace | null> {
  if (!publish.includes('release')) return null
  if (releases === null) {
    log.info('No release is made: only the action on GitHub does that.')
    return null
  }
  const name = `${product}+${level}.${channel}.${track}`
  const plain = await placeAt(name, contentDigest, releases)
  return plain ?? (await placeAt(`${name}.${contentDigest.slice(0, 8)}`, contentDigest, releases))
}

/** Null where something else was released under the tag. */
async function placeAt(tag: string, digest: string, releases: Releases): Promise<ReleasePlace | null> {
  const found = await releases.find(tag, candidateName)
  if (found === null) return { tag, url: null }
  return contentOf(found.text) === digest ? { tag, url: found.url } : null
}

/** The content digest that a release's `candidate.json` says; its notes are people's to edit. */
function contentOf(text: string | null): string | null {
  try {
    return evidenceSchema.safeParse(JSON.parse(text ?? '')).data?.digests.content ?? null
  } catch {
    return null
  }
}

const evidenceSchema = z.object({ digests: z.object({ content: z.string() }) })

/** Pack, diff zip, report, bill of materials and evidence as a release; the pack stays out where its vendor keeps it from the public. */
export async function releaseCandidate(
  tag: string,
  candidate: Candidate,
  { paths }: Published,
  { releases, log }: Pick<Host, 'releases' | 'log'>,
  restricted: boolean,
): Promise<string> {
  if (releases === null) throw new Error('There is no place for a release.')
  const open = await releases.mayHold(restricted)
  if (!open) log.warning('The release holds the report alone: the vendor gives the pack to subscribers only.')
  const files = [
    open ? paths.pack : undefined,
    open ? paths.diff : undefined,
    open ? paths['update-zip'] : undefined,
    paths.report,
    paths.sbom,
    paths.candidate,
  ]
  return releases.publish({
    tag,
    title: `${titleOf(candidate)} (${candidate.track})`,
    body: renderMarkdown(candidate, bodyLimit),
    files: files.flatMap(file => file ?? []),
  })
}
