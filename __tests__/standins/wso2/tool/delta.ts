import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod/mini'
import { vendorTree } from '../vendor-levels.ts'
import { bytesOf, copyFile, filesBelow } from './files.ts'

export const bundlesInfo =
  'repository/components/default/configuration/org.eclipse.equinox.simpleconfigurator/bundles.info'

/**
 * `update.json` of a downloaded update. That there is such a file beside `add`, `modify/original` and `modify/new` is
 * public; its content is not, this one is the stand-in's own.
 */
const deltaSchema = z.object({
  product: z.string(),
  from: z.number(),
  to: z.number(),
  added: z.array(z.string()),
  removed: z.array(z.string()),
  modified: z.array(z.string()),
  /** Lines of `bundles.info`. */
  bundles: z.object({ removed: z.array(z.string()), added: z.array(z.string()) }),
  updates: z.array(z.string()),
})

export type Delta = z.infer<typeof deltaSchema>

/** `wso2acme-1.0.0.0-1.0.0.4`, the name of a delta's folder and zip. */
export function deltaName(product: string, from: number, to: number): string {
  const version = product.slice(product.lastIndexOf('-') + 1)
  return `${product}.${from}-${version}.${to}`
}

export function readDelta(folder: string): Delta {
  return deltaSchema.parse(JSON.parse(readFileSync(join(folder, 'update.json'), 'utf8')))
}

/** Writes what lies between two levels of the vendor into `folder`, unless it lies there already. */
export function writeDelta(
  folder: string,
  vendor: string,
  { product, from, to, updates }: Pick<Delta, 'product' | 'from' | 'to' | 'updates'>,
): Delta {
  if (existsSync(join(folder, 'update.json'))) return readDelta(folder)
  const old = vendorTree(vendor, product, from)
  const next = vendorTree(vendor, product, to)
  const oldPaths = productFiles(old)
  const nextPaths = productFiles(next)
  const added = nextPaths.filter(path => !oldPaths.includes(path))
  const removed = oldPaths.filter(path => !nextPaths.includes(path))
  const modified = nextPaths.filter(
    path => oldPaths.includes(path) && !readFileSync(join(old, path)).equals(readFileSync(join(next, path))),
  )
  for (const path of added) copyFile(join(next, path), join(folder, 'add', path))
  for (const path of modified) {
    copyFile(join(old, path), join(folder, 'modify', 'original', path))
    copyFile(join(next, path), join(folder, 'modify', 'new', path))
  }
  const delta = { product, from, to, added, removed, modified, bundles: bundleLines(old, next), updates }
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'update.json'), JSON.stringify(delta, null, '\t'))
  return delta
}

/** `updates/` is the tool's; `bundles.info` is changed line by line. */
function productFiles(tree: string): string[] {
  return filesBelow(tree).filter(path => !path.startsWith('updates/') && path !== bundlesInfo)
}

function bundleLines(old: string, next: string): Delta['bundles'] {
  const [before = [], after = []] = [old, next].map(tree =>
    (bytesOf(join(tree, bundlesInfo))?.toString() ?? '').split('\n').filter(line => line !== ''),
  )
  return {
    removed: before.filter(line => !after.includes(line)),
    added: after.filter(line => !before.includes(line)),
  }
}
