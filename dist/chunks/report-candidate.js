// src/report/candidate.ts
/** The updates of a list that are for security. */
function securityUpdatesOf(updates) {
	return updates.filter((update) => update.kind === "security");
}

export { securityUpdatesOf as t };