// src/kernel/environment.ts
/** What children of ours never see: credentials, and the files and services by which a step speaks to its runner. */
const withheld = [
	/^INPUT_/,
	/^ACTIONS_/,
	/^UPDATE_.*(TOKEN|PASSWORD|USERNAME)$/,
	/^(GITHUB|GH)_(ENTERPRISE_)?TOKEN$/,
	/^GITHUB_(OUTPUT|ENV|PATH|STATE|STEP_SUMMARY)$/,
	/^(NODE_AUTH|NPM)_TOKEN$/
];
/** The environment for the user's tests and for update tools: everything but what `docs/reference.md` withholds. */
function withoutCredentials(env) {
	const kept = {};
	for (const [name, value] of Object.entries(env)) if (value !== void 0 && !withheld.some((pattern) => pattern.test(name))) kept[name] = value;
	return kept;
}

export { withoutCredentials as t };