import { t as TrainError } from "./kernel-errors.js";
import { _ as tuple, c as literal, g as string, h as strictObject, n as _enum, p as preprocess, r as array, s as int, u as map, v as union } from "./zod.js";
import { t as isSha256 } from "./kernel-sha256.js";
import { t as formatBytes } from "./kernel-time.js";
import { a as longestTarget, o as nameFault } from "./pack-entry-name.js";
import { D as damagedEntry, E as damaged, O as unsafe, a as defaultLimits, m as readWhole, p as readTarget, t as openArchive } from "./pack-archive.js";
import { a as openWindow } from "./pack-extract.js";
import { n as findClash } from "./pack-open-pack.js";
import { createHash } from "node:crypto";
import { isUtf8 } from "node:buffer";

// src/pack/diff-manifest.ts
const diffManifestName = "update-train-diff.json";
const largestManifest = 16777216;
const digest = string().refine(isSha256, "must be a SHA-256");
const mode = int().min(0).max(511);
const heldSchema = union([strictObject({
	sha256: digest,
	size: int().min(0),
	mode
}), strictObject({ link: string().max(longestTarget) })]);
const count = int().min(1);
const rangesSchema = array(union([
	tuple([count]),
	tuple([int(), count]),
	tuple([
		int(),
		count,
		literal("+")
	])
]));
const undoSchema = array(union([string().min(1), tuple([int(), count])]));
const sidesSchema = strictObject({
	before: digest,
	after: digest
});
const changeSchema = strictObject({
	path: string(),
	kind: _enum([
		"whole",
		"ranges",
		"same"
	]),
	as: string().optional(),
	from: string().optional(),
	before: heldSchema.nullable(),
	after: heldSchema,
	ranges: rangesSchema.optional(),
	undo: undoSchema.optional()
});
function byPath(value) {
	return preprocess((input) => typeof input === "object" && input !== null && !Array.isArray(input) ? new Map(Object.entries(input)) : input, map(string(), value));
}
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
	modes: byPath(mode),
	addedDirectories: array(string()),
	removedDirectories: array(string()),
	unlistedDirectories: array(string()),
	before: byPath(heldSchema),
	state: array(string()),
	changes: array(changeSchema)
});
function formatManifest({ changes, ...rest }) {
	return `{\n${[...Object.entries(rest).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value instanceof Map ? Object.fromEntries(value) : value)}`), `  "changes": ${listOf(changes.map((change) => JSON.stringify(change)))}`].join(",\n")}\n}\n`;
}
function listOf(items) {
	return items.length === 0 ? "[]" : `[\n${items.map((item) => `    ${item}`).join(",\n")}\n  ]`;
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

// src/pack/assert-manifest.ts
function assertManifest(zip, manifest) {
	assertPaths(zip, manifest);
	assertTogether(zip, manifest);
	const { removed, renamed, changes, before } = manifest;
	const gone = /* @__PURE__ */ new Set([...removed, ...renamed.map(({ from }) => from)]);
	const byPath = new Map(changes.map((change) => [change.path, change]));
	for (const change of changes) {
		const fault = changeFault(change, gone) ?? sameFault(change, byPath);
		if (fault !== void 0) throw aboutPath(zip, change.path, fault);
	}
	for (const path of gone) if (!before.has(path)) throw aboutPath(zip, path, "goes, and what it was is not said");
}
function assertPaths(zip, manifest) {
	const { removed, renamed, changes, modes, addedDirectories } = manifest;
	const { root, removedDirectories, unlistedDirectories, before, state } = manifest;
	const named = [
		...[...removed, ...renamed.flatMap(({ from, to }) => [from, to])],
		...changes.flatMap(({ path, from }) => [path, from ?? path]),
		...[
			...modes.keys(),
			...before.keys(),
			...state
		],
		...[
			...addedDirectories,
			...removedDirectories,
			...unlistedDirectories
		]
	];
	for (const path of [root, ...named]) {
		const fault = path.endsWith("/") ? "ends with a slash" : nameFault(path);
		if (fault !== void 0) throw unsafe(zip, path, fault);
	}
	if (root.includes("/")) throw unsafe(zip, root, "is no root folder");
	const fates = [...[...removed, ...renamed.flatMap(({ from, to }) => [from, to])], ...changes.map(({ path }) => path)];
	const folders = [
		...addedDirectories,
		...removedDirectories,
		...unlistedDirectories
	];
	for (const paths of [fates, folders]) {
		const seen = /* @__PURE__ */ new Set();
		for (const path of paths) {
			if (seen.has(path)) throw aboutPath(zip, path, "is named twice");
			seen.add(path);
		}
	}
}
function assertTogether(zip, { changes, renamed, addedDirectories }) {
	const clash = findClash([
		...changes.map(({ path, after }) => ({
			name: path,
			kind: "link" in after ? "link" : "file"
		})),
		...renamed.map(({ to }) => ({
			name: to,
			kind: "file"
		})),
		...addedDirectories.map((name) => ({
			name,
			kind: "directory"
		}))
	]);
	if (clash !== void 0) throw unsafe(zip, clash.name, clash.fault);
}
function changeFault({ kind, path, from = path, before, after, ranges, undo }, gone) {
	if (from !== path && !gone.has(from)) return `comes from ${JSON.stringify(from)}, which stays`;
	if (kind === "whole" && ranges !== void 0) return "travels whole and has ranges";
	if (undo !== void 0) return undoFault(undo, before, after);
	if (kind !== "ranges") return ranges === void 0 ? void 0 : "has ranges and travels with another file";
	if (before === null || !("size" in before) || !("size" in after) || ranges === void 0) return "travels as ranges without an old file, a new file, or ranges";
	const stretches = decodeRanges(ranges);
	if (!areWithin(stretches, before.size)) return `copies from beyond the ${before.size} bytes of the old file`;
	const { file } = sizesOf(stretches);
	return file === after.size ? void 0 : `comes to ${file} bytes and not to ${after.size}`;
}
function sameFault({ kind, as, before, after, undo }, byPath) {
	if (kind !== "same") return as === void 0 ? void 0 : "brings its own content and names another file";
	const source = byPath.get(as ?? "");
	if (source === void 0 || source.kind === "same") return `is the same as ${JSON.stringify(as ?? "")}, which does not travel`;
	if (undo !== void 0) return "tells an old text and travels with another file";
	if (!haveOneContent(after, source.after)) return `is said to be the same as ${JSON.stringify(source.path)}, which has other content`;
	return source.kind === "whole" || haveOneContent(before, source.before) ? void 0 : `is to be put together as ${JSON.stringify(source.path)}, which has another old file`;
}
function haveOneContent(one, other) {
	if (one === null || other === null || !("size" in one && "size" in other)) return false;
	return one.size === other.size && one.sha256 === other.sha256;
}
function undoFault(undo, before, after) {
	if (before === null || !("size" in before) || !("size" in after)) return "tells an old text without an old or a new one";
	if (Math.max(before.size, after.size) > 1048576) return `tells an old text, and has more than ${formatBytes(largestUndo)}`;
	const stretches = stretchesOf(undo);
	if (!areWithin(stretches, after.size)) return `takes its old text from beyond the ${after.size} bytes of the new one`;
	const { file } = sizesOf(stretches);
	return file === before.size ? void 0 : `has an old text of ${file} bytes and not of ${before.size}`;
}
function aboutPath(zip, path, fault) {
	return damaged(zip, `by its manifest, ${JSON.stringify(path)} ${fault}`);
}

// src/pack/open-diff.ts
async function openDiffZip(path) {
	const archive = await openArchive(path);
	try {
		const clash = findClash(archive.entries);
		if (clash !== void 0) throw unsafe(path, clash.name, clash.fault);
		const manifest = readManifest(archive);
		assertManifest(path, manifest);
		const changes = pairEntries(archive, manifest);
		assertSizes(path, manifest);
		return {
			path,
			manifest,
			changes,
			archive,
			[Symbol.asyncDispose]: () => archive[Symbol.asyncDispose]()
		};
	} catch (error) {
		await archive[Symbol.asyncDispose]();
		throw error;
	}
}
function readManifest(archive) {
	const entry = archive.entries.find(({ name }) => name === diffManifestName);
	if (entry?.kind !== "file") throw new TrainError("pack-damaged", `${archive.path} is no diff zip: it holds no ${diffManifestName}.`, { hint: "Name a diff zip as `update-train diff --out`, `run` or `apply` writes it." });
	if (entry.size > 16777216) throw unsafe(archive.path, entry.name, `has ${formatBytes(entry.size)}; the limit is ${formatBytes(largestManifest)}`);
	let value;
	try {
		value = JSON.parse(readWhole(archive, entry).toString("utf8"));
	} catch (error) {
		if (error instanceof SyntaxError) throw damagedEntry(archive.path, entry.name, "the content is no JSON", error);
		throw error;
	}
	const parsed = diffManifestSchema.safeParse(value);
	if (parsed.success) return parsed.data;
	const [first, ...more] = parsed.error.issues.map((issue) => `${issue.path.map(String).join(".") || "the whole"}: ${issue.message}`);
	const others = more.length === 0 ? "" : ` (and ${more.length} more)`;
	throw damagedEntry(archive.path, entry.name, `something is not as it must be: ${first ?? ""}${others}`);
}
function pairEntries(archive, manifest) {
	const { root } = manifest;
	const entries = /* @__PURE__ */ new Map();
	for (const entry of archive.entries) {
		if (entry.name === "update-train-diff.json") continue;
		if (!entry.name.startsWith(`${root}/`)) throw unsafe(archive.path, entry.name, `is not below the root folder ${root}`);
		entries.set(entry.name.slice(root.length + 1), entry);
	}
	const byPath = new Map(manifest.changes.map((change) => [change.path, change]));
	const changes = /* @__PURE__ */ new Map();
	const strays = new Set(entries.values());
	for (const change of manifest.changes) {
		const source = byPath.get(change.as ?? change.path) ?? change;
		const entry = entries.get(source.path);
		if (entry === void 0) throw damaged(archive.path, `its manifest names ${JSON.stringify(source.path)}, which it does not hold`);
		const fault = source === change ? entryFault(archive, entry, change) : void 0;
		if (fault !== void 0) throw damagedEntry(archive.path, entry.name, fault);
		if (source === change) strays.delete(entry);
		changes.set(change.path, {
			change,
			source,
			entry
		});
	}
	const [stray] = strays;
	if (stray !== void 0) throw damagedEntry(archive.path, stray.name, "there is nothing about it in the manifest");
	return changes;
}
function entryFault(archive, entry, { path, kind, after, ranges }) {
	if ("link" in after) {
		if (entry.kind !== "link") return `a ${entry.kind} stands where the manifest says a link`;
		return readTarget(archive, entry, path) === after.link ? void 0 : "the link leads elsewhere than the manifest says";
	}
	if (entry.kind !== "file") return `a ${entry.kind} stands where the manifest says a file`;
	if (entry.mode !== after.mode) return "the permission bits are not those of the manifest";
	if (kind === "ranges" && entry.size !== sizesOf(decodeRanges(ranges ?? [])).delta) return "the size is not what its ranges need";
	return kind === "whole" && entry.size !== after.size ? `the size is not the ${after.size} bytes of the manifest` : void 0;
}
function assertSizes(path, { changes }) {
	const total = changes.reduce((sum, { after }) => sum + ("size" in after ? after.size : 0), 0);
	if (total <= defaultLimits.contentBytes) return;
	throw new TrainError("pack-unsafe", `${path} makes ${formatBytes(total)} of content; the limit is ${formatBytes(defaultLimits.contentBytes)}.`, { hint: "Nothing was written. No product is known to be that big: look at where it comes from." });
}

export { undone as a, decodeRanges as c, makeDelta as d, diffManifestName as f, undoOf as i, encodeRanges as l, largestManifest as m, isText as n, findBlocks as o, formatManifest as p, largestUndo as r, StretchList as s, openDiffZip as t, applyDelta as u };