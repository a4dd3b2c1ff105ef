import { r as sha256OfFile } from "./kernel-sha256.js";
import { n as temporaryFolder } from "./kernel-temporary.js";
import { t as TrainError } from "./kernel-errors.js";
import { t as parentsOf } from "./kernel-writable-folders.js";
import { i as largestManifest, r as formatManifest, t as diffManifestName } from "./pack-diff-manifest.js";
import { n as comparePacks, r as compareTrees } from "./pack-difference.js";
import { t as formatBytes } from "./kernel-time.js";
import { t as startPace } from "./pack-pace.js";
import { s as readWhole } from "./pack-entry-content.js";
import { t as planPair } from "./pack-plan-pair.js";
import { f as threadCount, l as openQuestions, u as saidOther } from "./pack-inventory.js";
import { n as openSpool } from "./pack-spool.js";
import { a as sent, o as sentFile } from "./pack-pack-worker.js";
import { i as largestUndo, r as isText } from "./pack-delta.js";
import { d as writeZip, r as measureOpenPack, u as contentOf } from "./train-update-pack.js";
import { t as openPack } from "./pack-open-pack.js";
import { r as contentKey } from "./pack-window.js";
import { n as recognisePack } from "./tools-recognise.js";
import { join } from "node:path";
import { mkdirSync } from "node:fs";

// src/pack/compare-directories.ts
function compareDirectories(before, after) {
	const [old, now] = [foldersOf(before), foldersOf(after)];
	const changes = {
		added: [],
		removed: [],
		unlisted: [],
		modeChanged: []
	};
	for (const path of [.../* @__PURE__ */ new Set([...old.keys(), ...now.keys()])].sort()) {
		const [was, is] = [old.get(path), now.get(path)];
		if (was === is) continue;
		if (is === void 0) changes.removed.push(path);
		else if (is === null) {
			if (was !== void 0) changes.unlisted.push(path);
		} else if (was === void 0 || was === null) changes.added.push(path);
		else changes.modeChanged.push(path);
	}
	return changes;
}
function foldersOf({ entries }) {
	const folders = /* @__PURE__ */ new Map();
	for (const [path, { kind, mode }] of entries) {
		if (kind === "directory") folders.set(path, mode);
		for (const parent of parentsOf(path)) if (!folders.has(parent)) folders.set(parent, null);
	}
	return folders;
}

// src/pack/diff-side.ts
function heldAt(tree, path) {
	const entry = tree.get(path);
	if (entry?.kind === "link") return { link: entry.target };
	if (entry?.kind !== "file") return null;
	return {
		sha256: entry.sha256,
		size: entry.size,
		mode: entry.mode
	};
}

// src/pack/fit-manifest.ts
function fitManifest(planned, format, limit) {
	const text = () => format([...planned.values()].map(({ change }) => change));
	const first = text();
	let over = Buffer.byteLength(first) - limit;
	if (over <= 0) return first;
	const shrinking = [...planned].map(([path, plan]) => ({
		path,
		plan,
		bytes: weightOf(plan.change)
	}));
	for (const { path, plan, bytes } of shrinking.sort((one, other) => other.bytes - one.bytes)) {
		if (over <= 0 || bytes === 0) break;
		planned.set(path, travellingWhole(plan));
		over -= bytes;
	}
	const second = text();
	if (Buffer.byteLength(second) <= limit) return second;
	throw new TrainError("failure", `A diff zip of ${planned.size} changed files would have a manifest of ${formatBytes(Buffer.byteLength(second))}; the limit is ${formatBytes(limit)}.`, { hint: "Use the whole pack: so much of it changed that a diff zip would not be much smaller." });
}
function weightOf({ ranges, undo }) {
	return [ranges, undo].flatMap((part) => part === void 0 ? [] : [JSON.stringify(part)]).reduce((sum, part) => sum + Buffer.byteLength(part), 0);
}
function travellingWhole({ change, entry }) {
	const { path, from, before, after } = change;
	return {
		change: {
			path,
			kind: "whole",
			...from === void 0 ? {} : { from },
			before,
			after
		},
		entry,
		delta: null
	};
}

