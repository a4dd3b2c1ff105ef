import { realpath } from 'node:fs/promises'

/** What WSO2's own update scripts have the tool print of an update (puppet-apim and ansible-apim, *update.sh*). */
export const conflictsTemplate = 'Conflicts: {{.Conflicts}}'

/**
 * The conflicts that a run has named and that are not among `found`, paths below the home. The list is `[a b c]`, as Go prints
 * one, of whole paths: so where no path has a blank it is precise, and where one has, what was found is taken out of it first.
 * A list that is cut, as a line of output is at some length, says nothing.
 */
export async function namedConflicts(
  lines: readonly string[],
  home: string,
  product: string,
  found: readonly string[],
): Promise<string[]> {
  const lists = lines.flatMap(line => /Conflicts: \[(.*)\]\s*$/.exec(line)?.[1] ?? [])
  // The tool knows its home by its own path, in which no link may be left.
  const homes = [home, await realpath(home).catch(() => home)].map(path => RegExp.escape(path))
  const root = new RegExp(`(?:${homes.join('|')}|(?<![^ ])(?:[^ ]*/)?${RegExp.escape(product)})/`, 'g')
  const known = new Set(found)
  const named = lists.flatMap(list =>
    list
      .replace(root, '\0')
      .split('\0')
      .map(path => path.trim()),
  )
  return [...new Set(named)].filter(path => path !== '' && !known.has(path))
}
