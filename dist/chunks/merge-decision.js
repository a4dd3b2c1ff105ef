// src/merge/decision.ts
/** Who owns a path (`docs/reference.md`, *Classes*): the feed's manifest says it, the user's globs overrule it. */
const pathClasses = [
	"vendor",
	"config",
	"seed",
	"user",
	"state"
];
/**
* Whether something else than the path itself has a part in a conflict: what lies below, above, or where a link leads. No
* answer is recorded for such a one; `sides` are words as `nameOf` gives them.
*/
function isByHand({ row, kind }, sides) {
	return row === "22" || kind === "escape" || Object.values(sides).some((side) => !isPlain(side));
}
function isPlain(side) {
	return side === "absent" || side === "deleted" || side.startsWith("file ") || side.startsWith("link ");
}

export { pathClasses as n, isByHand as t };