import type { CheckResult } from '../../train/check.ts'
import type { Command } from '../command.ts'
import { settingsOf, trackOptions } from '../track-options.ts'

export const checkCommand: Command = {
  name: 'check',
  does: 'says what is new for a product; reads no pack where the lock knows the level',
  arguments: [],
  options: trackOptions.filter(({ name }) => !['sha256', 'resolutions', 'test'].includes(name)),
  async run(call, world) {
    const { chooseTool } = await import('../../tools/choose-tool.ts')
    const { check, checkResult, countsIn } = await import('../../train/check.ts')
    const { findOrigin, knownTool, memoryOf } = await import('../../train/origin.ts')
    const { changedOverlay } = await import('../../train/todays-overlay.ts')
    const settings = await settingsOf(call, world.cwd)
    const origin = await findOrigin(settings, await memoryOf(settings, null, world))
    await using tool = chooseTool(settings, knownTool(origin), world)
    const availability = await check(settings, origin, tool, null)
    for (const warning of availability.warnings) world.log.warning(warning)
    const { locked } = origin
    const overlay = locked === null ? null : await changedOverlay(settings, locked, world)
    if (overlay !== null)
      world.log.info(
        `The overlay ${overlay} is another one than level ${origin.installed.level} was made with: the next run lays it, also at this level.`,
      )
    const result = checkResult(origin, availability)
    return { exitCode: 0, json: result, text: textOf(result, countsIn(availability)) }
  },
}

function textOf(
  { status, product, channel, installed, target, latest, updates }: CheckResult,
  counts: string,
): string {
  const newest = latest.level === target.level ? '' : ` (${latest.level} is the latest)`
  if (status === 'up-to-date')
    return `${product} (${channel}) is up to date: level ${installed.level}${newest}.\n`
  const lines = updates.map(
    ({ id, level, kind, severity, title }) =>
      `  ${level}  ${id}  ${severity === null ? kind : `${kind}, ${severity}`}  ${title}`,
  )
  const head = `${product} (${channel}): level ${installed.level} → ${target.level}${newest}${counts}.`
  return `${[head, ...lines].join('\n')}\n`
}
