import { t as TrainError } from "./kernel-errors.js";
import { join } from "node:path";
import { readFile, readdir } from "node:fs/promises";

// src/tools/feed/recognise.ts
const stateFile = "updates/update-train.json";
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
const configFile = "updates/config.yaml";

// src/tools/external/timestamps.ts
const runsFolder = "updates/wum";
const firstTimestamp = 1e11;
function timestampsIn(paths) {
	return [...paths].flatMap((path) => {
		const run = Number(/^updates\/wum\/([1-9]\d{0,15})$/.exec(path)?.[1]);
		return Number.isSafeInteger(run) ? [run] : [];
	});
}
function positionIn(paths) {
	const level = Math.max(0, ...timestampsIn(paths));
	return level === 0 ? null : {
		level,
		timestamp: level
	};
}
async function readRuns(home) {
	return timestampsIn((await readdir(join(home, runsFolder), { withFileTypes: true }).catch(() => [])).filter((entry) => entry.isFile()).map(({ name }) => `${runsFolder}/${name}`));
}
async function readLevel(home) {
	const runs = await readRuns(home);
	return runs.length === 0 ? null : Math.max(...runs);
}
async function numbersOf(home, runs) {
	const numbers = (await Promise.all(runs.map((run) => readFile(join(home, runsFolder, String(run)), "utf8")))).flatMap((text) => [...text.matchAll(/^\s*-\s*["']?(\d+)["']?\s*$/gm)].map(([, number]) => number ?? ""));
	return [...new Set(numbers)].sort((one, other) => Number(one) - Number(other));
}
async function documentsIn(home, before) {
	return (await readdir(join(home, "updates", "summary")).catch(() => [])).filter((name) => name.endsWith(".pdf")).map((name) => `updates/summary/${name}`).filter((path) => !before.includes(path)).sort();
}
function stateAt(level) {
	return {
		level,
		timestamp: level === 0 ? null : level,
		yanked: false,
		fileList: null
	};
}
function wantedTimestamp(wanted) {
	if (wanted.at === "latest") return null;
	const level = wanted.at === "timestamp" ? wanted.timestamp : wanted.level;
	if (level === 0 || level >= firstTimestamp) return level;
	throw new TrainError("config", `Level ${level} is no timestamp, and that is what this update tool counts in.`, { hint: "Give `level` (--level) as the epoch milliseconds of a level, as in 1582261435000, or `latest`." });
}
function assertAbove(wanted, installed) {
	if (wanted > installed) return;
	throw new TrainError("config", `Level ${wanted} is below the installed level ${installed}, and this update tool cannot go back.`, { hint: "Use `update-train revert` for a level that this track ran before, or start from the base pack on a track of its own." });
}
function saysNothingNew(lines) {
	return lines.some((line) => /there are no new updates available/i.test(line));
}

// src/tools/in-place/programs.ts
function isProgram$1(path) {
	return /^bin\/update_(?:linux|darwin|windows\.exe)$/.test(path);
}
function isOwn$1(path) {
	return path === "updates" || path.startsWith("updates/") || path === ".tmp" || isProgram$1(path);
}
const programName = process.platform === "darwin" ? "update_darwin" : "update_linux";

// src/tools/u2/programs.ts
function isProgram(path) {
	return /^bin\/(?:wso2update_(?:linux|darwin|windows)|update_tool_setup\.)[^/]*$/.test(path);
}
function isOwn(path) {
	return path === "updates" || path === ".tmp" || isProgram(path);
}
function programNames(platform, arch) {
	const name = `wso2update_${platform === "darwin" ? "darwin" : "linux"}`;
	return arch === "arm64" ? [`${name}_arm64`, name] : [name];
}

// src/tools/u2/rebuilt.ts
function isRebuilt(path) {
	return path.endsWith(".war");
}
function isRewritten(path) {
	return isRebuilt(path) || /(?:^|\/)org\.eclipse\.equinox\.simpleconfigurator\/bundles\.info$/.test(path);
}

export { stateFile as S, stateAt as _, programNames as a, configFile as b, programName as c, numbersOf as d, positionIn as f, saysNothingNew as g, runsFolder as h, isProgram as i, assertAbove as l, readRuns as m, isRewritten as n, isOwn$1 as o, readLevel as p, isOwn as r, isProgram$1 as s, isRebuilt as t, documentsIn as u, timestampsIn as v, recogniseFeed as x, wantedTimestamp as y };