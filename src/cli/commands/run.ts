import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Settings } from '../../config/settings.ts'
import { lockedLevel } from '../../config/wanted.ts'
import type { Host } from '../../host/host.ts'
import type { World } from '../../kernel/world.ts'
import { answerCommands } from '../../report/answer-commands.ts'
import { shellWord } from '../../report/shell-word.ts'
import type { TrainOutcome } from '../../train/outcome.ts'
import { type Command, needed, type Result } from '../command.ts'
import { settingsOf, trackOptions } from '../track-options.ts'

export const runCommand: Command = {
  name: 'run',
  does: 'takes a track through all stations: check, apply, test, publish; writes the lock',
  arguments: [],
  options: [...trackOptions, { name: 'out', takes: 'DIR', does: 'where the results go; else out/' }],
  async run(call, world) {
    const { localHost, outFolder } = await import('../../host/local/local-host.ts')
    const out = resolve(world.cwd, call.values.get('out') ?? 'out')
    const settings = await settingsOf(call, world.cwd)
    const host = localHost({ ...outFolder(out), ...keepingOf(settings, world) }, world)
    return ride(settings, host, world, true)
  },
}

export const applyCommand: Command = {
  name: 'apply',
  does: 'updates one pack, without a lock; the diff zip, report and candidate lie beside the new pack',
  arguments: [],
  options: [
    ...trackOptions.filter(({ name }) => name !== 'lock'),
    { name: 'out', takes: 'ZIP', does: 'the updated pack (required)' },
  ],
  async run(call, world) {
    const { besidePack, localHost } = await import('../../host/local/local-host.ts')
    const out = resolve(world.cwd, needed(call, 'out', 'where the updated pack goes'))
    const { assertNotInput } = await import('../../host/local/not-input.ts')
    const { assertPlace } = await import('../../host/place-files.ts')
    const settings = await settingsOf(call, world.cwd)
    const keeping = keepingOf(settings, world)
    // Before the long work; the companions' names are looked at when all is published.
    await assertNotInput(out, keeping.inputs)
    await assertPlace(out, 'pack')
    const host = localHost({ ...besidePack(out), ...keeping }, world)
    return ride(settings, host, world, false)
  },
}

/** What the host keeps between runs, and keeps its hands off. The cache is where the XDG base directory specification says. */
export function keepingOf(settings: Settings, { env }: World): { cache: string; inputs: string[] } {
  const xdg = env['XDG_CACHE_HOME'] ?? ''
  const cache = join(xdg === '' ? join(homedir(), '.cache') : xdg, 'update-train')
  return { cache, inputs: [settings.pack, settings.base].flatMap(file => file ?? []) }
}

async function ride(settings: Settings, host: Host, world: World, useLock: boolean): Promise<Result> {
  const { run } = await import('../../train/run.ts')
  const { outputsOf } = await import('../../train/outcome.ts')
  const { publishLocked } = await import('../../train/publish-locked.ts')
  const work = useLock && settings.level === lockedLevel ? publishLocked : run
  const outcome = await work(settings, host, world, { useLock, dryRun: false })
  return {
    exitCode: exitCodeOf(outcome, settings.continueOnTestFailure),
    json: outputsOf(outcome),
    text: textOf(outcome),
  }
}

export function exitCodeOf({ outcome }: TrainOutcome, continueOnTestFailure: boolean): number {
  if (outcome === 'conflict') return 3
  return outcome === 'tests-failed' && !continueOnTestFailure ? 4 : 0
}

/** What happened, and the paths to open. */
export function textOf(result: TrainOutcome): string {
  if (result.outcome === 'up-to-date')
    return `${result.product} (${result.channel}) is up to date: level ${result.installed.level}.\n`
  if (result.outcome === 'held')
    return `${result.product} (${result.channel}): level ${result.target.level} is held (${result.reason}).\n`
  const { candidate, published, toCommit } = result
  const heads = {
    updated: `${candidate.product} is updated: level ${candidate.from.level} → ${candidate.to.level}.`,
    reverted: `${candidate.product} is reverted: level ${candidate.from.level} → ${candidate.to.level}.`,
    conflict: `The update and you changed the same files; nothing was changed:\n${candidate.conflicts
      .map(({ path, kind }) => `  ${path} (${kind})`)
      .join(
        '\n',
      )}\nAnswer them like this, then run again; the report shows the three sides:\n${answerCommands(
      candidate.conflicts,
      {
        conflicts: shellWord(candidate.answering.conflicts ?? published.paths.conflicts ?? 'out/conflicts'),
        resolutions:
          candidate.answering.resolutions === null ? null : shellWord(candidate.answering.resolutions),
      },
    )
      .map(line => `  ${line}`)
      .join('\n')}`,
    'tests-failed': `The tests failed (${candidate.tests?.reason ?? ''}); the candidate is not published.`,
  }
  const paths = Object.entries(published.paths).map(([kind, path]) => `  ${kind.padEnd(10)}${path}`)
  const commit =
    toCommit.length === 0 ? [] : [`To be committed: git add ${toCommit.map(shellWord).join(' ')}`]
  return `${[heads[result.outcome], ...paths, ...commit].join('\n')}\n`
}
