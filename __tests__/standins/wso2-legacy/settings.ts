import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import * as z from 'zod/mini'

/** How an update service that does not answer looks from the tool; `runs: null` is for ever. */
const outageSchema = z.strictObject({
  /**
   * `busy`: HTTP 429; `decommissioned`: what both tools get since 7 March 2023; `no-such-host`: the name is not
   * found, with the text that Go's resolver gives; `gone`: HTTP 410, with a text that is a guess.
   */
  kind: z.enum(['busy', 'decommissioned', 'no-such-host', 'gone']),
  /** Runs that still meet it; every run that does counts it down in the settings file. */
  runs: z.nullable(z.int().check(z.positive())),
})

/** What both stand-ins are told. Left out, a switch is off. */
const shared = {
  /** Absolute; written by `writeVendor`. */
  vendor: z.string(),
  /** Absolute; every run appends one line of JSON (`RunRecord`). */
  record: z._default(z.nullable(z.string()), null),
  /** The one account that the vendor knows; whatever else is said is wrong credentials. */
  account: z._default(z.strictObject({ username: z.string(), password: z.string() }), {
    username: 'user@example.com',
    password: 'pa$$word',
  }),
  outage: z._default(z.nullable(outageSchema), null),
  /** False: no channel is open to the account. A channel that the vendor does not have gives the same answer. */
  subscription: z._default(z.boolean(), true),
  /** The vendor has nothing newer, whatever the installed level. */
  nothingNew: z._default(z.boolean(), false),
  /** Says everything that an update says and ends with 0, but leaves pack and store as they were. */
  changesNothing: z._default(z.boolean(), false),
  /** Where messages go: errors to stderr and the rest to stdout, or all of them to one. */
  output: z._default(z.enum(['split', 'stdout', 'stderr']), 'split'),
  /** At its first question the tool waits for ever, even where its input has ended. */
  hangsAtPrompt: z._default(z.boolean(), false),
  /** Reads answers from a terminal only, so that whatever else its input is has ended. Unknown. */
  readsTerminalOnly: z._default(z.boolean(), false),
  /** Exit code where there is nothing new. Unknown; public scripts match the text. */
  nothingNewExit: z._default(z.union([z.literal(0), z.literal(1)]), 0),
  /** Milliseconds without a word before the tool asks the service. */
  silence: z._default(z.int().check(z.nonnegative()), 0),
}

export const inPlaceSchema = z.strictObject({
  ...shared,
  /** Replaces itself and ends with 2 in the next run, the next two, or at every run. */
  selfUpdate: z._default(z.enum(['never', 'once', 'twice', 'always']), 'never'),
  /** Refuses a home without `bin/` scripts and `repository/`. Unknown. */
  needsWholeHome: z._default(z.boolean(), false),
  /** Names the conflicts on its console. The real text is unknown. */
  conflictText: z._default(z.boolean(), true),
  /** Files of the pack (paths below its home) that conflict although their changes could be merged. */
  conflictIn: z._default(z.array(z.string()), []),
  /** Says `Merging configurations failed.` with the files half updated and no level recorded, and ends so. */
  mergeFailure: z._default(z.enum(['never', 'exit 0', 'exit 1']), 'never'),
})

export const wumSchema = z.strictObject({
  ...shared,
  /** 2: home `~/.wum-wso2`, results `<p>-<v>.<timestamp>.zip` and no channels. */
  version: z._default(z.union([z.literal(2), z.literal(3)]), 3),
  /** Exit code of `check-update` where there are updates. Unknown. */
  checkExit: z._default(z.union([z.literal(0), z.literal(1)]), 0),
  /** The token of `wum init` is no longer good. */
  sessionTimedOut: z._default(z.boolean(), false),
})

/** What a test says of the in-place tool. */
export type InPlaceSettings = z.input<typeof inPlaceSchema>
/** What a test says of WUM. */
export type WumSettings = z.input<typeof wumSchema>

/** Names of the settings files, each beside its executable. */
export const settingsNames = { update_linux: '.update-standin.json', wum: '.wum-standin.json' } as const

export type Outage = z.infer<typeof outageSchema>

/** The settings as the file holds them now. */
export interface Settings<T> {
  readonly value: T
  /** Changes the file and `value`. */
  change(changes: Partial<T>): Promise<void>
}

/** Replaced by a path when the in-place tool is put into a pack: a copy of the file alone finds its settings. */
export const settingsMark = 'standin-settings:none'

/** Names the settings file of a tool in a pack that many tests share. */
export const settingsVariable = 'STANDIN_SETTINGS'

/** Beside the tool, else where the environment or `mark` says. */
export function settingsFile(tool: string, name: string, mark: string): string {
  const beside = join(dirname(tool), name)
  if (existsSync(beside)) return beside
  return process.env[settingsVariable] ?? mark.slice('standin-settings:'.length)
}

export async function readSettings<T extends object>(
  path: string,
  schema: z.ZodMiniType<T>,
): Promise<Settings<T>> {
  let value = schema.parse(JSON.parse(await readFile(path, 'utf8')))
  return {
    get value() {
      return value
    },
    async change(changes) {
      value = { ...value, ...changes }
      await writeFile(path, `${JSON.stringify(value, null, 2)}\n`)
    },
  }
}
