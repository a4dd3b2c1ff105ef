import { s as writeError, t as TrainError } from "./kernel-errors.js";
import { t as spareBuffer } from "./kernel-spare-buffer.js";
import { i as contentStart, o as readPieces, s as readTarget, v as readInto } from "./pack-archive.js";
import { t as startPace } from "./pack-pace.js";
import { dirname, join } from "node:path";
import { createHash } from "node:crypto";
import { chmodSync, closeSync, constants, fchmodSync, futimesSync, lstatSync, lutimesSync, mkdirSync, openSync, readSync, readdirSync, readlinkSync, rmSync, symlinkSync, utimesSync, writeSync } from "node:fs";

// src/pack/home-file.ts
/** Whatever took the place of a file since it was listed: a link is not followed, a fifo is not waited for. */
const asListed = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
/**
* Hands a file of a home piece by piece to `take` and gives its length in bytes. A piece is only good until `take` returns.
*/
async function readHomeFile(path, pace, take) {
	const fd = openSync(path, asListed);
	try {
		using spare = spareBuffer();
		const { buffer } = spare;
		let size = 0;
		for (;;) {
			const count = readSync(fd, buffer, 0, buffer.length, null);
			if (count === 0) return size;
			take(buffer.subarray(0, count));
			size += count;
			await pace.advance(count);
		}
	} finally {
		closeSync(fd);
	}
}

// src/pack/home-walk.ts
/**
* Walks a home without ever following a link or opening a file: path below it (`/` as separator) → what is there,
* a directory before what it holds, siblings by code unit. `skip` leaves out a path and, for a directory, all below it.
*/
async function walkHome(home, pace, skip = () => false) {
	const seen = /* @__PURE__ */ new Map();
	const open = [...childrenOf(home, "")].reverse();
	for (let path = open.pop(); path !== void 0; path = open.pop()) {
		await pace.advance(0);
		if (skip(path)) continue;
		const what = look(join(home, path));
		if (what === void 0) continue;
		if (what.kind === "directory") {
			const children = childrenOf(join(home, path), `${path}/`);
			seen.set(path, {
				...what,
				empty: children.length === 0
			});
			open.push(...children.reverse());
		} else seen.set(path, what);
	}
	return seen;
}
/** Node shows bytes that are not UTF-8 like this; such a name leads to no file. */
const undecodable = "�";
/** Undefined where it is gone again since its folder was listed. */
function look(at) {
	const stat = lstatSync(at, { throwIfNoEntry: false });
	if (stat === void 0) {
		if (!at.includes(undecodable)) return void 0;
		throw new TrainError("pack-unsafe", `The name of ${at} is not UTF-8.`, { hint: "Rename it, then run again: no pack can hold it in a way that every machine reads alike." });
	}
	const mode = stat.mode & 511;
	const modified = stat.mtimeMs;
	if (stat.isFile()) return {
		kind: "file",
		mode,
		size: stat.size,
		modified
	};
	if (stat.isSymbolicLink()) return {
		kind: "link",
		target: readlinkSync(at)
	};
	return stat.isDirectory() ? {
		kind: "directory",
		mode,
		empty: false,
		modified
	} : { kind: "special" };
}
function childrenOf(folder, prefix) {
	return readdirSync(folder, { withFileTypes: true }).map((entry) => entry.name).toSorted((one, other) => one < other ? -1 : 1).map((name) => `${prefix}${name}`);
}

// src/pack/window.ts
/** Bytes of a file that are in memory at once. */
const windowSize = 262144;
function openWindow(file) {
	const buffer = Buffer.allocUnsafe(Math.min(windowSize, Math.max(1, file.size)));
	let start = 0;
	let end = 0;
	return {
		size: file.size,
		some: (position, length) => {
			if (position < start || position >= end) {
				start = position;
				end = position + Math.max(1, Math.min(buffer.length, file.size - position));
				readInto(file, buffer.subarray(0, end - start), start);
			}
			return buffer.subarray(position - start, Math.min(position + length, end) - start);
		}
	};
}
/** Calls `visit` with equally long pieces of two files, until one call gives false or `length` bytes are done. */
function eachPair(one, oneStart, other, otherStart, length, visit) {
	for (let done = 0; done < length;) {
		const left = one.some(oneStart + done, length - done);
		const right = other.some(otherStart + done, length - done);
		const size = Math.min(left.length, right.length);
		if (!visit(left.subarray(0, size), right.subarray(0, size))) return false;
		done += size;
	}
	return true;
}
/** Whether `length` bytes are the same in both. */
function areEqual(one, oneStart, other, otherStart, length) {
	return eachPair(one, oneStart, other, otherStart, length, (left, right) => left.equals(right));
}

