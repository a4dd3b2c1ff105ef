import { realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Failure, runTool } from '../console.ts'
import { type Flag, parseCommandLine } from '../flags.ts'
import { recordRun } from '../run-record.ts'
import { readSettings, settingsNames, wumSchema } from '../settings.ts'
import { init, setConfig } from './account.ts'
import { addProduct } from './add.ts'
import { makeDiff } from './diff.ts'
import { checkUpdate, deleteDistribution, describeProduct, listProducts, searchProducts } from './queries.ts'
import type { Call, Session } from './session.ts'
import { updateProduct } from './update.ts'

/**
 * Imitates WSO2's Update Manager (`wum` 3.0 and 2.0, decommissioned in 2023), for tests; it is not that tool and
 * shares nothing with it. What it does and says comes from the WSO2 Update Manager documentation ("Getting Started",
 * "WUM Commands Guide", "Troubleshooting", "Getting Continuous Updates"), the WSO2 updates FAQ, product-apim issue
 * #7258 (names of results), wum-uc (archives and descriptors) and public pipelines that run it (`describe`, `list`,
 * "There are no new updates"). Where these are silent, the comments say that it is a guess.
 */
const flags: readonly Flag[] = [
  { names: ['-u', '--username'], value: true },
  { names: ['-p', '--password'], value: true },
  { names: ['-y', '--assumeyes'], value: false },
  { names: ['--file'], value: true },
  { names: ['-v', '--verbose'], value: false },
  { names: ['-h', '--help'], value: false },
]

/** `run` gives the exit code where it is not 0. */
const commands: Record<string, { does: string; run: (session: Session, call: Call) => Promise<unknown> }> = {
  add: { does: 'Add or download a product', run: addProduct },
  'check-update': { does: 'Check for new updates', run: checkUpdate },
  config: { does: 'Change the WUM configuration', run: setConfig },
  delete: { does: 'Delete a product distribution', run: deleteDistribution },
  describe: { does: 'Describe a product', run: describeProduct },
  diff: { does: 'Generate the difference of two updated distributions', run: makeDiff },
  init: { does: 'Initialize WUM with your WSO2 credentials', run: init },
  list: { does: 'List products managed by WUM', run: listProducts },
  search: { does: 'Search products', run: searchProducts },
  update: { does: 'Update a product', run: updateProduct },
  version: {
    does: 'Display WUM version',
    run: ({ settings, console }) => {
      console.say(`WUM version: ${settings.value.version === 3 ? '3.0.6' : '2.0'}`)
      return Promise.resolve()
    },
  },
}

async function main(argv: readonly string[]): Promise<void> {
  const folder = dirname(realpathSync(process.argv[1] ?? ''))
  const settings = await readSettings(join(folder, settingsNames.wum), wumSchema)
  await recordRun('wum', argv, settings.value)
  await runTool('wum: ', settings.value, async console => {
    const line = parseCommandLine(argv, flags)
    if (typeof line === 'string') throw new Failure(line)
    const [name, ...words] = line.words
    const command = name === undefined ? undefined : commands[name]
    if (name !== undefined && command === undefined) throw new Failure(`unknown command "${name}" for "wum"`)
    if (name === undefined || command === undefined || line.flags.has('--help')) {
      console.say(usage())
      return 0
    }
    const code = await command.run({ settings, console }, { name, words, flags: line.flags })
    return typeof code === 'number' ? code : 0
  })
}

/** The first line is that of WUM 3.0.5; the layout is cobra's. */
function usage(): string {
  const rows = Object.entries(commands).map(([name, { does }]) => `  ${name.padEnd(14)}${does}`)
  return `WUM keeps WSO2 products up-to-date.\n\nUsage:\n  wum [command]\n\nAvailable Commands:\n${rows.join('\n')}`
}

void main(process.argv.slice(2))
