import type { World } from '../../kernel/world.ts'

const variable = 'WSO2_UPDATES_SKIP_CONFLICTS'

/**
 * Whether the tool is told to hide conflicts: by `true`, the one value that is documented (WSO2 docs-updates, *FAQ*). With any
 * other, what it leaves is looked at as always, whatever the tool takes it for.
 */
export function hidesConflicts({ env }: Pick<World, 'env'>): boolean {
  return env[variable]?.trim().toLowerCase() === 'true'
}

/** What a person must know of a run that is told so; none otherwise. */
export function warningsOfHiding(world: Pick<World, 'env'>): string[] {
  if (!hidesConflicts(world)) return []
  return [
    `${variable} is set: the update tool hides conflicts, and which side wins is not documented. Unset it to decide them.`,
  ]
}
