import { i as damaged, r as readInto } from "./pack-pack-file.js";

// src/pack/twins.ts
function twinsIn(entries) {
	const byName = /* @__PURE__ */ new Map();
	const byContent = /* @__PURE__ */ new Map();
	for (const entry of entries) {
		if (!byName.has(entry.name)) byName.set(entry.name, entry);
		const key = contentKey(entry);
		if (entry.compressedSize > 0 && !byContent.has(key)) byContent.set(key, entry);
	}
	return {
		byName,
		byContent
	};
}
function contentKey({ method, crc32 }) {
	return 2 * crc32 + (method === "stored" ? 1 : 0);
}
function haveSameContent(one, other) {
	return one?.crc32 === other.crc32 && one.method === other.method && one.size === other.size && one.compressedSize === other.compressedSize;
}
function withContentOf(entry, { byContent }) {
	const found = byContent.get(contentKey(entry));
	return haveSameContent(found, entry) ? found : void 0;
}

// src/pack/window.ts
const windowSize = 262144;
function openWindow(file) {
	const { bytes } = file;
	if (bytes !== void 0) return windowOn(file, bytes);
	const buffer = Buffer.allocUnsafe(Math.min(windowSize, Math.max(1, file.size)));
	let start = 0;
	let end = 0;
	const moveTo = (position, least) => {
		start = position;
		end = position + Math.max(least, Math.min(buffer.length, file.size - position));
		readInto(file, buffer.subarray(0, end - start), start);
	};
	return {
		size: file.size,
		some: (position, length) => {
			if (position < start || position >= end) moveTo(position, 1);
			return buffer.subarray(position - start, Math.min(position + length, end) - start);
		},
		all: (position, length) => {
			if (position + length > file.size) throw damaged(file.path, `it ends before byte ${position + length}`);
			if (position < start || position + length > end) moveTo(position, length);
			return buffer.subarray(position - start, position - start + length);
		}
	};
}
function windowOn({ path, size }, bytes) {
	return {
		size,
		some: (position, length) => {
			if (position >= size) throw damaged(path, `it ends before byte ${position + 1}`);
			return bytes.subarray(position, position + length);
		},
		all: (position, length) => {
			if (position + length > size) throw damaged(path, `it ends before byte ${position + length}`);
			return bytes.subarray(position, position + length);
		}
	};
}
function areEqual(one, oneStart, other, otherStart, length) {
	for (let done = 0; done < length;) {
		const left = one.some(oneStart + done, length - done);
		const right = other.some(otherStart + done, length - done);
		const size = Math.min(left.length, right.length);
		if (left.compare(right, 0, size, 0, size) !== 0) return false;
		done += size;
	}
	return true;
}

export { twinsIn as a, haveSameContent as i, openWindow as n, withContentOf as o, contentKey as r, areEqual as t };