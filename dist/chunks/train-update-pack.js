import { t as assertSpace } from "./kernel-disk-space.js";
import { n as temporaryFolder } from "./kernel-temporary.js";
import { t as contentDigest } from "./pack-content-digest.js";
import { t as extractPack } from "./pack-extract.js";
import { a as openHomeFile, f as threadCount, i as walkHome, n as packTree, o as readHomeFile, r as lookAtPaths } from "./pack-inventory.js";
import { c as writeError, t as TrainError } from "./kernel-errors.js";
import { n as sha256 } from "./kernel-sha256.js";
import { i as toDosTime, r as encodeTimestamp, t as openArchive } from "./pack-archive.js";
import { a as readPieces, c as centralSignature, f as movedHeader, g as full32, l as fileType, o as readTarget, p as encodeEndRecord, t as contentStart, u as headerOf } from "./pack-entry-content.js";
import { n as findClash, t as openPack } from "./pack-open-pack.js";
import { t as startPace } from "./pack-pace.js";
import { i as takeJob, n as deflateProgram, r as isAnswer, t as deflateMark } from "./pack-deflate-worker.js";
import { n as pinnedDeflate, t as isCompressed } from "./pack-pinned-deflate.js";
import { c as utf8Flag, d as extraId, i as linkFault, l as encodeExtra, o as nameFault, u as encodeNumbers } from "./pack-entry-name.js";
import { r as readInto } from "./pack-pack-file.js";
import { n as recognisePack } from "./tools-recognise.js";
import { n as formatElapsed } from "./kernel-time.js";
import { dirname, join } from "node:path";
import { createHash } from "node:crypto";
import { closeSync, fdatasync, fstatSync, fsyncSync, ftruncateSync, lstatSync, openSync, readSync, readlinkSync, rmSync, writeSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { isAscii } from "node:buffer";
import { promisify } from "node:util";
import { crc32 } from "node:zlib";
import { Worker } from "node:worker_threads";

// src/pack/changed-on-disk.ts
const step = 2e3;
async function changedOnDisk(pack, home, work = {}) {
	const { only, by = "content" } = work;
	const unhurried = startPace({ signal: work.signal }, 0);
	const seen = only === void 0 ? await walkHome(home, unhurried) : lookAtPaths(home, only);
	const bytes = [...seen.values()].reduce((sum, what) => sum + (what.kind === "file" ? what.size : 0), 0);
	const pace = startPace(work, bytes, seen.size);
	const changes = {
		added: [],
		removed: [],
		changed: [],
		modeChanged: []
	};
	for (const [path, what] of seen) {
		pace.next();
		if (what.kind === "special") continue;
		const entry = pack.entries.get(path);
		if (entry === void 0) {
			if (what.kind !== "directory" || what.empty && !isImplied(pack, path, only)) changes.added.push(path);
		} else if (!await isSame(pack, entry, what, `${home}/${path}`, pace, by)) changes.changed.push(path);
		else if (what.kind !== "link" && what.mode !== entry.mode) changes.modeChanged.push(path);
	}
	for (const path of only ?? pack.entries.keys()) if (pack.entries.has(path) && (seen.get(path)?.kind ?? "special") === "special") changes.removed.push(path);
	for (const paths of [
		changes.added,
		changes.removed,
		changes.changed,
		changes.modeChanged
	]) paths.sort();
	return changes;
}
function isImplied({ entries }, folder, only) {
	if (only === void 0) return false;
	return [...entries.keys()].some((path) => path.startsWith(`${folder}/`) && !only.has(path));
}
async function isSame(pack, entry, what, at, pace, by) {
	if (entry.kind !== what.kind) return false;
	if (what.kind === "link") return readTarget(pack.archive, entry, entry.path) === what.target;
	if (what.kind !== "file") return true;
	if (what.size !== entry.size) return false;
	if (by === "time" && Math.abs(what.modified - entry.modified) < step) return true;
	let crc = 0;
	const take = (piece) => {
		crc = crc32(piece, crc);
	};
	await readHomeFile(at, pace, take, entry.size);
	return crc === entry.crc32;
}

// src/pack/deflate-thread.ts
const resourceLimits = {
	maxYoungGenerationSizeMb: 1,
	maxOldGenerationSizeMb: 64
};
function openDeflateThread(program = deflateProgram) {
	let thread;
	let offers = 0;
	const open = /* @__PURE__ */ new Map();
	const start = () => {
		const started = new Worker(program, {
			workerData: deflateMark,
			resourceLimits
		});
		started.on("message", (reply) => {
			if (!isAnswer(reply)) return;
			open.get(reply.id)?.(reply.deflated);
			open.delete(reply.id);
		});
		started.on("error", () => void 0);
		started.once("exit", () => {
			for (const answer of open.values()) answer(null);
		});
		return started;
	};
	return {
		offer: ({ path, fd, size, offset = 0 }) => {
			const job = {
				id: offers,
				file: {
					path,
					fd,
					size,
					offset
				},
				taken: new SharedArrayBuffer(4)
			};
			offers += 1;
			const { promise, resolve } = Promise.withResolvers();
			open.set(job.id, resolve);
			thread ??= start();
			thread.postMessage(job);
			return { claim: async () => {
				if (!takeJob(job)) return await promise;
				open.delete(job.id);
				return null;
			} };
		},
		[Symbol.asyncDispose]: async () => {
			await thread?.terminate();
		}
	};
}

// src/pack/deflate-ahead.ts
const aheadBytes = 16777216;
const worthwhile = 1048576;
const largest = 8388608;
const smallest = 16384;
function deflateAhead(files) {
	const thread = openDeflateThread();
	const offered = /* @__PURE__ */ new Map();
	const fitting = files.filter(({ size }) => size >= smallest && size <= largest);
	const total = fitting.reduce((sum, { size }) => sum + size, 0);
	let next = threadCount() > 1 && total >= worthwhile ? 0 : fitting.length;
	let ahead = 0;
	const refill = () => {
		const found = [];
		for (; next < fitting.length && ahead < aheadBytes; next += 1) {
			const path = fitting[next]?.path ?? "";
			const opened = openDeflatable(path);
			if (opened === null) continue;
			ahead += opened.size;
			found.push({
				path,
				...opened
			});
		}
		found.sort((one, other) => other.size - one.size);
		for (const file of found) offered.set(file.path, {
			...file,
			offer: thread.offer(file)
		});
	};
	refill();
	return {
		take: async (path) => {
			const file = offered.get(path);
			if (file === void 0) return null;
			const deflated = await file.offer.claim();
			const isAsItWas = fstatSync(file.fd).size === file.size;
			closeSync(file.fd);
			offered.delete(path);
			ahead -= file.size;
			refill();
			return isAsItWas ? deflated : null;
		},
		[Symbol.asyncDispose]: async () => {
			await thread[Symbol.asyncDispose]();
			for (const { fd } of offered.values()) closeSync(fd);
		}
	};
}
function openDeflatable(path) {
	let fd;
	try {
		fd = openHomeFile(path);
		const stat = fstatSync(fd);
		const head = Buffer.alloc(8);
		if (stat.isFile() && stat.size > 0 && stat.size <= largest) {
			const count = readSync(fd, head, 0, head.length, 0);
			if (!isCompressed(head.subarray(0, count))) return {
				fd,
				size: stat.size
			};
		}
	} catch {}
	if (fd !== void 0) closeSync(fd);
	return null;
}

// src/pack/new-header.ts
const types = {
	file: fileType.file,
	link: fileType.link,
	directory: fileType.directory
};
function writeShared(header, at, entry, name) {
	const { date, time } = toDosTime(entry.timestamp);
	header.writeUInt16LE(entry.wide ? 45 : 20, at);
	header.writeUInt16LE(isAscii(name) ? 0 : utf8Flag, at + 2);
	header.writeUInt16LE(entry.method === "stored" ? 0 : 8, at + 4);
	header.writeUInt16LE(time, at + 6);
	header.writeUInt16LE(date, at + 8);
	header.writeUInt32LE(entry.crc32, at + 10);
	header.writeUInt32LE(entry.wide ? full32 : entry.compressedSize, at + 14);
	header.writeUInt32LE(entry.wide ? full32 : entry.size, at + 18);
	header.writeUInt16LE(name.length, at + 22);
}
function nameOf({ name, kind }) {
	return Buffer.from(kind === "directory" ? `${name}/` : name);
}
function localHeader(entry) {
	const name = nameOf(entry);
	const numbers = encodeNumbers([entry.size, entry.compressedSize]);
	const extra = Buffer.concat([entry.wide ? encodeExtra(extraId.zip64, numbers) : Buffer.alloc(0), encodeTimestamp(entry.timestamp)]);
	const header = Buffer.alloc(30);
	header.writeUInt32LE(67324752, 0);
	writeShared(header, 4, entry, name);
	header.writeUInt16LE(extra.length, 28);
	return Buffer.concat([
		header,
		name,
		extra
	]);
}
function centralHeader(entry, start) {
	const name = nameOf(entry);
	const far = start >= full32;
	const numbers = [...entry.wide ? [entry.size, entry.compressedSize] : [], ...far ? [start] : []];
	const extra = Buffer.concat([numbers.length > 0 ? encodeExtra(extraId.zip64, encodeNumbers(numbers)) : Buffer.alloc(0), encodeTimestamp(entry.timestamp)]);
	const header = Buffer.alloc(46);
	header.writeUInt32LE(centralSignature, 0);
	header.writeUInt16LE(3 << 8 | (entry.wide || far ? 45 : 20), 4);
	writeShared(header, 6, { ...entry }, name);
	if (far) header.writeUInt16LE(45, 6);
	header.writeUInt16LE(extra.length, 30);
	header.writeUInt16LE(entry.kind === "directory" ? 16 : 0, 38);
	header.writeUInt16LE(types[entry.kind] | entry.mode, 40);
	header.writeUInt32LE(far ? full32 : start, 42);
	return Buffer.concat([
		header,
		name,
		extra
	]);
}

// src/pack/zip-output.ts
const copySize = 262144;
const syncSize = 8388608;
const sync = promisify(fdatasync);
const wideFrom = full32 - 67108864;
function contentOf(bytes) {
	return {
		size: bytes.length,
		read: (take) => {
			take(bytes);
			return Promise.resolve();
		}
	};
}
async function writeZip(out, comment, pace, write) {
	let fd;
	try {
		fd = openSync(out, "wx");
	} catch (error) {
		throw writeError(error, out);
	}
	try {
		const output = new OpenZip(fd, pace);
		try {
			await write(output);
			return { size: await output.finish(comment) };
		} finally {
			await output.settle();
			closeSync(fd);
		}
	} catch (error) {
		rmSync(out, { force: true });
		throw writeError(error, out);
	}
}
var OpenZip = class {
	#fd;
	#pace;
	#central = [];
	#position = 0;
	#run = null;
	#buffer = Buffer.allocUnsafe(copySize);
	#unsynced = 0;
	#isSyncing = false;
	#syncing = Promise.resolve();
	constructor(fd, pace) {
		this.#fd = fd;
		this.#pace = pace;
	}
	async copy(from, entry, mode) {
		if (this.#run?.from !== from || this.#run.end !== entry.start) await this.#flush();
		this.#run ??= {
			from,
			start: entry.start,
			end: entry.start
		};
		const start = this.#position + entry.start - this.#run.start;
		this.#run.end = entry.end;
		this.#central.push(movedHeader(headerOf(entry), start, mode));
	}
	async rename(from, entry, info) {
		await this.addReady(info, entry, from, contentStart(from, entry));
	}
	async addReady(info, facts, from, at) {
		await this.#begin(info, facts);
		this.#run = {
			from,
			start: at,
			end: at + facts.compressedSize
		};
		await this.#flush();
	}
	async addDeflated(info, content) {
		await this.#begin(info, {
			...content,
			method: "deflated"
		});
		for (const piece of content.pieces) {
			this.#writeAt(piece, this.#position);
			this.#position += piece.length;
		}
	}
	async #begin(info, facts) {
		await this.#flush();
		const { method, crc32: crc, size, compressedSize } = facts;
		const wide = Math.max(size, compressedSize) >= wideFrom;
		const entry = {
			...info,
			wide,
			method,
			crc32: crc,
			size,
			compressedSize
		};
		const start = this.#position;
		const header = localHeader(entry);
		this.#writeAt(header, start);
		this.#position += header.length;
		this.#central.push(centralHeader(entry, start));
	}
	async add(info, content) {
		await this.#flush();
		const start = this.#position;
		const wide = content.size >= wideFrom;
		const { size } = content;
		const draft = {
			...info,
			wide,
			method: "stored",
			crc32: 0,
			size,
			compressedSize: size
		};
		const dataStart = start + localHeader(draft).length;
		const entry = await this.#writeContent(draft, content, dataStart);
		this.#writeAt(localHeader(entry), start);
		this.#central.push(centralHeader(entry, start));
		this.#position = dataStart + entry.compressedSize;
	}
	async #writeContent(draft, content, dataStart) {
		let crc = 0;
		let size = 0;
		let written = 0;
		let store = content.size === 0 || draft.kind !== "file";
		const write = (piece) => {
			this.#writeAt(piece, dataStart + written);
			written += piece.length;
		};
		using deflate = pinnedDeflate(write);
		await content.read((piece) => {
			if (size === 0) store ||= isCompressed(piece);
			crc = crc32(piece, crc);
			size += piece.length;
			if (store) write(piece);
			else deflate.push(piece);
		});
		if (!store) deflate.end();
		if (size !== content.size) throw new Error(`${draft.name} changed while it was packed.`);
		if (!store && written >= size) {
			written = 0;
			store = true;
			await content.read(write);
		}
		const method = store ? "stored" : "deflated";
		return {
			...draft,
			method,
			crc32: crc,
			size,
			compressedSize: written
		};
	}
	async finish(comment) {
		await this.#flush();
		const directoryStart = this.#position;
		const directory = Buffer.concat(this.#central);
		const end = {
			entries: this.#central.length,
			directoryStart,
			directorySize: directory.length,
			comment
		};
		const rest = Buffer.concat([directory, encodeEndRecord(end)]);
		this.#writeAt(rest, directoryStart);
		ftruncateSync(this.#fd, directoryStart + rest.length);
		await this.#syncing;
		fsyncSync(this.#fd);
		return directoryStart + rest.length;
	}
	async settle() {
		await this.#syncing.catch(() => void 0);
	}
	#syncNow() {
		this.#unsynced = 0;
		this.#isSyncing = true;
		this.#syncing = this.#syncing.then(() => sync(this.#fd)).finally(() => {
			this.#isSyncing = false;
		});
		this.#syncing.catch(() => void 0);
	}
	async #flush() {
		const run = this.#run;
		this.#run = null;
		if (run === null) return;
		for (let at = run.start; at < run.end;) {
			const piece = this.#buffer.subarray(0, Math.min(copySize, run.end - at));
			readInto(run.from, piece, at);
			this.#writeAt(piece, this.#position);
			at += piece.length;
			this.#position += piece.length;
			await this.#pace.advance(piece.length);
		}
	}
	#writeAt(bytes, position) {
		for (let done = 0; done < bytes.length;) done += writeSync(this.#fd, bytes, done, bytes.length - done, position + done);
		this.#unsynced += bytes.length;
		if (this.#unsynced >= syncSize && !this.#isSyncing) this.#syncNow();
	}
};

