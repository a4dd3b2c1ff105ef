import { setTimeout as sleep } from 'node:timers/promises'
import type { Console } from './console.ts'
import { Failure } from './console.ts'
import type { Outage, Settings } from './settings.ts'

interface Account {
  account: { username: string; password: string }
}

/** The texts of "Troubleshooting" in the WSO2 Update Manager documentation; the last is Go's own. */
const outages: Record<Outage['kind'], string> = {
  busy: 'servers are busy at the moment. Please try again later.',
  decommissioned: 'unable to connect to WSO2 Update',
  gone: 'unable to get the updates. Unexpected response from WSO2 Update: HTTP 410',
  'no-such-host':
    'Post "https://api.updates.wso2.com/token": dial tcp: lookup api.updates.wso2.com: no such host',
}

/** Reaches the update service, or ends with what its absence looks like. */
export async function contact(
  settings: Settings<{ outage: Outage | null; silence: number }>,
  console: Console,
  verbose: boolean,
): Promise<void> {
  const { outage, silence } = settings.value
  if (silence > 0) await sleep(silence)
  if (outage === null) return
  const { kind, runs } = outage
  if (runs !== null) await settings.change({ outage: runs === 1 ? null : { kind, runs: runs - 1 } })
  // "You can get the details by running the same command again using the '-v' flag."
  if (verbose && kind === 'decommissioned') console.complain(outages['no-such-host'])
  throw new Failure(outages[kind])
}

export function isAccount(username: string, password: string, { account }: Account): boolean {
  return username === account.username && password === account.password
}

/** The updates FAQ has this one text for both reasons. */
export function noChannel(): Failure {
  return new Failure('You do not have an active subscription or the channel does not exist')
}
