import { a as reasonOf, t as TrainError } from "./kernel-errors.js";
import { t as formatBytes } from "./kernel-time.js";
import { _ as readEndRecord, c as centralSignature, g as full32, l as fileType } from "./pack-entry-content.js";
import { a as longestTarget, d as extraId, f as fieldStart, l as encodeExtra, n as isPlainName, s as rawNameFault, t as decodeName } from "./pack-entry-name.js";
import { a as damagedEntry, i as damaged, n as readAt, o as unsafe } from "./pack-pack-file.js";
import { open } from "node:fs/promises";

// src/pack/limits.ts
const defaultLimits = {
	entries: 1e6,
	directoryBytes: 268435456,
	contentBytes: 34359738368,
	ratio: 200,
	bombBytes: 1073741824,
	nameBytes: 1024,
	segmentBytes: 255,
	folders: 25e4
};
const scanLimits = {
	depth: 3,
	archiveBytes: 1073741824,
	archives: 5e4,
	contentBytes: 17179869184
};
const nestedLimits = {
	entries: 2e5,
	directoryBytes: 33554432
};

// src/pack/entry-time.ts
const earliest = Date.UTC(1980, 0, 1);
const latest = Date.UTC(2107, 11, 31, 23, 59, 58);
function toDosTime(epochMilliseconds) {
	const at = new Date(Math.min(Math.max(epochMilliseconds, earliest), latest));
	return {
		date: at.getUTCFullYear() - 1980 << 9 | at.getUTCMonth() + 1 << 5 | at.getUTCDate(),
		time: at.getUTCHours() << 11 | at.getUTCMinutes() << 5 | at.getUTCSeconds() >> 1
	};
}
function entryTime(view, at, extraStart, extraEnd) {
	const field = fieldStart(view, extraStart, extraEnd, extraId.extendedTimestamp);
	if (field !== -1 && view.getUint16(field - 2, true) >= 5 && (view.getUint8(field) & 1) === 1) return view.getUint32(field + 1, true) * 1e3;
	const [time, date] = [view.getUint16(at, true), view.getUint16(at + 2, true)];
	return Date.UTC(1980 + (date >> 9), (date >> 5 & 15) - 1, date & 31, time >> 11, time >> 5 & 63, (time & 31) * 2);
}
function encodeTimestamp(epochMilliseconds) {
	const seconds = Math.floor(epochMilliseconds / 1e3);
	if (seconds < 0 || seconds > 4294967295) return Buffer.alloc(0);
	const data = Buffer.alloc(5);
	data.writeUInt8(1, 0);
	data.writeUInt32LE(seconds, 1);
	return encodeExtra(extraId.extendedTimestamp, data);
}

// src/pack/read-directory.ts
function readHeaders(pack, bytes, count) {
	const directory = {
		pack,
		bytes,
		view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length),
		text: bytes.toString("latin1")
	};
	const entries = [];
	let at = 0;
	for (let index = 0; index < count; index += 1) {
		const end = headerEnd(directory, at);
		entries.push(readHeader(directory, at));
		at = end;
	}
	if (at !== bytes.length) throw damaged(pack, "its central directory holds more than its entries");
	return entries;
}
function headerEnd({ pack, view }, at) {
	if (at + 46 <= view.byteLength && view.getUint32(at, true) === 33639248) {
		const lengths = view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
		const end = at + 46 + lengths;
		if (end <= view.byteLength) return end;
	}
	throw damaged(pack, "its central directory is not whole");
}
function readHeader(directory, at) {
	const { pack, bytes, view } = directory;
	const nameStart = at + 46;
	const nameEnd = nameStart + view.getUint16(at + 28, true);
	const extraEnd = nameEnd + view.getUint16(at + 30, true);
	const name = readName(directory, at, nameStart, nameEnd, extraEnd);
	if ((view.getUint16(at + 8, true) & 8257) !== 0) throw unsafe(pack, name, "is encrypted");
	let size = view.getUint32(at + 24, true);
	let compressedSize = view.getUint32(at + 20, true);
	let start = view.getUint32(at + 42, true);
	if (size === 4294967295 || compressedSize === 4294967295 || start === 4294967295) [size, compressedSize, start] = wideNumbers(directory, name, [
		size,
		compressedSize,
		start
	], nameEnd, extraEnd);
	if (view.getUint16(at + 34, true) !== 0) throw damagedEntry(pack, name, "the content is said to be in another file");
	const isFolder = name.endsWith("/");
	const path = isFolder ? name.slice(0, -1) : name;
	const unix = view.getUint8(at + 5) === 3 ? view.getUint16(at + 40, true) : 0;
	return {
		name: path,
		path,
		kind: kindOf(pack, name, unix & fileType.mask, isFolder),
		mode: unix === 0 ? isFolder ? 493 : 420 : unix & 511,
		size,
		compressedSize,
		crc32: view.getUint32(at + 16, true),
		method: methodOf(pack, name, view.getUint16(at + 10, true)),
		modified: entryTime(view, at + 12, nameEnd, extraEnd),
		start,
		end: start + 30 + nameEnd - nameStart + compressedSize,
		directory: bytes,
		headerStart: at
	};
}
function readName({ pack, bytes, view, text }, at, start, end, extraEnd) {
	const plain = text.slice(start, end);
	if (isPlainName(plain) && fieldStart(view, end, extraEnd, extraId.unicodePath) === -1) return plain;
	const flags = view.getUint16(at + 8, true);
	const raw = {
		bytes: bytes.subarray(start, end),
		flags,
		extra: bytes.subarray(end, extraEnd)
	};
	const name = decodeName(raw);
	const fault = rawNameFault(raw, name);
	if (fault !== void 0) throw unsafe(pack, name, fault);
	return name;
}
function methodOf(pack, name, method) {
	if (method === 0) return "stored";
	if (method === 8) return "deflated";
	throw unsafe(pack, name, `is compressed with method ${method}; only stored and deflated are read`);
}
function kindOf(pack, name, type, isFolder) {
	switch (type) {
		case fileType.link:
			if (isFolder) throw unsafe(pack, name, "is a link with the name of a directory");
			return "link";
		case fileType.directory:
			if (!isFolder) throw unsafe(pack, name, "is a directory without a final slash");
			return "directory";
		case fileType.file:
		case 0: return isFolder ? "directory" : "file";
		default: throw unsafe(pack, name, "is neither a file nor a link nor a directory");
	}
}
function wideNumbers({ pack, view }, name, numbers, extraStart, extraEnd) {
	const field = fieldStart(view, extraStart, extraEnd, extraId.zip64);
	if (field === -1) return numbers;
	const end = field + view.getUint16(field - 2, true);
	let at = field;
	const wide = (short) => {
		if (short !== 4294967295) return short;
		if (at + 8 > end) throw damagedEntry(pack, name, "a 64-bit number is missing");
		const number = Number(view.getBigUint64(at, true));
		at += 8;
		if (Number.isSafeInteger(number)) return number;
		throw damagedEntry(pack, name, "a size is beyond all measure");
	};
	return [
		wide(numbers[0]),
		wide(numbers[1]),
		wide(numbers[2])
	];
}

