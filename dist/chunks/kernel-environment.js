// src/kernel/environment.ts
const withheld = [
	/^INPUT_/,
	/^ACTIONS_/,
	/^UPDATE_.*(TOKEN|PASSWORD|USERNAME)$/,
	/^(GITHUB|GH)_(ENTERPRISE_)?TOKEN$/,
	/^GITHUB_(OUTPUT|ENV|PATH|STATE|STEP_SUMMARY)$/,
	/^(NODE_AUTH|NPM)_TOKEN$/
];
function withoutCredentials(env) {
	const kept = {};
	for (const [name, value] of Object.entries(env)) if (value !== void 0 && !withheld.some((pattern) => pattern.test(name))) kept[name] = value;
	return kept;
}

export { withoutCredentials as t };