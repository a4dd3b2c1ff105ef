import { t as assertSpace } from "./kernel-disk-space.js";
import { s as writeError, t as TrainError } from "./kernel-errors.js";
import { i as makeFolder, o as syncFolder } from "./kernel-files.js";
import { r as sha256OfFile } from "./kernel-sha256.js";
import { n as temporaryFolder } from "./kernel-temporary.js";
import { t as formatBytes } from "./kernel-time.js";
import { b as damagedEntry, c as readWhole, n as openArchive, o as readPieces, s as readTarget, t as defaultLimits, x as unsafe, y as damaged } from "./pack-archive.js";
import { i as nameFault } from "./pack-entry-name.js";
import { c as decodeRanges, i as diffManifestSchema, r as diffManifestName, s as areWithin, t as applyDelta, u as sizesOf } from "./pack-delta.js";
import { n as findClash, t as openPack } from "./pack-open-pack.js";
import { t as contentFile } from "./pack-content-file.js";
import { t as startPace } from "./pack-pace.js";
import { c as contentOf, l as writeZip, r as measurePack } from "./train-update-pack.js";
import { rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createHash } from "node:crypto";

// src/pack/assert-manifest.ts
/** Refuses a manifest that names unsafe paths or contradicts itself. Throws `pack-unsafe` or `pack-damaged`. */
function assertManifest(zip, manifest) {
	assertPaths(zip, manifest);
	const { removed, renamed, changes, before } = manifest;
	const gone = /* @__PURE__ */ new Set([...removed, ...renamed.map(({ from }) => from)]);
	for (const change of changes) {
		const fault = changeFault(change, gone);
		if (fault !== void 0) throw aboutPath(zip, change.path, fault);
	}
	for (const path of gone) if (!Object.hasOwn(before, path)) throw aboutPath(zip, path, "goes, and what it was is not said");
}
/** Every path is one that an entry may have, and has one fate. */
function assertPaths(zip, manifest) {
	const { removed, renamed, changes, modes, addedDirectories } = manifest;
	const { root, removedDirectories, unlistedDirectories, before } = manifest;
	const named = [
		...[...removed, ...renamed.flatMap(({ from, to }) => [from, to])],
		...changes.flatMap(({ path, from }) => [path, from ?? path]),
		...[...Object.keys(modes), ...Object.keys(before)],
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
/** What is wrong with a change, as a clause; undefined where nothing is. */
function changeFault({ kind, path, from = path, before, after, ranges }, gone) {
	if (from !== path && !gone.has(from)) return `comes from ${JSON.stringify(from)}, which stays`;
	if (kind === "whole") return ranges === void 0 ? void 0 : "travels whole and has ranges";
	if (before === null || !("size" in before) || !("size" in after) || ranges === void 0) return "travels as ranges without an old file, a new file, or ranges";
	const stretches = decodeRanges(ranges);
	if (!areWithin(stretches, before.size)) return `copies from beyond the ${before.size} bytes of the old file`;
	const { file } = sizesOf(stretches);
	return file === after.size ? void 0 : `comes to ${file} bytes and not to ${after.size}`;
}
function aboutPath(zip, path, fault) {
	return damaged(zip, `by its manifest, ${JSON.stringify(path)} ${fault}`);
}

// src/pack/open-diff.ts
/** Bytes of the largest manifest that is read. */
const largestManifest = 134217728;
/**
* Opens a diff zip by its central directory and its manifest. Throws `pack-missing`, `pack-damaged` for what is none or
* contradicts itself, and `pack-unsafe` for names, links and sizes that are refused, each with the entry and the reason.
*/
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
	if (entry.size > largestManifest) throw unsafe(archive.path, entry.name, `has ${formatBytes(entry.size)}; the limit is ${formatBytes(largestManifest)}`);
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
/** Every change has its entry, every entry its change, and both say the same. */
function pairEntries(archive, manifest) {
	const { root } = manifest;
	const entries = /* @__PURE__ */ new Map();
	for (const entry of archive.entries) {
		if (entry.name === "update-train-diff.json") continue;
		if (!entry.name.startsWith(`${root}/`)) throw unsafe(archive.path, entry.name, `is not below the root folder ${root}`);
		entries.set(entry.name.slice(root.length + 1), entry);
	}
	const changes = /* @__PURE__ */ new Map();
	for (const change of manifest.changes) {
		const entry = entries.get(change.path);
		if (entry === void 0) throw damaged(archive.path, `its manifest names ${JSON.stringify(change.path)}, which it does not hold`);
		const fault = entryFault(archive, entry, change);
		if (fault !== void 0) throw damagedEntry(archive.path, entry.name, fault);
		entries.delete(change.path);
		changes.set(change.path, {
			change,
			entry
		});
	}
	const [stray] = entries.values();
	if (stray !== void 0) throw damagedEntry(archive.path, stray.name, "there is nothing about it in the manifest");
	return changes;
}
/** What an entry has other than its change says, as a clause. */
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
/** Ranges can ask for any amount of bytes from a small file: what comes of all is limited as for packs. */
function assertSizes(path, { changes }) {
	const total = changes.reduce((sum, { after }) => sum + ("size" in after ? after.size : 0), 0);
	if (total <= defaultLimits.contentBytes) return;
	throw new TrainError("pack-unsafe", `${path} makes ${formatBytes(total)} of content; the limit is ${formatBytes(defaultLimits.contentBytes)}.`, { hint: "Nothing was written. No product is known to be that big: look at where it comes from." });
}

// src/pack/change-content.ts
/**
* The content of a file that a diff zip brings, piece by piece to `take`: as it travels, or put together from `old`, the
* file that the old pack has. Throws `verification` at the end where its SHA-256 is not the one of the manifest.
*/
async function readChange(diff, path, old, pace, take) {
	const found = diff.changes.get(path);
	if (found === void 0 || !("sha256" in found.change.after)) throw new Error(`${path} is no file of ${diff.path}.`);
	const { change, entry } = found;
	const pieces = readPieces(diff.archive, entry);
	const isRanges = change.kind === "ranges";
	if (isRanges && old === null) throw new Error(`${path} needs its old file.`);
	if ((isRanges && old !== null ? await applyDelta(decodeRanges(change.ranges ?? []), old, pieces, pace, take) : await hashed(pieces, pace, take)) !== found.change.after.sha256) throw wrongContent(diff, change);
}
async function hashed(pieces, pace, take) {
	const hasher = createHash("sha256");
	for await (const piece of pieces) {
		hasher.update(piece);
		take(piece);
		await pace.advance(piece.length);
	}
	return hasher.digest("hex");
}
function wrongContent({ path: zip }, { path, kind }) {
	const how = kind === "ranges" ? `what ${zip} makes of the old ${path}` : `${path} in ${zip}`;
	return new TrainError("verification", `The SHA-256 of ${how} is not the one of its manifest.`, { hint: "Get the diff zip again, and the pack that it was made from; nothing was changed." });
}

// src/pack/patch-pack.ts
/**
* Writes the pack that a diff zip leads to: what did not change is copied as it lies, every file that it brings ends with
* a check of its SHA-256. Throws `verification` where the pack has other files than the diff zip starts from,
* `pack-unsafe` for names that cannot stand beside each other, `disk-full` or `not-writable`; then nothing is at `out`.
*/
async function patchPack(work) {
	const { diff, pack, out } = work;
	assertStart(diff, pack);
	const plan = planEntries(diff, pack);
	assertNames(diff, plan);
	const pace = startPace(work, pack.size);
	return writeZip(out, pack.archive.comment, pace, async (output) => {
		if (pack.rootEntry !== void 0) await output.copy(pack.archive, pack.rootEntry);
		for (const [path, step] of plan) await write({
			...work,
			output,
			pace
		}, path, step);
	});
}
/** The entries of the new pack: those of the old one in their order, new ones sorted behind. */
function planEntries({ path: zip, manifest, changes }, { entries }) {
	const { modes } = manifest;
	const gone = /* @__PURE__ */ new Set([...[...manifest.removed, ...manifest.renamed.map(({ from }) => from)], ...[...manifest.removedDirectories, ...manifest.unlistedDirectories]]);
	const brought = ({ change }) => ({
		how: "brought",
		kind: "link" in change.after ? "link" : "file",
		change,
		old: entries.get(change.from ?? change.path)
	});
	const plan = /* @__PURE__ */ new Map();
	for (const [path, old] of entries) {
		const change = changes.get(path);
		if (change !== void 0 && change.change.before !== null) plan.set(path, brought(change));
		else if (!gone.has(path)) plan.set(path, {
			how: "copied",
			kind: old.kind,
			old,
			mode: modes[path]
		});
	}
	const added = /* @__PURE__ */ new Map();
	for (const path of manifest.addedDirectories) added.set(path, {
		how: "made",
		kind: "directory",
		mode: modes[path] ?? 493
	});
	for (const { from, to } of manifest.renamed) {
		const old = entries.get(from);
		if (old !== void 0) added.set(to, {
			how: "renamed",
			kind: "file",
			old,
			mode: modes[to] ?? old.mode
		});
	}
	for (const [path, change] of changes) if (!plan.has(path)) added.set(path, brought(change));
	for (const path of [...added.keys()].sort()) {
		const step = added.get(path);
		if (plan.has(path)) throw unsafe(zip, path, "is to be added, and is there already");
		if (step !== void 0) plan.set(path, step);
	}
	return plan;
}
async function write({ diff, pack, folder, output, pace }, path, step) {
	const info = {
		name: `${pack.root}/${path}`,
		kind: step.kind
	};
	switch (step.how) {
		case "copied": return output.copy(pack.archive, step.old, step.mode);
		case "renamed": return output.rename(pack.archive, step.old, {
			...info,
			mode: step.mode,
			timestamp: step.old.modified
		});
		case "made": return output.add({
			...info,
			mode: step.mode,
			timestamp: dateOf(diff)
		}, contentOf(/* @__PURE__ */ new Uint8Array()));
		case "brought": return bring({
			diff,
			pack,
			folder,
			output,
			pace
		}, path, step);
	}
}
/** What travelled whole is copied as it lies, once it was read and found to be right. */
async function bring({ diff, pack, folder, output, pace }, path, { change, old }) {
	const entry = diff.changes.get(path)?.entry;
	if (entry === void 0) return;
	const { after } = change;
	if (change.kind === "ranges" && old !== void 0 && "size" in after) {
		using content = await contentFile(pack.archive, old, join(folder, "old"), pace);
		const info = {
			name: `${pack.root}/${path}`,
			kind: "file",
			mode: after.mode,
			timestamp: entry.modified
		};
		const read = (take) => readChange(diff, path, content.file, pace, take);
		await output.add(info, {
			size: after.size,
			read
		});
		return;
	}
	if ("sha256" in after) await readChange(diff, path, null, pace, () => void 0);
	await output.copy(diff.archive, entry);
}
/** Of the level, as the manifest's own entry has it. */
function dateOf({ archive }) {
	return archive.entries.find(({ name }) => name === "update-train-diff.json")?.modified ?? 0;
}
/** The pack has what the manifest says of every path that goes, moves or changes. */
function assertStart({ path: zip, manifest }, pack) {
	if (pack.root !== manifest.root) throw otherPack(zip, pack, `its root folder is ${pack.root} and not ${manifest.root}`);
	const expected = [...Object.entries(manifest.before), ...manifest.changes.flatMap(({ path, from, before }) => before === null ? [] : [[from ?? path, before]])];
	for (const [path, held] of expected) if (!holds(pack, path, held)) throw otherPack(zip, pack, `${JSON.stringify(path)} in it is another one`);
}
function holds({ entries, archive }, path, held) {
	const entry = entries.get(path);
	if ("link" in held) return entry?.kind === "link" && readTarget(archive, entry, path) === held.link;
	return entry?.kind === "file" && entry.size === held.size && entry.mode === held.mode;
}
function otherPack(zip, { path }, why) {
	return new TrainError("verification", `${path} is not the pack that ${zip} was made from: ${why}.`, { hint: "Give the pack that the diff zip leads from; its manifest update-train-diff.json names it by its SHA-256." });
}
/** All that the new pack will hold can stand beside each other; links were looked at where they were read. */
function assertNames({ path: zip, manifest }, plan) {
	const clash = findClash([...plan].map(([name, { kind }]) => ({
		name,
		kind
	})));
	if (clash !== void 0) throw unsafe(zip, clash.name, clash.fault);
	for (const path of Object.keys(manifest.modes)) if (!plan.has(path)) throw damaged(zip, `its manifest sets permission bits of ${JSON.stringify(path)}, which is not there`);
}

// src/train/patch.ts
/**
* Makes the pack that a diff zip leads to, without any network. Throws `verification` for a pack that it was not made
* from, and what reading a pack or a diff zip throws; then `out` is as it was.
*/
async function patchFile({ pack: file, diff: zip, out }, world) {
	await using diff = await openDiffZip(zip);
	await using pack = await openPack(file);
	const known = await assertMadeFrom(diff, pack, world);
	await makeFolder(dirname(out));
	await using staging = await temporaryFolder(dirname(out), ".update-train-");
	await assertSpace("The patched pack", [{
		folder: staging.path,
		bytes: pack.size + broughtBytes(diff)
	}]);
	const made = join(staging.path, "pack.zip");
	const written = await patchPack({
		diff,
		pack,
		out: made,
		folder: staging.path,
		signal: world.signal,
		progress: (done, total) => world.log.progress("patching", done, total)
	});
	if (known === "content") await assertResult(made, diff, world);
	try {
		await rename(made, out);
	} catch (error) {
		throw writeError(error, out);
	}
	await syncFolder(dirname(out));
	return written;
}
/** Bytes that a diff zip makes at most: what it brings, and the largest old file that is laid beside to be read. */
function broughtBytes({ manifest }) {
	let [brought, largest] = [0, 0];
	for (const { before, after } of manifest.changes) {
		if ("size" in after) brought += after.size;
		if (before !== null && "size" in before) largest = Math.max(largest, before.size);
	}
	return brought + largest;
}
/** Told by its bytes, which is quick, or by what it holds, which any packing of the same product has. */
async function assertMadeFrom({ path: zip, manifest }, { path }, world) {
	const { sha256 } = await sha256OfFile(path, world.signal);
	if (sha256 === manifest.sha256.before) return "bytes";
	const content = sha256 === manifest.sha256.after ? null : (await measurePack(path, world)).contentDigest;
	if (content === manifest.contentDigest.before) return "content";
	const isDone = content === null || content === manifest.contentDigest.after;
	throw new TrainError("verification", isDone ? `${path} is the pack that ${zip} leads to already; there is nothing to do.` : `${path} is not the pack that ${zip} was made from: its SHA-256 is ${sha256}, and not ${manifest.sha256.before}.`, { hint: isDone ? "Use it as it is." : "Give the pack of the level that the diff zip starts from, or get the diff zip for this one." });
}
async function assertResult(made, { path: zip, manifest }, world) {
	const { contentDigest } = await measurePack(made, world);
	if (contentDigest === manifest.contentDigest.after) return;
	throw new TrainError("verification", `What ${zip} makes of the pack is not what its manifest says.`, { hint: "Get the diff zip again, and the very pack that it was made from; nothing was written." });
}

export { patchFile };