/**
 * Text from a feed or a file name, as Markdown that shows it and does nothing else:
 * one line, no markup, no HTML, no mention of people, no link that GitHub makes of a bare address, of `#12` or of `GH-12`.
 */
export function plain(text: string): string {
  return oneLine(text)
    .replace(/[\\`*_{}[\]<>#~!]|^[-+=]|(?<=^\d+)[.)]/g, character => `\\${character}`)
    .replace(/@|#(?=\d)/g, '$&\u200b')
    .replace(/\bGH(?=-\d)|:(?=\/\/)|\bwww(?=\.)/gi, '$&\u200b')
    .replace(/&/g, '&amp;')
}

/** A path or a hash as a code span, whatever it holds. */
export function code(text: string): string {
  const line = oneLine(text)
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map(run => run.length))
  const fence = '`'.repeat(longest + 1)
  return longest === 0 ? `${fence}${line}${fence}` : `${fence} ${line} ${fence}`
}

/** Lines of output as a fenced block that they cannot close. */
export function block(lines: readonly string[], language = 'text'): string {
  const longest = Math.max(2, ...lines.flatMap(line => line.match(/`+/g) ?? []).map(run => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${lines.join('\n')}\n${fence}`
}

/** Cells are `plain` or `code`; their `|` are escaped here, as a code span outside of a table would show the backslash. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

/** `1 update`, `3 updates`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ').trim()
}
