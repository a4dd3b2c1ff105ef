import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { FinishedFile } from '../host/host.ts'
import { TrainError } from '../kernel/errors.ts'
import { nameOfProduct } from '../kernel/product.ts'
import type { Candidate } from '../report/candidate.ts'
import type { ApplyWork } from './apply.ts'
import { assertNoSecrets } from './assert-no-secrets.ts'
import type { VendorPack } from './vendor-pack.ts'

/**
 * The vendor's own zip of the step, for machines that have its tool and no internet; null where none is asked for, or there
 * was no step. An update is worth publishing without it: what keeps it away is a warning.
 */
export async function updateZipIfAsked(
  { settings, origin, availability, tool, staging, world }: ApplyWork,
  installed: VendorPack,
  candidate: Candidate,
): Promise<FinishedFile | null> {
  const { installed: from, target: to } = availability
  if (!settings.createUpdate || tool.packUpdate === null || from.level === to.level) return null
  const { product, channel } = origin
  try {
    const path = await tool.packUpdate({ product, channel, from, to, pack: installed.file, out: staging })
    const file: FinishedFile = { kind: 'update-zip', name: basename(path), path }
    candidate.warnings.push(
      ...(await assertNoSecrets([file], { vendor: null, base: null }, world, 'It is not published')),
    )
    candidate.updateZip = { name: file.name, size: (await stat(path)).size }
    return file
  } catch (error) {
    world.signal.throwIfAborted()
    if (!(error instanceof TrainError)) throw error
    // It may repeat the tool's words, or names in its zip: in a report they would keep the update away as well.
    const warning = world.secrets.redact(
      `There is no update zip of ${nameOfProduct(product)}: ${error.message} ${error.hint}`,
    )
    world.log.warning(warning)
    candidate.warnings.push(warning)
    return null
  }
}
