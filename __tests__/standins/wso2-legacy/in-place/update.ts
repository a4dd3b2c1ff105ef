import { existsSync } from 'node:fs'
import { copyFile, mkdir, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { downloadArchives } from '../archives.ts'
import { readProducts, updatesBetween, type VendorProduct, type VendorUpdate } from '../catalogue.ts'
import { Failure } from '../console.ts'
import type { CommandLine } from '../flags.ts'
import { noChannel } from '../service.ts'
import type { Run } from '../summary.ts'
import { backUp } from './backup.ts'
import { writePending } from './conflicts.ts'
import { mergeFiles } from './merge-files.ts'
import type { Session } from './session.ts'
import { installedTimestamp, savedChannel, writeState } from './state.ts'

const userFolder = (): string => join(homedir(), '.wso2-updates')

/** Updates the home to the newest level of the channel, or the newest one at the timestamp of `-t`. */
export async function update(session: Session, { flags }: CommandLine, username: string): Promise<number> {
  const { home, pattern, settings, console } = session
  const product = (await readProducts(settings.value.vendor)).find(known => known.pattern === pattern)
  if (product === undefined) throw new Failure(`product '${pattern}' is not supported by WSO2 Update.`)
  await addProduct(product, session)
  const channel = flags.get('--channel') ?? (await savedChannel(home))
  console.say(`Checking updates for '${pattern}' via '${channel}' channel...`)
  console.say('')
  const levels = settings.value.subscription ? product.levels(channel) : null
  if (levels === null) throw noChannel()

  const installed = await installedTimestamp(home)
  const limit = settings.value.nothingNew ? installed : limitOf(flags.get('-t'))
  const timestamp = levels.filter(level => level.timestamp <= limit).at(-1)?.timestamp ?? 0
  if (timestamp <= installed) {
    // WUM's sentence; the in-place tool's own is not public.
    console.say(`There are no new updates available for the product '${pattern}'.`)
    return settings.value.nothingNewExit
  }
  const [from, to] = [await product.filesAt(installed), await product.filesAt(timestamp)]
  if (from === null || to === null) throw new Failure(`invalid timestamp value '${installed}'`)
  const updates = updatesBetween(levels, installed, timestamp)
  return apply(session, username, { pattern, channel, timestamp, updates, from, to })
}

async function apply(session: Session, username: string, run: Run): Promise<number> {
  const { home, settings, console } = session
  announce(session, run.updates)
  await backUp(session)
  const more = await downloadArchives(join(userFolder(), 'updates'), run.updates)
  console.say(`${run.updates.length - more} update(s) already downloaded, ${more} more to download`)
  console.say('Verifying downloaded updates...')
  console.say('Installing updates...')
  console.say('Merging files...')
  const { merged, conflicts } = settings.value.changesNothing
    ? { merged: [], conflicts: [] }
    : await mergeFiles(session, run)
  if (settings.value.mergeFailure !== 'never') {
    console.say('Merging configurations failed.')
    return settings.value.mergeFailure === 'exit 1' ? 1 : 0
  }
  if (merged.length > 0) {
    console.say('Merge successful for the following files.')
    for (const path of merged) console.say(join(home, path))
  }
  if (conflicts.length > 0) {
    // puppet-apim takes a line with "Merging" for the end of the merged files; the rest of the sentence is a guess.
    if (settings.value.conflictText) {
      console.say('Merging could not be completed. The following files have conflicts.')
      for (const path of conflicts) console.say(join(home, path))
    }
    const { timestamp, channel } = run
    await writePending(home, { timestamp, channel, username, files: conflicts })
    return 3
  }
  console.say('Successfully completed merging files')
  if (!settings.value.changesNothing) await writeState(home, username, run)
  return 0
}

function announce({ pattern, console }: Session, updates: readonly VendorUpdate[]): void {
  console.say(`There are ${updates.length} updates available for the product '${pattern}'.`)
  const security = updates.filter(update => update.security).length
  if (security > 0)
    console.say(
      `[WARNING] There are ${security} critical security updates for the product '${pattern}'. WSO2 strongly recommends to apply these updates in production as soon as possible.`,
    )
  console.say('')
}

/** Downloads the vanilla pack once for a user, to `~/.wso2-updates/products/<p>-<v>/<p>-<v>.zip`. */
async function addProduct({ pattern, pack }: VendorProduct, { console }: Session): Promise<void> {
  const path = join(userFolder(), 'products', pattern, `${pattern}.zip`)
  if (existsSync(path)) return
  const size = `${((await stat(pack)).size / 1e6).toFixed(1)}MB`
  console.say('Adding product to WSO2 In-Place updates...')
  console.say('Connecting to WSO2 Update Server...')
  console.say(`Downloading ${pattern}...`)
  await mkdir(dirname(path), { recursive: true })
  await copyFile(pack, path)
  console.say(`Downloading product ${pattern}... [${size}/${size}]`)
}

function limitOf(timestamp: string | undefined): number {
  if (timestamp === undefined) return Infinity
  // Go's way of saying it, as WUM does ("Troubleshooting").
  if (!/^\d+$/.test(timestamp)) throw new Failure(`invalid timestamp value '%!d(string=${timestamp})'`)
  return Number(timestamp)
}
