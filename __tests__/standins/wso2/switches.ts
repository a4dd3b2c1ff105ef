import * as z from 'zod/mini'

/** What can go wrong in a run that logs in. Messages are WSO2's own; where a text is not documented, it says so here. */
export const faults = [
  /** `Invalid credentials`, whatever was given. */
  'wrong-credentials',
  /** `You do not have an active subscription or the channel does not exist`. */
  'no-subscription',
  /** HTTP 429: `servers are busy at the moment. Please try again later.` */
  'busy',
  /** HTTP 5xx: `Unable to connect to WSO2 Update`. */
  'server-error',
  /** `Post "https://api.updates.wso2.com/token": dial tcp: lookup api.updates.wso2.com: no such host`. */
  'dns',
  /** The token endpoint answers 400 with an empty body once; the tool tries again by itself and goes on. */
  'token-400',
  /** The download of the tool's own new version breaks off after `selfUpdateDelay`; needs `selfUpdates`. */
  'self-update-download',
  /** `Insufficient disk space`. */
  'disk-space',
  /** `Error while downloading update file from UpdateFileURL`. */
  'download',
  /** `File validation failed`. */
  'file-validation',
  /** Files are removed and added, then the run fails (its text is not documented). */
  'breaks-off',
  /** Updates, and exits with 4 ("Reverted") without having been told `--revert`. Nobody has seen that. */
  'exits-reverted',
  /** Says success and exits 0, yet neither a file nor the level changed. */
  'nothing-changed',
  /** Says success and exits 0, files changed, the level did not. */
  'level-kept',
] as const

export type Fault = (typeof faults)[number]

