/** Reads the part of TOML that conf/gateway.toml uses: tables, strings, integers, booleans and comments. */
export function parse(text) {
  const root = {}
  let table = root
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const header = /^\s*\[([\w-]+)\]\s*(#.*)?$/.exec(line)
    const pair = /^\s*([\w-]+|"[^"]*")\s*=\s*("(?:[^"\\]|\\.)*"|-?\d+|true|false)\s*(#.*)?$/.exec(line)
    if (header !== null) {
      table = root[header[1]] ??= {}
    } else if (pair !== null) {
      table[pair[1].replace(/^"|"$/g, '')] = JSON.parse(pair[2])
    } else if (!/^\s*(#.*)?$/.test(line)) {
      throw new Error(`conf/gateway.toml, line ${index + 1}: cannot read "${line.trim()}"`)
    }
  }
  return root
}
