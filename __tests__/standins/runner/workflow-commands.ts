/** One `::name key=value::data` line, unescaped. */
export interface WorkflowCommand {
  name: string
  properties: Record<string, string>
  data: string
}

function unescapeData(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%')
}

function unescapeProperty(text: string): string {
  return unescapeData(text.replaceAll('%3A', ':').replaceAll('%2C', ','))
}

function properties(text: string, separator: string): Record<string, string> {
  const found: Record<string, string> = {}
  for (const part of text.split(separator)) {
    const [, key, value] = /^\s*([^=]+)=(.*)$/s.exec(part) ?? []
    if (key !== undefined && value !== undefined && value !== '') found[key] = unescapeProperty(value)
  }
  return found
}

/**
 * Reads a line as the runner's `ActionCommand` does: `::name props::data` after leading white space, or
 * `##[name props]data` anywhere in the line; only names in `known` count.
 */
export function parseCommand(line: string, known: ReadonlySet<string>): WorkflowCommand | undefined {
  const [, name, props, data] = /^\s*::([^\s:]+)(?:\s(.*?))?::(.*)$/s.exec(line) ?? []
  if (name !== undefined && known.has(name.toLowerCase())) {
    return {
      name: name.toLowerCase(),
      properties: properties(props ?? '', ','),
      data: unescapeData(data ?? ''),
    }
  }
  const [, oldName, oldProps, oldData] = /##\[([^\s\]]+)(?:\s(.*?))?\](.*)$/s.exec(line) ?? []
  if (oldName === undefined || !known.has(oldName.toLowerCase())) return undefined
  return {
    name: oldName.toLowerCase(),
    properties: properties(oldProps ?? '', ';'),
    data: unescapeData(oldData ?? ''),
  }
}

/** The names that the runner knows (`ActionCommandManager` and its extensions). */
export const commandNames: readonly string[] = [
  'add-mask',
  'add-matcher',
  'add-path',
  'debug',
  'echo',
  'endgroup',
  'error',
  'group',
  'notice',
  'remove-matcher',
  'save-state',
  'set-env',
  'set-output',
  'stop-commands',
  'warning',
]
