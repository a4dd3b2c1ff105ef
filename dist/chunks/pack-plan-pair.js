import { t as contentFile } from "./pack-content-file.js";
import { c as findBlocks, f as encodeRanges, i as largestUndo, l as StretchList, n as makeDelta, o as undoOf } from "./pack-delta.js";
import { d as headerSize, n as contentStartIn, s as readWhole } from "./pack-entry-content.js";
import { t as TrainError } from "./kernel-errors.js";
import { n as readArchive, o as nestedLimits } from "./pack-archive.js";
import { n as readAt, t as partOf } from "./pack-pack-file.js";
import { a as twinsIn, i as haveSameContent, n as openWindow, o as withContentOf, t as areEqual } from "./pack-window.js";
import { n as pinnedDeflate } from "./pack-pinned-deflate.js";
import { join } from "node:path";
import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";

// src/pack/find-ranges.ts
const deepest = 3;
const largestInMemory = 16777216;
function findRanges(before, after) {
	const pair = {
		old: openWindow(before),
		now: openWindow(after),
		found: new StretchList()
	};
	if (!matchArchives(pair, whole(before), whole(after), 0)) matchOther(pair, before, after);
	return pair.found.stretches;
}
function matchOther(pair, before, after) {
	if (Math.max(before.size, after.size) > largestInMemory) matchEnds(pair, {
		start: 0,
		length: before.size
	}, {
		start: 0,
		length: after.size
	});
	else for (const stretch of findBlocks(readAt(before, 0, before.size), readAt(after, 0, after.size))) pair.found.push(stretch);
}
function whole(file) {
	return {
		file,
		start: 0
	};
}
function opened({ file, start }, window) {
	try {
		const archive = readArchive(file, nestedLimits);
		const placed = archive.entries.toSorted((one, other) => one.start - other.start);
		const contents = new Map(placed.map((entry) => [entry, contentStartIn(window, start, archive, entry)]));
		return {
			...archive,
			contents
		};
	} catch (error) {
		if (error instanceof TrainError && error.code.startsWith("pack-")) return null;
		throw error;
	}
}
function matchArchives(pair, before, after, depth) {
	const old = opened(before, pair.old);
	const now = old === null ? null : opened(after, pair.now);
	if (old === null || now === null) return false;
	const twins = twinsIn(old.entries);
	let end = 0;
	for (const entry of now.contents.keys()) {
		pair.found.push({
			kind: "fresh",
			from: null,
			length: entry.start - end
		});
		matchEntry(pair, {
			part: before,
			archive: old
		}, {
			part: after,
			archive: now
		}, entry, twins, depth);
		end = entry.end;
	}
	if (now.entries.length === 0) pair.found.push({
		kind: "fresh",
		from: null,
		length: now.directoryStart
	});
	matchDirectories(pair, {
		part: before,
		archive: old
	}, {
		part: after,
		archive: now
	}, twins);
	return true;
}
function startOf({ contents }, entry) {
	return contents.get(entry) ?? entry.start;
}
function matchEntry(pair, old, now, entry, twins, depth) {
	const namesake = twins.byName.get(entry.name);
	const holder = haveSameContent(namesake, entry) ? namesake : withContentOf(entry, twins);
	const twin = namesake ?? holder;
	if (twin === void 0) {
		pair.found.push({
			kind: "fresh",
			from: null,
			length: entry.end - entry.start
		});
		return;
	}
	const at = startOf(now.archive, entry);
	const twinAt = startOf(old.archive, twin);
	const place = (side, position) => side.part.start + position;
	matchAligned(pair, place(old, twin.start), twinAt - twin.start, place(now, entry.start), at - entry.start);
	const length = entry.compressedSize;
	const from = holder === void 0 ? null : place(old, startOf(old.archive, holder));
	if (from !== null && areEqual(pair.old, from, pair.now, place(now, at), length)) pair.found.push({
		kind: "copy",
		from,
		length
	});
	else if (!matchStored(pair, old, now, twin, entry, depth)) matchEnds(pair, {
		start: place(old, twinAt),
		length: twin.compressedSize
	}, {
		start: place(now, at),
		length
	});
	const behind = at + length;
	const twinBehind = twinAt + twin.compressedSize;
	matchAligned(pair, place(old, twinBehind), twin.end - twinBehind, place(now, behind), entry.end - behind);
}
function matchStored(pair, old, now, twin, entry, depth) {
	if (depth >= deepest || twin.method !== "stored" || entry.method !== "stored") return false;
	return matchArchives(pair, storedIn(old, twin), storedIn(now, entry), depth + 1);
}
function storedIn({ part, archive }, entry) {
	const at = startOf(archive, entry);
	return {
		file: partOf(archive, at, entry.size),
		start: part.start + at
	};
}
function matchAligned(pair, from, oldLength, at, length) {
	if (oldLength !== length) pair.found.push({
		kind: "fresh",
		from: null,
		length
	});
	else if (length > 0) {
		const kind = areEqual(pair.old, from, pair.now, at, length) ? "copy" : "add";
		pair.found.push({
			kind,
			from,
			length
		});
	}
}
function matchDirectories(pair, old, now, twins) {
	const places = /* @__PURE__ */ new Map();
	let oldEnd = old.part.start + old.archive.directoryStart;
	for (const entry of old.archive.entries) {
		places.set(entry, oldEnd);
		oldEnd += headerSize(entry);
	}
	let end = now.part.start + now.archive.directoryStart;
	for (const entry of now.archive.entries) {
		const twin = twins.byName.get(entry.name) ?? withContentOf(entry, twins);
		const from = twin === void 0 ? 0 : places.get(twin) ?? 0;
		const length = headerSize(entry);
		matchAligned(pair, from, twin === void 0 ? -1 : headerSize(twin), end, length);
		end += length;
	}
	matchAligned(pair, oldEnd, old.part.start + old.archive.size - oldEnd, end, now.part.start + now.archive.size - end);
}
function matchEnds({ old, now, found }, before, after) {
	const shorter = Math.min(before.length, after.length);
	const head = longest(shorter, (done, length) => areEqual(old, before.start + done, now, after.start + done, length));
	const [oldEnd, end] = [before.start + before.length, after.start + after.length];
	const tail = longest(shorter - head, (done, length) => areEqual(old, oldEnd - done - length, now, end - done - length, length));
	found.push({
		kind: "copy",
		from: before.start,
		length: head
	});
	found.push({
		kind: "fresh",
		from: null,
		length: after.length - head - tail
	});
	found.push({
		kind: "copy",
		from: oldEnd - tail,
		length: tail
	});
}
function longest(most, isSame) {
	let same = 0;
	let step = 131072;
	while (same < most && step >= 1) {
		const length = Math.min(step, most - same);
		if (isSame(same, length)) same += length;
		else step = length >> 1;
	}
	return same;
}

