import type { Settings } from '../config/settings.ts'
import type { Host, Published } from '../host/host.ts'

/** Provenance of the pack and what belongs to it, where the team asks for it: before anything of it is released. */
export async function attestIfAsked(
  { attest }: Pick<Settings, 'attest'>,
  { paths }: Published,
  { attestations, log }: Pick<Host, 'attestations' | 'log'>,
  restricted: boolean,
): Promise<void> {
  if (!attest) return
  if (attestations === null) {
    log.info('No provenance is made: only the action on GitHub does that, for what it publishes.')
    return
  }
  if (!(await attestations.mayHold(restricted))) {
    log.warning(
      'No provenance is made: the vendor gives the pack to subscribers only, and everybody can read it.',
    )
    return
  }
  await attestations.attest([paths.pack, paths.diff, paths.sbom].flatMap(file => file ?? []))
}
