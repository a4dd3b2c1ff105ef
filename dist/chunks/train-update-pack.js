import { t as TrainError } from "./kernel-errors.js";
import { t as formatBytes } from "./kernel-time.js";
import { n as sha256 } from "./kernel-sha256.js";
import { a as readHomeFile, i as walkHome, r as packTree, t as extractPack } from "./pack-extract.js";
import { i as readTarget, n as findClash, t as openPack } from "./pack-open-pack.js";
import { t as startPace } from "./pack-pace.js";
import { i as nameFault, n as linkFault } from "./pack-entry-name.js";
import { n as writeZip, t as contentOf } from "./pack-zip-output.js";
import { n as recognisePack } from "./tools-recognise.js";
import { stat, statfs } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { lstatSync, readlinkSync } from "node:fs";

// src/pack/content-digest.ts
/**
* The digest of what a product holds, however it is packed: SHA-256 over the sorted paths with kind, permission bits and
* SHA-256 of the content (for a link: of its target). Left out are `updates/**`, the paths that `isState` takes, and
* directories, which carry no content and are often only implied. Fields end with NUL, which no path can hold.
*/
function contentDigest(tree, isState = () => false) {
	const hasher = createHash("sha256");
	for (const path of [...tree.keys()].sort()) {
		const entry = tree.get(path);
		if (entry === void 0 || path.startsWith("updates/") || isState(path)) continue;
		if (entry.kind === "file") hasher.update(`${path}\0file\0${entry.mode.toString(8)}\0${entry.sha256}\0`);
		else if (entry.kind === "link") hasher.update(`${path}\0link\0\0${sha256(entry.target)}\0`);
	}
	return hasher.digest("hex");
}

// src/pack/changed-on-disk.ts
/**
* Compares a home with a pack's central directory by content: kind, size, then CRC-32. Fifos, sockets and devices count
* as not there. Paths that `skip` takes are not compared.
*/
async function changedOnDisk(pack, home, work = {}) {
	const skip = work.skip ?? (() => false);
	const seen = await walkHome(home, startPace({ signal: work.signal }, 0));
	const implied = foldersAbove([...pack.entries.keys()].filter(skip));
	const changes = {
		added: [],
		removed: [],
		changed: [],
		modeChanged: []
	};
	const pace = startPace(work, pack.size);
	for (const [path, what] of seen) {
		if (skip(path) || what.kind === "special") continue;
		const entry = pack.entries.get(path);
		if (entry === void 0) {
			if (what.kind !== "directory" || what.empty && !implied.has(path)) changes.added.push(path);
		} else if (!await isSame(pack, entry, what, join(home, path), pace)) changes.changed.push(path);
		else if (what.kind !== "link" && what.mode !== entry.mode) changes.modeChanged.push(path);
	}
	for (const path of pack.entries.keys()) if (!skip(path) && (seen.get(path) ?? { kind: "special" }).kind === "special") changes.removed.push(path);
	for (const paths of [
		changes.added,
		changes.removed,
		changes.changed,
		changes.modeChanged
	]) paths.sort();
	return changes;
}
/** All folders on the way to these paths. */
function foldersAbove(paths) {
	const folders = /* @__PURE__ */ new Set();
	for (const path of paths) for (let slash = path.lastIndexOf("/"); slash !== -1; slash = path.lastIndexOf("/", slash - 1)) {
		const folder = path.slice(0, slash);
		if (folders.has(folder)) break;
		folders.add(folder);
	}
	return folders;
}
async function isSame(pack, entry, what, at, pace) {
	if (entry.kind !== what.kind) return false;
	if (what.kind === "link") return readTarget(pack.archive, entry, entry.path) === what.target;
	if (what.kind !== "file") return true;
	if (what.size !== entry.size) return false;
	let crc = 0;
	await readHomeFile(at, pace, (piece) => {
		crc = crc32(piece, crc);
	});
	return crc === entry.crc32;
}

