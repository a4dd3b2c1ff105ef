import { resolve } from 'node:path'
import { securityUpdatesOf } from '../../report/candidate.ts'
import type { Command } from '../command.ts'
import { settingsOf, trackOptions } from '../track-options.ts'
import { keepingOf, textOf } from './run.ts'

export const revertCommand: Command = {
  name: 'revert',
  does: 'takes a track back to an earlier candidate of its lock, byte for byte; runs no tests',
  arguments: [],
  options: [
    ...trackOptions.filter(({ name }) => !['channel', 'level', 'test'].includes(name)),
    {
      name: 'to',
      takes: 'LEVEL',
      does: 'a level of the lock’s history; else of what ran before; again, one further back',
    },
    { name: 'out', takes: 'DIR', does: 'where the results go; else out/' },
  ],
  async run(call, world) {
    const { localHost, outFolder } = await import('../../host/local/local-host.ts')
    const { revert } = await import('../../train/revert.ts')
    const { outputsOf } = await import('../../train/outcome.ts')
    const published = resolve(world.cwd, call.values.get('out') ?? 'out')
    const settings = await settingsOf(call, world.cwd)
    const host = localHost({ ...outFolder(published), ...keepingOf(settings, world) }, world)
    const outcome = await revert(settings, host, world, { to: call.values.get('to') ?? null, published })
    const takenAway = outcome.outcome === 'up-to-date' ? [] : outcome.candidate.takenAway
    return {
      exitCode: 0,
      json: {
        ...outputsOf(outcome),
        takenAway: takenAway.length,
        securityTakenAway: securityUpdatesOf(takenAway).length,
      },
      text:
        outcome.outcome === 'up-to-date'
          ? `${outcome.product} (${outcome.channel}) runs level ${outcome.installed.level} already.\n`
          : textOf(outcome),
    }
  },
}