/** How the stand-in behaves. `documented` and `seen` stand in WSO2's pages or public logs; the rest is unknown there. */
export const switchesSchema = z.object({
  /** How often a tool replaces itself (exit 2) before it works. Counted in the tool's file, so an old copy begins anew. */
  selfUpdates: z.union([z.number(), z.literal('always')]),
  /** Milliseconds that a self-update downloads; minutes were seen. */
  selfUpdateDelay: z.number(),
  /**
   * Without credentials: `stdin` asks there and fails at its end (seen); `terminal` reads nothing that is none; `ioctl`
   * reads the password from a terminal only, and fails as Go's `term.ReadPassword` does; `hang` waits for ever, as on one. Which versions do what is unknown.
   */
  prompt: z.enum(['stdin', 'terminal', 'ioctl', 'hang']),
  /** Understands `UPDATE_TOOL_USERNAME` and `UPDATE_TOOL_PASSWORD` (documented since May 2026). */
  environmentCredentials: z.boolean(),
  /** Writes username and tokens into `config.json` (seen, 1.7); without them is documented since May 2026. */
  tokensOnDisk: z.boolean(),
  /**
   * Says its tokens on the console, in the run that first has them: before they are in `config.json`, after that, as JSON
   * Web Tokens, or in an error. Nobody has seen that; tools say more with `--verbose`, and in errors.
   */
  saysTokens: z.enum(['never', 'before', 'after', 'as web tokens', 'in an error']),
  /** Keeps tokens in a file of its own beside `config.json`, and says them in its changelog. Nobody has seen that. */
  sessionFile: z.boolean(),
  /** What goes wrong, and in how many runs that log in before it is over. */
  fault: z.nullable(z.enum(faults)),
  faultRuns: z.union([z.number(), z.literal('always')]),
  /** Where messages go; `split` puts errors on stderr, `both` says everything twice. Unknown. */
  output: z.enum(['split', 'stdout', 'stderr', 'both']),
  /** Exit code of `check` where there are updates. Unknown. */
  checkExit: z.union([z.literal(0), z.literal(1)]),
  /** Exit code of `check` and of an update where there is nothing to do. Unknown, 0 is inferred. */
  latestExit: z.union([z.literal(0), z.literal(1)]),
  /** Names the conflicts on the console. The real text is unknown; nothing may depend on ours. */
  conflictText: z.boolean(),
  /** Leaves `.original` beside `.new` in a conflict (documented). */
  conflictOriginal: z.boolean(),
  /**
   * Lays side files beside its conflicts (documented). `not the last`: all but one; `none`: only the exit code says
   * them; `hidden`: nothing does, with exit 0 and the new level. Nobody has seen the last three.
   */
  conflictSides: z.enum(['all', 'not the last', 'none', 'hidden']),
  /** Files that it takes for rendered from a template, so that it skips them and logs that (seen; the line's form is not). */
  rendered: z.array(z.string()),
  /** Files of an update that it does not bring, with exit 0 and the new level. Nobody has seen that. */
  leaves: z.array(z.string()),
  /** Whose content a conflict gets with `WSO2_UPDATES_SKIP_CONFLICTS=true`. Unknown. */
  skippedConflict: z.enum(['new', 'ours']),
  /** Refuses a home without `lib/` when it logs in. Unknown. */
  needsWholeHome: z.boolean(),
  /** Overwrites a customised jar without a word (documented); otherwise leaves it. */
  overwritesJars: z.boolean(),
  /** Brings back a file that the update modifies and the user deleted. Unknown. */
  restoresDeleted: z.boolean(),
  /** Further DEBUG lines in the log of an update; thousands were seen. */
  logLines: z.number(),
  /** Milliseconds without output before files are changed. */
  silence: z.number(),
  /** Lines of progress on the console before files are changed. */
  flood: z.number(),
  /**
   * How an update's downloads lie below `~/.wso2-updates/updates/` (one public log): by their paths below the product, or with
   * the product's folder before them (which is unknown), or in a folder of another name.
   */
  downloads: z.enum(['as seen', 'below the product', 'elsewhere']),
  /** What `version` prints, of which the fields are public and the layout is not. */
  versionText: z.enum(['fields', 'a line', 'nothing']),
  /** Writes `changelog-….md` after an update (documented since June 2026). */
  changelog: z.boolean(),
  /** Knows `get-summary` and `--get-summary` (documented since June 2026). */
  summary: z.boolean(),
  /** A hotfix that the pack is said to hold: it blocks the update (documented). */
  hotfix: z.nullable(z.string()),
  /** What `revert-hotfix` takes back (not documented); `nothing` says success all the same. */
  revertHotfix: z.enum(['last', 'all', 'nothing']),
  /** Exit code of `revert-hotfix`; 4 is "Reverted". Unknown. */
  revertHotfixExit: z.union([z.literal(0), z.literal(4)]),
  /** `apply-hotfix` notes what it did in `config.json`; otherwise it says success and notes nothing. */
  recordsHotfixes: z.boolean(),
  /** `apply-hotfix` logs in where it is not told `--offline`. Unknown. */
  hotfixLogsIn: z.boolean(),
  /** `apply-hotfix` knows `--offline`. */
  hotfixOffline: z.boolean(),
  /** `apply-hotfix` ends with 3 where a file is not the vendor's. Unknown; here always. */
  hotfixConflicts: z.boolean(),
  /** Says this version; before 1.3.0 it does not know `apply-update` (documented). Null: its own. */
  version: z.nullable(z.string()),
  /**
   * How `--revert` ends: with 4 (documented), with 0, with 4 and nothing done, or as an unknown flag. Nobody has seen the last
   * three.
   */
  revert: z.enum(['documented', 'with 0', 'nothing', 'unknown']),
  /** Knows `--no-backup`. Since which version it does is unknown. */
  noBackup: z.boolean(),
  /** `check` takes `--channel`; the documentation lists it for updates only. */
  checkTakesChannel: z.boolean(),
  /**
   * What `create-update` leaves: its zip in the working directory, or below `~/.wso2-updates` (where is unknown); nothing, half
   * a zip, a zip with the account in it, or another name, all with exit 0 (nobody has seen that); an error that repeats the
   * password (nobody has seen that either); `unknown`: an old tool.
   */
  createUpdate: z.enum([
    'here',
    'elsewhere',
    'nothing',
    'half',
    'leaks',
    'misnamed',
    'says the password',
    'unknown',
  ]),
  /** Knows `current-state`. */
  currentState: z.boolean(),
  /** Is ended by SIGKILL only. */
  ignoresSigterm: z.boolean(),
})

export type Switches = z.infer<typeof switchesSchema>

export const defaultSwitches: Switches = {
  selfUpdates: 0,
  selfUpdateDelay: 0,
  prompt: 'stdin',
  environmentCredentials: true,
  tokensOnDisk: true,
  saysTokens: 'never',
  sessionFile: false,
  fault: null,
  faultRuns: 'always',
  output: 'split',
  checkExit: 0,
  latestExit: 0,
  conflictText: true,
  conflictOriginal: true,
  conflictSides: 'all',
  rendered: [],
  leaves: [],
  skippedConflict: 'new',
  needsWholeHome: false,
  overwritesJars: true,
  restoresDeleted: false,
  logLines: 0,
  silence: 0,
  flood: 0,
  downloads: 'as seen',
  versionText: 'fields',
  changelog: true,
  summary: true,
  hotfix: null,
  revertHotfix: 'last',
  revertHotfixExit: 0,
  recordsHotfixes: true,
  hotfixLogsIn: false,
  hotfixOffline: true,
  hotfixConflicts: false,
  version: null,
  revert: 'documented',
  noBackup: true,
  checkTakesChannel: true,
  createUpdate: 'here',
  currentState: true,
  ignoresSigterm: false,
}

/** The tool as public logs of 2025 show it: flags only, tokens on disk, no changelog. */
export const tool17 = { environmentCredentials: false, changelog: false, summary: false } as const

/** The tool as the pages of June 2026 describe it. */
export const tool2026 = { tokensOnDisk: false } as const
