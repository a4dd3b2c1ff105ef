/** Texts, switches, lists of texts, and maps of them: all that `config.yaml` holds. */
type Value = string | boolean | readonly string[] | { readonly [key: string]: Value }

/** Block YAML; a library would be most of the stand-in's file, and of the time of its starts. */
export function toYaml(map: { readonly [key: string]: Value }, indent = ''): string {
  return Object.entries(map)
    .map(([key, value]) => `${indent}${key}:${textOf(value, `${indent}  `)}`)
    .join('')
}

function textOf(value: Value, indent: string): string {
  if (typeof value === 'boolean') return ` ${value}\n`
  if (typeof value === 'string') return ` ${/^[\w./@:+-]+$/.test(value) ? value : JSON.stringify(value)}\n`
  if (isList(value))
    return value.length === 0 ? ' []\n' : `\n${value.map(one => `${indent}- ${one}\n`).join('')}`
  return `\n${toYaml(value, indent)}`
}

function isList(value: Value): value is readonly string[] {
  return Array.isArray(value)
}

/** Reads what `toYaml` writes. */
export function fromYaml(text: string): unknown {
  return mapOf(text.split('\n').filter(line => line !== ''))
}

function mapOf(lines: readonly string[]): Record<string, unknown> {
  const map: Record<string, unknown> = {}
  for (const [at, line] of lines.entries()) {
    const [, indent = '', key, value = ''] = /^( *)([^\s:-][^:]*):(?: (.*))?$/.exec(line) ?? []
    if (key === undefined || indent !== '') continue
    const end = lines.findIndex((one, index) => index > at && !one.startsWith(' '))
    const below = lines.slice(at + 1, end === -1 ? undefined : end).map(one => one.slice(2))
    map[key] = value === '' ? collectionOf(below) : scalarOf(value)
  }
  return map
}

function collectionOf(lines: readonly string[]): unknown {
  return lines[0]?.startsWith('- ') === true ? lines.map(line => line.slice(2)) : mapOf(lines)
}

function scalarOf(text: string): unknown {
  return /^(?:["[]|true$|false$)/.test(text) ? JSON.parse(text) : text
}
