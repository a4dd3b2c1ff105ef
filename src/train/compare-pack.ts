import type { Settings } from '../config/settings.ts'
import { TrainError } from '../kernel/errors.ts'
import { classMatcher } from '../merge/classes.ts'
import type { Availability, UpdateTool } from '../tools/update-tool.ts'
import type { Origin } from './origin.ts'
import type { VendorPack } from './vendor-pack.ts'

/**
 * Looks at a pack that no lock vouches for: what is taken for the vendor's must be what the vendor says of the level.
 * A `base` that differs is refused, as every difference would pass for the vendor's. A `pack` that names no level may be
 * a customised one: what it differs in is said, and half of the product is too much. Gives the warning, or null.
 * Throws `verification`.
 */
export async function comparePack(
  { file, tree, base }: VendorPack,
  settings: Pick<Settings, 'base' | 'pack' | 'classes'>,
  origin: Origin,
  { installed, base: vendorsBase }: Availability,
  tool: UpdateTool,
): Promise<string | null> {
  const { product, productName, channel, locked, pack } = origin
  if (locked !== null || (installed.level === 0 && base === vendorsBase)) return null
  const isBase = settings.base !== null
  if (!isBase && pack?.position !== null) return null
  const classOf = classMatcher(settings.classes)
  const compared = await tool.compare({ product, channel, level: installed.level, tree, classOf })
  if (compared === null) return null
  const { listed, other, more } = compared
  const name = `level ${installed.level} of ${productName} as its vendor has published it`
  const differs = `${other.length} of ${listed} files are other ones or missing${more.length === 0 ? '' : `, ${more.length} more ${more.length === 1 ? 'is' : 'are'} there`}: ${shown([...other, ...more])}`
  const vanilla =
    vendorsBase === null || installed.level > 0
      ? 'the vendor’s own pack of this level'
      : `the vendor’s own pack, with the SHA-256 ${vendorsBase}`
  if (isBase) {
    if (other.length + more.length === 0) return null
    throw new TrainError('verification', `${file} is not ${name}. ${differs}.`, {
      hint: `Give ${vanilla}, as \`base\` (--base).`,
    })
  }
  if (other.length * 2 > listed)
    throw new TrainError('verification', `${file} is not ${name}, nor a customised one. ${differs}.`, {
      hint: `Give ${vanilla}, as \`pack\` (--pack); or as \`base\` (--base), where so much of \`pack\` is yours.`,
    })
  if (other.length + more.length === 0) return null
  return `${file} names no level and is taken as level ${installed.level}, but it is not ${name}. ${differs}. What differs is treated as yours; if it is not, give ${vanilla}.`
}

function shown(paths: readonly string[]): string {
  return `${paths.slice(0, 5).join(', ')}${paths.length > 5 ? ', …' : ''}`
}
