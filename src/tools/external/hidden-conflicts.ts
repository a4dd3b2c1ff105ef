import type { World } from '../../kernel/world.ts'

/** Whether the tool is told to hide conflicts: `true` is the only value that is documented (WSO2 docs-updates, *FAQ*). */
export function hidesConflicts({ env }: Pick<World, 'env'>): boolean {
  return env['WSO2_UPDATES_SKIP_CONFLICTS']?.toLowerCase() === 'true'
}

/** What somebody must know who has told it so. */
export const warningOfHidden =
  'WSO2_UPDATES_SKIP_CONFLICTS is set: the update tool hides conflicts, and which side wins is not documented. Unset it to decide them.'
