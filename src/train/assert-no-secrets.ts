import { readdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { FinishedFile } from '../host/host.ts'
import { TrainError } from '../kernel/errors.ts'
import { shortest } from '../kernel/secret-forms.ts'
import { telling } from '../kernel/secrets.ts'
import { temporaryFolder } from '../kernel/temporary.ts'
import type { World } from '../kernel/world.ts'
import { type Scan, startScan } from '../pack/scan.ts'
import type { Find, Unread } from '../pack/scan-content.ts'

/** Entries that a message names. */
const shown = 5

/** Says which secrets are no more than words, and so not looked for everywhere. */
export function tellShortSecrets({ log, secrets }: World): void {
  for (const name of secrets.short)
    log.warning(
      `${name.charAt(0).toUpperCase()}${name.slice(1)} has fewer than ${telling} characters: it is looked for in reports, logs and updates/ only, and with fewer than ${shortest} nowhere.`,
    )
}

/** What is scanned besides the finished files, and what need not be. */
export interface Packs {
  /** The vendor's pack that is to be kept: a cache leaves the machine, too. */
  vendor: string | null
  /** Files that this pack has are the vendor's own, and not scanned. */
  base: string | null
}

/**
 * Looks for the run's secrets in files that are about to be published. Throws `verification` with the places, never with a
 * value; `without` says what that keeps away. Gives a warning, which was logged, for archives that could not be looked into.
 */
export async function assertNoSecrets(
  files: readonly FinishedFile[],
  { vendor, base }: Packs,
  world: World,
  without = 'Nothing is published',
): Promise<string[]> {
  const { log, secrets, signal, temporary } = world
  if (secrets.formsIn('updates').length === 0) return []
  await using folder = await temporaryFolder(temporary)
  const scan = startScan({
    secrets,
    folder: folder.path,
    signal,
    progress: (done, total, files) => log.progress('looking for secrets', done, total, files),
  })
  const known = base === null ? [] : [base]
  // The candidate first: what was seen in it is known in the others.
  for (const { path } of files.filter(({ kind }) => kind === 'pack')) {
    await scan.zip(path, known)
    known.push(path)
  }
  if (vendor !== null && !known.includes(vendor)) await scan.zip(vendor, known)
  for (const file of files) if (file.kind !== 'pack') await scanOther(scan, file, known)
  if (scan.finds.length > 0) throw found(scan.finds, without, world)
  const warnings = scan.unread.length === 0 ? [] : [secrets.redact(unreadWarning(scan.unread))]
  for (const warning of warnings) log.warning(warning)
  return warnings
}

async function scanOther(scan: Scan, { kind, name, path }: FinishedFile, known: string[]): Promise<void> {
  switch (kind) {
    case 'pack':
    case 'update-zip':
      return scan.zip(path, known)
    case 'diff':
      return scan.diff(path, known)
    case 'conflicts':
    case 'replaced':
      for (const entry of await readdir(path, { recursive: true, withFileTypes: true })) {
        const file = join(entry.parentPath, entry.name)
        if (entry.isFile()) await scan.file(file, `${name}/${relative(path, file)}`, 'product')
      }
      return
    default:
      return scan.file(path, name, 'report')
  }
}

function found(finds: readonly Find[], without: string, { secrets }: World): TrainError {
  // A path may hold the secret itself.
  const clauses = finds.map(({ path, secret }) => `${secrets.redact(path)} holds ${secret}`)
  return new TrainError('verification', `${without}, as ${listed(clauses)}.`, {
    hint: 'Take it out where it comes from (the pack, an overlay, an answer, the tests), and change the secret if others may have read it. If the vendor’s own file happens to hold such a text, name the vanilla pack as `base` (--base).',
  })
}

function unreadWarning(unread: readonly Unread[]): string {
  return `Not looked into for secrets: ${listed(unread.map(({ path, why }) => `${path} (${why})`))}.`
}

function listed(all: readonly string[]): string {
  const clauses = [...new Set(all)]
  const more = clauses.length - shown
  return `${clauses.slice(0, shown).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}