// src/pack/plan-pair.ts
const smallest = 4096;
async function planPair(pair, folder, deltas, pace) {
	const undo = undoBetween(pair);
	if (undo !== null) return {
		kind: "whole",
		undo
	};
	if (!isWorthRanges(pair)) return { kind: "whole" };
	using files = await filesOf(pair, folder, pace);
	return await planFiles(pair, files, deltas, pace);
}
async function readPair(pair, folder, deltas, pace) {
	using files = await filesOf(pair, folder, pace);
	const sha256 = {
		before: digestOf(files.before),
		after: digestOf(files.after)
	};
	return {
		plan: isWorthRanges(pair) ? await planFiles(pair, files, deltas, pace) : { kind: "whole" },
		sha256
	};
}
function isWorthRanges({ before, after }) {
	return after.entry.compressedSize >= smallest && before.entry.size > 0;
}
async function filesOf({ before, after }, folder, pace) {
	using scope = new DisposableStack();
	const old = scope.use(await contentFile(before.zip, before.entry, join(folder, "old"), pace));
	const now = scope.use(await contentFile(after.zip, after.entry, join(folder, "new"), pace));
	const held = scope.move();
	return {
		before: old.file,
		after: now.file,
		[Symbol.dispose]: () => held.dispose()
	};
}
async function planFiles({ after }, files, deltas, pace) {
	const stretches = findRanges(files.before, files.after);
	const ranges = encodeRanges(stretches);
	if (costOf(stretches, ranges) >= after.entry.compressedSize) return { kind: "whole" };
	const read = (take) => makeDelta(stretches, files.before, files.after, pace, take);
	return {
		kind: "ranges",
		ranges,
		delta: await laidDelta(read, deltas)
	};
}
function digestOf(file) {
	const hasher = createHash("sha256");
	const window = openWindow(file);
	for (let at = 0; at < file.size;) {
		const piece = window.some(at, file.size - at);
		hasher.update(piece);
		at += piece.length;
	}
	return hasher.digest("hex");
}
async function laidDelta(read, deltas) {
	const at = deltas.file().size;
	let crc = 0;
	let size = 0;
	using deflate = pinnedDeflate(deltas.take);
	await read((piece) => {
		crc = crc32(piece, crc);
		size += piece.length;
		deflate.push(piece);
	});
	if (size > 0) deflate.end();
	const deflated = deltas.file().size - at;
	const isSmaller = deflated < size;
	const start = isSmaller ? at : at + deflated;
	if (!isSmaller) await read(deltas.take);
	return {
		facts: {
			method: isSmaller ? "deflated" : "stored",
			crc32: crc,
			size,
			compressedSize: isSmaller ? deflated : size
		},
		file: deltas.file(),
		at: start
	};
}
function undoBetween({ before, after }) {
	if (Math.max(before.entry.size, after.entry.size) > 1048576) return null;
	return undoOf(readWhole(before.zip, before.entry), readWhole(after.zip, after.entry));
}
function costOf(stretches, ranges) {
	let cost = JSON.stringify(ranges).length / 3;
	for (const { kind, length } of stretches) cost += kind === "fresh" ? length : kind === "add" ? length / 8 : 0;
	return cost;
}

export { readPair as n, planPair as t };