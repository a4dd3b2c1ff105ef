import { resolve } from 'node:path'
import type { Command } from '../command.ts'
import { exitCodeOf } from './run.ts'

export const demoCommand: Command = {
  name: 'demo',
  does: 'plays a weekly run on an embedded sample product and feed',
  arguments: [],
  options: [{ name: 'out', takes: 'DIR', does: 'where the results go; else out/' }],
  async run(call, world) {
    const { playDemo } = await import('../../demo/play.ts')
    const { outputsOf } = await import('../../train/outcome.ts')
    const { outcome, text } = await playDemo(resolve(world.cwd, call.values.get('out') ?? 'out'), world)
    return { exitCode: exitCodeOf(outcome, false), json: outputsOf(outcome), text }
  },
}