// src/pack/plan-all.ts
const smallest = 4096;
async function planAll(planner, paths, before, after) {
	const contentOf = ({ path }) => {
		const entry = after.get(path);
		return entry?.kind === "file" && entry.size >= smallest ? entry.sha256 : `of ${path}`;
	};
	const oldContentOf = ({ from }) => {
		const entry = before.get(from ?? "");
		return entry?.kind === "file" ? entry.sha256 : "";
	};
	const groups = [...Map.groupBy(paths, contentOf).values()].flatMap((group) => {
		const [first] = group;
		if (group.length === 1 || first === void 0) return [group];
		if (planner.isMergeable(first)) return group.map((one) => [one]);
		const whole = group.find((one) => oldContentOf(one) === "");
		return whole === void 0 ? [...Map.groupBy(group, oldContentOf).values()] : [[whole, ...group.filter((one) => one !== whole)]];
	});
	return (await Promise.all(groups.map((group) => planGroup(planner, group)))).flat().sort((one, other) => one.change.path < other.change.path ? -1 : 1);
}
async function planGroup(planner, [source, ...others]) {
	if (source === void 0) return [];
	return [await planner.plan(source), ...others.map((other) => planner.same(other, source.path))];
}

// src/pack/plan-threads.ts
const worthwhile = 16777216;
function areWorthThreads(bytes) {
	return threadCount() > 1 && bytes >= worthwhile;
}
function openPairThreads(folder, signal) {
	const free = [];
	const spools = new DisposableStack();
	const questions = openQuestions(signal);
	let lanes = 0;
	const openLane = () => {
		const own = join(folder, `${lanes}`);
		lanes += 1;
		mkdirSync(own);
		return {
			folder: own,
			deltas: spools.use(openSpool(join(own, "deltas"))).file()
		};
	};
	const ask = async (pair, isUnread) => {
		let lane;
		const request = () => {
			lane = free.pop() ?? openLane();
			return {
				kind: "pair",
				...sentPair(pair),
				...lane,
				isUnread
			};
		};
		const reply = await questions.ask({
			request,
			bytes: pair.after.entry.size
		});
		if (reply.kind !== "pair" || lane === void 0) throw new Error(saidOther);
		free.push({
			...lane,
			deltas: reply.deltas
		});
		return reply.read;
	};
	return {
		plan: async (pair) => (await ask(pair, false)).plan,
		read: async (pair) => {
			const { plan, sha256 } = await ask(pair, true);
			if (sha256 === null) throw new Error(saidOther);
			return {
				plan,
				sha256
			};
		},
		[Symbol.asyncDispose]: async () => {
			await questions[Symbol.asyncDispose]();
			spools.dispose();
		}
	};
}
function sentPair({ before, after }) {
	return {
		before: {
			zip: sentFile(before.zip),
			entry: sent(before.entry)
		},
		after: {
			zip: sentFile(after.zip),
			entry: sent(after.entry)
		}
	};
}

// src/pack/plan-change.ts
function openPlanner(before, after, folder, work) {
	const deltas = openSpool(join(folder, "deltas"));
	const threads = openPairThreads(folder, work.signal);
	let last = Promise.resolve();
	const planHere = (pair) => {
		const planned = last.then(() => planPair(pair, folder, deltas, work.pace));
		last = planned.catch(() => void 0);
		return planned;
	};
	const whole = ({ path, from }) => {
		const entry = after.pack.entries.get(path);
		const held = heldAt(after.tree, path);
		if (entry === void 0 || held === null) throw new Error(`${path} is not in the tree of the new pack.`);
		return {
			change: {
				path,
				kind: "whole",
				...from === null || from === path ? {} : { from },
				before: from === null ? null : heldAt(before.tree, from),
				after: held
			},
			entry,
			delta: null
		};
	};
	return {
		isMergeable: ({ path }) => {
			const entry = after.pack.entries.get(path);
			return entry?.kind === "file" && entry.size <= 1048576 && isText(readWhole(after.pack.archive, entry));
		},
		same: (changed, as) => {
			const { change, entry } = whole(changed);
			return {
				change: {
					...change,
					kind: "same",
					as
				},
				entry,
				delta: null
			};
		},
		plan: async (changed) => {
			const { path, from } = changed;
			const { change, entry } = whole(changed);
			const old = before.pack.entries.get(from ?? "");
			if (old?.kind !== "file" || entry.kind !== "file") return {
				change,
				entry,
				delta: null
			};
			const pair = {
				before: {
					zip: before.pack.archive,
					entry: old
				},
				after: {
					zip: after.pack.archive,
					entry
				}
			};
			const ready = work.plans?.get(path);
			const planned = areWorthThreads(work.bytes) ? () => threads.plan(pair) : () => planHere(pair);
			const plan = await (ready?.from === from ? ready.plan : planned());
			if (plan.kind === "ranges") return {
				change: {
					...change,
					kind: "ranges",
					ranges: plan.ranges
				},
				entry,
				delta: plan.delta
			};
			const { undo } = path.startsWith("updates/") ? {} : plan;
			return {
				change: undo === void 0 ? change : {
					...change,
					undo
				},
				entry,
				delta: null
			};
		},
		[Symbol.asyncDispose]: async () => {
			await threads[Symbol.asyncDispose]();
			await last;
			deltas[Symbol.dispose]();
		}
	};
}

