// src/merge/decision.ts
/** Who owns a path (`docs/reference.md`, *Classes*): the feed's manifest says it, the user's globs overrule it. */
const pathClasses = [
	"vendor",
	"config",
	"seed",
	"user",
	"state"
];
/** Conflicts in which something else than the two files has a part: what lies below, above, or where a link leads. */
const byHandOnly = /* @__PURE__ */ new Set([
	"kind",
	"escape",
	"special"
]);

export { pathClasses as n, byHandOnly as t };