import { n as openWindow } from "./pack-window.js";
import { createHash } from "node:crypto";
import { isUtf8 } from "node:buffer";

// src/pack/ranges.ts
function encodeRanges(stretches) {
	let end = 0;
	return stretches.map(({ kind, from, length }) => {
		if (from === null) return [length];
		const skip = from - end;
		end = from + length;
		return kind === "add" ? [
			skip,
			length,
			"+"
		] : [skip, length];
	});
}
function decodeRanges(ranges) {
	let end = 0;
	return ranges.map((range) => {
		const [first, length, plus] = range;
		if (length === void 0) return {
			kind: "fresh",
			from: null,
			length: first
		};
		const from = end + first;
		end = from + length;
		return {
			kind: plus === void 0 ? "copy" : "add",
			from,
			length
		};
	});
}
function sizesOf(stretches) {
	const sizes = {
		file: 0,
		delta: 0
	};
	for (const { kind, length } of stretches) {
		sizes.file += length;
		if (kind !== "copy") sizes.delta += length;
	}
	return sizes;
}
function areWithin(stretches, size) {
	return stretches.every(({ from, length }) => from === null || from >= 0 && from + length <= size);
}
var StretchList = class {
	stretches = [];
	push(next) {
		if (next.length === 0) return;
		const last = this.stretches.at(-1);
		const goesOn = last?.kind === next.kind && (last.from === null || next.from === null || last.from + last.length === next.from);
		if (last !== void 0 && goesOn) last.length += next.length;
		else this.stretches.push({ ...next });
	}
};

// src/pack/find-blocks.ts
const blockSize = 24;
const factor = 789269575;
const outgoing = power(factor, blockSize);
const spread = 2654435761;
function findBlocks(old, now) {
	const found = new StretchList();
	const most = Math.min(old.length, now.length);
	const head = sameFrom(old, 0, now, 0, most);
	const tail = sameBefore(old, old.length, now, now.length, most - head);
	found.push({
		kind: "copy",
		from: 0,
		length: head
	});
	matchBlocks(found, old.subarray(0, old.length - tail), now.subarray(0, now.length - tail), head);
	found.push({
		kind: "copy",
		from: old.length - tail,
		length: tail
	});
	return found.stretches;
}
function matchBlocks(found, old, now, start) {
	const table = indexed(old, start);
	const shift = 32 - Math.log2(table.length);
	let done = start;
	let at = start;
	let hash = hashOf(now, at);
	while (at + blockSize <= now.length) {
		const from = (table[Math.imul(hash, spread) >>> shift] ?? 0) - 1;
		const same = from < 0 ? 0 : sameFrom(old, from, now, at, Math.min(old.length - from, now.length - at));
		if (same < blockSize) {
			hash = Math.imul(hash, factor) + (now[at + blockSize] ?? 0) - Math.imul(now[at] ?? 0, outgoing) | 0;
			at += 1;
			continue;
		}
		const before = sameBefore(old, from, now, at, Math.min(from, at - done));
		found.push({
			kind: "fresh",
			from: null,
			length: at - before - done
		});
		found.push({
			kind: "copy",
			from: from - before,
			length: before + same
		});
		at += same;
		done = at;
		hash = hashOf(now, at);
	}
	found.push({
		kind: "fresh",
		from: null,
		length: now.length - done
	});
}
function indexed(old, start) {
	const blocks = Math.max(1, (old.length - start) / blockSize);
	const bits = Math.max(1, Math.ceil(Math.log2(2 * blocks)));
	const table = new Int32Array(2 ** bits);
	for (let from = start; from + blockSize <= old.length; from += blockSize) {
		const place = Math.imul(hashOf(old, from), spread) >>> 32 - bits;
		if (table[place] === 0) table[place] = from + 1;
	}
	return table;
}
function hashOf(bytes, at) {
	let hash = 0;
	const end = Math.min(at + blockSize, bytes.length);
	for (let next = at; next < end; next += 1) hash = Math.imul(hash, factor) + (bytes[next] ?? 0) | 0;
	return hash;
}
function power(base, exponent) {
	let product = 1;
	for (let done = 0; done < exponent; done += 1) product = Math.imul(product, base);
	return product;
}
function sameFrom(one, oneAt, other, otherAt, most) {
	let same = 0;
	while (same < most && one[oneAt + same] === other[otherAt + same]) same += 1;
	return same;
}
function sameBefore(one, oneEnd, other, otherEnd, most) {
	let same = 0;
	while (same < most && one[oneEnd - 1 - same] === other[otherEnd - 1 - same]) same += 1;
	return same;
}

