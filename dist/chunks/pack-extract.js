import { c as writeError, r as isErrorCode, t as TrainError } from "./kernel-errors.js";
import { t as spareBuffer } from "./kernel-spare-buffer.js";
import { t as collectGarbage } from "./kernel-garbage.js";
import { n as contentStartIn, o as readTarget, u as headerOf } from "./pack-entry-content.js";
import { t as startPace } from "./pack-pace.js";
import { a as workerMark, n as hashFileEntry, o as workerProgram, r as isReply, s as writeFileEntry } from "./pack-entry-worker.js";
import { i as haveSameContent, n as openWindow, r as contentKey, t as areEqual } from "./pack-window.js";
import { dirname, join } from "node:path";
import { createHash } from "node:crypto";
import { chmodSync, closeSync, constants as constants$1, lstatSync, lutimesSync, mkdirSync, openSync, readSync, readdirSync, readlinkSync, rmSync, symlinkSync, utimesSync } from "node:fs";
import { availableParallelism } from "node:os";
import { once } from "node:events";
import { Worker } from "node:worker_threads";

// src/kernel/threads.ts
let most = availableParallelism();
function threadCount() {
	return most;
}
function limitThreads(count) {
	most = Math.min(most, count);
}

// src/pack/entry-workers.ts
const workers = 2;
const worthwhile = 67108864;
const batchBytes = 4194304;
const batchEntries = 100;
const resourceLimits = {
	maxYoungGenerationSizeMb: 2,
	maxOldGenerationSizeMb: 64
};
function areManyBytes(files) {
	return threadCount() > 1 && files.reduce((sum, { size }) => sum + size, 0) >= worthwhile;
}
async function workOnFiles(pack, files, home, work) {
	const { path, fd, size } = pack.archive;
	const batches = batchesOf(files).values();
	const total = files.reduce((sum, entry) => sum + entry.size, 0);
	const digests = /* @__PURE__ */ new Map();
	let done = 0;
	let filesDone = 0;
	const threads = Array.from({ length: workers }, () => new Worker(workerProgram, {
		workerData: workerMark,
		resourceLimits
	}));
	try {
		await Promise.all(threads.map(async (thread) => {
			for (const entries of batches) {
				const reply = await replyOf(thread, {
					file: {
						path,
						fd,
						size
					},
					entries: entries.map(sent),
					home
				}, work);
				if (reply.kind === "failed") throw errorOf(reply);
				for (const [index, digest] of reply.digests.entries()) digests.set(entries[index]?.path ?? "", digest);
				done += entries.reduce((sum, entry) => sum + entry.size, 0);
				filesDone += entries.length;
				work.progress?.(done, total, {
					done: filesDone,
					total: files.length
				});
			}
		}));
	} catch (error) {
		work.signal?.throwIfAborted();
		throw error;
	} finally {
		await Promise.all(threads.map((thread) => thread.terminate()));
		collectGarbage();
	}
	return digests;
}
async function replyOf(thread, batch, { signal }) {
	signal?.throwIfAborted();
	const replied = once(thread, "message", signal === void 0 ? {} : { signal });
	thread.postMessage(batch);
	const reply = (await replied).at(0);
	if (!isReply(reply)) throw new Error("A worker thread said something else.");
	return reply;
}
function batchesOf(files) {
	const batches = files.filter(({ size }) => size >= batchBytes).toSorted((one, other) => other.size - one.size).map((entry) => [entry]);
	let batch = [];
	let bytes = 0;
	for (const entry of files) {
		if (entry.size >= batchBytes) continue;
		if (bytes >= batchBytes || batch.length >= batchEntries) {
			batches.push(batch);
			batch = [];
			bytes = 0;
		}
		batch.push(entry);
		bytes += entry.size;
	}
	return batch.length === 0 ? batches : [...batches, batch];
}
function sent(entry) {
	return {
		...entry,
		directory: Uint8Array.from(headerOf(entry)),
		headerStart: 0
	};
}
function errorOf({ error }) {
	const { code, message, hint } = error;
	if (hint !== null && isErrorCode(code)) return new TrainError(code, message, { hint });
	return Object.assign(new Error(message), { code });
}

// src/pack/home-file.ts
const asListed = constants$1.O_RDONLY | constants$1.O_NOFOLLOW | constants$1.O_NONBLOCK;
function openHomeFile(path) {
	return openSync(path, asListed);
}
async function readHomeFile(path, pace, take, most = Number.POSITIVE_INFINITY) {
	const fd = openHomeFile(path);
	try {
		using spare = spareBuffer();
		const { buffer } = spare;
		let size = 0;
		while (size < most) {
			const count = readSync(fd, buffer, 0, buffer.length, null);
			if (count === 0) break;
			take(buffer.subarray(0, count));
			size += count;
			const pause = pace.advance(count);
			if (pause !== void 0) await pause;
		}
		return size;
	} finally {
		closeSync(fd);
	}
}