// src/pack/diff-zip.ts
async function writeDiffZip(work) {
	const { before, after, out, folder, timestamp } = work;
	assertOneRoot(before.pack, after.pack);
	const difference = compareTrees(before.tree, after.tree);
	const pace = startPace(work, after.pack.size);
	const changes = changedPaths(difference, before.tree, after.tree);
	const bytes = changes.reduce((sum, { path }) => sum + (after.pack.entries.get(path)?.size ?? 0), 0);
	await using planner = openPlanner(before, after, folder, {
		pace,
		signal: work.signal,
		bytes,
		plans: work.plans
	});
	const plans = await planAll(planner, changes, before.tree, after.tree);
	const planned = new Map(plans.map((plan) => [plan.change.path, plan]));
	const format = (changes) => formatManifest(manifestOf(work, difference, changes));
	const content = fitManifest(planned, format, work.manifestBytes ?? 16777216);
	return await writeZip(out, Buffer.alloc(0), pace, async (output) => {
		const info = {
			name: diffManifestName,
			kind: "file",
			mode: 420,
			timestamp
		};
		await output.add(info, contentOf(Buffer.from(content)));
		for (const { change, entry, delta } of planned.values()) {
			if (change.kind === "same") continue;
			if (delta === null) await output.copy(after.pack.archive, entry);
			else await output.addReady(infoOf(entry), delta.facts, delta.file, delta.at);
		}
	});
}
function infoOf({ name, kind, mode, modified }) {
	return {
		name,
		kind,
		mode,
		timestamp: modified
	};
}
function assertOneRoot(before, after) {
	if (before.root === after.root) return;
	throw new TrainError("usage", `${before.path} and ${after.path} have the root folders ${before.root} and ${after.root}: there is no diff zip from one product to another.`, { hint: "Compare two packs of one product and version." });
}
function changedPaths({ changed, added, renamed }, before, after) {
	return [
		...changed.map((path) => ({
			path,
			from: path
		})),
		...added.map((path) => ({
			path,
			from: null
		})),
		...renamed.filter((pair) => !isSame(pair, before, after)).map(({ from, to }) => ({
			path: to,
			from
		}))
	].sort((one, other) => one.path < other.path ? -1 : 1);
}
function isSame({ from, to }, before, after) {
	const [old, now] = [before.get(from), after.get(to)];
	return old?.kind === "file" && now?.kind === "file" && old.sha256 === now.sha256;
}
function manifestOf({ before, after, isState }, difference, changes) {
	const directories = compareDirectories(before.pack, after.pack);
	const moved = difference.renamed.filter((pair) => isSame(pair, before.tree, after.tree));
	const isMoved = new Set(moved);
	const replaced = difference.renamed.filter((pair) => !isMoved.has(pair));
	const removed = [...difference.removed, ...replaced.map(({ from }) => from)].sort();
	const kept = [
		...removed,
		...moved.map(({ from }) => from),
		...difference.modeChanged
	];
	return {
		format: "update-train-diff",
		version: 1,
		root: after.pack.root,
		contentDigest: {
			before: before.contentDigest,
			after: after.contentDigest
		},
		sha256: {
			before: before.sha256,
			after: after.sha256
		},
		removed,
		renamed: moved,
		modes: modesOf(after.pack, [
			...difference.modeChanged,
			...moved.map(({ to }) => to),
			...directories.modeChanged,
			...directories.added
		]),
		addedDirectories: directories.added,
		removedDirectories: directories.removed,
		unlistedDirectories: directories.unlisted,
		before: new Map(kept.sort().flatMap((path) => {
			const held = heldAt(before.tree, path);
			return held === null ? [] : [[path, held]];
		})),
		state: [
			...kept,
			...moved.map(({ to }) => to),
			...changes.map(({ path }) => path)
		].filter(isState).sort(),
		changes
	};
}
function modesOf({ entries }, paths) {
	const modes = [...paths].sort().flatMap((path) => {
		const entry = entries.get(path);
		return entry === void 0 ? [] : [[path, entry.mode]];
	});
	return new Map(modes);
}