// src/pack/write-pack.ts
/**
* Writes a pack from an old one and a changed home: what did not change is copied as it lies and never recompressed.
* Entries keep their order, added ones follow sorted. Equal inputs give equal bytes, on every machine.
* Paths that `skip` takes are not compared with the home: their old entries stay as they lie.
* Throws `pack-unsafe` for names and links that no pack may hold, `not-writable` and `disk-full`; then nothing is left at `out`.
*/
async function repack(work) {
	const { from, home, out, signal, skip } = work;
	const changes = await changedOnDisk(from, home, {
		signal,
		skip
	});
	const removed = new Set(changes.removed);
	const changed = new Set(changes.changed);
	const modeChanged = new Set(changes.modeChanged);
	const planned = [];
	for (const [path, old] of from.entries) {
		if (removed.has(path)) continue;
		const mode = modeChanged.has(path) ? lstatSync(join(home, path)).mode & 511 : void 0;
		planned.push(changed.has(path) ? fromHome(home, path) : {
			path,
			kind: old.kind,
			old,
			mode
		});
	}
	planned.push(...changes.added.map((path) => fromHome(home, path)));
	assertNames(home, planned);
	const pace = startPace(work, from.size);
	return writeZip(out, from.archive.comment, pace, async (output) => {
		if (from.rootEntry !== void 0) await output.copy(from.archive, from.rootEntry);
		for (const plan of planned) if (plan.old !== null) await output.copy(from.archive, plan.old, plan.mode);
		else await addFromHome({
			output,
			root: from.root,
			work,
			pace
		}, plan.path);
	});
}
/** Writes a pack with the root folder `root` from a home alone, entries sorted, directories listed. Throws as `repack`. */
async function createPack(work) {
	const { home, out, root, timestamp } = work;
	const seen = await walkHome(home, startPace({ signal: work.signal }, 0));
	const planned = [...seen.keys()].filter((path) => seen.get(path)?.kind !== "special").sort().map((path) => fromHome(home, path));
	assertNames(home, planned);
	const total = [...seen.values()].reduce((sum, what) => sum + (what.kind === "file" ? what.size : 0), 0);
	const pace = startPace(work, total);
	return writeZip(out, Buffer.alloc(0), pace, async (output) => {
		await output.add({
			name: root,
			kind: "directory",
			mode: 493,
			timestamp
		}, nothing);
		for (const { path } of planned) await addFromHome({
			output,
			root,
			work,
			pace
		}, path);
	});
}
const nothing = contentOf(/* @__PURE__ */ new Uint8Array());
async function addFromHome({ output, root, work, pace }, path) {
	const at = join(work.home, path);
	const stat = lstatSync(at);
	const info = {
		name: `${root}/${path}`,
		mode: stat.mode & 511,
		timestamp: work.timestamp
	};
	if (stat.isSymbolicLink()) {
		const target = readlinkSync(at);
		assertFit(at, linkFault(path, target));
		await output.add({
			...info,
			kind: "link",
			mode: 511
		}, contentOf(Buffer.from(target)));
	} else if (stat.isDirectory()) await output.add({
		...info,
		kind: "directory"
	}, nothing);
	else await output.add({
		...info,
		kind: "file"
	}, {
		size: stat.size,
		read: (take) => readHomeFile(at, pace, take)
	});
}
function fromHome(home, path) {
	const stat = lstatSync(join(home, path));
	return {
		path,
		kind: stat.isSymbolicLink() ? "link" : stat.isDirectory() ? "directory" : "file",
		old: null
	};
}
/** What we write, we must be able to read again: names are held to the same rules. */
function assertNames(home, planned) {
	for (const { path, old } of planned) if (old === null) assertFit(join(home, path), nameFault(path));
	const clash = findClash(planned.map(({ path, kind }) => ({
		name: path,
		kind
	})));
	if (clash !== void 0) assertFit(join(home, clash.name), clash.fault);
}
function assertFit(at, fault) {
	if (fault === void 0) return;
	throw new TrainError("pack-unsafe", `${JSON.stringify(at)} cannot be packed: it ${fault}.`, { hint: "Rename or remove it, then run again." });
}

// src/kernel/disk-space.ts
/**
* Finds out before the first write whether there is room for all of it; needs on one file system are added up.
* Throws `disk-full` with the numbers. That nothing else fills the disk meanwhile, nobody can promise.
*/
async function assertSpace(what, needs) {
	const byDevice = /* @__PURE__ */ new Map();
	for (const { folder, bytes } of needs) {
		const { dev } = await stat(folder);
		byDevice.set(dev, {
			folder,
			bytes: bytes + (byDevice.get(dev)?.bytes ?? 0)
		});
	}
	for (const { folder, bytes } of byDevice.values()) {
		const { bavail, bsize } = await statfs(folder);
		const free = bavail * bsize;
		if (free >= bytes) continue;
		throw new TrainError("disk-full", `${what} needs ${formatBytes(bytes)} in ${folder}, where ${formatBytes(free)} is free.`, { hint: "Free some space, or choose another place with --out or TMPDIR; nothing was changed." });
	}
}

// src/train/update-pack.ts
/** Dates of what is written for a level without a timestamp: the first that a zip can hold, 1980-01-01. */
const noDate = Date.UTC(1980, 0, 1);
function dateOf(level) {
	return level.timestamp ?? noDate;
}
/** Reads every entry of a pack, checks it, and takes its content digest. */
async function measurePack(file, world) {
	await using pack = await openPack(file);
	const { statePaths } = await recognisePack(pack);
	const state = new Set(statePaths);
	const tree = await packTree(pack, {
		signal: world.signal,
		progress: (done, total) => world.log.progress("verifying the pack", done, total)
	});
	return {
		file,
		tree,
		contentDigest: contentDigest(tree, (path) => state.has(path))
	};
}
/** Bytes of a pack, unpacked. */
function contentSize({ entries }) {
	return [...entries.values()].reduce((sum, { size }) => sum + size, 0);
}
/** Unpacks a pack below `folder` and gives its home. */
async function unpack(pack, folder, world) {
	const home = join(folder, pack.root);
	await extractPack(pack, home, {
		signal: world.signal,
		progress: (done, total) => world.log.progress("unpacking", done, total)
	});
	return home;
}
/**
* Brings a copy of a pack from one level to another: unpacks it below `folder`, lets the tool update it, and writes
* `out` from it. After a conflict nothing was written to `out`.
*/
async function updatePack(work, origin, tool, merging, world) {
	await using pack = await openPack(work.pack);
	await assertSpace(`Updating ${origin.productName}`, [{
		folder: dirname(work.folder),
		bytes: contentSize(pack)
	}, {
		folder: dirname(work.out),
		bytes: pack.size
	}]);
	const home = await unpack(pack, work.folder, world);
	const { product, channel } = origin;
	const application = await tool.apply({
		product,
		channel,
		from: work.from,
		to: work.to,
		home,
		pack: work.pack,
		merging
	});
	if (application.kind === "applied") {
		await tool.scrub(home);
		await repack({
			from: pack,
			home,
			out: work.out,
			timestamp: dateOf(work.to),
			signal: world.signal,
			progress: (done, total) => world.log.progress("writing the pack", done, total)
		});
	}
	return {
		home,
		application
	};
}

export { createPack as a, updatePack as i, measurePack as n, repack as o, unpack as r, contentDigest as s, dateOf as t };