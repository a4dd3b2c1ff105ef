// src/report/candidate.ts
function countsOf({ updates, counts, summary }) {
	const listed = {
		updates: updates.length,
		security: securityUpdatesOf(updates).length
	};
	return summary?.counts ?? counts ?? listed;
}
function securityUpdatesOf(updates) {
	return updates.filter((update) => update.kind === "security");
}

export { securityUpdatesOf as n, countsOf as t };