// src/pack/write-pack.ts
async function repack(work) {
	const { from, home, out, signal, only, comparing } = work;
	const changes = await changedOnDisk(from, home, {
		signal,
		only,
		progress: comparing
	});
	const removed = new Set(changes.removed);
	const changed = new Set(changes.changed);
	const modeChanged = new Set(changes.modeChanged);
	const kept = [...from.entries.values()].filter(({ path }) => !removed.has(path) && !changed.has(path));
	const fresh = [...changes.changed, ...changes.added].map((path) => fromHome(home, path));
	assertNames(home, kept, fresh);
	const pace = startPace(work, from.size, kept.length + fresh.length);
	await using ahead = deflateAhead(filesIn(home, fresh));
	return await writeZip(out, from.archive.comment, pace, async (output) => {
		if (from.rootEntry !== void 0) await output.copy(from.archive, from.rootEntry);
		for (const entry of kept) {
			const mode = modeChanged.has(entry.path) ? modeOf(lstatSync(join(home, entry.path))) : void 0;
			await output.copy(from.archive, entry, mode);
			pace.next();
		}
		await addAll({
			output,
			ahead,
			root: from.root,
			work,
			pace
		}, fresh);
	});
}
async function createPack(work) {
	const { home, out, root, timestamp } = work;
	const seen = await walkHome(home, startPace({ signal: work.signal }, 0));
	const planned = [...seen.keys()].filter((path) => seen.get(path)?.kind !== "special").sort().map((path) => fromHome(home, path));
	assertNames(home, [], planned);
	const total = [...seen.values()].reduce((sum, what) => sum + (what.kind === "file" ? what.size : 0), 0);
	const pace = startPace(work, total, planned.length);
	await using ahead = deflateAhead(filesIn(home, planned));
	return await writeZip(out, Buffer.alloc(0), pace, async (output) => {
		await output.add({
			name: root,
			kind: "directory",
			mode: 493,
			timestamp
		}, nothing);
		await addAll({
			output,
			ahead,
			root,
			work,
			pace
		}, planned);
	});
}
const nothing = contentOf(/* @__PURE__ */ new Uint8Array());
async function addAll(writer, planned) {
	for (const { path } of planned) {
		await addFromHome(writer, path);
		writer.pace.next();
	}
}
async function addFromHome({ output, ahead, root, work, pace }, path) {
	const at = join(work.home, path);
	const stat = lstatSync(at);
	const info = {
		name: `${root}/${path}`,
		mode: modeOf(stat),
		timestamp: work.timestamp
	};
	if (stat.isSymbolicLink()) {
		const target = readlinkSync(at);
		assertFit(at, linkFault(path, target));
		await output.add({
			...info,
			kind: "link",
			mode: 511
		}, contentOf(Buffer.from(target)));
	} else if (stat.isDirectory()) await output.add({
		...info,
		kind: "directory"
	}, nothing);
	else {
		const deflated = await ahead.take(at);
		const file = {
			...info,
			kind: "file"
		};
		if (deflated !== null && deflated.size === stat.size) await output.addDeflated(file, deflated);
		else await output.add(file, {
			size: stat.size,
			read: (take) => readHomeFile(at, pace, take)
		});
	}
}
function filesIn(home, planned) {
	return planned.filter(({ kind }) => kind === "file").map(({ path, size }) => ({
		path: join(home, path),
		size
	}));
}
function fromHome(home, path) {
	const stat = lstatSync(join(home, path));
	return {
		path,
		kind: stat.isSymbolicLink() ? "link" : stat.isDirectory() ? "directory" : "file",
		size: stat.size
	};
}
function modeOf({ mode }) {
	return mode & 511;
}
function assertNames(home, kept, fresh) {
	for (const { path } of fresh) assertFit(join(home, path), nameFault(path));
	const clash = findClash([...kept, ...fresh].map(({ path, kind }) => ({
		name: path,
		kind
	})));
	if (clash !== void 0) assertFit(join(home, clash.name), clash.fault);
}
function assertFit(at, fault) {
	if (fault === void 0) return;
	throw new TrainError("pack-unsafe", `${JSON.stringify(at)} cannot be packed: it ${fault}.`, { hint: "Rename or remove it, then run again." });
}

