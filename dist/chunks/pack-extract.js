import { a as writeError, t as TrainError } from "./kernel-errors.js";
import { n as readTarget, t as readPieces } from "./pack-entry-content.js";
import { t as startPace } from "./pack-pace.js";
import { dirname, join } from "node:path";
import { chmodSync, closeSync, fchmodSync, futimesSync, lutimesSync, mkdirSync, openSync, readdirSync, rmSync, symlinkSync, utimesSync, writeSync } from "node:fs";

// src/pack/extract.ts
/**
* Unpacks a pack below `home`, which is made and must be empty: content, permission bits, dates, links.
* Where every link leads is known before the first write, and links are made last, so nothing is ever written through one.
* Throws `pack-damaged` or `pack-unsafe` with the entry, `not-writable` or `disk-full`; then `home` is empty again.
*/
async function extractPack(pack, home, work = {}) {
	const entries = [...pack.entries.values()];
	const targets = entries.filter((entry) => entry.kind === "link").map((entry) => ({
		entry,
		target: readTarget(pack.archive, entry, entry.path)
	}));
	const pace = startPace(work, entries.reduce((sum, entry) => sum + entry.size, 0));
	try {
		makeEmpty(home);
	} catch (error) {
		throw writeError(error, home);
	}
	try {
		const folders = /* @__PURE__ */ new Set();
		for (const entry of entries) {
			makeFolder(home, entry.kind === "directory" ? entry.path : dirname(entry.path), folders);
			if (entry.kind === "file") await writeEntry(pack, entry, join(home, entry.path), pace);
		}
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
function makeEmpty(home) {
	mkdirSync(home, { recursive: true });
	if (readdirSync(home).length === 0) return;
	throw new TrainError("not-writable", `${home} is not empty.`, { hint: "Name a folder that is not there yet, or an empty one." });
}
/** Makes a folder with those above it: 0755 whatever the umask, until all that it holds is there. */
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
/** Deepest first: permission bits of a folder may close those below it, and every entry made in it changes its date. */
function finishFolders(entries, home) {
	const folders = entries.filter((entry) => entry.kind === "directory");
	for (const { path, mode, modified } of folders.toSorted((one, other) => one.path < other.path ? 1 : -1)) {
		utimesSync(join(home, path), modified / 1e3, modified / 1e3);
		chmodSync(join(home, path), mode);
	}
}
async function writeEntry(pack, entry, to, pace) {
	const fd = openSync(to, "wx", 384);
	try {
		for await (const piece of readPieces(pack.archive, entry)) {
			writeWhole(fd, piece);
			await pace.advance(piece.length);
		}
		fchmodSync(fd, entry.mode);
		futimesSync(fd, entry.modified / 1e3, entry.modified / 1e3);
	} finally {
		closeSync(fd);
	}
}
function writeWhole(fd, piece) {
	for (let done = 0; done < piece.length;) done += writeSync(fd, piece, done);
}

export { extractPack as t };