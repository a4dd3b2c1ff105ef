import { c as writeError, o as systemCode, t as TrainError } from "./kernel-errors.js";
import { l as besideOf, n as exists, s as syncFolder, u as removeAll } from "./kernel-files.js";
import { n as temporaryFolder } from "./kernel-temporary.js";
import { r as sha256OfFile } from "./kernel-sha256.js";
import { l as readResolution, o as jsonName } from "./merge-resolutions.js";
import { n as parseConflicts, t as conflictsListName } from "./merge-waiting.js";
import { t as namesOfSomeRuns } from "./host-host.js";
import { basename, dirname, join, relative } from "node:path";
import { copyFile, lstat, readFile, readdir, rename, rm, stat } from "node:fs/promises";

// src/host/handwritten.ts
const [ending, marked] = [".final", ".merged"];
async function saveHandwritten(former, next, resolutions, place = former) {
	const [before, after] = [await keysIn(former), next === null ? /* @__PURE__ */ new Map() : await keysIn(next)];
	const left = [];
	for (const name of await writtenIn(former)) {
		const path = name.slice(0, name.lastIndexOf("."));
		const key = before.get(path);
		if (key !== void 0 && await isRecorded(join(former, name), join(resolutions, jsonName(key)))) continue;
		const isSame = next !== null && key !== void 0 && after.get(path) === key;
		const isGone = isSame && !await carried(join(former, name), join(next, name));
		if (!isSame || isGone) left.push(name);
	}
	if (left.length === 0) return null;
	const folder = await freeName(`${place}.before`);
	await rename(former, folder);
	return {
		folder,
		names: left.sort()
	};
}
async function carried(from, to) {
	const there = await readFile(to).catch(() => null);
	if (there === null) await copyFile(from, to);
	return there === null || there.equals(await readFile(from));
}
function tellHandwritten({ folder, names }) {
	const more = names.length > 3 ? ` and ${names.length - 3} more` : "";
	return `Answers that are not recorded yet (${names.slice(0, 3).join(", ")}${more}) did not come along to the conflicts of this run: they are in ${folder} now. Record them where they still count (\`update-train resolve\`, with --conflicts and that folder; a \`.merged\` once it is renamed to \`.final\`), or remove it.`;
}
async function writtenIn(folder) {
	const list = await stat(join(folder, conflictsListName));
	const names = [];
	for (const entry of await readdir(folder, {
		recursive: true,
		withFileTypes: true
	})) {
		const file = join(entry.parentPath, entry.name);
		if (!entry.name.endsWith(ending) && !entry.name.endsWith(marked)) continue;
		const found = await stat(file).catch(() => null);
		if (found?.isFile() !== true) continue;
		if (entry.name.endsWith(ending) || found.mtimeMs > list.mtimeMs) names.push(relative(folder, file));
	}
	return names;
}
async function keysIn(folder) {
	const text = await readFile(join(folder, conflictsListName), "utf8").catch(() => "");
	return new Map(parseConflicts(text)?.map(({ path, key }) => [path, key]));
}
async function isRecorded(final, record) {
	const resolution = await readResolution(record);
	if (resolution === null || resolution.by !== void 0 || resolution.answer === "merged") return false;
	return resolution.answer !== "final" || (await sha256OfFile(final)).sha256 === resolution.result;
}
async function freeName(wanted) {
	for (let count = 1;; count++) {
		const name = count === 1 ? wanted : `${wanted}-${count}`;
		if (await lstat(name).catch(() => null) === null) return name;
	}
}

// src/host/swap-folder.ts
function waitingOf(place) {
	return join(dirname(place), `.${basename(place)}.update-train-former`);
}
async function swapFolder(place, next, aside) {
	const waiting = waitingOf(place);
	await moveInto(place, waiting);
	try {
		await moveInto(next, place);
	} catch (error) {
		await rename(waiting, place);
		throw error;
	}
	await moveInto(waiting, aside);
}
async function recoverFolder(place, kind, { resolutions, log }) {
	const waiting = waitingOf(place);
	if (!await exists(waiting)) return;
	if (!await exists(place)) return moveInto(waiting, place);
	const written = kind === "conflicts" ? await saveHandwritten(waiting, place, resolutions, place) : null;
	if (written === null) {
		const leftover = besideOf(place);
		await moveInto(waiting, leftover);
		await removeAll(leftover);
	} else log.warning(tellHandwritten(written));
}
async function moveInto(from, to) {
	try {
		await rename(from, to);
	} catch (error) {
		if (systemCode(error) === "EXDEV") throw new Error(`${from} and ${to} are on different file systems.`);
		throw writeError(error, to);
	}
}

// src/host/place-files.ts
const listNames = {
	conflicts: "conflicts.json",
	replaced: "replaced.json"
};
async function placeFiles(files, { folder, nameOf, resolutions, log, anew = ["conflicts", "replaced"] }) {
	const placeOf = (kind) => join(folder, nameOf({
		kind,
		name: kind,
		path: ""
	}));
	for (const kind of anew) await recoverFolder(placeOf(kind), kind, {
		resolutions,
		log
	});
	for (const file of files) await assertPlace(join(folder, nameOf(file)), file.kind);
	await using aside = await temporaryFolder(folder, ".update-train-");
	const placed = /* @__PURE__ */ new Set();
	for (const kind of anew) {
		const former = placeOf(kind);
		if (!await isOurs(former, kind)) continue;
		const next = files.find((file) => file.kind === kind);
		const written = kind === "conflicts" ? await saveHandwritten(former, next?.path ?? null, resolutions) : null;
		if (written !== null) log.warning(tellHandwritten(written));
		else if (next === void 0) await moveInto(former, join(aside.path, kind));
		if (next === void 0) continue;
		if (written === null) await swapFolder(former, next.path, join(aside.path, kind));
		else await moveInto(next.path, former);
		placed.add(next);
	}
	const isMade = (kind) => files.some((file) => file.kind === kind);
	if (isMade("report")) {
		for (const kind of ["sbom", "log"]) if (!isMade(kind)) await rm(join(folder, nameOf({
			kind,
			name: namesOfSomeRuns[kind],
			path: ""
		})), { force: true });
	}
	const paths = {};
	for (const file of files) paths[file.kind] = join(folder, nameOf(file));
	const packLast = files.filter((file) => !placed.has(file)).sort((one, other) => Number(one.kind === "pack") - Number(other.kind === "pack"));
	for (const file of packLast) await moveInto(file.path, join(folder, nameOf(file)));
	await syncFolder(folder);
	return paths;
}
async function assertPlace(target, kind) {
	const found = await lstat(target).catch(() => null);
	if (kind === "conflicts" || kind === "replaced") {
		if (found === null || await isOurs(target, kind)) return;
		throw new TrainError("not-writable", `${target} is in the way of what this run lays out there.`, { hint: "Move it away, or choose another place with --out; nothing was changed." });
	}
	if (found?.isDirectory() !== true) return;
	throw new TrainError("not-writable", `${target} is a folder; a file of that name is to be written there.`, { hint: "Move it away, or choose another place with --out; nothing was changed." });
}
async function isOurs(folder, kind) {
	return (await lstat(folder).catch(() => null))?.isDirectory() === true && await exists(join(folder, listNames[kind]));
}

export { saveHandwritten as a, recoverFolder as i, isOurs as n, tellHandwritten as o, placeFiles as r, assertPlace as t };