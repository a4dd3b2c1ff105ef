// src/kernel/product.ts
/** `wso2is-7.1.0`. */
function nameOfProduct({ name, version }) {
	return `${name}-${version}`;
}
/** Update tools, by the names that users and locks know them by. */
const toolNames = [
	"feed",
	"u2",
	"in-place",
	"wum"
];
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

export { updateKinds as a, toolNames as i, nameOfProduct as n, severities as r, isChannelName as t };