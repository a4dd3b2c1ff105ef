import { a as boolean, c as literal, d as number, f as object, g as string, m as record, n as _enum, o as discriminatedUnion, r as array, s as int } from "./zod.js";
import { a as updateKinds, r as severities } from "./kernel-product.js";
import { t as isSha256 } from "./kernel-sha256.js";
import { n as pathClasses } from "./merge-decision.js";
import { i as linkFault, o as nameFault } from "./pack-entry-name.js";

// src/feed/path-rules.ts
const reserved = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?$/i;
function pathFault(path) {
	if (path.endsWith("/")) return "ends with a slash";
	const fault = nameFault(path);
	if (fault !== void 0) return fault;
	if (path === "__proto__") return "has a name that cannot be listed";
	if (path.normalize("NFC") !== path) return "is not in Unicode form NFC";
	return path.split("/").some((segment) => reserved.test(segment)) ? "holds a name that Windows reserves" : void 0;
}
function pathFaults(entries) {
	const faults = [];
	const spelled = /* @__PURE__ */ new Map();
	for (const path of entries.keys()) {
		const fault = pathFault(path);
		if (fault !== void 0) faults.push(`${JSON.stringify(path)} ${fault}`);
		const twin = spelled.get(path.toLowerCase());
		if (twin !== void 0) faults.push(`${JSON.stringify(path)} differs only in case from ${twin}`);
		spelled.set(path.toLowerCase(), path);
		for (let slash = path.indexOf("/"); slash !== -1; slash = path.indexOf("/", slash + 1)) {
			const parent = entries.get(path.slice(0, slash));
			if (parent !== void 0 && parent.kind !== "directory") faults.push(`${JSON.stringify(path)} lies below the ${parent.kind} ${path.slice(0, slash)}`);
		}
	}
	return faults;
}

// src/feed/format.ts
const formatVersion = 1;
const digest = string().refine(isSha256, "must be a SHA-256");
const count = int().min(0);
const mode = int().min(0).max(511);
const pinned = object({
	sha256: digest,
	size: count
});
const header = object({
	version: number(),
	mustUnderstand: array(string()).default([])
});
function newerThanKnown(document) {
	const parsed = header.safeParse(document);
	if (!parsed.success) return void 0;
	const { version, mustUnderstand } = parsed.data;
	if (Math.floor(version) > 1) return `its format has version ${version}`;
	return mustUnderstand.length > 0 ? `it wants ${mustUnderstand.join(", ")} to be understood` : void 0;
}
const feedSchema = object({
	format: literal("update-train-feed"),
	version: number(),
	name: string(),
	products: array(object({
		name: string(),
		version: string(),
		channels: array(string())
	}))
});
const base = pinned.extend({
	name: string(),
	files: pinned
});
const level = object({
	level: int().positive(),
	timestamp: count,
	released: string(),
	files: pinned,
	updates: pinned,
	counts: object({
		security: count,
		fix: count,
		improvement: count
	}),
	highestSeverity: _enum(severities).nullable(),
	advisories: array(string()),
	equivalent: int().positive().nullable(),
	status: _enum(["active", "yanked"]),
	yanked: object({
		class: string(),
		reason: string(),
		replacement: int().positive().nullable()
	}).optional()
});
function isAfter(one, before) {
	return before === void 0 || one.level > before.level && one.timestamp > before.timestamp;
}
const channelSchema = object({
	format: literal("update-train-channel"),
	version: number(),
	product: object({
		name: string(),
		version: string()
	}),
	channel: string(),
	kind: _enum([
		"full",
		"security",
		"custom"
	]),
	base,
	levels: array(level).refine((levels) => levels.every((one, at) => isAfter(one, levels[at - 1])), "must be in order, with levels and timestamps that grow"),
	requires: string().nullable(),
	access: _enum(["public", "subscription"]),
	eula: string().nullable(),
	mustUnderstand: array(string())
});
const listEntry = discriminatedUnion("kind", [
	pinned.extend({
		kind: literal("file"),
		mode,
		class: _enum(pathClasses),
		merge: string().optional()
	}),
	object({
		kind: literal("link"),
		target: string(),
		class: _enum(pathClasses)
	}),
	object({
		kind: literal("directory"),
		mode,
		class: _enum(pathClasses)
	})
]);
const rename = object({
	from: string(),
	to: string()
});
const renamesSchema = array(rename);
const fileListSchema = object({
	format: literal("update-train-files"),
	version: number(),
	product: object({
		name: string(),
		version: string()
	}),
	channel: string().nullable(),
	level: count,
	timestamp: count.nullable(),
	previous: digest.nullable(),
	files: record(string(), listEntry).superRefine((files, context) => {
		const entries = new Map(Object.entries(files));
		for (const fault of pathFaults(entries)) context.addIssue(fault);
		for (const [path, entry] of entries) {
			const fault = entry.kind === "link" ? linkFault(path, entry.target) : void 0;
			if (fault !== void 0) context.addIssue(`${JSON.stringify(path)} ${fault}`);
		}
	}),
	renames: array(rename)
});
const update = object({
	id: string().min(1, "must not be empty"),
	kind: _enum(updateKinds, `must be one of ${updateKinds.join(", ")}`),
	severity: _enum(severities, `must be one of ${severities.join(", ")}`).nullable().default(null),
	title: string().min(1, "must not be empty"),
	description: string().default(""),
	instructions: string().default(""),
	cves: array(string()).default([]),
	advisories: array(string()).default([]),
	files: array(string()).default([]),
	restart: boolean().default(true)
});
const updatesInputSchema = array(update.strict()).superRefine((updates, context) => {
	for (const [index, { id }] of updates.entries()) if (updates.findIndex((other) => other.id === id) < index) context.addIssue({
		code: "custom",
		path: [index, "id"],
		message: `stands twice: ${id}`
	});
});
const updatesSchema = object({
	format: literal("update-train-updates"),
	version: number(),
	level: count,
	updates: array(update)
});
const classesSchema = record(string(), _enum(pathClasses));
function formatDocument(document) {
	return `${JSON.stringify(document, (_key, value) => sortedKeys(value), 1)}\n`;
}
function sortedKeys(value) {
	if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
	return Object.fromEntries(Object.entries(value).sort(([one], [other]) => one < other ? -1 : 1));
}

export { formatDocument as a, updatesInputSchema as c, fileListSchema as i, updatesSchema as l, classesSchema as n, newerThanKnown as o, feedSchema as r, renamesSchema as s, channelSchema as t, pathFaults as u };