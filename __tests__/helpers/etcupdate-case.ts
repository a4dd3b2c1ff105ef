import type { Files } from './acme-feed.ts'
import { meet } from './meeting.ts'

/**
 * The states that the tests of FreeBSD's etcupdate(8) go through (usr.sbin/etcupdate/tests/tests_test.sh): how the old and the
 * new tree compare, the old tree and what is installed, the new tree and what is installed. Its fifos of the vendor's are
 * links here, as no product ships fifos. What it warns of is asked here, and then nothing at all is written.
 */
export interface Case {
  /** Its directory in etcupdate's tests. */
  state: string
  what: string
  base: Files
  ours: Files
  theirs: Files
  fifos?: string[]
  /** Rows that decide or ask; none where nothing is said. */
  rows?: string
  home: Record<string, string>
}

export const link = (target: string): { link: string } => ({ link: target })
export const directory = { directory: 0o755 }
export const none: Files = {}

/** A file that all three sides have, so that none of them is empty. */
const beside: Files = { '.beside': '' }

/** What came of it: `applied` or `conflict`, the rows that were said or asked, and the home. */
export async function outcome({ base, ours, theirs, fifos = [] }: Case): Promise<{
  kind: string | undefined
  rows: string | undefined
  home: Record<string, string>
}> {
  const met = await meet({
    base: { ...base, ...beside },
    ours: { ...ours, ...beside },
    theirs: { ...theirs, ...beside },
    fifos,
  })
  const { '.beside': _beside, ...home } = met.home
  const [application] = met.applications
  const said = application?.kind === 'conflict' ? application.conflicts : application?.notices
  return { kind: application?.kind, rows: said?.map(({ row }) => row).join(' '), home }
}
