import { lstat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { TrainError } from '../../kernel/errors.ts'
import { formatBytes } from '../../kernel/time.ts'
import type { World } from '../../kernel/world.ts'
import type { ConflictPolicy } from '../../merge/merging.ts'
import { answerCommands } from '../../report/answer-commands.ts'
import { shellWord } from '../../report/shell-word.ts'
import type { PatchedHome } from '../../train/patch-home.ts'
import { type Call, type Command, needed, type Result } from '../command.ts'
import { readJson } from '../read-json.ts'

export const patchCommand: Command = {
  name: 'patch',
  does: 'applies a diff zip to the pack it was made from, or to an unpacked home; needs no network',
  arguments: [
    { name: 'PACK', does: 'the pack that the diff zip starts from, or the folder of an unpacked home' },
    { name: 'ZIP', does: 'the diff zip' },
  ],
  options: [
    { name: 'out', takes: 'ZIP', does: 'the new pack (required for a pack)' },
    {
      name: 'resolutions',
      takes: 'DIR',
      does: 'of a home: recorded answers to conflicts; else .update-train/resolutions',
    },
    {
      name: 'on-conflict',
      takes: 'WHO',
      does: 'of a home: `fail` (the default), `ours` or `theirs`: whose word counts without an answer',
    },
    {
      name: 'classes',
      takes: 'FILE',
      does: 'of a home: JSON: glob → class; the first that matches counts',
    },
  ],
  async run(call, world) {
    const [pack = '', diff = ''] = call.arguments.map(path => resolve(world.cwd, path))
    const files = { pack, diff }
    return (await isHome(pack, call)) ? ofHome(files, call, world) : ofPack(files, call, world)
  },
}

interface Files {
  pack: string
  diff: string
}

/** A home may be missing for the moment, after a kill; a pack has an `--out`. */
async function isHome(path: string, { values }: Call): Promise<boolean> {
  const found = await lstat(path).catch(() => null)
  if (found === null) return !values.has('out')
  return found.isDirectory() || (found.isSymbolicLink() && (await isHomeLinked(path)))
}

async function isHomeLinked(path: string): Promise<boolean> {
  const { stat } = await import('node:fs/promises')
  return stat(path).then(
    found => found.isDirectory(),
    () => true,
  )
}

async function ofPack({ pack, diff }: Files, call: Call, world: World): Promise<Result> {
  refuse(call, ['resolutions', 'classes', 'on-conflict'], 'nothing in a pack is the team’s')
  const { patchFile } = await import('../../train/patch.ts')
  const { assertNotInput } = await import('../../host/local/not-input.ts')
  const out = resolve(world.cwd, needed(call, 'out', 'where the new pack goes'))
  await assertNotInput(out, [pack, diff])
  const { sha256, size } = await patchFile({ pack, diff, out }, world)
  return { exitCode: 0, json: { pack: out, sha256, size }, text: `${out} (${formatBytes(size)})\n` }
}

async function ofHome({ pack: home, diff }: Files, call: Call, world: World): Promise<Result> {
  refuse(call, ['out'], 'a home is patched where it lies')
  const { patchHome } = await import('../../train/patch-home.ts')
  const { classesSchema } = await import('../../feed/format.ts')
  const { defaultResolutions } = await import('../../config/settings.ts')
  const classes = (await readJson(call, 'classes', classesSchema, world)) ?? {}
  const resolutions = resolve(world.cwd, call.values.get('resolutions') ?? defaultResolutions)
  const onConflict = await policyOf(call)
  const patched = await patchHome({ home, diff, resolutions, classes, onConflict }, world)
  return {
    exitCode: patched.kind === 'conflict' ? 3 : 0,
    json: jsonOf(home, patched),
    text: textOf(home, patched),
  }
}

async function policyOf({ values }: Call): Promise<ConflictPolicy> {
  const { conflictPolicies } = await import('../../merge/merging.ts')
  const said = values.get('on-conflict') ?? 'fail'
  const policy = conflictPolicies.find(one => one === said)
  if (policy !== undefined) return policy
  throw new TrainError('usage', `\`--on-conflict\` takes ${conflictPolicies.join(', ')}, not ${said}.`, {
    hint: '`ours` keeps your files, `theirs` takes the update’s and keeps yours aside.',
  })
}

function refuse({ values }: Call, options: readonly string[], why: string): void {
  for (const option of options)
    if (values.has(option))
      throw new TrainError('usage', `\`--${option}\` has no meaning here: ${why}.`, {
        hint: 'Leave it out; `update-train patch --help` says what it is for.',
      })
}

function jsonOf(home: string, patched: PatchedHome): unknown {
  const { paths } = patched
  const notices = patched.kind === 'conflict' ? [] : patched.notices
  const conflicts =
    patched.kind === 'conflict' ? patched.conflicts.map(({ path, row, kind }) => ({ path, row, kind })) : []
  return {
    home,
    outcome: patched.kind,
    conflicts,
    notices,
    conflictsFolder: paths.conflicts ?? null,
    replacedFolder: paths.replaced ?? null,
  }
}

const byHand = 'patch with --on-conflict ours (or theirs), or put the vendor’s file back and patch again'

function textOf(home: string, patched: PatchedHome): string {
  const { paths } = patched
  if (patched.kind === 'conflict') {
    const lines = patched.conflicts.map(({ path, kind }) => `  ${path} (${kind})`)
    return `The diff zip and you changed the same files; nothing was changed:\n${lines.join('\n')}\nAnswer them like this, then patch again:\n${answerCommands(
      patched.conflicts,
      { conflicts: shellWord(paths.conflicts ?? ''), resolutions: null, byHand },
    )
      .map(line => `  ${line}\n`)
      .join('')}`
  }
  const said = patched.notices.map(({ path, message }) => `  ${path} ${message}\n`).join('')
  if (patched.kind === 'up-to-date')
    return `${home} is where the diff zip leads to already: nothing to do.\n${said}`
  const replaced = paths.replaced === undefined ? '' : `  replaced  ${paths.replaced}\n`
  return `${home} is patched.\n${said}${replaced}`
}
