import { c as writeError, t as TrainError } from "./kernel-errors.js";
import { o as readTarget } from "./pack-entry-content.js";
import { c as workOnFiles, s as areManyBytes } from "./pack-inventory.js";
import { c as writeFileEntry } from "./pack-pack-worker.js";
import { t as startPace } from "./pack-pace.js";
import { dirname, join } from "node:path";
import { chmodSync, lutimesSync, mkdirSync, readdirSync, rmSync, symlinkSync, utimesSync } from "node:fs";

// src/pack/extract.ts
async function extractPack(pack, home, work = {}) {
	const entries = [...pack.entries.values()];
	const targets = entries.filter((entry) => entry.kind === "link").map((entry) => ({
		entry,
		target: readTarget(pack.archive, entry, entry.path)
	}));
	try {
		makeEmpty(home);
	} catch (error) {
		throw writeError(error, home);
	}
	try {
		const folders = /* @__PURE__ */ new Set();
		for (const { kind, path } of entries) makeFolder(home, kind === "directory" ? path : dirname(path), folders);
		await writeFiles(pack, home, work);
		for (const { entry, target } of targets) makeLink(entry, target, join(home, entry.path));
		finishFolders(entries, home);
	} catch (error) {
		for (const name of readdirSync(home)) rmSync(join(home, name), {
			recursive: true,
			force: true
		});
		throw writeError(error, home);
	}
}
async function writeFiles(pack, home, work) {
	const files = [...pack.entries.values()].filter(({ kind }) => kind === "file");
	if (areManyBytes(files)) {
		await workOnFiles(pack, files, home, work);
		return;
	}
	const pace = startPace(work, files.reduce((sum, { size }) => sum + size, 0), files.length);
	for (const entry of files) {
		await writeFileEntry(pack.archive, entry, join(home, entry.path), pace);
		pace.next();
	}
}
function makeEmpty(home) {
	mkdirSync(home, { recursive: true });
	if (readdirSync(home).length === 0) return;
	throw new TrainError("not-writable", `${home} is not empty.`, { hint: "Name a folder that is not there yet, or an empty one." });
}
function makeFolder(home, folder, made) {
	if (folder === "." || made.has(folder)) return;
	makeFolder(home, dirname(folder), made);
	mkdirSync(join(home, folder));
	chmodSync(join(home, folder), 493);
	made.add(folder);
}
function makeLink(entry, target, at) {
	symlinkSync(target, at);
	lutimesSync(at, entry.modified / 1e3, entry.modified / 1e3);
}
function finishFolders(entries, home) {
	const folders = entries.filter((entry) => entry.kind === "directory");
	for (const { path, mode, modified } of folders.toSorted((one, other) => one.path < other.path ? 1 : -1)) {
		utimesSync(join(home, path), modified / 1e3, modified / 1e3);
		chmodSync(join(home, path), mode);
	}
}

export { extractPack as t };