// src/merge/decision.ts
/** Who owns a path (`docs/reference.md`, *Classes*): the feed's manifest says it, the user's globs overrule it. */
const pathClasses = [
	"vendor",
	"config",
	"seed",
	"user",
	"state"
];

export { pathClasses as t };