import { a as reasonOf, i as messageOf, o as systemCode, t as TrainError } from "./kernel-errors.js";
import { t as spareBuffer } from "./kernel-spare-buffer.js";
import { t as formatBytes } from "./kernel-time.js";
import { a as longestTarget, d as extraId, f as fieldStart, i as linkFault, l as encodeExtra, m as withExtra, n as isPlainName, p as findExtra, s as rawNameFault, t as decodeName, u as encodeNumbers } from "./pack-entry-name.js";
import { i as litter } from "./kernel-garbage.js";
import { readSync } from "node:fs";
import { open } from "node:fs/promises";
import { isUtf8 } from "node:buffer";
import { crc32, createInflateRaw, inflateRawSync } from "node:zlib";

// src/pack/pack-error.ts
function damaged(pack, reason, cause) {
	return new TrainError("pack-damaged", `${pack} is damaged: ${reason}.`, {
		hint: "Fetch the pack again and compare its SHA-256 with the one its source names.",
		cause
	});
}
function damagedEntry(pack, entry, reason, cause) {
	return damaged(pack, `in its entry ${quoted(entry)}, ${reason}`, cause);
}
function unsafe(pack, entry, reason) {
	return new TrainError("pack-unsafe", `${pack} holds ${quoted(entry)}, which ${reason}.`, { hint: "Nothing was unpacked. Ask whoever made this pack for one without such entries." });
}
function quoted(entry) {
	const shown = entry.length > 300 ? `${entry.slice(0, 300)}…` : entry;
	return JSON.stringify(shown);
}

// src/pack/pack-file.ts
function readAt(file, position, length) {
	const buffer = Buffer.allocUnsafe(length);
	readInto(file, buffer, position);
	return buffer;
}
function readInto(file, buffer, position) {
	const start = (file.offset ?? 0) + position;
	let done = 0;
	while (done < buffer.length) {
		const count = readSync(file.fd, buffer, done, buffer.length - done, start + done);
		if (count === 0) throw damaged(file.path, `it ends at byte ${position + done}, in the middle of its content`);
		done += count;
	}
}

// src/pack/end-record.ts
const full16 = 65535;
const full32 = 4294967295;
const signature = 101010256;
const zip64Signature = 101075792;
const locatorSignature = 117853008;
const endSignature = Buffer.from("PK", "latin1");
const recordSize = 22;
const locatorSize = 20;
const zip64Size = 56;
function readEndRecord(file) {
	const { record, position } = findRecord(file);
	const zip64 = readZip64(file, record, position);
	const end = {
		entries: zip64?.entries ?? record.readUInt16LE(10),
		directorySize: zip64?.directorySize ?? record.readUInt32LE(12),
		directoryStart: zip64?.directoryStart ?? record.readUInt32LE(16),
		comment: Buffer.from(record.subarray(recordSize))
	};
	if (zip64 === void 0 && (record.readUInt32LE(4) !== 0 || record.readUInt16LE(8) !== end.entries)) throw damaged(file.path, "it is one part of a zip that is split over several files");
	if (end.directoryStart + end.directorySize !== (zip64?.position ?? position)) throw damaged(file.path, "its central directory is not where its end record says");
	return end;
}
function endsAsZip(file) {
	try {
		findRecord(file);
		return true;
	} catch {
		return false;
	}
}
function findRecord(file) {
	const length = Math.min(file.size, 65557);
	const tail = readAt(file, file.size - length, length);
	let behind;
	for (let at = length - recordSize; at >= 0; at -= 1) {
		if (tail.readUInt32LE(at) !== signature) continue;
		const over = length - at - recordSize - tail.readUInt16LE(at + 20);
		if (over === 0) return {
			record: tail.subarray(at),
			position: file.size - length + at
		};
		behind ??= over;
	}
	if (behind !== void 0 && behind > 0) throw damaged(file.path, `${behind} bytes lie behind its end record`);
	throw damaged(file.path, "it has no end record, so it is not a zip or was cut short");
}
function readZip64(file, record, position) {
	const directoryEnd = record.readUInt32LE(12) + record.readUInt32LE(16);
	if (!(record.readUInt16LE(10) === 65535 || record.readUInt32LE(12) === 4294967295 || record.readUInt32LE(16) === 4294967295 || directoryEnd !== position) || position < 76) return void 0;
	const locator = readAt(file, position - locatorSize, locatorSize);
	if (locator.readUInt32LE(0) !== locatorSignature) return void 0;
	const start = Number(locator.readBigUInt64LE(8));
	if (start > position - locatorSize - zip64Size) throw damaged(file.path, "its zip64 end record is out of place");
	const zip64 = readAt(file, start, zip64Size);
	if (zip64.readUInt32LE(0) !== zip64Signature) throw damaged(file.path, "its zip64 end record is missing");
	if (start + 12 + Number(zip64.readBigUInt64LE(4)) !== position - locatorSize) throw damaged(file.path, "its zip64 end record has the wrong length");
	if (locator.readUInt32LE(16) > 1 || zip64.readUInt32LE(16) !== 0) throw damaged(file.path, "it is one part of a zip that is split over several files");
	return {
		position: start,
		entries: Number(zip64.readBigUInt64LE(32)),
		directorySize: Number(zip64.readBigUInt64LE(40)),
		directoryStart: Number(zip64.readBigUInt64LE(48))
	};
}
function encodeEndRecord(end) {
	const record = Buffer.alloc(recordSize);
	record.writeUInt32LE(signature, 0);
	record.writeUInt16LE(Math.min(end.entries, full16), 8);
	record.writeUInt16LE(Math.min(end.entries, full16), 10);
	record.writeUInt32LE(Math.min(end.directorySize, full32), 12);
	record.writeUInt32LE(Math.min(end.directoryStart, full32), 16);
	record.writeUInt16LE(end.comment.length, 20);
	const small = end.entries < 65535 && end.directorySize < 4294967295 && end.directoryStart < 4294967295;
	return Buffer.concat([
		small ? Buffer.alloc(0) : encodeZip64(end),
		record,
		end.comment
	]);
}
function encodeZip64(end) {
	const record = Buffer.alloc(76);
	record.writeUInt32LE(zip64Signature, 0);
	record.writeBigUInt64LE(BigInt(44), 4);
	record.writeUInt16LE(813, 12);
	record.writeUInt16LE(45, 14);
	record.writeBigUInt64LE(BigInt(end.entries), 24);
	record.writeBigUInt64LE(BigInt(end.entries), 32);
	record.writeBigUInt64LE(BigInt(end.directorySize), 40);
	record.writeBigUInt64LE(BigInt(end.directoryStart), 48);
	record.writeUInt32LE(locatorSignature, zip64Size);
	record.writeBigUInt64LE(BigInt(end.directoryStart + end.directorySize), 64);
	record.writeUInt32LE(1, 72);
	return record;
}