// src/pack/read-pairs.ts
function readPairs(before, after, difference, { folder, signal }) {
	const threads = openPairThreads(folder, signal);
	const digests = {
		before: /* @__PURE__ */ new Map(),
		after: /* @__PURE__ */ new Map()
	};
	const plans = /* @__PURE__ */ new Map();
	const pairs = pairsOf(before, after, difference);
	if (areWorthThreads(pairs.reduce((sum, { now }) => sum + now.size, 0))) for (const { old, now } of pairs) {
		const read = threads.read({
			before: {
				zip: before.archive,
				entry: old
			},
			after: {
				zip: after.archive,
				entry: now
			}
		});
		digests.before.set(old.path, later(read, ({ sha256 }) => sha256.before));
		digests.after.set(now.path, later(read, ({ sha256 }) => sha256.after));
		plans.set(now.path, {
			from: old.path,
			plan: later(read, ({ plan }) => plan)
		});
	}
	return {
		...digests,
		plans,
		[Symbol.asyncDispose]: () => threads[Symbol.asyncDispose]()
	};
}
function later(read, take) {
	const taken = read.then(take);
	taken.catch(() => void 0);
	return taken;
}
function pairsOf(before, after, { changed, renamed }) {
	const seen = /* @__PURE__ */ new Set();
	return [...changed.map((path) => ({
		from: path,
		to: path
	})), ...renamed].flatMap(({ from, to }) => {
		const [old, now] = [before.entries.get(from), after.entries.get(to)];
		if (!isBig(old) || !isBig(now) || seen.has(contentKey(now))) return [];
		seen.add(contentKey(now));
		return [{
			old,
			now
		}];
	});
}
function isBig(entry) {
	return entry?.kind === "file" && entry.method === "deflated" && entry.size > 1048576;
}

// src/train/diff-packs.ts
async function differenceOf(before, after) {
	await using old = await openPack(before);
	await using updated = await openPack(after);
	return comparePacks(old, updated);
}
async function diffBetween(before, after, timestamp, staging, world) {
	await using old = await openPack(before.file);
	await using updated = await openPack(after.file);
	return await writeDiff({
		...before,
		pack: old,
		sha256: before.sha256 ?? await digestOf(before.file, world)
	}, {
		...after,
		pack: updated,
		sha256: after.sha256 ?? await digestOf(after.file, world)
	}, {
		timestamp,
		staging,
		world
	});
}
async function diffOf(packs, timestamp, staging, world) {
	const { old: before, updated: after, difference } = packs;
	await using folder = await temporaryFolder(staging);
	const failed = new AbortController();
	const here = {
		...world,
		signal: AbortSignal.any([world.signal, failed.signal])
	};
	await using pairs = readPairs(before, after, difference, {
		folder: folder.path,
		signal: here.signal
	});
	const measuring = measureOpenPack(before, here, { known: pairs.before });
	const tree = measuring.then((measured) => measured.tree);
	tree.catch(() => void 0);
	const [old, updated, ...digests] = await Promise.all([
		measuring,
		measureOpenPack(after, here, {
			like: {
				pack: before,
				tree
			},
			known: pairs.after
		}),
		digestOf(before.path, here),
		digestOf(after.path, here)
	]).finally(() => failed.abort());
	return await writeDiff({
		...old,
		pack: before,
		sha256: digests[0]
	}, {
		...updated,
		pack: after,
		sha256: digests[1]
	}, {
		timestamp,
		staging,
		world,
		plans: pairs.plans
	});
}
async function writeDiff(before, after, { staging, world, ...work }) {
	const file = join(staging, "diff.zip");
	await using folder = await temporaryFolder(staging);
	const { size } = await writeDiffZip({
		...work,
		before,
		after,
		isState: await statePathsIn(before.pack, after.pack),
		out: file,
		folder: folder.path,
		signal: world.signal,
		progress: (done, total) => world.log.progress("writing the diff zip", done, total)
	});
	return {
		file,
		size
	};
}
async function statePathsIn(...packs) {
	const state = /* @__PURE__ */ new Set();
	for (const pack of packs) for (const path of (await recognisePack(pack)).statePaths) state.add(path);
	return (path) => state.has(path);
}
async function digestOf(file, { signal }) {
	return (await sha256OfFile(file, signal)).sha256;
}

export { diffOf as n, differenceOf as r, diffBetween as t };