import { realpath } from 'node:fs/promises'
import type { Counts } from '../update-tool.ts'

/** How many updates the tool says a run brings (transcript in product-apim issue #11109); null where it says none. */
export function readCounts(lines: readonly string[]): Counts | null {
  const text = lines.join('\n')
  const updates = /there are (\d+) updates? available/i.exec(text)?.[1]
  if (updates === undefined) return null
  const security = /there (?:are|is) (\d+) critical security updates?/i.exec(text)?.[1]
  return { updates: Number(updates), security: Number(security ?? 0) }
}

/** Paths of files that were there when the update added them: `Added file <home>/<path> already exists, replacing …`. */
export async function replacedAdditions(lines: readonly string[], home: string): Promise<string[]> {
  // A tool knows its home by its own path, in which no link is left.
  const homes = [home, await realpath(home).catch(() => home)]
  return lines.flatMap(line => {
    const file = /Added file (.+?) already exists, replacing/.exec(line)?.[1] ?? ''
    const found = homes.find(one => file.startsWith(`${one}/`))
    return found === undefined ? [] : [file.slice(found.length + 1)]
  })
}
