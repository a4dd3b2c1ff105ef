import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Session, workFolder } from './session.ts'
import { nextRevision, revision } from './stamp.ts'
import { ToolError } from './tool-error.ts'

/**
 * Replaces the tool's own file where there is a newer tool; true when it did, and the run must end with 2. The download
 * lies in `~/.wso2-updates/updates/client`, which all packs of a user share, and passes through `<home>/.tmp`.
 */
export async function updateSelf(session: Session): Promise<boolean> {
  const { say, settings, tool, home, fault } = session
  const { selfUpdates, selfUpdateDelay } = settings.switches
  say.info('Checking for latest update tool version')
  if (selfUpdates !== 'always' && revision >= selfUpdates) return false

  say.info('A new update is available')
  say.info('Attempting to download and update the WSO2 Update Tool')
  await sleep(selfUpdateDelay)
  if (fault === 'self-update-download')
    throw new ToolError(
      'Error while downloading the update tool client: stream error: stream ID 1; INTERNAL_ERROR; received from peer',
    )
  const client = join(workFolder(), 'updates', 'client')
  const temporary = join(home, '.tmp')
  for (const folder of [client, temporary]) mkdirSync(folder, { recursive: true })
  const text = nextRevision(readFileSync(tool, 'utf8'))
  writeFileSync(join(client, basename(tool)), text)
  const fresh = join(temporary, basename(tool))
  writeFileSync(fresh, text)
  chmodSync(fresh, 0o755)
  renameSync(fresh, tool)
  rmSync(temporary, { recursive: true })
  say.print('Update tool client has been updated. Please re-run the tool with necessary parameters')
  return true
}
