import { t as assertSpace } from "./kernel-disk-space.js";
import { c as writeError, t as TrainError } from "./kernel-errors.js";
import { i as makeFolder, s as syncFolder } from "./kernel-files.js";
import { r as sha256OfFile } from "./kernel-sha256.js";
import { n as temporaryFolder } from "./kernel-temporary.js";
import { t as openDiffZip } from "./pack-open-diff.js";
import { n as findClash, t as openPack } from "./pack-open-pack.js";
import { t as readChange } from "./pack-change-content.js";
import { t as contentFile } from "./pack-content-file.js";
import { t as diffManifestName } from "./pack-diff-manifest.js";
import { o as readTarget } from "./pack-entry-content.js";
import { t as startPace } from "./pack-pace.js";
import { i as damaged, o as unsafe } from "./pack-pack-file.js";
import { d as writeZip, i as measurePack, u as contentOf } from "./train-update-pack.js";
import { dirname, join } from "node:path";
import { rename } from "node:fs/promises";

// src/pack/patch-pack.ts
async function patchPack(work) {
	const { diff, pack, out } = work;
	assertStart(diff, pack);
	const plan = planEntries(diff, pack);
	assertNames(diff, plan);
	const pace = startPace(work, pack.size, plan.size);
	return writeZip(out, pack.archive.comment, pace, async (output) => {
		if (pack.rootEntry !== void 0) await output.copy(pack.archive, pack.rootEntry);
		for (const [path, step] of plan) {
			await write({
				...work,
				output,
				pace
			}, path, step);
			pace.next();
		}
	});
}
function planEntries({ path: zip, manifest, changes }, { entries }) {
	const { modes } = manifest;
	const gone = /* @__PURE__ */ new Set([...[...manifest.removed, ...manifest.renamed.map(({ from }) => from)], ...[...manifest.removedDirectories, ...manifest.unlistedDirectories]]);
	const stepOf = (brought) => ({
		how: "brought",
		kind: "link" in brought.change.after ? "link" : "file",
		brought,
		old: entries.get(brought.change.from ?? brought.change.path)
	});
	const plan = /* @__PURE__ */ new Map();
	for (const [path, old] of entries) {
		const change = changes.get(path);
		if (change !== void 0 && change.change.before !== null) plan.set(path, stepOf(change));
		else if (gone.has(path)) continue;
		else if (change !== void 0) throw unsafe(zip, path, "is to be added, and is there already");
		else plan.set(path, {
			how: "copied",
			kind: old.kind,
			old,
			mode: modes.get(path)
		});
	}
	const added = /* @__PURE__ */ new Map();
	for (const path of manifest.addedDirectories) added.set(path, {
		how: "made",
		kind: "directory",
		mode: modes.get(path) ?? 493
	});
	for (const { from, to } of manifest.renamed) {
		const old = entries.get(from);
		if (old !== void 0) added.set(to, {
			how: "renamed",
			kind: "file",
			old,
			mode: modes.get(to) ?? old.mode
		});
	}
	for (const [path, change] of changes) if (!plan.has(path)) added.set(path, stepOf(change));
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
async function bring({ diff, pack, folder, output, pace }, path, { brought: { change, source, entry }, old }) {
	const { after } = change;
	if ("link" in after) return output.copy(diff.archive, entry);
	const info = {
		name: `${pack.root}/${path}`,
		kind: "file",
		mode: after.mode,
		timestamp: entry.modified
	};
	if (source.kind === "ranges" && old !== void 0) {
		using content = await contentFile(pack.archive, old, join(folder, "old"), pace);
		const read = (take) => readChange(diff, path, content.file, pace, take);
		await output.add(info, {
			size: after.size,
			read
		});
		return;
	}
	await readChange(diff, path, null, pace, () => void 0);
	if (source === change) await output.copy(diff.archive, entry);
	else await output.rename(diff.archive, entry, info);
}
function dateOf({ archive }) {
	return archive.entries.find(({ name }) => name === "update-train-diff.json")?.modified ?? 0;
}
function assertStart({ path: zip, manifest }, pack) {
	if (pack.root !== manifest.root) throw otherPack(zip, pack.path, `its root folder is ${pack.root} and not ${manifest.root}`);
	for (const [path, held] of heldBefore(manifest)) if (!holds(pack, path, held)) throw otherPack(zip, pack.path, `${JSON.stringify(path)} in it is another one`);
}
function heldBefore({ before, changes }) {
	const replaced = changes.flatMap(({ path, from = path, before: held }) => held === null ? [] : [[from, held]]);
	return [...before, ...replaced];
}
function holds({ entries, archive }, path, held) {
	const entry = entries.get(path);
	if ("link" in held) return entry?.kind === "link" && readTarget(archive, entry, path) === held.link;
	return entry?.kind === "file" && entry.size === held.size && entry.mode === held.mode;
}
function otherPack(zip, path, why) {
	return new TrainError("verification", `${path} is not the pack that ${zip} was made from: ${why}.`, { hint: "Give the pack that the diff zip leads from; its manifest update-train-diff.json names it by its SHA-256." });
}
function assertNames({ path: zip, manifest }, plan) {
	const clash = findClash([...plan].map(([name, { kind }]) => ({
		name,
		kind
	})));
	if (clash !== void 0) throw unsafe(zip, clash.name, clash.fault);
	for (const path of manifest.modes.keys()) if (!plan.has(path)) throw damaged(zip, `its manifest sets permission bits of ${JSON.stringify(path)}, which is not there`);
}

// src/train/patch.ts
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
	await patchPack({
		diff,
		pack,
		out: made,
		folder: staging.path,
		signal: world.signal,
		progress: (done, total, files) => world.log.progress("patching", done, total, files)
	});
	if (known === "content") await assertResult(made, diff, world);
	const written = await sha256OfFile(made, world.signal);
	try {
		await rename(made, out);
	} catch (error) {
		throw writeError(error, out);
	}
	await syncFolder(dirname(out));
	return written;
}
function broughtBytes({ manifest }) {
	let [brought, largest] = [0, 0];
	for (const { before, after } of manifest.changes) {
		if ("size" in after) brought += after.size;
		if (before !== null && "size" in before) largest = Math.max(largest, before.size);
	}
	return brought + largest;
}
async function assertMadeFrom({ path: zip, manifest }, { path }, world) {
	const { sha256 } = await sha256OfFile(path, world.signal);
	if (sha256 === manifest.sha256.before) return "bytes";
	const measured = sha256 === manifest.sha256.after ? null : await measurePack(path, world);
	if (measured?.contentDigest === manifest.contentDigest.before) {
		assertHeld(zip, manifest, path, measured.tree);
		return "content";
	}
	const isDone = measured === null || measured.contentDigest === manifest.contentDigest.after;
	throw new TrainError("verification", isDone ? `${path} is the pack that ${zip} leads to already; there is nothing to do.` : `${path} is not the pack that ${zip} was made from: its SHA-256 is ${sha256}, and not ${manifest.sha256.before}.`, { hint: isDone ? "Use it as it is." : "Give the pack of the level that the diff zip starts from, or get the diff zip for this one." });
}
function assertHeld(zip, manifest, path, tree) {
	for (const [at, held] of heldBefore(manifest)) {
		const entry = tree.get(at);
		if (!("sha256" in held) || entry?.kind === "file" && entry.sha256 === held.sha256) continue;
		throw otherPack(zip, path, `${JSON.stringify(at)} in it is another one`);
	}
}
async function assertResult(made, { path: zip, manifest }, world) {
	const { contentDigest } = await measurePack(made, world);
	if (contentDigest === manifest.contentDigest.after) return;
	throw new TrainError("verification", `What ${zip} makes of the pack is not what its manifest says.`, { hint: "Get the diff zip again, and the very pack that it was made from; nothing was written." });
}

export { patchFile };