// src/pack/home-walk.ts
async function walkHome(home, pace, skip = () => false) {
	const seen = /* @__PURE__ */ new Map();
	const open = childrenOf(home, "");
	for (let path = open.pop(); path !== void 0; path = open.pop()) {
		const pause = pace.advance(0);
		if (pause !== void 0) await pause;
		if (skip(path)) continue;
		const what = look(`${home}/${path}`);
		if (what === void 0) continue;
		seen.set(path, what);
		if (what.kind !== "directory") continue;
		const children = childrenOf(`${home}/${path}`, `${path}/`);
		what.empty = children.length === 0;
		for (const child of children) open.push(child);
	}
	return seen;
}
function lookAtPaths(home, paths) {
	const folders = /* @__PURE__ */ new Map([["", true]]);
	const isFolder = (path) => {
		const known = folders.get(path);
		if (known !== void 0) return known;
		const found = isFolder(parentOf(path)) && look(`${home}/${path}`)?.kind === "directory";
		folders.set(path, found);
		return found;
	};
	const seen = /* @__PURE__ */ new Map();
	for (const path of [...paths].sort()) {
		const what = isFolder(parentOf(path)) ? look(`${home}/${path}`) : void 0;
		if (what === void 0) continue;
		if (what.kind === "directory") what.empty = childrenOf(`${home}/${path}`, "").length === 0;
		seen.set(path, what);
	}
	return seen;
}
function parentOf(path) {
	return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}
const undecodable = "�";
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
	const names = readdirSync(folder).sort().reverse();
	return prefix === "" ? names : names.map((name) => `${prefix}${name}`);
}

// src/pack/inventory.ts
const worthComparing = 65536;
async function packTree(pack, work = {}) {
	const twinOf = work.like ? twinsIn(work.like, pack) : () => null;
	const earlierOf = earlierIn(pack);
	const pace = startPace({ signal: work.signal }, 0);
	const twins = /* @__PURE__ */ new Map();
	const earlier = /* @__PURE__ */ new Map();
	const files = [];
	for (const entry of pack.entries.values()) {
		await pace.advance(0);
		const twin = twinOf(entry);
		const first = twin === null ? earlierOf(entry) : null;
		if (twin !== null) twins.set(entry.path, twin);
		else if (first !== null) earlier.set(entry.path, first);
		else if (entry.kind === "file") files.push(entry);
	}
	const digests = areManyBytes(files) ? await workOnFiles(pack, files, null, work) : await hashFiles(pack, files, work);
	const tree = /* @__PURE__ */ new Map();
	for (const entry of pack.entries.values()) {
		const digest = digests.get((earlier.get(entry.path) ?? entry).path) ?? "";
		tree.set(entry.path, twins.get(entry.path) ?? treeEntry(pack, entry, digest));
	}
	return tree;
}
function twinsIn({ pack: like, tree }, pack) {
	const areSame = comparing(like, pack);
	return (entry) => {
		const twin = like.entries.get(entry.path);
		const known = tree.get(entry.path);
		if (entry.kind !== "file" || twin?.kind !== "file" || known?.kind !== "file") return null;
		return haveSameContent(twin, entry) && areSame(twin, entry) ? {
			...known,
			mode: entry.mode
		} : null;
	};
}
function earlierIn(pack) {
	const areSame = comparing(pack, pack);
	const byContent = /* @__PURE__ */ new Map();
	return (entry) => {
		if (entry.kind !== "file" || entry.compressedSize < worthComparing) return null;
		const key = contentKey(entry);
		const first = byContent.get(key);
		if (first === void 0) byContent.set(key, entry);
		return first !== void 0 && haveSameContent(first, entry) && areSame(first, entry) ? first : null;
	};
}
function comparing(before, after) {
	const windows = [openWindow(before.archive), openWindow(after.archive)];
	return (one, other) => {
		const from = contentStartIn(windows[0], 0, before.archive, one);
		const to = contentStartIn(windows[1], 0, after.archive, other);
		return areEqual(windows[0], from, windows[1], to, one.compressedSize);
	};
}
async function hashFiles(pack, files, work) {
	const pace = startPace(work, files.reduce((sum, { size }) => sum + size, 0), files.length);
	const digests = /* @__PURE__ */ new Map();
	for (const entry of files) {
		digests.set(entry.path, await hashFileEntry(pack.archive, entry, pace));
		pace.next();
	}
	return digests;
}
function treeEntry(pack, entry, digest) {
	const { kind, mode, size, path } = entry;
	if (kind === "directory") return {
		kind,
		mode
	};
	if (kind === "link") return {
		kind,
		target: readTarget(pack.archive, entry, path)
	};
	return {
		kind,
		mode,
		size,
		sha256: digest
	};
}
async function homeTree(home, work = {}) {
	const seen = await walkHome(home, startPace({ signal: work.signal }, 0), work.skip);
	const total = [...seen.values()].reduce((sum, what) => sum + (what.kind === "file" ? what.size : 0), 0);
	const pace = startPace(work, total, seen.size);
	const tree = /* @__PURE__ */ new Map();
	for (const [path, what] of seen) {
		tree.set(path, await homeEntry(join(home, path), what, pace));
		pace.next();
	}
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

export { walkHome as a, errorOf as c, threadCount as d, lookAtPaths as i, sent as l, homeTree as n, openHomeFile as o, packTree as r, readHomeFile as s, extractPack as t, limitThreads as u };