// src/merge/decision.ts
const pathClasses = [
	"vendor",
	"config",
	"seed",
	"user",
	"state"
];
function isByHand({ row, kind }, sides) {
	return row === "22" || kind === "escape" || Object.values(sides).some((side) => !isPlain(side));
}
function isPlain(side) {
	return side === "absent" || side === "deleted" || side.startsWith("file ") || side.startsWith("link ");
}

export { pathClasses as n, isByHand as t };