import { t as TrainError } from "./kernel-errors.js";
import { n as exists } from "./kernel-files.js";
import { d as object, g as unknown, h as union, l as looseObject, m as string, r as array, s as int, u as number } from "./zod.js";
import { t as isChannelName } from "./kernel-product.js";
import { t as isSha256 } from "./kernel-sha256.js";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

// src/tools/feed/state.ts
/** Where a pack keeps its level, below the product's root. */
const stateFile = "updates/update-train.json";
const schema$1 = object({
	product: string(),
	channel: string().refine(isChannelName, "must be the name of a channel"),
	level: int().min(0),
	timestamp: int().min(0).nullable(),
	/** SHA-256 of the level's file list. */
	files: string().refine(isSha256, "must be a SHA-256"),
	/** Paths of class `state` that the level lists. */
	state: array(string()).default([])
});
/** Reads the state of a pack. Throws `pack-damaged` with what is wrong; `where` names the file. */
function parseFeedState(text, where) {
	let value;
	try {
		value = JSON.parse(text);
	} catch (error) {
		throw nonsense$1(where, "it is no JSON", error);
	}
	const parsed = schema$1.safeParse(value);
	if (parsed.success) return parsed.data;
	throw nonsense$1(where, parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; "));
}
/** Sorted keys and one final newline; `state` only where there is any. */
function formatFeedState({ product, channel, level, timestamp, files, state }) {
	const sorted = {
		channel,
		files,
		level,
		product,
		...state.length === 0 ? {} : { state },
		timestamp
	};
	return `${JSON.stringify(sorted, null, 2)}\n`;
}
function nonsense$1(where, why, cause) {
	return new TrainError("pack-damaged", `${where} does not say the level of the pack: ${why}.`, {
		hint: "Take the pack as update-train wrote it, or start again from the base pack.",
		cause
	});
}

// src/tools/u2/config-json.ts
/** Where the tool keeps a pack's level, below the product's root (WSO2 docs-updates, *Update tool*; public packs). */
const configFile = "updates/config.json";
const schema = looseObject({
	/** A number as text; `-1` where the tool was there and has updated nothing. */
	"update-level": union([string(), number()]).transform(Number).pipe(int().min(-1)),
	channel: string().default("full"),
	hotfixes: unknown().optional()
});
/** Reads what the tool says of a pack. Throws `pack-damaged`; `where` names the file. */
function parseU2State(text, where) {
	let value;
	try {
		value = JSON.parse(text);
	} catch (error) {
		throw nonsense(where, "it is no JSON", error);
	}
	const parsed = schema.safeParse(value);
	if (!parsed.success) throw nonsense(where, parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; "));
	const { channel, hotfixes } = parsed.data;
	const isEmpty = hotfixes === void 0 || hotfixes === null || Array.isArray(hotfixes) && hotfixes.length === 0;
	return {
		level: Math.max(0, parsed.data["update-level"]),
		channel,
		hasHotfixes: !isEmpty
	};
}
/** The state of an unpacked home; null where the tool has not written any. */
async function readU2State(home) {
	const file = join(home, configFile);
	return await exists(file) ? parseU2State(await readFile(file, "utf8"), file) : null;
}
/** The tool's settings of a pack, as they are where another level is installed. */
function atLevel(text, level, channel) {
	return formatConfig({
		...looseObject({}).parse(JSON.parse(text)),
		"update-level": String(level === 0 ? -1 : level),
		channel
	});
}
/** As the tool writes it: tabs, and no final line end. */
function formatConfig(config) {
	return JSON.stringify(config, null, "	");
}
/** What nobody but the account's owner may see, and what says where a machine keeps its backups. */
const blanks = {
	username: "",
	"access-token": "",
	"refresh-token": "",
	"backup-dir": "",
	backup: "",
	"backup-size": 0,
	"trial-subscription-id": ""
};
/** Blanks credentials and backup paths, as the packs are that the vendor itself publishes. */
async function scrubConfig(home) {
	const file = join(home, configFile);
	if (!await exists(file)) return;
	const before = await readFile(file, "utf8");
	let config;
	try {
		config = JSON.parse(before);
	} catch (error) {
		throw nonsense(file, "it is no JSON", error);
	}
	const after = formatConfig(scrubbed(config));
	if (after !== formatConfig(config)) await writeFile(file, after);
}
function scrubbed(value) {
	if (Array.isArray(value)) return value.map(scrubbed);
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, Object.hasOwn(blanks, key) && typeof member !== "object" ? blanks[key] : scrubbed(member)]));
}
function nonsense(where, why, cause) {
	return new TrainError("pack-damaged", `${where} does not say the level of the pack: ${why}.`, {
		hint: "Take the pack as the update tool left it, or start again from the base pack.",
		cause
	});
}

// src/tools/u2/programs.ts
/** The tool's programs and their set-up script, which it replaces as it likes (WSO2 docs-updates, *Set up the update tool*). */
function isProgram(path) {
	return /^bin\/(?:wso2update_(?:linux|darwin|windows)|update_tool_setup\.)[^/]*$/.test(path);
}
/** What of a home is the tool's own: nothing of a team's is there. */
function isOwn(path) {
	return path === "updates" || path === ".tmp" || isProgram(path);
}
/** Names of the program on this machine: `_arm64` where the product is made for it. */
function programNames(platform, arch) {
	const name = `wso2update_${platform === "darwin" ? "darwin" : "linux"}`;
	return arch === "arm64" ? [`${name}_arm64`, name] : [name];
}

export { configFile as a, scrubConfig as c, stateFile as d, atLevel as i, formatFeedState as l, isProgram as n, parseU2State as o, programNames as r, readU2State as s, isOwn as t, parseFeedState as u };