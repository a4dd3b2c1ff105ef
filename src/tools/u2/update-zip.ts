import { basename } from 'node:path'
import { lt, valid } from 'semver'
import { TrainError } from '../../kernel/errors.ts'
import { exists } from '../../kernel/files.ts'
import { nameOfProduct, type Product } from '../../kernel/product.ts'
import type { World } from '../../kernel/world.ts'
import { available } from '../external/availability.ts'
import type { HomeProgram } from '../external/program.ts'
import type { Availability, CheckRequest, LevelState } from '../update-tool.ts'
import { versionOf } from './program.ts'

/** An update that `create-update` has packed where there is internet: from one level to another, and nothing else. */
export interface UpdateZip {
  file: string
  from: number
  to: number
}

/** The first tool that knows `apply-update` (WSO2 docs-updates, *FAQ*). */
const appliesZipsFrom = '1.3.0'

/** Reads the levels from the name, `<product>-<version>.<start>-<version>.<end>.zip`. Throws `config`. */
export async function readUpdateZip(file: string, product: Product): Promise<UpdateZip> {
  const [pack, version] = [nameOfProduct(product), product.version].map(text => RegExp.escape(text))
  const [, start, end] = new RegExp(`^${pack}\\.(\\d+)-${version}\\.(\\d+)\\.zip$`).exec(basename(file)) ?? []
  const [from, to] = [Number(start), Number(end)]
  if (!(from < to))
    throw new TrainError(
      'config',
      `The name of ${file} does not say an update of ${nameOfProduct(product)}.`,
      {
        hint: `\`update-zip\` takes a zip as \`wso2update_linux create-update\` names it, such as ${nameOfProduct(product)}.2-${product.version}.5.zip.`,
      },
    )
  if (await exists(file)) return { file, from, to }
  throw new TrainError('config', `The update ${file} does not exist.`, { hint: 'Correct `update-zip`.' })
}

/** What a zip offers: its end, to a pack that is at its start. Nobody is asked. Throws `config` for other levels. */
export function checkUpdateZip(
  { file, from, to }: UpdateZip,
  { wanted, installed, product }: CheckRequest,
): Availability {
  const stands = stateOf(installed.level)
  const level = wanted.at === 'level' ? wanted.level : to
  if (level === installed.level || (wanted.at === 'latest' && installed.level >= to))
    return available(stands, stands, stands, null)
  if (level !== to)
    throw new TrainError('config', `${file} leads to level ${to}, not to ${level}.`, {
      hint: `Leave \`level\` (--level) out, or get another update with \`wso2update_linux create-update -s ${installed.level} -e ${level}\` where there is internet.`,
    })
  if (installed.level !== from) throw otherStart({ file, from, to }, installed.level, product)
  return available(stands, stateOf(to), stateOf(to), null)
}

/** Throws `config` for a step that is not the zip's, and for a tool that is known not to apply any. */
export async function assertApplies(
  zip: UpdateZip,
  step: { from: LevelState; to: LevelState; product: Product },
  program: HomeProgram,
  world: World,
): Promise<void> {
  if (step.from.level !== zip.from || step.to.level !== zip.to)
    throw otherStart(zip, step.from.level, step.product)
  const version = await versionOf(program, world)
  if (version === null || valid(version) === null || !lt(version, appliesZipsFrom)) return
  throw new TrainError(
    'config',
    `The update tool is of version ${version}, and applies no zips: ${appliesZipsFrom} was the first that does.`,
    { hint: 'Give a newer tool with `tool-path` (--tool-path).' },
  )
}

function otherStart({ file, from, to }: UpdateZip, level: number, product: Product): TrainError {
  return new TrainError(
    'config',
    `${file} leads from level ${from} to ${to}, but the pack is at level ${level}.`,
    {
      hint: `Give a pack of ${nameOfProduct(product)} at level ${from} as \`pack\` (--pack), or get the update with \`wso2update_linux create-update -s ${level} -e ${to}\` where there is internet.`,
    },
  )
}

function stateOf(level: number): LevelState {
  return { level, timestamp: null, yanked: false, fileList: null }
}
