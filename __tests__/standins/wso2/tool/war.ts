import { zipOf } from '../../../helpers/zip.ts'
import { readZip } from '../zip-reading.ts'

/** The war of the home with the files that the update changes inside it; what else lies in it stays. */
export function mergeWar(original: Buffer, ours: Buffer, next: Buffer): Buffer {
  const before = new Map(readZip(original).map(({ name, content }) => [name, content]))
  const after = new Map(readZip(next).map(({ name, content }) => [name, content]))
  const files = new Map(readZip(ours).map(({ name, content }) => [name, content]))
  for (const name of before.keys()) if (!after.has(name)) files.delete(name)
  for (const [name, content] of after)
    if (before.get(name)?.equals(content) !== true) files.set(name, content)
  return zipOf([...files].map(([name, content]) => ({ name, content, deflate: true })))
}
