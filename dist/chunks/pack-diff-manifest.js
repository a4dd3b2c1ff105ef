import { _ as tuple, c as literal, g as string, h as strictObject, n as _enum, p as preprocess, r as array, s as int, u as map, v as union } from "./zod.js";
import { t as isSha256 } from "./kernel-sha256.js";
import { a as longestTarget } from "./pack-entry-name.js";

// src/pack/diff-manifest.ts
const diffManifestName = "update-train-diff.json";
const largestManifest = 16777216;
const digest = string().refine(isSha256, "must be a SHA-256");
const mode = int().min(0).max(511);
const heldSchema = union([strictObject({
	sha256: digest,
	size: int().min(0),
	mode
}), strictObject({ link: string().max(longestTarget) })]);
const count = int().min(1);
const rangesSchema = array(union([
	tuple([count]),
	tuple([int(), count]),
	tuple([
		int(),
		count,
		literal("+")
	])
]));
const undoSchema = array(union([string().min(1), tuple([int(), count])]));
const sidesSchema = strictObject({
	before: digest,
	after: digest
});
const changeSchema = strictObject({
	path: string(),
	kind: _enum([
		"whole",
		"ranges",
		"same"
	]),
	as: string().optional(),
	from: string().optional(),
	before: heldSchema.nullable(),
	after: heldSchema,
	ranges: rangesSchema.optional(),
	undo: undoSchema.optional()
});
function byPath(value) {
	return preprocess((input) => typeof input === "object" && input !== null && !Array.isArray(input) ? new Map(Object.entries(input)) : input, map(string(), value));
}
const diffManifestSchema = strictObject({
	format: literal("update-train-diff", "must be \"update-train-diff\""),
	version: literal(1, "must be 1; a newer diff zip needs a newer update-train"),
	root: string().min(1),
	contentDigest: sidesSchema,
	sha256: sidesSchema,
	removed: array(string()),
	renamed: array(strictObject({
		from: string(),
		to: string()
	})),
	modes: byPath(mode),
	addedDirectories: array(string()),
	removedDirectories: array(string()),
	unlistedDirectories: array(string()),
	before: byPath(heldSchema),
	state: array(string()),
	changes: array(changeSchema)
});
function formatManifest({ changes, ...rest }) {
	return `{\n${[...Object.entries(rest).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value instanceof Map ? Object.fromEntries(value) : value)}`), `  "changes": ${listOf(changes.map((change) => JSON.stringify(change)))}`].join(",\n")}\n}\n`;
}
function listOf(items) {
	return items.length === 0 ? "[]" : `[\n${items.map((item) => `    ${item}`).join(",\n")}\n  ]`;
}

export { largestManifest as i, diffManifestSchema as n, formatManifest as r, diffManifestName as t };