import { i as messageOf, o as systemCode } from "./kernel-errors.js";
import { n as giveBack } from "./kernel-garbage.js";
import { t as spareBuffer } from "./kernel-spare-buffer.js";
import { a as damagedEntry, i as damaged, n as readAt, o as unsafe, r as readInto } from "./pack-pack-file.js";
import { d as extraId, i as linkFault, m as withExtra, p as findExtra, u as encodeNumbers } from "./pack-entry-name.js";
import { isUtf8 } from "node:buffer";
import { crc32, createInflateRaw, inflateRawSync } from "node:zlib";

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
	let rest = tail.subarray(0, Math.max(0, length - recordSize + endSignature.length));
	for (let at = rest.lastIndexOf(endSignature); at !== -1; at = rest.lastIndexOf(endSignature)) {
		rest = rest.subarray(0, at);
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
	if (raw.buffer !== spare.buffer.buffer) giveBack(raw);
	checkContent(file, entry, content.length, crc32(content));
	return content;
}
async function* readPieces(file, entry) {
	const isStored = entry.method === "stored";
	if (!isStored && isReadWhole(entry)) {
		const content = readWhole(file, entry);
		try {
			yield content;
		} finally {
			giveBack(content);
		}
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
	readInto(file, raw, from);
	return raw;
}
function inflateWhole(file, entry, raw) {
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
			yield piece;
			if (piece.byteOffset + piece.length === piece.buffer.byteLength) giveBack(piece);
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

export { readEndRecord as _, readPieces as a, centralSignature as c, headerSize as d, movedHeader as f, full32 as g, endsAsZip as h, localSignature as i, fileType as l, endSignature as m, contentStartIn as n, readTarget as o, encodeEndRecord as p, isReadWhole as r, readWhole as s, contentStart as t, headerOf as u };