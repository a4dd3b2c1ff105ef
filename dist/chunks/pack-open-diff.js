import { t as TrainError } from "./kernel-errors.js";
import { t as formatBytes } from "./kernel-time.js";
import { a as defaultLimits, t as openArchive } from "./pack-archive.js";
import { o as nameFault } from "./pack-entry-name.js";
import { n as findClash } from "./pack-open-pack.js";
import { a as damagedEntry, i as damaged, o as unsafe } from "./pack-pack-file.js";
import { a as stretchesOf, d as decodeRanges, i as largestUndo, p as sizesOf, u as areWithin } from "./pack-delta.js";
import { i as largestManifest, n as diffManifestSchema, t as diffManifestName } from "./pack-diff-manifest.js";
import { o as readTarget, s as readWhole } from "./pack-entry-content.js";

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

export { openDiffZip as t };