// src/pack/archive.ts
const bestRatio = 1032;
async function openArchive(path, limits = {}) {
	const { handle, size } = await openFile(path);
	try {
		return {
			...readArchive({
				path,
				fd: handle.fd,
				size
			}, limits),
			[Symbol.asyncDispose]: () => handle.close()
		};
	} catch (error) {
		await handle.close();
		throw error;
	}
}
function readArchive(file, limits = {}) {
	return {
		...file,
		...readDirectory(file, {
			...defaultLimits,
			...limits
		})
	};
}
async function openFile(path) {
	const hint = "Name a zip file that is there and can be read.";
	let handle;
	try {
		handle = await open(path, "r");
	} catch (error) {
		throw new TrainError("pack-missing", `Cannot open ${path}: ${reasonOf(error)}.`, {
			hint,
			cause: error
		});
	}
	const stat = await handle.stat();
	if (stat.isFile()) return {
		handle,
		size: stat.size
	};
	await handle.close();
	throw new TrainError("pack-missing", `${path} is not a file.`, { hint });
}
function readDirectory(file, limits) {
	const end = readEndRecord(file);
	if (end.entries > limits.entries) throw tooMuch(file.path, `${end.entries} entries`, `${limits.entries}`);
	if (end.directorySize > limits.directoryBytes) throw tooMuch(file.path, `${end.directorySize} bytes of names`, `${limits.directoryBytes}`);
	if (end.entries * 46 > end.directorySize) throw damaged(file.path, "its central directory is too short");
	const directory = readAt(file, end.directoryStart, end.directorySize);
	const entries = readHeaders(file.path, directory, end.entries);
	checkSizes(file, entries, limits);
	placeEntries(file.path, entries, end.directoryStart);
	return {
		entries,
		comment: end.comment,
		directoryStart: end.directoryStart
	};
}
function checkSizes(file, entries, limits) {
	const pack = file.path;
	let total = 0;
	for (const entry of entries) {
		const { name, size, compressedSize } = entry;
		if (!(entry.method === "stored" ? size === compressedSize : size <= compressedSize * bestRatio)) throw damagedEntry(pack, name, `${size} bytes cannot come from ${compressedSize}`);
		if (entry.kind === "directory" && size > 0) throw damagedEntry(pack, name, "a directory holds content");
		if (entry.kind === "link" && Math.max(size, compressedSize) > 4096) throw unsafe(pack, name, `is a link with a target of ${size} bytes; the limit is ${longestTarget}`);
		total += size;
	}
	if (total > limits.contentBytes) throw tooMuch(pack, `${formatBytes(total)} of content`, formatBytes(limits.contentBytes));
	if (total > limits.bombBytes && total > file.size * limits.ratio) throw tooMuch(pack, `${formatBytes(total)} of content in ${formatBytes(file.size)}`, `${limits.ratio} bytes of content for each of the zip`);
}
function placeEntries(pack, entries, directoryStart) {
	let before;
	for (const entry of inOrder(entries)) {
		if (before !== void 0) placeEntry(pack, before, entry.start, entry.name);
		before = entry;
	}
	if (before !== void 0) placeEntry(pack, before, directoryStart, null);
}
function inOrder(entries) {
	let last = 0;
	for (const { start } of entries) {
		if (start < last) return entries.toSorted((one, other) => one.start - other.start);
		last = start;
	}
	return entries;
}
function placeEntry(pack, entry, end, next) {
	if (entry.end > end) {
		const over = next === null ? "the central directory" : JSON.stringify(next);
		throw damagedEntry(pack, entry.name, `the content runs into ${over}`);
	}
	entry.end = end;
}
function tooMuch(pack, what, limit) {
	return new TrainError("pack-unsafe", `${pack} declares ${what}; the limit is ${limit}.`, { hint: "Nothing was unpacked. No product pack is known to be that big: look at where it comes from." });
}

export { defaultLimits as a, toDosTime as i, readArchive as n, nestedLimits as o, encodeTimestamp as r, scanLimits as s, openArchive as t };