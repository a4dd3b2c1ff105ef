import { expect } from '@jest/globals'
import type { Meeting, Met } from './meeting.ts'

/** What a row of the decision table must come to, on disk and in words. */
export interface RowCase extends Meeting {
  row: string
  name: string
  /** The whole home afterwards. */
  home: Record<string, unknown>
  /** What a person is asked; then nothing is written. */
  conflicts?: readonly object[]
  /** What the last level says, all of it. */
  notices?: readonly object[]
  replaced?: Record<string, string>
}

export const notice = { severity: 'notice' } as const
export const warning = { severity: 'warning' } as const

/** What a meeting came to, to be compared with `wantedOf` a case. */
export function outcomeOf({ applications, home, replaced }: Met): object {
  const last = applications.at(-1)
  return {
    home,
    replaced,
    conflicts: last?.kind === 'conflict' ? last.conflicts : [],
    notices: last?.kind === 'applied' ? last.notices : [],
  }
}

export function wantedOf({ home, conflicts = [], notices = [], replaced = {} }: RowCase): object {
  const partly = (one: object): unknown => expect.objectContaining({ ...one })
  return { home, replaced, conflicts: conflicts.map(partly), notices: notices.map(partly) }
}
