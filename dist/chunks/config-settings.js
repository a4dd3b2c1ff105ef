import { a as reasonOf, t as TrainError } from "./kernel-errors.js";
import { a as boolean, c as literal, d as number, g as string, h as strictObject, m as record, n as _enum, r as array, s as int, v as union, x as NEVER } from "./zod.js";
import { i as toolNames, t as isChannelName } from "./kernel-product.js";
import { t as isSha256 } from "./kernel-sha256.js";
import { r as parseDuration } from "./kernel-time.js";
import { n as pathClasses } from "./merge-decision.js";
import { t as conflictPolicies } from "./merge-merging.js";
import { t as meant } from "./kernel-meant.js";
import { n as lockedLevel, r as parseWanted, t as levelForms } from "./config-wanted.js";
import { i as problemsOf, n as parseLocated, r as problemsError } from "./config-problems.js";
import { n as exists } from "./kernel-files.js";
import { isAbsolute, resolve } from "node:path";
import { readFile } from "node:fs/promises";

// src/config/one-of.ts
function oneOf(words) {
	const takes = `takes ${words.map((word) => `\`${word}\``).join(", ")}`;
	return { error: ({ input }) => `${takes}${typeof input === "string" ? meant(input, words) : ""}` };
}

// src/config/proposal-settings.ts
const mergeMethods = [
	"merge",
	"squash",
	"rebase"
];
const takesAutoMerge = "takes `true`, `false`, `merge`, `squash` or `rebase`";
function names(what) {
	return union([string().transform((text) => text.split(/[\s,]+/).filter((name) => name !== "")), array(string())], what).pipe(array(string().min(1, what), what));
}
const labels = union([string().transform((text) => text.split(",").map((label) => label.trim())), array(string())]).pipe(array(string().min(1, "takes labels").max(50, "takes labels of at most 50 characters")));
const proposalKeys = {
	labels: labels.optional(),
	reviewers: names("takes logins, or `org/team`").optional(),
	assignees: names("takes logins").optional(),
	milestone: union([string().min(1), int().min(1)], "takes the title or the number of a milestone").transform(String).optional(),
	"auto-merge": union([boolean(), _enum(mergeMethods)], takesAutoMerge).transform((value) => value === true ? "merge" : value === false ? null : value).optional()
};
function proposalSettings(given, conflicts) {
	return {
		conflicts,
		labels: given.labels ?? [],
		reviewers: given.reviewers ?? [],
		assignees: given.assignees ?? [],
		milestone: given.milestone ?? null,
		autoMerge: given["auto-merge"] ?? null
	};
}

// src/config/entry.ts
const text = string("takes a text").min(1, "must not be empty");
const takesDuration = "takes a number and one of `s`, `m`, `h` and `d` without a blank, such as `90s`, `30m` or `2h`";
const duration = union([string(), number()], takesDuration).transform((value, context) => {
	const milliseconds = parseDuration(String(value));
	if (milliseconds !== void 0 && milliseconds > 0) return milliseconds;
	context.addIssue(takesDuration);
	return NEVER;
});
const level = union([string(), int()], `${levelForms}; one with a dot stands in quotes`).transform(String).refine((value) => value === "locked" || parseWanted(value, null) !== void 0, levelForms);
const test = union([text.transform((command) => ({
	command,
	timeout: void 0
})), strictObject({
	command: text,
	timeout: duration.optional()
})], "takes a command, or `command` and `timeout`");
const channel = string("takes the name of a channel").refine(isChannelName, "takes letters, digits, `-` and `_`, such as `full`");
const publishPlaces = [
	"artifact",
	"pull-request",
	"release",
	"none"
];
const places = `takes ${publishPlaces.map((place) => `\`${place}\``).join(", ")}`;
const publish = union([string().transform((text) => text.split(/[\s,]+/)), array(string())], places).pipe(array(_enum(publishPlaces, oneOf(publishPlaces))).min(1, places)).refine((list) => list.length === 1 || !list.includes("none"), "`none` stands alone");
const reportKinds = [
	"markdown",
	"json",
	"sbom"
];
const kinds = `takes ${reportKinds.map((kind) => `\`${kind}\``).join(", ")}`;
const report = union([string().transform((text) => text.split(/[\s,]+/)), array(string())], kinds).pipe(array(_enum(reportKinds, oneOf(reportKinds))).min(1, kinds));
const days = "takes a number of days, 1 to 400";
const takesClass = `takes a class for each glob: ${pathClasses.map((one) => `\`${one}\``).join(", ")}`;
const flag = boolean("takes `true` or `false`");
const tools = ["auto", ...toolNames];
const policies = [...conflictPolicies, "pull-request"];
function isPlace(where) {
	return !/^[a-z][a-z0-9+.-]+:/i.test(where) || /^(?:https?|file):\/\//i.test(where);
}
const entrySchema = strictObject({
	tool: _enum(tools, oneOf(tools)).optional(),
	"tool-path": text.optional(),
	"strip-tool": flag.optional(),
	hotfixes: array(text, "takes a list of zips; `[]` for none").optional(),
	"update-zip": text.optional(),
	"create-update": flag.optional(),
	pack: text.optional(),
	sha256: string().refine(isSha256, "takes a SHA-256: 64 lower-case hex digits").optional(),
	base: text.optional(),
	feed: text.refine(isPlace, "takes a folder, or an address that begins with `https://`, `http://` or `file://`").optional(),
	channel: channel.optional(),
	level: level.optional(),
	overlay: text.optional(),
	classes: record(string(), _enum(pathClasses, takesClass), takesClass).optional(),
	resolutions: text.optional(),
	"on-conflict": _enum(policies, oneOf(policies)).optional(),
	test: test.optional(),
	"continue-on-test-failure": flag.optional(),
	publish: publish.optional(),
	report: report.optional(),
	attest: flag.optional(),
	"retention-days": int(days).min(1, days).max(400, days).optional(),
	"allow-public-pack": flag.optional(),
	...proposalKeys
});
const name = (what, such) => string().regex(/^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/, `is no name for a ${what}: it takes letters, digits, \`.\`, \`_\` and \`-\`, and no blanks, such as \`${such}\``);
const trackName = name("track", "dev");
const productName = name("product", "wso2is-7.1.0");
const configSchema = strictObject({
	version: literal(1, "must be 1"),
	products: record(productName, entrySchema.extend({ tracks: record(trackName, entrySchema, "takes tracks by name").optional() }), "takes products by name")
});
const configKeys = [
	...Object.keys(configSchema.shape),
	...Object.keys(entrySchema.shape),
	"tracks"
];

