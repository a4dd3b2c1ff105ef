import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'

/**
 * What the public sources leave open of WSO2's tools and a driver of ours touches, each with the tests that run it in its
 * variants: part of a title, and the file of `__tests__` that has it. "Unknown" is said nowhere; "inferred" follows from what
 * scripts do. A fact that a driver begins to touch gets a line here, and a variant.
 *
 * Not touched, and so without any: how `--dry-run` ends with conflicts; the layout of `current-state`, which is for people; `create-docker`; trial subscriptions.
 */
const facts: [fact: string, ...tests: [title: string, file: string][]][] = [
  // U2
  [
    'where messages go: stdout or stderr',
    ['that says all on stdout', 'e2e/tools/u2.test.ts'],
    ['that says all on stderr', 'e2e/tools/u2.test.ts'],
    ['that says all twice', 'e2e/tools/u2.test.ts'],
  ],
  ['what `check` exits with where there are updates', ['whose check exits with 1', 'e2e/tools/u2.test.ts']],
  [
    'what an update exits with where nothing is new',
    ['is not run where nothing is new, whatever', 'e2e/tools/u2.test.ts'],
  ],
  [
    'whether `check` knows --channel',
    ['whose check takes no --channel', 'e2e/tools/u2.test.ts'],
    ['a check that knows no --channel', 'tools/external-tools.test.ts'],
  ],
  [
    'whether it can be asked in a home of a few files',
    ['that wants to see a whole home', 'e2e/tools/u2.test.ts'],
  ],
  [
    'which version reads credentials from the environment',
    ['of 2025, which takes credentials', 'e2e/tools/u2.test.ts'],
  ],
  [
    'which version asks at a terminal, and how',
    ['an old tool that reads nothing but arguments', 'e2e/tools/u2.test.ts'],
    ['a prompt that waits for a terminal is ended', 'e2e/tools/u2.test.ts'],
  ],
  [
    'which version keeps tokens, and whether it says them',
    ['of 2026, which keeps no tokens', 'e2e/tools/u2.test.ts'],
    ['tokens that the tool says', 'e2e/tools/u2.test.ts'],
  ],
  [
    'which version writes changelogs and summaries',
    ['that writes no changelog', 'e2e/tools/u2.test.ts'],
    ['that knows no get-summary', 'e2e/tools/u2.test.ts'],
  ],
  [
    'which version knows --no-backup and --template',
    ['that knows no --no-backup', 'e2e/tools/u2.test.ts'],
    ['that knows no --template', 'e2e/tools/u2.test.ts'],
    ['that knows neither', 'e2e/tools/u2.test.ts'],
  ],
  ['what it says of a conflict', ['without any text', 'e2e/tools/u2.test.ts']],
  [
    'whether each conflict has both sides beside',
    ['without `.original`', 'e2e/tools/u2.test.ts'],
    ['one that the tool names and lays', 'e2e/tools/u2.test.ts'],
  ],
  [
    'how the list of --template shows paths',
    ['those are left that were not found', 'tools/named-conflicts.test.ts'],
  ],
  [
    'which side wins with WSO2_UPDATES_SKIP_CONFLICTS',
    ['hidden ones are only hidden when asked for', 'e2e/tools/u2.test.ts'],
  ],
  [
    'how its downloads lie',
    ['whose downloads lie below the product’s folder', 'e2e/tools/u2.test.ts'],
    ['whose downloads lie elsewhere', 'e2e/tools/u2.test.ts'],
    ['nothing is left to see by', 'e2e/tools/u2.test.ts'],
  ],
  [
    'what becomes of a file that was deleted',
    ['one that the tool brings back', 'e2e/tools/u2.test.ts'],
    ['deleted here and brought back by the tool', 'e2e/tools/u2.test.ts'],
  ],
  [
    'what becomes of a jar that was changed',
    ['one that it left', 'e2e/tools/u2.test.ts'],
    ['a jar of the team’s that the tool overwrites', 'e2e/tools/u2.test.ts'],
  ],
  [
    'the layout of `version`',
    ['whose version is a line', 'e2e/tools/u2.test.ts'],
    ['whose version says nothing', 'e2e/tools/u2.test.ts'],
  ],
  ['whether exit code 4 comes without --revert', ['that exits with 4, unasked', 'e2e/tools/u2.test.ts']],
  [
    'how --revert ends, and where its backup is',
    ['is refused with a tool %s', 'e2e/tools/u2.test.ts'],
    ['is taken back where its backup can be had', 'e2e/tools/u2.test.ts'],
  ],
  [
    'where `create-update` lays its zip',
    ['that lays the zip elsewhere', 'e2e/tools/u2-offline.test.ts'],
    ['that ends with 0 and leaves none', 'e2e/tools/u2-offline.test.ts'],
  ],
  [
    'how `revert-hotfix` ends, and what it takes back',
    ['revertHotfixExit', 'e2e/tools/u2-hotfixes.test.ts'],
    ['revertHotfix:', 'e2e/tools/u2-hotfixes.test.ts'],
  ],
  [
    'whether `apply-hotfix` signs in, and knows --offline',
    ['hotfixLogsIn', 'e2e/tools/u2-hotfixes.test.ts'],
    ['hotfixOffline', 'e2e/tools/u2-hotfixes.test.ts'],
  ],
  [
    'whether a level below the installed one is taken',
    ['one below the installed one is refused', 'e2e/tools/u2.test.ts'],
  ],
  [
    'whether it says the truth with exit code 0',
    ['that exits with 0 and changed nothing', 'e2e/tools/u2.test.ts'],
    ['that exits with 0 and left the level', 'e2e/tools/u2.test.ts'],
  ],
  // In-place
  [
    'in-place: where messages go',
    ['that says all on stdout', 'e2e/tools/in-place.test.ts'],
    ['that says all on stderr', 'e2e/tools/in-place.test.ts'],
  ],
  ['in-place: what it exits with where nothing is new', ['nothingNewExit', 'e2e/tools/in-place.test.ts']],
  [
    'in-place: whether it reads prompts from stdin',
    ['that reads credentials from its arguments only', 'e2e/tools/in-place.test.ts'],
    ['hangsAtPrompt', 'e2e/tools/in-place.test.ts'],
  ],
  ['in-place: what it says of a conflict', ['conflictText: false', 'e2e/tools/in-place.test.ts']],
  [
    'in-place: whether a conflict has both sides beside',
    ['so is %s alone', 'tools/external-tools.test.ts'],
    ['is one, unless it is alone', 'tools/external-tools.test.ts'],
  ],
  ['in-place: how a failed merge ends', ['mergeFailure', 'e2e/tools/in-place.test.ts']],
  [
    'in-place: how --revert ends',
    ['of an in-place update that came half done', 'tools/external-tools.test.ts'],
  ],
  ['in-place: what a service that is gone says', ['outage', 'e2e/tools/in-place.test.ts']],
  // WUM
  ['WUM: where messages go', ['output:', 'e2e/tools/wum.test.ts']],
  ['WUM: what `check-update` exits with', ['checkExit', 'e2e/tools/wum.test.ts']],
  ['WUM: what it exits with where nothing is new', ['nothingNewExit', 'e2e/tools/wum.test.ts']],
  [
    'WUM: whether `init` reads prompts from stdin',
    ['readsTerminalOnly', 'e2e/tools/wum.test.ts'],
    ['hangsAtPrompt', 'e2e/tools/wum.test.ts'],
  ],
  ['WUM: which of its homes and names a version has', ['version: 2', 'e2e/tools/wum.test.ts']],
  ['WUM: what a service that is gone says', ['outage', 'e2e/tools/wum.test.ts']],
]

const root = join(import.meta.dirname, '..')

test.each(facts)('%s: run in its variants', (_fact, ...tests) => {
  for (const [title, file] of tests) expect(readFileSync(join(root, file), 'utf8')).toContain(title)
})
