import { t as TrainError } from "./kernel-errors.js";
import { join } from "node:path";
import { readFile, readdir } from "node:fs/promises";

// src/tools/feed/recognise.ts
/** Where a pack keeps its level, below the product's root. */
const stateFile = "updates/update-train.json";
/** A pack of a feed: by the level that we wrote into it. */
async function recogniseFeed({ read, where }) {
	const text = await read(stateFile);
	if (text === null) return null;
	const { parseFeedState } = await import("./tools-feed-state.lazy.js");
	const { channel, level, timestamp, files, state } = parseFeedState(text, `${stateFile} in ${where}`);
	return {
		tool: "feed",
		toolSaidBy: stateFile,
		channel,
		position: {
			level,
			timestamp
		},
		fileList: files,
		statePaths: state
	};
}

// src/tools/in-place/config-file.ts
/** Where the tool keeps its settings for a pack, below the product's root (public packs; WSO2 docs-updates, *Finding the update tool*). */
const configFile = "updates/config.yaml";

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
		const run = Number(/^updates\/wum\/([1-9]\d{0,15})$/.exec(path)?.[1]);
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
/** Paths of the tools' own summaries, `update-summary-….pdf` (the updates FAQ), but for those that were there before. */
async function documentsIn(home, before) {
	return (await readdir(join(home, "updates", "summary")).catch(() => [])).filter((name) => name.endsWith(".pdf")).map((name) => `updates/summary/${name}`).filter((path) => !before.includes(path)).sort();
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

// src/tools/u2/rebuilt.ts
/** Web applications are unpacked, changed, and zipped again ("Creating updated war", public log of 2025). */
function isRebuilt(path) {
	return path.endsWith(".war");
}
/**
* Whether a file that the tool has brought to a level may be other bytes than the vendor's: web applications, and `bundles.info`,
* which it changes line by line ("Modifying bundles.info entries", the same log).
*/
function isRewritten(path) {
	return isRebuilt(path) || /(?:^|\/)org\.eclipse\.equinox\.simpleconfigurator\/bundles\.info$/.test(path);
}

export { stateFile as S, stateAt as _, programNames as a, configFile as b, programName as c, numbersOf as d, positionIn as f, saysNothingNew as g, runsFolder as h, isProgram as i, assertAbove as l, readRuns as m, isRewritten as n, isOwn$1 as o, readLevel as p, isOwn as r, isProgram$1 as s, isRebuilt as t, documentsIn as u, timestampsIn as v, recogniseFeed as x, wantedTimestamp as y };