// src/config/other-overlays.ts
function overlayUser(product, track) {
	return `${product} (${track})`;
}
function overlayUsers(config, cwd, alone) {
	const users = /* @__PURE__ */ new Map();
	for (const [product, { tracks = {}, ...shared }] of Object.entries(config?.products ?? {})) for (const [track, entry] of Object.entries(Object.keys(tracks).length === 0 ? { [alone]: {} } : tracks)) {
		const { overlay } = {
			...shared,
			...entry
		};
		users.set(overlayUser(product, track), overlay === void 0 ? null : resolve(cwd, overlay));
	}
	return users;
}

// src/config/read-config.ts
const defaultConfig = "update-train.yml";
const emptyConfig = "the file is empty: write `version: 1` and `products:` into it (docs/reference.md, “update-train.yml”, shows how), or remove it to go by options alone";
async function readConfig(file, named) {
	if (!named && !await exists(file)) return null;
	let text;
	try {
		text = await readFile(file, "utf8");
	} catch (error) {
		throw new TrainError("config", `The configuration ${file} cannot be read: ${reasonOf(error)}.`, {
			hint: `Name another file with \`config\` (--config), or leave it out to use ${defaultConfig} or options alone.`,
			cause: error
		});
	}
	const located = parseLocated(text, file);
	if (located.value === null) throw problemsError(file, [{
		message: emptyConfig,
		file,
		line: 1
	}]);
	const config = configSchema.safeParse(located.value);
	if (config.success) return config.data;
	throw problemsError(file, problemsOf(config.error.issues, file, located.lineOf, configKeys));
}

