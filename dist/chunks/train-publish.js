import { i as writeError } from "./kernel-errors.js";
import { t as exists } from "./kernel-files.js";
import { r as sha256OfFile } from "./kernel-sha256.js";
import { t as startPace } from "./pack-pace.js";
import { n as writeZip, t as contentOf } from "./pack-zip-output.js";
import { t as openPack } from "./pack-open-pack.js";
import { t as renderMarkdown } from "./report-markdown.js";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

// src/pack/difference.ts
/** How two packs differ, by kind, size, CRC-32 and mode in their central directories; no content is read. */
function comparePacks(before, after) {
	return compare(itemsOfPack(before), itemsOfPack(after));
}
function itemsOfPack(pack) {
	const items = /* @__PURE__ */ new Map();
	for (const [path, { kind, size, crc32, mode }] of pack.entries) {
		if (kind === "directory") continue;
		const isFile = kind === "file";
		items.set(path, {
			identity: `${kind} ${size} ${crc32}`,
			mode: isFile ? mode : null,
			canMove: isFile && size > 0
		});
	}
	return items;
}
function compare(before, after) {
	const difference = {
		added: [],
		removed: [],
		changed: [],
		renamed: [],
		modeChanged: []
	};
	for (const [path, item] of after) {
		const old = before.get(path);
		if (old === void 0) difference.added.push(path);
		else if (old.identity !== item.identity) difference.changed.push(path);
		else if (old.mode !== item.mode) difference.modeChanged.push(path);
	}
	for (const path of before.keys()) if (!after.has(path)) difference.removed.push(path);
	const { added, removed, changed, modeChanged } = difference;
	for (const paths of [
		added,
		removed,
		changed,
		modeChanged
	]) paths.sort();
	return withRenames(difference, before, after);
}
/** Pairs removed and added files of the same content, in the order of their paths. */
function withRenames(difference, before, after) {
	const gone = /* @__PURE__ */ new Map();
	for (const path of difference.removed) {
		const item = before.get(path);
		if (item?.canMove === true) gone.set(item.identity, [...gone.get(item.identity) ?? [], path]);
	}
	for (const to of difference.added) {
		const from = gone.get(after.get(to)?.identity ?? "")?.shift();
		if (from !== void 0) difference.renamed.push({
			from,
			to
		});
	}
	const moved = new Set(difference.renamed.flatMap(({ from, to }) => [from, to]));
	return {
		...difference,
		added: difference.added.filter((path) => !moved.has(path)),
		removed: difference.removed.filter((path) => !moved.has(path))
	};
}

// src/pack/diff-zip.ts
const diffManifestName = "update-train-diff.json";
/** Writes the diff zip from one pack to another: a manifest, then every changed and added file as it lies in `after`. */
async function writeDiffZip(work) {
	const { before, after, out, timestamp } = work;
	const difference = comparePacks(before, after);
	const directories = compareDirectories(before, after);
	const manifest = {
		format: "update-train-diff",
		version: 1,
		root: after.root,
		contentDigest: work.digests,
		sha256: work.sha256,
		removed: difference.removed,
		renamed: difference.renamed,
		modes: modesOf(after, [
			...difference.modeChanged,
			...difference.renamed.map(({ to }) => to),
			...directories.modeChanged,
			...directories.added
		]),
		addedDirectories: directories.added,
		removedDirectories: directories.removed
	};
	const wanted = /* @__PURE__ */ new Set([...difference.changed, ...difference.added]);
	const pace = startPace(work, after.size);
	return writeZip(out, Buffer.alloc(0), pace, async (output) => {
		const content = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
		await output.add({
			name: diffManifestName,
			kind: "file",
			mode: 420,
			timestamp
		}, contentOf(content));
		for (const [path, entry] of after.entries) if (wanted.has(path)) await output.copy(after.archive, entry);
	});
}
function compareDirectories(before, after) {
	const changes = {
		added: [],
		removed: [],
		modeChanged: []
	};
	const directory = (pack, path) => {
		const entry = pack.entries.get(path);
		return entry?.kind === "directory" ? entry.mode : void 0;
	};
	for (const path of /* @__PURE__ */ new Set([...before.entries.keys(), ...after.entries.keys()])) {
		const old = directory(before, path);
		const now = directory(after, path);
		if (old === now) continue;
		if (old === void 0) changes.added.push(path);
		else if (now === void 0) changes.removed.push(path);
		else changes.modeChanged.push(path);
	}
	return {
		added: changes.added.sort(),
		removed: changes.removed.sort(),
		modeChanged: changes.modeChanged.sort()
	};
}
function modesOf(pack, paths) {
	const modes = {};
	for (const path of [...paths].sort()) {
		const entry = pack.entries.get(path);
		if (entry !== void 0) modes[path] = entry.mode;
	}
	return modes;
}

// src/train/publish.ts
/** Names of the files that a run makes. */
const reportName = "report.md";
const candidateName = "candidate.json";
const testLogName = "test.log";
function packNameOf(candidate) {
	return `${candidate.product}+${candidate.to.level}.${candidate.channel}.${candidate.track}.zip`;
}
function diffNameOf({ product, from, to, channel, track }) {
	return `${product}+${from.level}..${to.level}.${channel}.${track}.diff.zip`;
}
/** How the candidate's pack differs from another, by their central directories. */
async function differenceOf(before, after) {
	await using old = await openPack(before);
	await using updated = await openPack(after);
	return comparePacks(old, updated);
}
/** Writes the diff zip between two packs into `staging`; gives its path and bytes. `timestamp` dates its manifest. */
async function diffBetween(before, after, timestamp, staging, world) {
	await using old = await openPack(before.file);
	await using updated = await openPack(after.file);
	const file = join(staging, "diff.zip");
	const { size } = await writeDiffZip({
		before: old,
		after: updated,
		digests: {
			before: before.contentDigest,
			after: after.contentDigest
		},
		sha256: {
			before: (await sha256OfFile(before.file, world.signal)).sha256,
			after: (await sha256OfFile(after.file, world.signal)).sha256
		},
		out: file,
		timestamp,
		signal: world.signal
	});
	return {
		file,
		size
	};
}
/** The diff zip with the name users know it by. */
function diffFile(candidate, path) {
	return {
		kind: "diff",
		name: diffNameOf(candidate),
		path
	};
}
/**
* Station 4: hands the finished files to the host. A candidate that did not pass is not published as one:
* only its report and the log of its tests are.
*/
async function publish(candidate, files, staging, host) {
	const finished = [];
	if (candidate.outcome === "updated" && files.pack !== null) {
		finished.push({
			kind: "pack",
			name: packNameOf(candidate),
			path: files.pack
		});
		if (files.diff !== null) finished.push(files.diff);
	}
	const log = join(staging, testLogName);
	if (await exists(log)) finished.push({
		kind: "log",
		name: testLogName,
		path: log
	});
	finished.push(await textFile("report", reportName, renderMarkdown(candidate), staging));
	if (candidate.outcome === "updated") finished.push(await textFile("candidate", candidateName, `${JSON.stringify(candidate, null, 2)}\n`, staging));
	return host.publish(finished);
}
async function textFile(kind, name, content, staging) {
	const path = join(staging, name);
	try {
		await mkdir(staging, { recursive: true });
		await writeFile(`${path}.part`, content);
		await rename(`${path}.part`, path);
	} catch (error) {
		throw writeError(error, path);
	}
	return {
		kind,
		name,
		path
	};
}

export { packNameOf as a, testLogName as c, differenceOf as i, diffBetween as n, publish as o, diffFile as r, reportName as s, candidateName as t };