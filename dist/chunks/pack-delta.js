import { c as literal, f as record, g as union, h as tuple, m as string, n as _enum, p as strictObject, r as array, s as int } from "./zod.js";
import { t as isSha256 } from "./kernel-sha256.js";
import { r as longestTarget } from "./pack-entry-name.js";
import { a as eachPair, o as openWindow } from "./pack-extract.js";
import { createHash } from "node:crypto";

// src/pack/ranges.ts
const count = int().min(1);
/**
* How a manifest writes them: `[length]` fresh, `[skip, length]` copied, `[skip, length, "+"]` added. `skip` is counted from
* where the last stretch that came from the old file ended there, as it is 0 most of the time.
*/
const rangesSchema = array(union([
	tuple([count]),
	tuple([int(), count]),
	tuple([
		int(),
		count,
		literal("+")
	])
]));
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
/** Whether every byte that comes from the old file is in it; `size` is the old file's. */
function areWithin(stretches, size) {
	return stretches.every(({ from, length }) => from === null || from >= 0 && from + length <= size);
}
/** Stretches being found, from the beginning of the new file on: neighbours that go on are one. */
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

// src/pack/diff-manifest.ts
const diffManifestName = "update-train-diff.json";
const digest = string().refine(isSha256, "must be a SHA-256");
const mode = int().min(0).max(511);
/** A file or link as one of the two packs holds it. */
const heldSchema = union([strictObject({
	sha256: digest,
	size: int().min(0),
	mode
}), strictObject({ link: string().max(longestTarget) })]);
const sidesSchema = strictObject({
	before: digest,
	after: digest
});
const changeSchema = strictObject({
	path: string(),
	kind: _enum(["whole", "ranges"]),
	/** Where the old pack has the file that this one took the place of; not said where that is `path`. */
	from: string().optional(),
	before: heldSchema.nullable(),
	after: heldSchema,
	ranges: rangesSchema.optional(),
	/**
	* The old text, told by the new one: as many characters of its beginning, then these, then as many of its end. What
	* a three-way merge needs of a text that was changed on a machine, too.
	*/
	undo: tuple([
		int().min(0),
		string(),
		int().min(0)
	]).optional()
});
const diffManifestSchema = strictObject({
	format: literal("update-train-diff", "must be \"update-train-diff\""),
	version: literal(1, "must be 1; a newer diff zip needs a newer update-train"),
	root: string().min(1),
	contentDigest: sidesSchema,
	sha256: sidesSchema,
	removed: array(string()),
	renamed: array(strictObject({
		from: string(),
		to: string()
	})),
	modes: record(string(), mode),
	addedDirectories: array(string()),
	removedDirectories: array(string()),
	unlistedDirectories: array(string()),
	before: record(string(), heldSchema),
	changes: array(changeSchema)
});
/** A line for every change and one for everything else, so that manifests can be read by people and compared by lines. */
function formatManifest({ changes, ...rest }) {
	return `{\n${[...Object.entries(rest).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`), `  "changes": ${listOf(changes.map((change) => JSON.stringify(change)))}`].join(",\n")}\n}\n`;
}
function listOf(items) {
	return items.length === 0 ? "[]" : `[\n${items.map((item) => `    ${item}`).join(",\n")}\n  ]`;
}

// src/pack/delta.ts
/** Hands the delta of a new file to `take`, piece by piece; a piece is only good until `take` returns. */
async function makeDelta(stretches, before, after, pace, take) {
	const old = openWindow(before);
	const now = openWindow(after);
	let at = 0;
	for (const { kind, from, length } of stretches) {
		if (kind === "fresh") for (let done = 0; done < length;) {
			const piece = now.some(at + done, length - done);
			take(piece);
			done += piece.length;
		}
		if (kind === "add") eachPair(old, from, now, at, length, (one, other) => {
			take(Buffer.from(other.map((byte, index) => byte - (one[index] ?? 0))));
			return true;
		});
		at += length;
		await pace.advance(kind === "copy" ? 0 : length);
	}
}
/** Bytes of a file that is put together are handed on in pieces of about this many. */
const pieceSize = 65536;
/**
* Puts a new file together from an old one and its delta, which comes in pieces, and hands it to `take`. Gives its
* SHA-256. The stretches were checked: they are within the old file, and the delta has as many bytes as they need.
*/
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

export { formatManifest as a, decodeRanges as c, diffManifestSchema as i, encodeRanges as l, makeDelta as n, StretchList as o, diffManifestName as r, areWithin as s, applyDelta as t, sizesOf as u };