/** A command line taken apart as Go's pflag does: a value may begin with a dash. */
export interface CommandLine {
  /** Flag by its long name → value; the empty text for a flag without one. */
  flags: Map<string, string>
  words: string[]
}

/** Spellings of one flag, the last one its long name; `value` where it takes one. */
export interface Flag {
  names: readonly string[]
  value: boolean
}

/** Gives what is wrong as a text. */
export function parseCommandLine(argv: readonly string[], known: readonly Flag[]): CommandLine | string {
  const flags = new Map<string, string>()
  const words: string[] = []
  const rest = [...argv]
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (!word.startsWith('-') || word === '-') {
      words.push(word)
      continue
    }
    const [name = '', ...joined] = word.startsWith('--') ? word.split('=') : [word]
    const flag = known.find(({ names }) => names.includes(name))
    if (flag === undefined) return `unknown flag: ${name}`
    const value = joined.length > 0 ? joined.join('=') : flag.value ? rest.shift() : ''
    if (value === undefined) return `flag needs an argument: ${name}`
    flags.set(flag.names.at(-1) ?? name, value)
  }
  return { flags, words }
}

/** The command line with the password replaced by whether it is the expected one. */
export function withoutPassword(argv: readonly string[], expected: string): string[] {
  const hidden = (value: string): string => (value === expected ? '<expected>' : '<other>')
  return argv.map((word, index) => {
    const before = argv[index - 1]
    if (before === '-p' || before === '--password') return hidden(word)
    return word.startsWith('--password=') ? `--password=${hidden(word.slice('--password='.length))}` : word
  })
}
