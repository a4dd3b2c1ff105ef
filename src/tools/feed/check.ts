import type { ChannelDocument, ChannelLevel } from '../../feed/format.ts'
import type { Feed } from '../../feed/open-feed.ts'
import { TrainError } from '../../kernel/errors.ts'
import type { Availability, CheckRequest, LevelState, Update, Wanted } from '../update-tool.ts'

/** Update lists that are read at the same time. */
const concurrency = 6

/** Yanks of these classes are never applied, not even when pinned. */
const refusedYanks = ['security', 'malicious']

/** What a feed offers. With nothing new it is one request: `channel.json`. */
export async function checkChannel(feed: Feed, request: CheckRequest): Promise<Availability> {
  const channel = await feed.channel(request.product, request.channel)
  const installed = installedState(channel, request, feed.location)
  const latest = latestState(channel)
  const target = targetState(channel, request.wanted, installed, latest, feed.location)
  const takenAway = await updatesBetween(feed, channel, target.level, installed.level)
  const warnings = [installed, target]
    .filter((state, index) => state.yanked && (index === 0 || state !== installed))
    .map(state => yankWarning(channel, state))
  return {
    installed,
    latest,
    target,
    updates: await updatesBetween(feed, channel, installed.level, target.level),
    counts: null,
    takenAway,
    warnings:
      takenAway.length === 0 ? warnings : [...warnings, downgradeWarning(target, installed, takenAway)],
    base: channel.base.sha256,
    restricted: channel.access === 'subscription',
  }
}

function stateOf({ level, timestamp, status, files }: ChannelLevel): LevelState {
  return { level, timestamp, yanked: status === 'yanked', fileList: files.sha256 }
}

function baseState(channel: ChannelDocument): LevelState {
  return { level: 0, timestamp: null, yanked: false, fileList: channel.base.files.sha256 }
}

/** The installed level as the feed knows it. A level that vanished or was rewritten is never taken for a downgrade. */
function installedState(channel: ChannelDocument, request: CheckRequest, location: string): LevelState {
  const { level } = request.installed
  const found = level === 0 ? undefined : channel.levels.find(one => one.level === level)
  if (level !== 0 && found === undefined)
    throw new TrainError(
      'verification',
      `Level ${level}, which is installed, has vanished from channel ${channel.channel} of ${location}.`,
      { hint: 'A publisher withdraws a level by a yank, never by removing it: ask what happened.' },
    )
  const state = found === undefined ? baseState(channel) : stateOf(found)
  if (request.pinnedFileList !== null && request.pinnedFileList !== state.fileList)
    throw new TrainError(
      'verification',
      `Level ${level} of channel ${channel.channel} was rewritten at ${location}: its file list is ${state.fileList ?? ''}, not ${request.pinnedFileList}.`,
      { hint: 'A published level must never change: ask the publisher what happened before you go on.' },
    )
  return state
}

function latestState(channel: ChannelDocument): LevelState {
  const newest = channel.levels.findLast(level => level.status === 'active')
  return newest === undefined ? baseState(channel) : stateOf(newest)
}

function targetState(
  channel: ChannelDocument,
  wanted: Wanted,
  installed: LevelState,
  latest: LevelState,
  location: string,
): LevelState {
  // Never backwards by itself: an installed level above the latest one was yanked.
  if (wanted.at === 'latest') return latest.level > installed.level ? latest : installed
  if (wanted.at !== 'timestamp' && wanted.level === installed.level) return installed
  if (wanted.at !== 'timestamp' && wanted.level === 0) return baseState(channel)
  const found = channel.levels.find(one =>
    wanted.at === 'timestamp' ? one.timestamp === wanted.timestamp : one.level === wanted.level,
  )
  if (found === undefined) throw unknownLevel(channel, wanted, location)
  if (found.level === installed.level) return installed
  const { yanked } = found
  if (wanted.at !== 'former' && found.status === 'yanked' && refusedYanks.includes(yanked?.class ?? ''))
    throw new TrainError('config', `Level ${found.level} was withdrawn: ${yanked?.reason ?? ''}.`, {
      hint:
        yanked?.replacement == null
          ? 'Choose another `level`.'
          : `Choose level ${yanked.replacement}, its replacement.`,
    })
  return stateOf(found)
}

function unknownLevel(channel: ChannelDocument, wanted: Wanted, location: string): TrainError {
  const name = `channel ${channel.channel} of ${location}`
  const levels = channel.levels.map(({ level, timestamp }) => ({ level, timestamp }))
  if (wanted.at !== 'timestamp') {
    const asked = wanted.at === 'latest' ? '' : wanted.level
    return new TrainError('config', `There is no level ${asked} on ${name}.`, {
      hint: `Its levels are: ${levels.map(({ level }) => level).join(', ') || 'none yet'}.`,
    })
  }
  const before = levels.findLast(one => one.timestamp < wanted.timestamp)
  const after = levels.find(one => one.timestamp > wanted.timestamp)
  const neighbours = [before, after]
    .filter(one => one !== undefined)
    .map(({ level, timestamp }) => `${timestamp} (level ${level})`)
  return new TrainError('config', `No level of ${name} has the timestamp ${wanted.timestamp}.`, {
    hint: `A timestamp must be exact; its neighbours are ${neighbours.join(' and ') || 'none'}.`,
  })
}

function yankWarning(channel: ChannelDocument, state: LevelState): string {
  const yanked = channel.levels.find(one => one.level === state.level)?.yanked
  const replacement = yanked?.replacement == null ? '' : ` Its replacement is level ${yanked.replacement}.`
  return `Level ${state.level} was withdrawn by its publisher: ${yanked?.reason ?? 'no reason is given'}.${replacement}`
}

function downgradeWarning(target: LevelState, installed: LevelState, dropped: readonly Update[]): string {
  const security = dropped.filter(update => update.kind === 'security').map(update => update.id)
  const lost =
    security.length === 0 ? 'none for security' : `security fixes among them: ${security.join(', ')}`
  return `Level ${target.level} is below the installed level ${installed.level}: this takes ${dropped.length} update${dropped.length === 1 ? '' : 's'} away, ${lost}.`
}

/** Everything after `from` up to `to`, oldest first; nothing on the way back. */
async function updatesBetween(
  feed: Feed,
  channel: ChannelDocument,
  from: number,
  to: number,
): Promise<Update[]> {
  const between = channel.levels.filter(one => one.level > from && one.level <= to)
  const lists: Update[][] = []
  const queue = between.entries()
  const worker = async (): Promise<void> => {
    for (const [index, { level }] of queue) {
      const { updates } = await feed.updates(channel, level)
      lists[index] = updates.map(({ id, kind, severity, title, description, instructions, cves }) => ({
        id,
        level,
        kind,
        severity,
        title,
        description,
        instructions,
        cves,
      }))
    }
  }
  await Promise.all(Array.from({ length: Math.min(concurrency, between.length) }, worker))
  return lists.flat()
}
