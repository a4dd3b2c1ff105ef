import { n as contentStartIn, o as readTarget } from "./pack-entry-content.js";
import { t as collectGarbage } from "./kernel-garbage.js";
import { i as messageOf, t as TrainError } from "./kernel-errors.js";
import { a as sent, i as errorOf, n as workerMark, o as sentFile, r as workerProgram, s as hashFileEntry, t as isReply } from "./pack-pack-worker.js";
import { t as spareBuffer } from "./kernel-spare-buffer.js";
import { t as startPace } from "./pack-pace.js";
import { i as haveSameContent, n as openWindow, r as contentKey, t as areEqual } from "./pack-window.js";
import { join } from "node:path";
import { createHash } from "node:crypto";
import { closeSync, constants as constants$1, lstatSync, openSync, readSync, readdirSync, readlinkSync } from "node:fs";
import { availableParallelism } from "node:os";
import { once } from "node:events";
import { Worker } from "node:worker_threads";

// src/kernel/threads.ts
let most$1 = availableParallelism();
function threadCount() {
	return most$1;
}
function limitThreads(count) {
	most$1 = Math.min(most$1, count);
}

// src/pack/pack-threads.ts
const most = 2;
const patience = 500;
const resourceLimits = {
	maxYoungGenerationSizeMb: 6,
	maxOldGenerationSizeMb: 512
};
const saidOther = "A worker thread said something else.";
const threads = /* @__PURE__ */ new Set();
const idle = [];
const waiting = [];
let leaving;
function openQuestions(signal) {
	const over = new AbortController();
	const either = signal === void 0 ? over.signal : AbortSignal.any([signal, over.signal]);
	const asked = /* @__PURE__ */ new Set();
	return {
		ask: (question) => {
			const answer = ask(question, either);
			asked.add(answer);
			const forget = () => asked.delete(answer);
			answer.then(forget, forget);
			return answer;
		},
		[Symbol.asyncDispose]: async () => {
			over.abort();
			await Promise.allSettled(asked);
		}
	};
}
async function ask({ request, bytes }, signal) {
	signal.throwIfAborted();
	const thread = await freeThread(bytes, signal);
	try {
		const message = request();
		const replied = once(thread, "message", { signal });
		thread.postMessage(message);
		const reply = (await replied.catch((error) => ended(thread, error, signal))).at(0);
		if (!isReply(reply)) throw new Error(saidOther);
		if (reply.kind === "failed") throw errorOf(reply);
		return reply;
	} finally {
		release(thread);
	}
}
async function ended(thread, error, signal) {
	await thread.terminate();
	threads.delete(thread);
	signal.throwIfAborted();
	throw error;
}
async function freeThread(bytes, signal) {
	const thread = idle.pop() ?? (threads.size < most ? startThread() : await turn(bytes, signal));
	thread.ref();
	return thread;
}
function turn(bytes, signal) {
	return new Promise((begin, fail) => {
		const leaveQueue = () => {
			waiting.splice(waiting.indexOf(one), 1);
			const reason = signal.reason;
			fail(reason instanceof Error ? reason : new Error(messageOf(reason)));
		};
		const one = {
			bytes,
			begin: (thread) => {
				signal.removeEventListener("abort", leaveQueue);
				begin(thread);
			}
		};
		const place = waiting.findIndex((other) => other.bytes < bytes);
		waiting.splice(place === -1 ? waiting.length : place, 0, one);
		signal.addEventListener("abort", leaveQueue, { once: true });
	});
}
function startThread() {
	const thread = new Worker(workerProgram, {
		workerData: workerMark,
		resourceLimits
	});
	threads.add(thread);
	thread.on("error", () => void 0);
	thread.once("exit", () => {
		threads.delete(thread);
		const place = idle.indexOf(thread);
		if (place !== -1) idle.splice(place, 1);
		thread.emit("error", /* @__PURE__ */ new Error("A worker thread ended before its time."));
	});
	return thread;
}
function release(thread) {
	const isAlive = threads.has(thread);
	const next = isAlive || threads.size < most ? waiting.shift() : void 0;
	if (next !== void 0) next.begin(isAlive ? thread : startThread());
	else if (isAlive) {
		thread.unref();
		idle.push(thread);
		clearTimeout(leaving);
		leaving = setTimeout(leave, patience).unref();
	}
}
function leave() {
	for (const thread of idle.splice(0)) {
		threads.delete(thread);
		thread.terminate();
	}
}

// src/pack/entry-workers.ts
const worthwhile = 67108864;
const batchBytes = 4194304;
const batchEntries = 100;
function areManyBytes(files) {
	return threadCount() > 1 && bytesOf(files) >= worthwhile;
}
async function workOnFiles({ archive }, files, home, work) {
	const file = sentFile(archive);
	const total = bytesOf(files);
	const digests = /* @__PURE__ */ new Map();
	let done = 0;
	let filesDone = 0;
	await using questions = openQuestions(work.signal);
	const asked = batchesOf(files).map(async (entries) => {
		const bytes = bytesOf(entries);
		const request = () => ({
			kind: "batch",
			file,
			entries: entries.map(sent),
			home
		});
		const reply = await questions.ask({
			request,
			bytes: bytes < batchBytes ? 0 : bytes
		});
		if (reply.kind !== "batch") throw new Error(saidOther);
		for (const [index, digest] of reply.digests.entries()) digests.set(entries[index]?.path ?? "", digest);
		done += bytes;
		filesDone += entries.length;
		work.progress?.(done, total, {
			done: filesDone,
			total: files.length
		});
	});
	try {
		await Promise.all(asked);
	} finally {
		collectGarbage();
	}
	return digests;
}
function bytesOf(files) {
	return files.reduce((sum, { size }) => sum + size, 0);
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
	const isTwin = work.like ? twinsIn(work.like.pack, pack) : () => false;
	const earlierOf = earlierIn(pack);
	const pace = startPace({ signal: work.signal }, 0);
	const twins = /* @__PURE__ */ new Set();
	const earlier = /* @__PURE__ */ new Map();
	const files = [];
	for (const entry of pack.entries.values()) {
		await pace.advance(0);
		if (isTwin(entry)) {
			twins.add(entry.path);
			continue;
		}
		const first = earlierOf(entry);
		if (work.known?.has(entry.path)) continue;
		if (first !== null) earlier.set(entry.path, first);
		else if (entry.kind === "file") files.push(entry);
	}
	const digests = areManyBytes(files) ? await workOnFiles(pack, files, null, work) : await hashFiles(pack, files, work);
	for (const [path, digest] of work.known ?? []) digests.set(path, await digest);
	const tree = /* @__PURE__ */ new Map();
	const likeTree = await work.like?.tree;
	for (const entry of pack.entries.values()) {
		const twin = twins.has(entry.path) ? likeTree?.get(entry.path) : void 0;
		const digest = digests.get((earlier.get(entry.path) ?? entry).path) ?? "";
		tree.set(entry.path, twin?.kind === "file" ? {
			...twin,
			mode: entry.mode
		} : treeEntry(pack, entry, digest));
	}
	return tree;
}
function twinsIn(like, pack) {
	const areSame = comparing(like, pack);
	return (entry) => {
		const twin = like.entries.get(entry.path);
		return entry.kind === "file" && twin?.kind === "file" && haveSameContent(twin, entry) && areSame(twin, entry);
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

export { openHomeFile as a, workOnFiles as c, limitThreads as d, threadCount as f, walkHome as i, openQuestions as l, packTree as n, readHomeFile as o, lookAtPaths as r, areManyBytes as s, homeTree as t, saidOther as u };