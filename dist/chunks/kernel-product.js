// src/kernel/product.ts
/** What an update is for. */
const updateKinds = [
	"security",
	"fix",
	"improvement"
];
/** Highest first. */
const severities = [
	"critical",
	"high",
	"medium",
	"low"
];
/** A channel is a folder of the feed and a part of file names. */
function isChannelName(text) {
	return /^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(text);
}

export { severities as n, updateKinds as r, isChannelName as t };