// src/pack/central-header.ts
const centralSignature = 33639248;
const centralSize = 46;
const unixHost = 3;
const fileType = {
	mask: 61440,
	file: 32768,
	directory: 16384,
	link: 40960
};
function headerOf({ directory, headerStart }) {
	return directory.subarray(headerStart, headerStart + headerSize({
		directory,
		headerStart
	}));
}
function headerSize({ directory, headerStart }) {
	const sizeAt = (place) => directory.readUInt16LE(headerStart + place);
	return 46 + sizeAt(28) + sizeAt(30) + sizeAt(32);
}
function movedHeader(header, start, mode) {
	const wide = header.readUInt32LE(42) === 4294967295 || start >= 4294967295;
	const moved = wide ? withWideStart(header, start) : Buffer.from(header);
	if (!wide) moved.writeUInt32LE(start, 42);
	if (mode !== void 0) {
		const type = header.readUInt8(5) === 3 ? header.readUInt16LE(40) & fileType.mask : 0;
		const plain = header.readUInt8(46 + header.readUInt16LE(28) - 1) === 47 ? fileType.directory : fileType.file;
		moved.writeUInt16LE((type === 0 ? plain : type) | mode, 40);
		moved.writeUInt8(3, 5);
	}
	return moved;
}
function withWideStart(header, start) {
	const nameEnd = 46 + header.readUInt16LE(28);
	const extraEnd = nameEnd + header.readUInt16LE(30);
	const extra = header.subarray(nameEnd, extraEnd);
	const sizes = [24, 20].filter((place) => header.readUInt32LE(place) === full32).length * 8;
	const kept = findExtra(extra, extraId.zip64)?.subarray(0, sizes) ?? Buffer.alloc(0);
	const wider = withExtra(extra, extraId.zip64, Buffer.concat([kept, encodeNumbers([start])]));
	const head = Buffer.from(header.subarray(0, nameEnd));
	head.writeUInt16LE(Math.max(45, head.readUInt16LE(6)), 6);
	head.writeUInt16LE(wider.length, 30);
	head.writeUInt32LE(full32, 42);
	return Buffer.concat([
		head,
		wider,
		header.subarray(extraEnd)
	]);
}

