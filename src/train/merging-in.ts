import { join } from 'node:path'
import type { Settings } from '../config/settings.ts'
import { classMatcher } from '../merge/classes.ts'
import type { Merging } from '../merge/merging.ts'
import { resolutionsIn } from '../merge/resolutions.ts'

/** What conflicts are settled with; what comes of it lies below a temporary folder until it is published. */
export function mergingIn(
  folder: string,
  {
    classes,
    resolutions,
    onConflict,
    withoutBase = false,
    base = null,
  }: Pick<Settings, 'classes' | 'resolutions' | 'onConflict'> &
    Partial<Pick<Settings, 'withoutBase' | 'base'>>,
): Merging {
  return {
    classOf: classMatcher(classes),
    resolutions: resolutionsIn(resolutions),
    onConflict,
    withoutBase,
    base,
    conflicts: join(folder, 'conflicts'),
    replaced: join(folder, 'replaced'),
  }
}
