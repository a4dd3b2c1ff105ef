import { t as TrainError } from "./kernel-errors.js";
import { n as exists, r as isFolder } from "./kernel-files.js";
import { n as nameOfProduct, r as severities, t as isChannelName } from "./kernel-product.js";
import { n as temporaryFolder } from "./kernel-temporary.js";
import { a as lockForPublishing, c as writeDocument, i as unpackFor, o as writeFileList, r as readIndex, s as readDocument, t as baseRecordPath } from "./feed-init.js";
import { i as fileListSchema, t as channelSchema } from "./feed-format.js";
import { i as feedPath, o as updatesPath, r as channelPath, t as basePath } from "./feed-layout.js";
import { join } from "node:path";
import { readdir } from "node:fs/promises";

// src/feed/misplaced-root.ts
async function assertRootItself(feed, product, tree) {
	const base = await readDocument(feed, basePath(product), fileListSchema);
	const tops = new Set(Object.keys(base?.files ?? {}).map((path) => path.split("/", 1)[0]));
	const entries = await readdir(tree, { withFileTypes: true });
	for (const entry of entries) {
		const { name } = entry;
		if (!(name === nameOfProduct(product) || entries.length === 1) || !entry.isDirectory() || tops.has(name)) continue;
		const inside = join(tree, name);
		if (!(await readdir(inside)).some((one) => tops.has(one))) continue;
		throw new TrainError("config", `${tree} holds the product in its folder ${name}, so every path would be one level too deep.`, { hint: `Give --tree ${inside}, the folder that holds ${[...tops].sort().slice(0, 3).join(", ")}; nothing was published.` });
	}
	if (tops.size < 2 || entries.some(({ name }) => tops.has(name))) return;
	const paths = Object.keys(base?.files ?? {});
	const isOf = (top) => entries.every(({ name }) => paths.some((path) => `${path}/`.startsWith(`${top}/${name}/`)));
	if (entries.length === 0 || ![...tops].some((top) => top !== void 0 && isOf(top))) return;
	throw new TrainError("config", `${tree} holds nothing of what the product has at its top.`, { hint: `Give --tree the folder that holds ${[...tops].sort().slice(0, 3).join(", ")}; nothing was published.` });
}

// src/feed/publish.ts
async function publishLevel(request, world) {
	const { folder, channel, level, timestamp, updates } = request;
	assertPublishable(request);
	if (!await exists(join(folder, "feed.json"))) throw noFeed(folder);
	await using _lock = await lockForPublishing(folder, world);
	const index = await readIndex(folder);
	if (index === null) throw noFeed(folder);
	const product = productOf(index, request.product, folder);
	const document = await readChannel(folder, product, channel);
	assertNext(document, level, timestamp);
	await using unpacked = await temporaryFolder(world.temporary);
	const home = "tree" in request.from ? request.from.tree : join(unpacked.path, "level");
	if ("pack" in request.from) await unpackFor(request.from.pack, home, world);
	else {
		if (!await isFolder(home)) throw new TrainError("config", `The folder ${home} does not exist.`, { hint: "Give --tree the unpacked product, the folder that holds its bin, lib and so on." });
		await assertRootItself(folder, product, home);
	}
	const previous = document.levels.at(-1)?.files.sha256 ?? document.base.files.sha256;
	const { renames } = request;
	const list = await writeFileList({
		feed: folder,
		home,
		product,
		channel,
		level,
		timestamp,
		previous,
		renames
	}, request.classes, world);
	const updatesPinned = await writeDocument(folder, updatesPath(product, channel, level), {
		format: "update-train-updates",
		version: 1,
		level,
		updates
	});
	document.levels.push(levelEntry(request, list.pinned, updatesPinned));
	await writeDocument(folder, channelPath(product, channel), document);
	await noteChannel(folder, index, product, channel);
	return {
		product,
		files: list.files
	};
}
async function productIn(folder, wanted) {
	const index = await readIndex(folder);
	if (index === null) throw noFeed(folder);
	return productOf(index, wanted, folder);
}
function noFeed(folder) {
	return new TrainError("config", `${folder} is no feed yet.`, { hint: "Begin it with `update-train feed init DIR --product P --pack BASE.zip`." });
}
function assertPublishable({ channel, level, timestamp }) {
	const problems = [];
	if (!isChannelName(channel)) problems.push({ message: `${JSON.stringify(channel)} is no name for a channel: use letters, digits, - and _` });
	if (!Number.isSafeInteger(level) || level < 1) problems.push({ message: `${level} is no level: use a whole number above 0` });
	if (!Number.isSafeInteger(timestamp) || timestamp < 1) problems.push({ message: `${timestamp} is no timestamp: use epoch milliseconds` });
	if (problems.length > 0) throw new TrainError("usage", "The level cannot be published like this.", {
		hint: "Correct what is listed; nothing was published.",
		problems
	});
}
function productOf(index, wanted, folder) {
	const names = index.products.map((one) => `${one.name}-${one.version}`).join(", ");
	const found = wanted === null ? index.products.length === 1 ? index.products[0] : void 0 : index.products.find((one) => one.name === wanted.name && one.version === wanted.version);
	if (found !== void 0) return {
		name: found.name,
		version: found.version
	};
	const what = wanted === null ? "more than one product" : `no ${wanted.name}-${wanted.version}`;
	throw new TrainError("usage", `${folder} has ${what}.`, { hint: `Name one of its products with --product: ${names || "(none)"}.` });
}
async function readChannel(folder, product, channel) {
	const existing = await readDocument(folder, channelPath(product, channel), channelSchema);
	if (existing !== null) return existing;
	const base = await readDocument(folder, baseRecordPath(product), channelSchema.shape.base);
	if (base === null) throw new TrainError("config", `${folder} has lost the record of its base pack.`, { hint: `Bring ${baseRecordPath(product)} back from a copy of the feed.` });
	return {
		format: "update-train-channel",
		version: 1,
		product,
		channel,
		kind: channel === "full" || channel === "security" ? channel : "custom",
		base,
		levels: [],
		requires: null,
		access: "public",
		eula: null,
		mustUnderstand: []
	};
}
function assertNext(document, level, timestamp) {
	const last = document.levels.at(-1);
	if (last === void 0 || level > last.level && timestamp > last.timestamp) return;
	const what = level <= last.level ? `Level ${level} cannot follow level ${last.level}` : `The timestamp ${timestamp} cannot follow ${last.timestamp}, that of level ${last.level}`;
	throw new TrainError("config", `${what} on channel ${document.channel}.`, { hint: "Levels and timestamps only grow; what was published is never changed. Publish a new level." });
}
function levelEntry({ level, timestamp, updates, equivalent }, files, updatesPinned) {
	const count = (kind) => updates.filter((one) => one.kind === kind).length;
	return {
		level,
		timestamp,
		released: new Date(timestamp).toISOString().slice(0, 10),
		files,
		updates: updatesPinned,
		counts: {
			security: count("security"),
			fix: count("fix"),
			improvement: count("improvement")
		},
		highestSeverity: severities.find((severity) => updates.some((one) => one.severity === severity)) ?? null,
		advisories: [...new Set(updates.flatMap((one) => one.advisories))].sort(),
		equivalent,
		status: "active"
	};
}
async function noteChannel(folder, index, product, channel) {
	const entry = index.products.find((one) => one.name === product.name && one.version === product.version);
	if (entry === void 0 || entry.channels.includes(channel)) return;
	entry.channels = [...entry.channels, channel].sort();
	await writeDocument(folder, feedPath, index);
}

export { publishLevel as n, productIn as t };