// src/pack/entry-content.ts
const wholeEntry = 8388608;
function isReadWhole({ size, compressedSize }) {
	return size <= wholeEntry && compressedSize <= wholeEntry;
}
const localSignature = 67324752;
const localSize = 30;
function readWhole(file, entry) {
	using spare = spareBuffer();
	const raw = readRaw(file, entry, spare.buffer);
	const content = entry.method === "stored" ? Buffer.from(raw) : inflateWhole(file, entry, raw);
	checkContent(file, entry, content.length, crc32(content));
	return content;
}
async function* readPieces(file, entry) {
	const isStored = entry.method === "stored";
	if (!isStored && isReadWhole(entry)) {
		yield readWhole(file, entry);
		return;
	}
	let size = 0;
	let crc = 0;
	using spare = spareBuffer();
	for await (const piece of isStored ? storedPieces(file, entry, spare.buffer) : inflated(file, entry, spare.buffer)) {
		size += piece.length;
		if (size > entry.size) break;
		crc = crc32(piece, crc);
		yield piece;
	}
	checkContent(file, entry, size, crc);
}
function readTarget(file, entry, path) {
	const content = readWhole(file, entry);
	if (!isUtf8(content)) throw unsafe(file.path, entry.name, "is a link whose target is not UTF-8");
	const target = content.toString("utf8");
	const fault = linkFault(path, target);
	if (fault !== void 0) throw unsafe(file.path, entry.name, fault);
	return target;
}
function contentStart(file, entry) {
	return entry.start + localLength(file, entry, readAt(file, entry.start, localSize + nameSizeOf(entry)));
}
function contentStartIn(window, shift, file, entry) {
	const local = window.all(shift + entry.start, localSize + nameSizeOf(entry));
	return entry.start + localLength(file, entry, local);
}
function nameSizeOf({ directory, headerStart }) {
	return directory.readUInt16LE(headerStart + 28);
}
function localLength(file, entry, local) {
	const { directory, headerStart } = entry;
	const nameEnd = localSize + nameSizeOf(entry);
	const nameStart = headerStart + 46;
	if (local.readUInt32LE(0) !== 67324752 || local.readUInt16LE(8) !== directory.readUInt16LE(headerStart + 10) || local.readUInt16LE(26) !== nameSizeOf(entry) || directory.compare(local, localSize, nameEnd, nameStart, nameStart + nameSizeOf(entry)) !== 0) throw damagedEntry(file.path, entry.name, "the header before the content is not the one listed");
	const length = nameEnd + local.readUInt16LE(28);
	if (entry.start + length + entry.compressedSize > entry.end) throw damagedEntry(file.path, entry.name, "the content runs into what follows");
	return length;
}
function readRaw(file, entry, spare) {
	const { start, end, compressedSize } = entry;
	if (end - start <= spare.length) {
		const span = spare.subarray(0, end - start);
		readInto(file, span, start);
		const from = localLength(file, entry, span);
		return span.subarray(from, from + compressedSize);
	}
	const from = contentStart(file, entry);
	const raw = compressedSize <= spare.length ? spare.subarray(0, compressedSize) : Buffer.allocUnsafe(compressedSize);
	if (compressedSize > spare.length) litter(compressedSize);
	readInto(file, raw, from);
	return raw;
}
function inflateWhole(file, entry, raw) {
	litter(entry.size);
	try {
		return inflateRawSync(raw, {
			chunkSize: entry.size + 64,
			maxOutputLength: Math.max(1, entry.size)
		});
	} catch (error) {
		throw inflateError(file, entry, error);
	}
}
async function* inflated(file, entry, spare) {
	const inflate = createInflateRaw({ chunkSize: spare.length });
	const raw = storedPieces(file, entry, spare);
	const feed = () => {
		try {
			for (let next = raw.next(); next.done !== true; next = raw.next()) if (!inflate.write(next.value)) return;
			inflate.end();
		} catch (error) {
			inflate.destroy(error instanceof Error ? error : new Error(messageOf(error)));
		}
	};
	inflate.on("drain", feed);
	try {
		feed();
		for await (const piece of inflate) {
			if (!Buffer.isBuffer(piece)) continue;
			litter(piece.length);
			yield piece;
		}
	} catch (error) {
		throw inflateError(file, entry, error);
	}
}
function* storedPieces(file, entry, buffer) {
	const start = contentStart(file, entry);
	for (let done = 0; done < entry.compressedSize; done += buffer.length) {
		const piece = buffer.subarray(0, Math.min(buffer.length, entry.compressedSize - done));
		readInto(file, piece, start + done);
		yield piece;
	}
}
function inflateError(file, entry, error) {
	const code = systemCode(error);
	if (code === "ERR_BUFFER_TOO_LARGE") return wrongSize(file, entry, "more");
	return code.startsWith("Z_") ? damagedEntry(file.path, entry.name, messageOf(error), error) : error;
}
function checkContent(file, entry, size, crc) {
	if (size !== entry.size) throw wrongSize(file, entry, size > entry.size ? "more" : "less");
	if (crc !== entry.crc32) throw damagedEntry(file.path, entry.name, "the content does not match its CRC-32");
}
function wrongSize(file, entry, more) {
	return damagedEntry(file.path, entry.name, `the content is ${more} than the ${entry.size} bytes declared`);
}

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

export { full32 as C, damagedEntry as D, damaged as E, unsafe as O, endsAsZip as S, readInto as T, headerOf as _, defaultLimits as a, encodeEndRecord as b, contentStart as c, localSignature as d, readPieces as f, fileType as g, centralSignature as h, toDosTime as i, contentStartIn as l, readWhole as m, readArchive as n, nestedLimits as o, readTarget as p, encodeTimestamp as r, scanLimits as s, openArchive as t, isReadWhole as u, headerSize as v, readAt as w, endSignature as x, movedHeader as y };