// src/config/settings.ts
const defaultLock = "update-train.lock.json";
const defaultTrack = "local";
const noBase = "none";
const defaultResolutions = ".update-train/resolutions";
async function readSettings(asked, cwd) {
	const problems = [...asked.problems ?? []];
	const given = readAsked(asked, problems);
	const file = resolve(cwd, asked.config ?? "update-train.yml");
	const config = await readConfig(file, asked.config !== void 0);
	const chosen = config === null ? null : choose(config, asked, file, problems);
	if (config !== null && chosen === null && problems.length === 0 && given.feed === void 0) problems.push({ message: `\`product\` ${asked.product ?? ""} is not in ${file}; it has ${listed(config.products)}` });
	const entry = {
		...chosen?.entry,
		...given
	};
	const { publish = ["artifact"], "on-conflict": onConflict = "fail" } = entry;
	if (onConflict === "pull-request" && !publish.includes("pull-request")) problems.push({ message: "`on-conflict` `pull-request` needs `pull-request` among `publish`" });
	if (problems.length > 0) throw problemsInAsked(problems);
	return {
		product: asked.product ?? chosen?.product ?? null,
		track: asked.track ?? chosen?.track ?? "local",
		lock: resolve(cwd, asked.lock ?? "update-train.lock.json"),
		tool: entry.tool ?? "auto",
		toolPath: pathOf(entry["tool-path"], cwd),
		stripTool: entry["strip-tool"] ?? false,
		hotfixes: entry.hotfixes?.map((zip) => resolve(cwd, zip)) ?? null,
		updateZip: pathOf(entry["update-zip"], cwd),
		createUpdate: entry["create-update"] ?? false,
		pack: pathOf(entry.pack, cwd),
		sha256: entry.sha256 ?? null,
		base: entry.base === noBase ? null : pathOf(entry.base, cwd),
		withoutBase: entry.base === noBase,
		feed: feedOf(entry.feed, cwd),
		channel: entry.channel ?? null,
		level: entry.level ?? "latest",
		overlay: pathOf(entry.overlay, cwd),
		overlays: overlayUsers(config, cwd, defaultTrack),
		classes: entry.classes ?? {},
		onConflict: onConflict === "pull-request" ? "fail" : onConflict,
		resolutions: resolve(cwd, entry.resolutions ?? ".update-train/resolutions"),
		test: entry.test === void 0 ? null : {
			command: entry.test.command,
			timeout: entry.test.timeout ?? null
		},
		continueOnTestFailure: entry["continue-on-test-failure"] ?? false,
		publish,
		reports: entry.report ?? [],
		proposal: proposalSettings(entry, onConflict === "pull-request"),
		attest: entry.attest ?? false,
		retentionDays: entry["retention-days"] ?? null,
		allowPublicPack: entry["allow-public-pack"] ?? false
	};
}
function pathOf(path, cwd) {
	return path === void 0 ? null : resolve(cwd, path);
}
function feedOf(location, cwd) {
	if (location === void 0) return null;
	return /^[a-z]+:\/\//i.test(location) || isAbsolute(location) ? location : resolve(cwd, location);
}
function readAsked(asked, problems) {
	for (const [key, schema, value] of [[
		"product",
		productName,
		asked.product
	], [
		"track",
		trackName,
		asked.track
	]]) {
		const name = schema.optional().safeParse(value);
		if (!name.success) problems.push({ message: `\`${key}\` ${name.error.issues[0]?.message ?? "is wrong"}` });
	}
	const options = asked.options === void 0 ? {} : readOptions(asked.options, problems);
	const entry = entrySchema.safeParse({
		...options,
		...asked.entry
	});
	if (entry.success) return entry.data;
	const issues = entry.error.issues.map((issue) => ({
		...issue,
		path: named(issue.path, asked.names)
	}));
	problems.push(...problemsOf(issues, void 0, () => void 0, configKeys));
	return {};
}
function named([key, ...rest], names = {}) {
	return key === void 0 ? [] : [names[String(key)] ?? key, ...rest];
}
function readOptions(text, problems) {
	try {
		const { value } = parseLocated(text, "options");
		if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
		problems.push({ message: "`options` takes YAML with keys, such as `continue-on-test-failure: true`" });
	} catch (error) {
		if (!(error instanceof TrainError)) throw error;
		problems.push(...error.problems.map(({ message }) => ({ message: `\`options\` is no YAML: ${message}` })));
	}
	return {};
}
function problemsInAsked(problems) {
	return new TrainError("usage", "What was asked cannot be done.", {
		hint: "Correct what is listed; `update-train <command> --help` and docs/reference.md say what each takes.",
		problems
	});
}
function choose(config, asked, file, problems) {
	const product = asked.product ?? onlyOne(config.products);
	if (product === void 0) {
		problems.push({ message: `give \`product\` (--product): one of ${listed(config.products)} of ${file}` });
		return null;
	}
	const productEntry = Object.hasOwn(config.products, product) ? config.products[product] : void 0;
	if (productEntry === void 0) return null;
	const { tracks = {}, ...shared } = productEntry;
	const track = asked.track ?? onlyOne(tracks);
	if (track === void 0 && Object.keys(tracks).length > 0 || track !== void 0 && !Object.hasOwn(tracks, track)) {
		problems.push({ message: `give \`track\` (--track): one of ${listed(tracks)} of ${product} in ${file}` });
		return null;
	}
	return {
		product,
		track,
		entry: {
			...shared,
			...track === void 0 ? {} : tracks[track]
		}
	};
}
function onlyOne(record) {
	const [name, ...others] = Object.keys(record);
	return others.length === 0 ? name : void 0;
}
function listed(record) {
	return Object.keys(record).join(", ") || "(none)";
}

export { overlayUser as a, readSettings as i, defaultResolutions as n, defaultTrack as r, defaultLock as t };