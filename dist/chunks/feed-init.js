import { c as writeError, t as TrainError } from "./kernel-errors.js";
import { c as writeFileAtomically, i as makeFolder, n as exists } from "./kernel-files.js";
import { n as sha256, r as sha256OfFile } from "./kernel-sha256.js";
import { n as temporaryFolder } from "./kernel-temporary.js";
import { t as extractPack } from "./pack-extract.js";
import { t as openPack } from "./pack-open-pack.js";
import { a as formatDocument, o as newerThanKnown, r as feedSchema, u as pathFaults } from "./feed-format.js";
import { a as filesPath, i as feedPath, n as blobPath, t as basePath } from "./feed-layout.js";
import { t as classMatcher } from "./merge-classes.js";
import { i as linkFault } from "./pack-entry-name.js";
import { t as homeTree } from "./pack-inventory.js";
import { t as fileLooksLikeText } from "./pack-looks-like-text.js";
import { t as holdFile } from "./kernel-exclusive.js";
import { basename, dirname, join } from "node:path";
import { chmod, copyFile, mkdir, readFile, rename, rm, stat } from "node:fs/promises";

// src/feed/documents.ts
async function readDocument(folder, path, schema) {
	const file = join(folder, path);
	if (!await exists(file)) return null;
	let value;
	try {
		value = JSON.parse(await readFile(file, "utf8"));
	} catch {
		value = void 0;
	}
	const newer = newerThanKnown(value);
	if (newer !== void 0) throw new TrainError("config", `${file} was written by a newer update-train: ${newer}.`, { hint: "Upgrade update-train." });
	const parsed = schema.safeParse(value);
	if (parsed.success) return parsed.data;
	throw new TrainError("config", `${file} is not as the feed's format says.`, {
		hint: "Name the folder of a feed, or one that is not there yet.",
		problems: parsed.error.issues.map((issue) => ({
			message: `${issue.path.join(".")}: ${issue.message}`,
			file
		}))
	});
}
async function writeDocument(folder, path, document) {
	const file = join(folder, path);
	const bytes = Buffer.from(formatDocument(document));
	await makeFolder(dirname(file));
	await writeFileAtomically(file, bytes);
	return {
		sha256: sha256(bytes),
		size: bytes.length
	};
}

// src/feed/published-tree.ts
async function readPublishedTree(folder, world) {
	const tree = await homeTree(folder, {
		signal: world.signal,
		skip: (path) => path === "updates",
		progress: (done, total, files) => world.log.progress("reading the tree", done, total, files)
	});
	const faults = pathFaults(tree);
	for (const [path, entry] of tree) {
		if (entry.kind === "special") faults.push(`${JSON.stringify(path)} is neither a file, a link nor a directory`);
		const fault = entry.kind === "link" ? linkFault(path, entry.target) : void 0;
		if (fault !== void 0) faults.push(`${JSON.stringify(path)} ${fault}`);
	}
	if (faults.length === 0) return tree;
	throw new TrainError("config", `${folder} holds what a feed may not.`, {
		hint: "Rename or remove what is listed; nothing was published.",
		problems: faults.map((message) => ({ message }))
	});
}
async function listEntries(folder, tree, classes) {
	const classOf = classMatcher(classes);
	const entries = {};
	for (const [path, entry] of tree) {
		if (entry.kind === "special") continue;
		const given = classOf(path);
		const isText = entry.kind !== "file" || given === null && await fileLooksLikeText(join(folder, path));
		entries[path] = {
			...entry,
			class: given ?? (isText ? "config" : "vendor")
		};
	}
	return entries;
}
const stagedName = ".publishing-blob";
async function storeBlobs(feed, folder, tree, world) {
	const staged = join(feed, stagedName);
	try {
		for (const [path, entry] of tree) {
			if (entry.kind !== "file") continue;
			const blob = join(feed, blobPath(entry.sha256));
			if (await holds(blob, entry)) continue;
			world.signal.throwIfAborted();
			await mkdir(dirname(blob), { recursive: true });
			await copyFile(join(folder, path), staged);
			await chmod(staged, 420);
			if ((await sha256OfFile(staged, world.signal)).sha256 !== entry.sha256) throw changedMeanwhile(folder, path);
			await rename(staged, blob);
		}
	} catch (error) {
		throw writeError(error, feed);
	} finally {
		await rm(staged, { force: true });
	}
}
async function holds(blob, { size }) {
	return (await stat(blob).catch(() => null))?.size === size;
}
function changedMeanwhile(folder, path) {
	return new TrainError("busy", `${join(folder, path)} was changed while it was being published.`, { hint: "Publish a tree that nobody writes to; the level was not published." });
}

// src/feed/level-files.ts
async function writeFileList({ feed, home, product, channel, level, timestamp, previous, renames }, classes, world) {
	const tree = await readPublishedTree(home, world);
	const files = await listEntries(home, tree, classes);
	await storeBlobs(feed, home, tree, world);
	const list = {
		format: "update-train-files",
		version: 1,
		product,
		channel,
		level,
		timestamp,
		previous,
		files,
		renames
	};
	const path = channel === null ? basePath(product) : filesPath(product, channel, level);
	return {
		pinned: await writeDocument(feed, path, list),
		files: Object.keys(files).length
	};
}

// src/feed/publishing-lock.ts
function lockForPublishing(folder, { clock, signal }) {
	return holdFile(join(folder, ".publishing"), {
		clock,
		signal,
		limit: 0,
		work: `publishes to ${folder}`
	});
}

// src/feed/init.ts
const baseRecordPath = (product) => basePath(product).replace("base.files", "base");
async function initFeed(request, world) {
	const { folder, product, pack } = request;
	await makeFolder(folder);
	await using _lock = await lockForPublishing(folder, world);
	const index = await readIndex(folder) ?? emptyIndex(folder);
	if (index.products.some((one) => one.name === product.name && one.version === product.version)) throw new TrainError("config", `${folder} has ${product.name}-${product.version} already.`, { hint: "Add levels to it with `update-train feed publish`." });
	const measured = await sha256OfPack(pack, world);
	await using unpacked = await temporaryFolder(world.temporary);
	const home = join(unpacked.path, "base");
	await unpackFor(pack, home, world);
	const list = await writeFileList({
		feed: folder,
		home,
		product,
		channel: null,
		level: 0,
		timestamp: null,
		previous: null,
		renames: []
	}, request.classes, world);
	const base = {
		name: basename(pack),
		...measured,
		files: list.pinned
	};
	await writeDocument(folder, baseRecordPath(product), base);
	index.products.push({
		...product,
		channels: []
	});
	await writeDocument(folder, feedPath, index);
	return {
		files: list.files,
		base
	};
}
async function sha256OfPack(pack, world) {
	await using opened = await openPack(pack);
	return await sha256OfFile(opened.path, world.signal);
}
async function unpackFor(pack, home, world) {
	await using opened = await openPack(pack);
	await extractPack(opened, home, {
		signal: world.signal,
		progress: (done, total, files) => world.log.progress("unpacking", done, total, files)
	});
	await chmod(home, 493);
}
function emptyIndex(folder) {
	return {
		format: "update-train-feed",
		version: 1,
		name: basename(folder),
		products: []
	};
}
function readIndex(folder) {
	return readDocument(folder, feedPath, feedSchema);
}

export { lockForPublishing as a, writeDocument as c, unpackFor as i, initFeed as n, writeFileList as o, readIndex as r, readDocument as s, baseRecordPath as t };