// src/pack/text-undo.ts
const largestUndo = 1048576;
function isText(content) {
	return !content.includes(0) && isUtf8(content);
}
function undoOf(before, after) {
	if (!isText(before) || !isText(after)) return null;
	let done = 0;
	return encodeRanges(wholeCharacters(findBlocks(after, before), before)).map(([first, length]) => {
		const start = done;
		done += length ?? first;
		return length === void 0 ? before.toString("utf8", start, done) : [first, length];
	});
}
function wholeCharacters(stretches, text) {
	const whole = new StretchList();
	let done = 0;
	let at = 0;
	for (const { kind, from, length } of stretches) {
		let [start, end] = [at, at + length];
		at = end;
		if (kind !== "copy") continue;
		while (start < end && !begins(text, start)) start += 1;
		while (start < end && !begins(text, end)) end -= 1;
		if (start === end) continue;
		whole.push({
			kind: "fresh",
			from: null,
			length: start - done
		});
		whole.push({
			kind,
			from: from + start - at + length,
			length: end - start
		});
		done = end;
	}
	whole.push({
		kind: "fresh",
		from: null,
		length: text.length - done
	});
	return whole.stretches;
}
function begins(text, at) {
	return ((text[at] ?? 0) & 192) !== 128;
}
function stretchesOf(undo) {
	return decodeRanges(undo.map((part) => typeof part === "string" ? [Buffer.byteLength(part)] : part));
}
function undone(undo, after) {
	const texts = undo.filter((part) => typeof part === "string").values();
	return Buffer.concat(stretchesOf(undo).map(({ from, length }) => from === null ? Buffer.from(texts.next().value ?? "") : after.subarray(from, from + length)));
}

// src/pack/delta.ts
const pieceSize = 65536;
async function makeDelta(stretches, before, after, pace, take) {
	const old = openWindow(before);
	const now = openWindow(after);
	const buffer = Buffer.allocUnsafe(pieceSize);
	let filled = 0;
	let at = 0;
	for (const { kind, from, length } of stretches) {
		for (let done = 0; kind !== "copy" && done < length;) {
			const piece = now.some(at + done, Math.min(length - done, pieceSize - filled));
			const size = kind === "fresh" ? piece.copy(buffer, filled) : subtract(piece, old.some(from + done, piece.length), buffer, filled);
			filled += size;
			done += size;
			if (filled < pieceSize) continue;
			take(buffer);
			filled = 0;
		}
		at += length;
		const rest = pace.advance(length);
		if (rest !== void 0) await rest;
	}
	if (filled > 0) take(buffer.subarray(0, filled));
}
function subtract(bytes, others, into, start) {
	const size = Math.min(bytes.length, others.length);
	for (let at = 0; at < size; at += 1) into[start + at] = (bytes[at] ?? 0) - (others[at] ?? 0);
	return size;
}
async function applyDelta(stretches, before, delta, pace, take) {
	const hasher = createHash("sha256");
	const old = openWindow(before);
	const source = delta[Symbol.asyncIterator]();
	let rest = Buffer.alloc(0);
	const buffer = Buffer.allocUnsafe(pieceSize);
	let filled = 0;
	const flush = async () => {
		const piece = buffer.subarray(0, filled);
		hasher.update(piece);
		take(piece);
		filled = 0;
		await pace.advance(piece.length);
	};
	for (const { kind, from, length } of stretches) for (let done = 0; done < length;) {
		if (kind !== "copy" && rest.length === 0) {
			const next = await source.next();
			if (next.done === true) throw new Error("The delta ends too early.");
			rest = next.value;
			continue;
		}
		const room = Math.min(length - done, pieceSize - filled, kind === "copy" ? length : rest.length);
		const piece = kind === "fresh" ? rest.subarray(0, room) : old.some(from + done, room);
		piece.copy(buffer, filled);
		if (kind === "add") for (let at = 0; at < piece.length; at += 1) buffer[filled + at] = (buffer[filled + at] ?? 0) + (rest[at] ?? 0);
		if (kind !== "copy") rest = rest.subarray(piece.length);
		filled += piece.length;
		done += piece.length;
		if (filled === pieceSize) await flush();
	}
	await flush();
	while ((await source.next()).done !== true);
	return hasher.digest("hex");
}

export { stretchesOf as a, findBlocks as c, decodeRanges as d, encodeRanges as f, largestUndo as i, StretchList as l, makeDelta as n, undoOf as o, sizesOf as p, isText as r, undone as s, applyDelta as t, areWithin as u };