// src/pack/member-digest.ts
async function withArchivesByMember(tree, pack, isArchive, folder) {
	const known = new Map(tree);
	for (const [path, entry] of tree) {
		if (entry.kind !== "file" || !isArchive(path)) continue;
		const digest = await memberDigest(pack, path, join(folder, "archive.zip"));
		if (digest !== null) known.set(path, {
			...entry,
			sha256: digest
		});
	}
	return known;
}
async function memberDigest(pack, path, copy) {
	await writeFile(copy, pack.stream(path));
	try {
		await using archive = await openArchive(copy);
		const members = [];
		for (const entry of archive.entries) {
			const hasher = createHash("sha256");
			for await (const piece of readPieces(archive, entry)) hasher.update(piece);
			members.push(JSON.stringify([
				entry.name,
				entry.kind,
				hasher.digest("hex")
			]));
		}
		return sha256(members.sort().join("\n"));
	} catch (error) {
		if (error instanceof TrainError) return null;
		throw error;
	} finally {
		await rm(copy, { force: true });
	}
}

// src/train/parts.ts
async function inParts(world, work) {
	const parts = partsOf(world);
	const done = await work(parts);
	parts.tell();
	return done;
}
function partsOf({ log, clock }) {
	const times = /* @__PURE__ */ new Map();
	return {
		run: async (part, work) => {
			const start = clock.now();
			try {
				return await work();
			} finally {
				times.set(part, (times.get(part) ?? 0) + clock.now() - start);
			}
		},
		tell: () => {
			const all = [...times.values()].reduce((sum, time) => sum + time, 0);
			const told = [...times].filter(([, time]) => time >= 1).map(([part, time]) => `${part} ${formatElapsed(time)} (${Math.round(time / Math.max(1, all) * 100)} %)`);
			log.info(`By parts: ${told.join(", ")}.`);
		}
	};
}

