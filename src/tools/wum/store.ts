import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { exists } from '../../kernel/files.ts'
import { nameOfProduct, type Product } from '../../kernel/product.ts'

/** Its folder in the user's home: of WUM 3, and of WUM 2 (WSO2 Update Manager, *Getting Started*). */
const folders = ['.wum3', '.wum-wso2']

/** A pack that WUM has made. */
export interface Result {
  file: string
  /** Epoch milliseconds. */
  timestamp: number
}

function storesOf(user: string, { name, version }: Product): string[] {
  return folders.map(folder => join(user, folder, 'products', name, version))
}

/** The vanilla pack that WUM updates from; null where it has none yet. */
export async function vanillaIn(user: string, product: Product): Promise<string | null> {
  for (const store of storesOf(user, product)) {
    const file = join(store, `${nameOfProduct(product)}.zip`)
    if (await exists(file)) return file
  }
  return null
}

/**
 * What WUM has made of a channel, the newest last: `<channel>/<p>-<v>+<epoch-ms>.<channel>.zip` of WUM 3 (product-apim issue
 * #7258), `<p>-<v>.<epoch-ms>.zip` of WUM 2, which knows no channels.
 */
export async function resultsIn(user: string, product: Product, channel: string): Promise<Result[]> {
  const start = RegExp.escape(nameOfProduct(product))
  const name = new RegExp(`^${start}(?:\\+(\\d+)\\.${RegExp.escape(channel)}|\\.(\\d+))\\.zip$`)
  const results: Result[] = []
  for (const store of storesOf(user, product))
    for (const folder of [join(store, channel), store])
      for (const entry of await readdir(folder).catch(() => [])) {
        const [, three, two] = name.exec(entry) ?? []
        const timestamp = Number(three ?? two)
        if (Number.isSafeInteger(timestamp)) results.push({ file: join(folder, entry), timestamp })
      }
  return results.toSorted((one, other) => one.timestamp - other.timestamp)
}
