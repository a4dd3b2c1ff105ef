import { t as TrainError } from "./kernel-errors.js";
import { n as exists } from "./kernel-files.js";
import { d as number, f as object, g as string, l as looseObject, r as array, s as int, v as union, y as unknown } from "./zod.js";
import { t as isChannelName } from "./kernel-product.js";
import { t as isSha256 } from "./kernel-sha256.js";
import { t as require_dist } from "./yaml.js";
import { readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

// src/tools/feed/state.ts
/** Where a pack keeps its level, below the product's root. */
const stateFile = "updates/update-train.json";
const schema$2 = object({
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
		throw nonsense$2(where, "it is no JSON", error);
	}
	const parsed = schema$2.safeParse(value);
	if (parsed.success) return parsed.data;
	throw nonsense$2(where, parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; "));
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
function nonsense$2(where, why, cause) {
	return new TrainError("pack-damaged", `${where} does not say the level of the pack: ${why}.`, {
		hint: "Take the pack as update-train wrote it, or start again from the base pack.",
		cause
	});
}

// src/tools/external/timestamps.ts
/**
* Where tools that count in timestamps note their runs, below the product's root: one file each, its name the level in
* epoch milliseconds (carbon-kernel, *CallHome*), its lines the updates that the run brought, as YAML: `- "5234"`.
*/
const runsFolder = "updates/wum";
/** Numbers from here on are timestamps (10¹¹ ms is March 1973). */
const firstTimestamp = 1e11;
/** The levels of every update run of a pack. */
function timestampsIn(paths) {
	return [...paths].flatMap((path) => {
		const run = Number(/^updates\/wum\/(\d{1,16})$/.exec(path)?.[1]);
		return Number.isSafeInteger(run) ? [run] : [];
	});
}
/** Where a pack stands: its newest run; null where none is noted. */
function positionIn(paths) {
	const level = Math.max(0, ...timestampsIn(paths));
	return level === 0 ? null : {
		level,
		timestamp: level
	};
}
/** The runs that are noted in an unpacked home. */
async function readRuns(home) {
	return timestampsIn((await readdir(join(home, runsFolder), { withFileTypes: true }).catch(() => [])).filter((entry) => entry.isFile()).map(({ name }) => `${runsFolder}/${name}`));
}
/** The level of an unpacked home; null where no run is noted. */
async function readLevel(home) {
	const runs = await readRuns(home);
	return runs.length === 0 ? null : Math.max(...runs);
}
/** The numbers of the updates that runs brought, in their order. */
async function numbersOf(home, runs) {
	const numbers = (await Promise.all(runs.map((run) => readFile(join(home, runsFolder, String(run)), "utf8")))).flatMap((text) => [...text.matchAll(/^\s*-\s*["']?(\d+)["']?\s*$/gm)].map(([, number]) => number ?? ""));
	return [...new Set(numbers)].sort((one, other) => Number(one) - Number(other));
}
/** A level that is a timestamp; 0 is the base. */
function stateAt(level) {
	return {
		level,
		timestamp: level === 0 ? null : level,
		yanked: false,
		fileList: null
	};
}
/** The timestamp that is wanted; null for the newest. Throws `config` for a level that counts updates. */
function wantedTimestamp(wanted) {
	if (wanted.at === "latest") return null;
	const level = wanted.at === "timestamp" ? wanted.timestamp : wanted.level;
	if (level === 0 || level >= firstTimestamp) return level;
	throw new TrainError("config", `Level ${level} is no timestamp, and that is what this update tool counts in.`, { hint: "Give `level` (--level) as the epoch milliseconds of a level, as in 1582261435000, or `latest`." });
}
/** Such tools go on only. */
function assertAbove(wanted, installed) {
	if (wanted > installed) return;
	throw new TrainError("config", `Level ${wanted} is below the installed level ${installed}, and this update tool cannot go back.`, { hint: "Use `update-train revert` for a level that this track ran before, or start from the base pack on a track of its own." });
}
/** What both tools say where there is nothing to do (public scripts match it). Whether they end with 0 or 1 then is not known. */
function saysNothingNew(lines) {
	return lines.some((line) => /there are no new updates available/i.test(line));
}

// src/tools/in-place/programs.ts
/** The tool's programs, which it replaces as it likes. */
function isProgram$1(path) {
	return /^bin\/update_(?:linux|darwin|windows\.exe)$/.test(path);
}
/** What of a home is the tool's own: nothing of a team's is there. */
function isOwn$1(path) {
	return path === "updates" || path.startsWith("updates/") || path === ".tmp" || isProgram$1(path);
}
/** The program on this machine. */
const programName = process.platform === "darwin" ? "update_darwin" : "update_linux";

// src/tools/in-place/config-yaml.ts
var import_dist = require_dist();
/** Where the tool keeps its settings for a pack, below the product's root (public packs; WSO2 docs-updates, *Finding the update tool*). */
const configFile$1 = "updates/config.yaml";
const schema$1 = looseObject({ channel: string().default("full") });
/** The channel of a pack. Throws `pack-damaged`; `where` names the file. */
function channelOf(text, where) {
	try {
		return schema$1.parse(documentOf(text, where).toJS() ?? {}).channel;
	} catch (error) {
		throw nonsense$1(where, error);
	}
}
/** What nobody but the account's owner may see, and what says where a machine keeps its backups. */
const secretKey = /^(?:username|email|password|(?:access|refresh)[-_]?token|backup.*)$/i;
/** Blanks credentials and backup paths in an unpacked home. */
async function scrubConfig$1(home) {
	const file = join(home, configFile$1);
	if (!await exists(file)) return;
	const document = documentOf(await readFile(file, "utf8"), file);
	const secrets = [];
	(0, import_dist.visit)(document, { Pair: (_index, { key, value }) => {
		if ((0, import_dist.isScalar)(key) && secretKey.test(String(key.value)) && (0, import_dist.isScalar)(value) && value.value !== "") secrets.push(value);
	} });
	for (const secret of secrets) secret.value = "";
	if (secrets.length > 0) await writeFile(file, document.toString());
}
function documentOf(text, where) {
	const document = (0, import_dist.parseDocument)(text);
	const [error] = document.errors;
	if (error !== void 0) throw nonsense$1(where, error);
	return document;
}
function nonsense$1(where, cause) {
	return new TrainError("pack-damaged", `${where} does not say the channel of the pack.`, {
		hint: "Take the pack as the update tool left it, or start again from the base pack.",
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

export { timestampsIn as C, stateFile as D, parseFeedState as E, stateAt as S, formatFeedState as T, positionIn as _, configFile as a, runsFolder as b, scrubConfig as c, scrubConfig$1 as d, isOwn$1 as f, numbersOf as g, assertAbove as h, atLevel as i, channelOf as l, programName as m, isProgram as n, parseU2State as o, isProgram$1 as p, programNames as r, readU2State as s, isOwn as t, configFile$1 as u, readLevel as v, wantedTimestamp as w, saysNothingNew as x, readRuns as y };