// src/pack/inventory.ts
/**
* The tree of a pack with the SHA-256 of every file, each checked against its declared size and CRC-32. Entries whose
* bytes lie just so in the pack `like`, which was read before, are compared with it and not inflated again.
* Throws `pack-damaged` or `pack-unsafe` with the entry.
*/
async function packTree(pack, work = {}) {
	const total = [...pack.entries.values()].reduce((sum, entry) => sum + entry.size, 0);
	const pace = startPace(work, total);
	const twinOf = work.like ? twinsIn(work.like, pack) : () => null;
	const tree = /* @__PURE__ */ new Map();
	for (const entry of pack.entries.values()) {
		const twin = twinOf(entry);
		tree.set(entry.path, twin ?? await treeEntry(pack, entry, pace));
		if (twin !== null) await pace.advance(entry.size, 0);
	}
	return tree;
}
/** Finds a file of `known` whose bytes are those of an entry. */
function twinsIn({ pack: like, tree }, pack) {
	const [one, other] = [openWindow(like.archive), openWindow(pack.archive)];
	return (entry) => {
		const twin = like.entries.get(entry.path);
		const known = tree.get(entry.path);
		if (entry.kind !== "file" || twin?.kind !== "file" || known?.kind !== "file") return null;
		const { method, size, compressedSize } = entry;
		if (twin.method !== method || twin.size !== size || twin.compressedSize !== compressedSize) return null;
		if (twin.crc32 !== entry.crc32) return null;
		const from = contentStart(like.archive, twin);
		return areEqual(one, from, other, contentStart(pack.archive, entry), compressedSize) ? {
			...known,
			mode: entry.mode
		} : null;
	};
}
async function treeEntry(pack, entry, pace) {
	const { kind, mode, size, path } = entry;
	if (kind === "directory") return {
		kind,
		mode
	};
	if (kind === "link") return {
		kind,
		target: readTarget(pack.archive, entry, path)
	};
	const hasher = createHash("sha256");
	for await (const piece of readPieces(pack.archive, entry)) {
		hasher.update(piece);
		await pace.advance(piece.length);
	}
	return {
		kind,
		mode,
		size,
		sha256: hasher.digest("hex")
	};
}
/**
* The tree of an unpacked home. Links are never followed; fifos, sockets and devices are `special` and never opened.
* `skip` leaves out a path and, for a directory, all below it.
*/
async function homeTree(home, work = {}) {
	const seen = await walkHome(home, startPace({ signal: work.signal }, 0), work.skip);
	const total = [...seen.values()].reduce((sum, what) => sum + (what.kind === "file" ? what.size : 0), 0);
	const pace = startPace(work, total);
	const tree = /* @__PURE__ */ new Map();
	for (const [path, what] of seen) tree.set(path, await homeEntry(join(home, path), what, pace));
	return tree;
}
async function homeEntry(at, what, pace) {
	switch (what.kind) {
		case "file": return {
			kind: "file",
			mode: what.mode,
			...await hashOf(at, pace)
		};
		case "directory": return {
			kind: "directory",
			mode: what.mode
		};
		case "link": return {
			kind: "link",
			target: what.target
		};
		case "special": return { kind: "special" };
	}
}
async function hashOf(at, pace) {
	const hasher = createHash("sha256");
	const size = await readHomeFile(at, pace, (piece) => hasher.update(piece));
	return {
		sha256: hasher.digest("hex"),
		size
	};
}

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

export { eachPair as a, readHomeFile as c, areEqual as i, homeTree as n, openWindow as o, packTree as r, walkHome as s, extractPack as t };