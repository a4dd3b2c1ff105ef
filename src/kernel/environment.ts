export type Environment = Readonly<Record<string, string | undefined>>

/** What children of ours never see: credentials, and the files and services by which a step speaks to its runner. */
const withheld: readonly RegExp[] = [
  /^INPUT_/,
  /^ACTIONS_/,
  /^UPDATE_.*(TOKEN|PASSWORD|USERNAME)$/,
  /^(GITHUB|GH)_(ENTERPRISE_)?TOKEN$/,
  /^GITHUB_(OUTPUT|ENV|PATH|STATE|STEP_SUMMARY)$/,
  /^(NODE_AUTH|NPM)_TOKEN$/,
]

/** The environment for the user's tests and for update tools: everything but what `docs/reference.md` withholds. */
export function withoutCredentials(env: Environment): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && !withheld.some(pattern => pattern.test(name))) kept[name] = value
  }
  return kept
}
