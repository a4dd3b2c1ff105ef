// src/report/candidate.ts
/** How many updates a candidate brings, and how many of them are for security. */
function countsOf({ updates, counts, summary }) {
	const listed = {
		updates: updates.length,
		security: securityUpdatesOf(updates).length
	};
	return summary?.counts ?? counts ?? listed;
}
/** The updates of a list that are for security. */
function securityUpdatesOf(updates) {
	return updates.filter((update) => update.kind === "security");
}

export { securityUpdatesOf as n, countsOf as t };