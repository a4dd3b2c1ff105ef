// src/kernel/product.ts
function nameOfProduct({ name, version }) {
	return `${name}-${version}`;
}
const toolNames = [
	"feed",
	"u2",
	"in-place",
	"wum"
];
const updateKinds = [
	"security",
	"fix",
	"improvement"
];
const severities = [
	"critical",
	"high",
	"medium",
	"low"
];
function isChannelName(text) {
	return /^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(text);
}

export { updateKinds as a, toolNames as i, nameOfProduct as n, severities as r, isChannelName as t };