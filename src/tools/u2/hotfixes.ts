import { basename } from 'node:path'
import { TrainError } from '../../kernel/errors.ts'
import { nameOfProduct, type Product } from '../../kernel/product.ts'
import type { World } from '../../kernel/world.ts'
import { credentialsOf } from '../external/credentials.ts'
import { exit } from '../external/exit-codes.ts'
import { messagesOfHotfixes, toolError } from '../external/messages.ts'
import type { HomeProgram } from '../external/program.ts'
import type { ToolRun } from '../external/run-tool.ts'
import type { Hotfix } from '../update-tool.ts'
import { configFile } from './config-file.ts'
import { readU2State, type U2State } from './config-json.ts'
import { knowsNoFlag, runU2 } from './program.ts'

/**
 * Refuses hotfixes before the long work: one is named `<pack>-<id>-hf<N>.zip` and goes over those before it (WSO2
 * docs-updates, *Hotfixes*). Throws `config`.
 */
export function assertHotfixNames(files: readonly string[], product: Product): void {
  const pack = nameOfProduct(product)
  const name = new RegExp(`^${RegExp.escape(pack)}-(.+)-hf(\\d+)\\.zip$`)
  const newest = new Map<string, number>()
  for (const file of files) {
    const [, id, number] = name.exec(basename(file)) ?? []
    if (id === undefined)
      throw new TrainError('config', `${file} is no hotfix of ${pack}: ${pack}-<id>-hf<N>.zip is expected.`, {
        hint: 'Name the hotfixes in `hotfixes` as WSO2 has named them; the update tool goes by their names.',
      })
    if (Number(number) <= (newest.get(id) ?? -1))
      throw new TrainError('config', `${file} stands behind a later hotfix of ${id}, or twice.`, {
        hint: 'List `hotfixes` in the order in which they are applied: hf1 before hf2.',
      })
    newest.set(id, Number(number))
  }
}

/** Takes every hotfix out of a home; `updates/config.json` says whether it did. */
export async function revertHotfixes(product: Product, program: HomeProgram, world: World): Promise<void> {
  const { home } = program
  const what = `The update tool cannot revert the hotfixes of ${nameOfProduct(product)}`
  for (let state = await readU2State(home); state !== null && state.hotfixes > 0; ) {
    const run = await runU2(program, ['revert-hotfix'], world)
    // "Reverted" has an exit code of its own; that it is `--revert`'s alone is not documented.
    if (run.exitCode !== exit.success && run.exitCode !== exit.reverted)
      throw toolError(what, run.exitCode, run.lines, messagesOfHotfixes)
    const left = await readU2State(home)
    if (left === null || left.hotfixes >= state.hotfixes || left.level !== state.level)
      throw notAsSaid(what, `${configFile} ${saying(left)}`, run)
    world.log.info(`${state.hotfixes - left.hotfixes} of its hotfixes reverted, ${left.hotfixes} left.`)
    state = left
  }
}

/** Lays hotfixes over a home, in their order; `updates/config.json` says whether it did. */
export async function layHotfixes(
  product: Product,
  program: HomeProgram,
  hotfixes: readonly Hotfix[],
  world: World,
): Promise<void> {
  const { home } = program
  for (const { name, file } of hotfixes) {
    const what = `The update tool cannot apply the hotfix ${name} to ${nameOfProduct(product)}`
    const before = await readU2State(home)
    // Without an account there is nothing to ask the vendor with.
    const offline = credentialsOf(world) === null ? ['--offline'] : []
    const run = await applyHotfix(program, [file, ...offline], world)
    if (run.exitCode === exit.conflicts)
      throw new TrainError('config', `${what}: it meets changes in the pack that are not the vendor’s.`, {
        hint: 'Give the vanilla pack as `base` (--base), or as `pack` with your files as an `overlay`: then they meet the hotfix here.',
      })
    if (run.exitCode !== exit.success) throw toolError(what, run.exitCode, run.lines, messagesOfHotfixes)
    const after = await readU2State(home)
    // A cumulative hotfix may take the place of the one before: the count need not grow.
    const isNoted = after !== null && after.hotfixes > 0 && after.hotfixesSaid !== before?.hotfixesSaid
    if (!isNoted || after.level !== (before?.level ?? 0))
      throw notAsSaid(what, `${configFile} ${saying(after)}`, run)
    world.log.info(`The hotfix ${name} is applied.`)
  }
}

/** Not every tool that knows hotfixes need know `--offline`. */
async function applyHotfix(program: HomeProgram, args: readonly string[], world: World): Promise<ToolRun> {
  const run = await runU2(program, ['apply-hotfix', ...args], world)
  return knowsNoFlag(run, 'offline') ? runU2(program, ['apply-hotfix', ...args.slice(0, 1)], world) : run
}

function saying(state: U2State | null): string {
  return state === null
    ? 'is not there'
    : `says level ${state.level} and ${state.hotfixes === 0 ? 'no hotfix' : `${state.hotfixes} hotfixes`}`
}

function notAsSaid(what: string, found: string, { lines }: ToolRun): TrainError {
  return new TrainError('verification', `${what}: it ended as if all were well, but ${found}.`, {
    hint: `Nothing was published. It said last: ${lines.findLast(line => line.trim() !== '')?.trim() ?? 'nothing'}. Run again; if it stays so, ask WSO2’s support.`,
  })
}
