import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { TrainError } from '../kernel/errors.ts'
import { nameOfProduct, type Product } from '../kernel/product.ts'
import { readDocument } from './documents.ts'
import { fileListSchema } from './format.ts'
import { basePath } from './layout.ts'

/**
 * Published, a tree that holds the product's root folder would take every file away and bring it back one folder deeper; one
 * of its folders would bring its files one level higher. Throws `config` with the folder that was meant: one that is named
 * like the product or lies there alone, and that holds what the base has at its top; else the tree is one of its folders.
 */
export async function assertRootItself(feed: string, product: Product, tree: string): Promise<void> {
  const base = await readDocument(feed, basePath(product), fileListSchema)
  const tops = new Set(Object.keys(base?.files ?? {}).map(path => path.split('/', 1)[0]))
  const entries = await readdir(tree, { withFileTypes: true })
  for (const entry of entries) {
    const { name } = entry
    const isSuspect = name === nameOfProduct(product) || entries.length === 1
    if (!isSuspect || !entry.isDirectory() || tops.has(name)) continue
    const inside = join(tree, name)
    if (!(await readdir(inside)).some(one => tops.has(one))) continue
    throw new TrainError(
      'config',
      `${tree} holds the product in its folder ${name}, so every path would be one level too deep.`,
      {
        hint: `Give --tree ${inside}, the folder that holds ${[...tops].sort().slice(0, 3).join(', ')}; nothing was published.`,
      },
    )
  }
  if (tops.size < 2 || entries.some(({ name }) => tops.has(name))) return
  const paths = Object.keys(base?.files ?? {})
  const isOf = (top: string): boolean =>
    entries.every(({ name }) => paths.some(path => `${path}/`.startsWith(`${top}/${name}/`)))
  if (entries.length === 0 || ![...tops].some(top => top !== undefined && isOf(top))) return
  throw new TrainError('config', `${tree} holds nothing of what the product has at its top.`, {
    hint: `Give --tree the folder that holds ${[...tops].sort().slice(0, 3).join(', ')}; nothing was published.`,
  })
}