// src/train/update-pack.ts
const noDate = Date.UTC(1980, 0, 1);
function dateOf(level) {
	return level.timestamp ?? noDate;
}
async function measurePack(file, world, like = null) {
	await using pack = await openPack(file);
	await using twin = like === null ? null : await openPack(like.file);
	return await measureOpenPack(pack, world, { like: like === null || twin === null ? null : {
		pack: twin,
		tree: like.tree
	} });
}
async function measureOpenPack(pack, world, known) {
	const { statePaths, isRebuilt } = await recognisePack(pack);
	const state = new Set(statePaths);
	const tree = await packTree(pack, {
		...known,
		signal: world.signal,
		progress: (done, total, files) => world.log.progress("verifying the pack", done, total, files)
	});
	await using folder = await temporaryFolder(world.temporary);
	const byMember = isRebuilt === null ? tree : await withArchivesByMember(tree, pack, isRebuilt, folder.path);
	return {
		file: pack.path,
		tree,
		contentDigest: contentDigest(byMember, (path) => state.has(path))
	};
}
function contentSize({ entries }) {
	return [...entries.values()].reduce((sum, { size }) => sum + size, 0);
}
async function unpack(pack, folder, world) {
	const home = join(folder, pack.root);
	await extractPack(pack, home, {
		signal: world.signal,
		progress: (done, total, files) => world.log.progress("unpacking", done, total, files)
	});
	return home;
}
async function updatePack(work, origin, tool, merging, world) {
	await using pack = await openPack(work.pack);
	await assertSpace(`Updating ${origin.productName}`, [
		{
			folder: dirname(work.folder),
			bytes: contentSize(pack)
		},
		{
			folder: dirname(work.out),
			bytes: pack.size
		},
		...tool.can.copies === 0 ? [] : [{
			folder: world.temporary,
			bytes: tool.can.copies * contentSize(pack)
		}],
		...work.later?.(pack) ?? []
	]);
	const parts = work.parts ?? partsOf(world);
	const home = await parts.run("unpacking", () => unpack(pack, work.folder, world));
	const { product, channel } = origin;
	const { from, to, madeOf } = work;
	const request = {
		product,
		channel,
		from,
		to,
		home,
		pack: work.pack,
		madeOf,
		merging
	};
	const application = await parts.run("updating", () => tool.apply(request));
	if (application.kind === "applied") {
		await tool.scrub(home);
		await parts.run("comparing and writing", () => repack({
			from: pack,
			home,
			out: work.out,
			timestamp: dateOf(work.to),
			signal: world.signal,
			comparing: (done, total, files) => world.log.progress("looking for changes", done, total, files),
			progress: (done, total, files) => world.log.progress("writing the pack", done, total, files)
		}));
	}
	return {
		home,
		application
	};
}

export { unpack as a, createPack as c, writeZip as d, measurePack as i, repack as l, dateOf as n, updatePack as o, measureOpenPack as r, inParts as s, contentSize as t, contentOf as u };