import { a as reasonOf, c as writeError, t as TrainError } from "./kernel-errors.js";
import { d as lockFile, f as lockedTrack, g as withTrack, h as withCandidate, m as readLock, u as isSameCandidate, v as writeLock } from "./train-origin.js";
import { n as sha256, r as sha256OfFile } from "./kernel-sha256.js";
import { t as isByHand } from "./merge-decision.js";
import { n as keepReplaced } from "./merge-merging.js";
import { d as removeLeftovers, i as makeFolder } from "./kernel-files.js";
import { n as temporaryFolder } from "./kernel-temporary.js";
import { i as keyOfDecision, n as holdingOf, o as nameOf, r as keyOf, s as showConflict, t as deletedSide } from "./merge-show-conflict.js";
import { a as followsUpdate, c as oursName, l as readResolution, o as jsonName, s as listResolutions, t as answerOf } from "./merge-resolutions.js";
import { a as mayBeLeft, i as listsOf, n as sides, o as sidesIn, r as sides$1, s as unfinished } from "./tools-choose-tool.js";
import { t as parentsOf } from "./kernel-writable-folders.js";
import { a as replayedByHunk, d as decideMode, f as same, i as holds, o as settlePath, u as decide } from "./pack-write-home.js";
import { n as isMergeable } from "./merge-text-merge-files.js";
import { s as readWhole } from "./pack-entry-content.js";
import { t as homeTree } from "./pack-inventory.js";
import { t as startPace } from "./pack-pace.js";
import { n as readArchive, o as nestedLimits, s as scanLimits } from "./pack-archive.js";
import { t as openPack } from "./pack-open-pack.js";
import { i as splitVersion, n as comparePacks, r as compareTrees } from "./pack-difference.js";
import { n as releaseDead, t as holdFile } from "./kernel-exclusive.js";
import { n as recognisePack } from "./tools-recognise.js";
import { a as unpack, i as measurePack, l as repack, n as dateOf } from "./train-update-pack.js";
import { t as classMatcher } from "./merge-classes.js";
import { c as mergingIn } from "./train-vendor-pack.js";
import { t as contentDigest } from "./pack-content-digest.js";
import { n as readOverlay, t as layOverlay } from "./merge-overlay.js";
import { t as contentFile } from "./pack-content-file.js";
import { basename, dirname, join, posix } from "node:path";
import { chmod, copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";

// src/train/lock-candidate.ts
const lockPatience = 1e4;
function lockedCandidate(candidate, vendorSha256, world) {
	const { digests, tool, channel, to, updates, hotfixes, summary } = candidate;
	if (digests === null) throw new Error("A candidate without digests cannot be locked.");
	return {
		tool,
		channel,
		level: to.level,
		timestamp: to.timestamp,
		vendorDigest: digests.vendor,
		vendorSha256,
		contentDigest: digests.content,
		packSha256: digests.packSha256,
		packSize: digests.packSize,
		baseSha256: digests.base,
		fileList: to.fileList,
		updates: summary?.numbers ?? updates.map((update) => update.id),
		hotfixes: hotfixes?.laid ?? [],
		overlayDigest: digests.overlay,
		resolutionsDigest: digests.resolutions,
		answered: digests.answered,
		tests: null,
		tested: candidate.tests?.passed === true,
		firstPassed: new Date(world.clock.now()).toISOString()
	};
}
async function lockCandidate(settings, { product, track, from, to }, locked, former, world) {
	const written = await changeLock(settings.lock, world, (found) => {
		const lock = former === null ? found : withTrack(found, product, track, former);
		const updates = from.level === to.level ? lockedTrack(lock, product, track)?.updates : locked.updates;
		const entry = {
			...locked,
			updates: updates ?? []
		};
		assertAsFound(lockedTrack(found, product, track), former, entry, `${product} (${track})`);
		return withCandidate(lock, product, track, entry);
	});
	return lockedTrack(written, product, track);
}
async function changeLock(lock, world, change) {
	const { clock, signal } = world;
	const file = await lockFile(lock);
	await makeFolder(dirname(file));
	const patience = {
		clock,
		signal,
		limit: lockPatience,
		work: `writes ${lock}`
	};
	await using _held = await holdFile(holdOf(file), patience);
	const changed = change(await readLock(file));
	await writeLock(file, changed);
	return changed;
}
function assertAsFound(now, former, candidate, name) {
	if (now === null || isDeepStrictEqual(now, former) || isSameCandidate(now, candidate)) return;
	throw new TrainError("busy", `Another run has brought ${name} to level ${now.level} meanwhile.`, { hint: "Run it again; the lock stays as that run wrote it." });
}
async function clearLeftovers({ lock, resolutions }, { temporary }) {
	const file = await lockFile(lock);
	await releaseDead(holdOf(file));
	for (const folder of [
		temporary,
		dirname(file),
		resolutions
	]) await removeLeftovers(folder);
}
function holdOf(file) {
	return `${file}.writing`;
}

// src/train/hotfixes.ts
async function readHotfixes({ hotfixes }, world) {
	const found = [];
	for (const file of hotfixes ?? []) {
		const { sha256 } = await sha256OfFile(file, world.signal).catch((error) => {
			world.signal.throwIfAborted();
			throw new TrainError("config", `The hotfix ${file} cannot be read: ${reasonOf(error)}.`, {
				hint: "Correct `hotfixes`: a list of zips, in the order in which they are applied.",
				cause: error
			});
		});
		found.push({
			name: basename(file, ".zip"),
			file,
			sha256
		});
	}
	return found;
}
function named(hotfixes) {
	return hotfixes.map(({ name, sha256 }) => ({
		name,
		sha256
	}));
}
function areHotfixesNew(hotfixes, { hotfixes: asked }, { locked, pack }) {
	if (locked !== null) return !isDeepStrictEqual(named(hotfixes), locked.hotfixes);
	return hotfixes.length > 0 || asked !== null && pack?.hasHotfixes === true;
}
async function hotfixedPack(hotfixes, { origin, tool, world, vendor, home, out, timestamp }) {
	if (tool.hotfixes === null) throw new Error("Hotfixes are refused where the tool is chosen.");
	await tool.hotfixes.lay(origin.product, home, hotfixes);
	await tool.scrub(home);
	await using pack = await openPack(vendor.file);
	await repack({
		from: pack,
		home,
		out,
		timestamp,
		signal: world.signal
	});
	return await measurePack(out, world, vendor);
}
function hotfixEvidence(hotfixes, former, packs) {
	const names = new Set(hotfixes.map(({ name }) => name));
	const gone = former.flatMap(({ name }) => names.has(name) ? [] : [name]);
	if (hotfixes.length + gone.length === 0) return null;
	const files = packs === null ? null : productFiles(...packs);
	return {
		laid: named(hotfixes),
		gone,
		files
	};
}
function productFiles(vendor, hotfixed) {
	const { added, changed, removed } = listsOf(compareTrees(vendor, hotfixed));
	const isProducts = (path) => !path.startsWith("updates/");
	return {
		added: added.filter(isProducts),
		changed: changed.filter(isProducts),
		removed: removed.filter(isProducts)
	};
}
async function hotfixedAgain(entry, vendor, folder, { settings, origin, tool, world }) {
	if (entry.hotfixes.length === 0) return vendor;
	const today = await readHotfixes(settings, world);
	const list = [];
	for (const { name, sha256 } of entry.hotfixes) {
		const found = today.find((one) => one.name === name && one.sha256 === sha256);
		if (found === void 0) return null;
		list.push(found);
	}
	await using pack = await openPack(vendor.file);
	const home = await unpack(pack, join(folder, "home"), world);
	const timestamp = dateOf({
		...entry,
		yanked: false
	});
	return await hotfixedPack(list, {
		origin,
		tool,
		world,
		vendor,
		home,
		out: join(folder, "hotfixed.zip"),
		timestamp
	});
}

// src/merge/answer-chains.ts
function metBy(vendors, recorded) {
	const met = /* @__PURE__ */ new Set([vendors]);
	for (const name of met) for (const { resolution } of recorded) if (resolution.sides.theirs === name) {
		if (resolution.result !== null) met.add(resultOf(resolution));
		else if (resolution.answer === "delete") met.add(deletedSide);
	}
	return met;
}
function resultOf({ result }) {
	return result === null ? "absent" : `file ${result}`;
}
function chainTo(met, ours, recorded) {
	const seen = /* @__PURE__ */ new Set([ours]);
	const open = [{
		at: ours,
		chain: []
	}];
	const found = [];
	const outcomes = /* @__PURE__ */ new Set();
	for (const { at, chain } of open) for (const one of recorded) {
		const { sides } = one.resolution;
		if (sides.ours !== at) continue;
		const longer = [...chain, one];
		const next = resultOf(one.resolution);
		if (met.has(sides.theirs)) {
			found.push(longer);
			outcomes.add(`${next} ${followsUpdate(one.resolution)}`);
		} else {
			if (!seen.has(next)) open.push({
				at: next,
				chain: longer
			});
			seen.add(next);
		}
	}
	return outcomes.size > 1 ? null : found[0] ?? [];
}

// src/merge/answered-overlay.ts
async function answeredOverlay(overlay, installed, resolutions, former) {
	const recorded = await listResolutions(resolutions);
	const tree = new Map(overlay.tree);
	const answered = new Map(overlay.answered);
	const removed = new Set(overlay.removed);
	const standing = /* @__PURE__ */ new Map();
	const answers = [...overlay.answers];
	const edited = [];
	const stand = async (path, chain) => {
		const last = chain.at(-1);
		if (last === void 0) return;
		const { key, resolution } = last;
		const ours = overlay.tree.get(path);
		const answer = await answerOf(resolutions, key, resolution);
		const gone = answer.kind === "delete" && resolution.sides.theirs === "absent";
		answers.push(...chain.map((one) => ({
			key: one.key,
			result: one.resolution.result
		})));
		standing.set(path, {
			key,
			result: resolution.result,
			answer: resolution.answer
		});
		if (answer.kind === "theirs" || gone) {
			tree.delete(path);
			removed.delete(path);
		} else if (answer.kind === "delete") {
			tree.delete(path);
			removed.add(path);
		} else {
			const mode = ours?.kind === "file" && resolution.answer !== "theirs" ? ours.mode : 420;
			tree.set(path, {
				kind: "file",
				sha256: answer.sha256,
				size: answer.size,
				mode
			});
			answered.set(path, answer.file);
			removed.delete(path);
		}
	};
	for (const path of [...overlay.tree.keys(), ...overlay.removed]) {
		const ours = overlay.tree.get(path) ?? null;
		const before = formerOf(path, former);
		const forPath = recorded.filter(({ resolution }) => resolution.path === path);
		const vendors = installed.get(path) ?? null;
		if (before === null) {
			const chain = vendors === null ? [] : chainAt(ours, vendors, forPath, former !== null);
			if (chain === null) edited.push({
				path,
				why: "doubtful",
				held: null,
				stood: null
			});
			else await stand(path, chain);
			continue;
		}
		const { key, held, left, result } = before;
		const answer = await readResolution(join(resolutions, jsonName(key)));
		const stood = answer === null ? null : {
			key,
			resolution: answer
		};
		const isCurrent = answer !== null && (left !== true || metBy(nameOf(vendors), forPath).has(answer.sides.theirs));
		const isHeld = heldIn(ours) === held;
		const isTaken = answer === null ? typeof result === "string" && heldIn(ours) === result : nameOf(ours) === resultOf(answer);
		if (isHeld && isCurrent && stood !== null) await stand(path, [stood]);
		else if (ours === null || isNoFile(answer) || isTaken && (isCurrent || left !== true)) continue;
		else if (left !== true) edited.push({
			path,
			held,
			stood,
			why: stood === null ? "lost" : "edited"
		});
		else if (ours.kind === "link" && !isHeld) continue;
		else if (isCurrent && answer.answer !== "theirs") edited.push({
			path,
			held,
			stood,
			why: "edited"
		});
		else if (isHeld || isTaken) edited.push({
			path,
			held,
			stood: null,
			why: "returned"
		});
		else edited.push({
			path,
			held,
			stood: null,
			why: "rewritten"
		});
	}
	return {
		...overlay,
		tree,
		answered,
		answers,
		removed,
		standing,
		edited
	};
}
function chainAt(ours, vendors, forPath, isLocked) {
	const [held, met] = [nameOf(ours), nameOf(vendors)];
	const persons = forPath.filter(({ resolution }) => resolution.by === void 0);
	const direct = persons.filter(({ resolution: { sides } }) => sides.ours === held && sides.theirs === met);
	if (isLocked && !direct.some(({ resolution }) => resolution.answer === "merged")) return [];
	const chain = isLocked ? chainTo(/* @__PURE__ */ new Set([met]), held, direct) : chainTo(metBy(met, persons), held, persons);
	const last = chain?.at(-1);
	return last !== void 0 && resultOf(last.resolution) === held ? [] : chain;
}
function formerOf(path, former) {
	return former !== null && Object.hasOwn(former, path) ? former[path] ?? null : null;
}
function heldIn(ours) {
	if (ours === null) return null;
	if (ours.kind === "link") return sha256(nameOf(ours));
	return ours.kind === "file" ? ours.sha256 : void 0;
}
function isNoFile(answer) {
	return answer?.answer === "theirs" && answer.result === null && answer.sides.theirs !== "absent";
}
function formerAnswers(team, standing, before) {
	const former = {};
	for (const [path, one] of Object.entries(before ?? {})) {
		const ours = team.tree.get(path) ?? null;
		const isBack = ours === null ? one.held === null : ours.kind !== "link" || heldIn(ours) === one.held;
		if (!standing.has(path) && !isBack) former[path] = {
			...one,
			left: true
		};
	}
	for (const [path, { key, result, answer }] of standing) {
		const held = heldIn(team.tree.get(path) ?? null);
		const yields = followsUpdate({
			answer,
			result
		});
		if (held === void 0 || held === result && !yields) continue;
		former[path] = {
			held,
			key,
			result,
			...result === null ? { yields } : {}
		};
	}
	return former;
}
async function isAnsweredAnew(former, resolutions) {
	for (const { key, result, yields, left } of Object.values(former)) {
		if (result === void 0 || left === true) continue;
		const now = await readResolution(join(resolutions, jsonName(key)));
		if (now === null) continue;
		if (now.result !== result || (yields ?? followsUpdate(now)) !== followsUpdate(now)) return true;
	}
	return false;
}
function ledTo({ tree }, link) {
	const seen = /* @__PURE__ */ new Set();
	for (let path = link; !seen.has(path);) {
		seen.add(path);
		const entry = tree.get(path);
		if (entry?.kind === "file") return {
			path,
			entry
		};
		if (entry?.kind !== "link") return null;
		path = posix.join(posix.dirname(path), entry.target);
	}
	return null;
}
function sourceOf({ folder, answered }, path) {
	return answered.get(path) ?? join(folder, path);
}

// src/merge/laid-mode.ts
function laidMode(ours, theirs) {
	return ours.kind === "file" ? fileMode(ours, theirs) : null;
}
function fileMode(ours, theirs) {
	const mode = ours?.kind === "file" ? ours.mode : 420;
	return theirs?.kind === "file" ? theirs.mode | mode & 73 : mode;
}

// src/merge/overlay-kinds.ts
function layInPlace(plan, path, mode, vendor) {
	for (const parent of parentsOf(path)) {
		const entry = vendor.get(parent);
		if (entry !== void 0 && entry.kind !== "directory") plan.removed.add(parent);
	}
	for (const below of vendor.keys()) {
		if (!below.startsWith(`${path}/`)) continue;
		plan.removed.add(below);
		plan.modes.delete(below);
	}
	plan.lay.set(path, mode);
}
function layKindsAgain(plan, { tree }, vendor) {
	const isDecided = ({ path, row }) => row === "22" && tree.has(path);
	for (const { path } of plan.conflicts.filter(isDecided)) {
		const ours = tree.get(path) ?? null;
		const mode = ours === null ? null : laidMode(ours, vendor.get(path) ?? null);
		layInPlace(plan, path, mode === null ? null : plan.bits.get(path) ?? mode, vendor);
	}
	plan.conflicts = plan.conflicts.filter((one) => !isDecided(one));
}

// src/merge/plan-overlay.ts
function planOverlay(overlay, before, after) {
	const lay = /* @__PURE__ */ new Map();
	const plan = {
		lay,
		answered: /* @__PURE__ */ new Map(),
		removed: /* @__PURE__ */ new Set(),
		modes: /* @__PURE__ */ new Map(),
		bits: /* @__PURE__ */ new Map(),
		converged: [],
		added: [],
		notices: [],
		conflicts: []
	};
	const vendor = vendorTree(after);
	for (const [path, ours] of overlay.tree) {
		const theirs = after.get(path) ?? null;
		if (isInTheWay(path, vendor)) {
			if (ours.kind === "link" && vendor.isFolder(path) && isAlikeBelow(path, before, after)) {
				layInPlace(plan, path, null, after);
				plan.notices.push({
					path,
					row: "24",
					severity: "notice",
					drift: true,
					message: "a link stands in for the directory and is kept"
				});
			} else plan.conflicts.push({
				path,
				row: "22",
				kind: "kind"
			});
			continue;
		}
		const decision = decide({
			base: before.get(path) ?? null,
			ours,
			theirs
		}, "config");
		if (decision.action === "conflict") plan.conflicts.push({
			path,
			row: decision.row,
			kind: decision.conflict
		});
		else if (decision.action !== "nothing") plan.conflicts.push({
			path,
			row: decision.row,
			kind: theirs === null ? "modify/delete" : "modify/modify"
		});
		else {
			if (theirs === null) plan.added.push(path);
			if (same(ours, theirs)) plan.converged.push(path);
			lay.set(path, laidMode(ours, theirs));
		}
	}
	planModes(overlay.modes, plan, before, after);
	for (const path of overlay.removed) {
		const sides = {
			base: before.get(path) ?? null,
			ours: null,
			theirs: after.get(path) ?? null
		};
		const decision = decide(sides, "config");
		if (decision.action === "conflict") plan.conflicts.push({
			path,
			row: decision.row,
			kind: decision.conflict
		});
		else if (decision.action === "write" && sides.theirs?.kind !== "directory") plan.conflicts.push({
			path,
			row: "14",
			kind: "delete/modify"
		});
		else if (after.has(path) && after.get(path)?.kind !== "directory") plan.removed.add(path);
	}
	return plan;
}
function planModes(modes, { lay, modes: planned, bits }, before, after) {
	for (const [path, { mode, vanilla }] of modes) {
		const theirs = after.get(path);
		const base = before.get(path);
		const met = theirs?.kind === "file" && base?.kind === "file";
		const changed = met ? {
			...base,
			mode: vanilla ?? base.mode
		} : null;
		const decided = met ? decideMode({
			base: changed,
			ours: {
				...base,
				mode
			},
			theirs
		}, "config").mode : mode;
		bits.set(path, decided ?? mode);
		if (lay.has(path)) lay.set(path, decided ?? mode);
		else if (met) planned.set(path, decided ?? mode);
	}
}
function vendorTree(tree) {
	const implied = new Set([...tree.keys()].flatMap(parentsOf));
	return {
		tree,
		isFolder: (path) => tree.get(path)?.kind === "directory" || implied.has(path)
	};
}
function isInTheWay(path, { tree, isFolder }) {
	if (isFolder(path)) return true;
	return parentsOf(path).some((parent) => tree.has(parent) && !isFolder(parent));
}
function isAlikeBelow(path, before, after) {
	const isBelow = (one) => one === path || one.startsWith(`${path}/`);
	const count = (tree) => [...tree.keys()].filter(isBelow).length;
	if (before === after) return true;
	return count(before) === count(after) && [...after].every(([one, entry]) => !isBelow(one) || same(before.get(one) ?? null, entry));
}

// src/merge/templates.ts
const endings = /\.(?:j2|erb)$/;
function templatesToReview(ours, before, after) {
	return [...ours.keys()].filter((path) => {
		const made = path.replace(endings, "");
		return made !== path && !same(before.get(made) ?? null, after.get(made) ?? null);
	});
}

// src/train/held-files.ts
async function keepAside(team, answered, folder) {
	const files = [];
	for (const [path, { held, key }] of Object.entries(answered)) {
		if (held === null || team.tree.get(path)?.kind !== "file") continue;
		if (!await isMergeable(sourceOf(team, path))) continue;
		const file = join(folder, `held-${held}`);
		await copyFile(sourceOf(team, path), file);
		if ((await sha256OfFile(file)).sha256 === held) files.push({
			key,
			file
		});
	}
	return files;
}

// src/train/new-answer.ts
async function newAnswer(path, sides, answer, file, by) {
	const result = file === null ? null : (await sha256OfFile(file)).sha256;
	return {
		key: by === void 0 ? keyOf(path, sides) : keyOfDecision(path, sides, by, answer),
		resolution: {
			version: 1,
			path,
			sides: holdingOf(sides),
			answer,
			places: [],
			result,
			...by === void 0 ? {} : { by }
		},
		file
	};
}
function standInOf({ key, resolution: { result, answer } }) {
	return {
		key,
		result,
		answer
	};
}
async function aside({ entry, file }, folder) {
	if (entry?.kind !== "file" || file === null) return null;
	const copy = join(folder, entry.sha256);
	await copyFile(file, copy);
	return copy;
}
const takeOver = "your overlay can take it from the new pack";

// src/train/settle-overlay.ts
async function settleOverlay(overlay, plan, installed, vendor, merging, folder) {
	const settled = {
		open: [],
		notices: [],
		used: [],
		made: [],
		standing: /* @__PURE__ */ new Map()
	};
	if (plan.conflicts.length === 0) return settled;
	await using work = await temporaryFolder(dirname(merging.conflicts), ".sides-");
	await using pack = await openPack(installed.file);
	for (const conflict of plan.conflicts) {
		const { path, row } = conflict;
		const ours = overlay.tree.get(path) ?? null;
		const theirs = vendor.tree.get(path) ?? null;
		const sides = {
			base: await packedSide(pack, path, installed.tree.get(path) ?? null, work.path),
			ours: {
				entry: ours,
				file: ours?.kind === "file" ? sourceOf(overlay, path) : null
			},
			theirs: {
				entry: theirs,
				file: theirs?.kind === "file" ? join(vendor.home, path) : null
			}
		};
		const say = (message, drift = false) => {
			settled.notices.push({
				path,
				row,
				severity: "notice",
				message,
				...drift ? { drift } : {}
			});
		};
		const decide = async (answer, file, by) => {
			const made = await newAnswer(path, sides, answer, file, by);
			settled.made.push(made);
			settled.standing.set(path, standInOf(made));
		};
		const settlement = isByHand(conflict, holdingOf(sides)) ? {
			kind: "open",
			merge: null,
			proposal: null
		} : await settlePath(path, sides, merging);
		if (settlement.kind === "answered") {
			const { answer } = settlement;
			const used = {
				key: keyOf(path, sides),
				result: answer.kind === "file" ? answer.sha256 : null
			};
			settled.used.push(used);
			const kind = answer.kind === "file" ? answer.answer : answer.kind;
			const merged = kind === "merged";
			const isOld = same(sides.base.entry, ours);
			if (ours?.kind !== "file" || ours.sha256 !== used.result) settled.standing.set(path, {
				...used,
				answer: kind
			});
			if (!merged && !isOld && ours !== null && used.result !== (ours.kind === "file" ? ours.sha256 : null)) await keepReplaced(merging.replaced, path, ours, sourceOf(overlay, path));
			const said = layAnswer(plan, path, answer, ours, theirs);
			say(merged ? mergedWithUpdate : said, merged);
		} else if (ours !== null && same(sides.base.entry, ours)) {
			await decide("theirs", await aside(sides.theirs, folder));
			say(overlay.standing.has(path) ? "was answered with the vendor’s side and goes on with it: your copy can go" : "is the vendor’s old file and gives way to the update’s: your copy can go", true);
		} else if (settlement.kind === "merged") {
			plan.lay.set(path, plan.bits.get(path) ?? fileMode(ours, theirs));
			if (await holds(sides.ours.file, settlement.content)) continue;
			const file = join(folder, sha256(settlement.content));
			await writeFile(file, settlement.content);
			plan.answered.set(path, file);
			await decide("merged", file);
			say(settlement.byPlace ? `meets the update: ${replayedByHunk}; ${takeOver}` : mergedWithUpdate, true);
		} else if (merging.onConflict === "ours" && ours !== null) {
			const mode = ours.kind === "file" ? plan.bits.get(path) ?? fileMode(ours, theirs) : null;
			if (conflict.kind === "kind") layInPlace(plan, path, mode, vendor.tree);
			else plan.lay.set(path, mode);
			say("is laid over the update’s, as on-conflict says", true);
		} else if (merging.onConflict === "ours" && theirs?.kind !== "directory") {
			plan.removed.add(path);
			await decide("delete", null, "on-conflict");
			say("stays taken away, as on-conflict says", true);
		} else if (merging.onConflict !== "fail") {
			if (ours !== null) await keepReplaced(merging.replaced, path, ours, sourceOf(overlay, path));
			await decide("theirs", await aside(sides.theirs, folder), "on-conflict");
			say(ours === null ? "is back as the update has it, as on-conflict says" : "gives way to the update’s, as on-conflict says; yours is in the folder replaced, and can go from your overlay", true);
		} else settled.open.push(await showConflict(merging.conflicts, conflict, sides, settlement.merge, settlement.proposal));
	}
	for (const path of plan.lay.keys()) plan.modes.delete(path);
	return settled;
}
function layAnswer(plan, path, answer, ours, theirs) {
	if (answer.kind === "theirs") return "gives way to the update’s, as you answered: your copy in the overlay can go";
	if (answer.kind === "delete") {
		if (theirs !== null) plan.removed.add(path);
		return "is taken away, as you answered: your copy in the overlay can go";
	}
	plan.answered.set(path, answer.file);
	plan.lay.set(path, plan.bits.get(path) ?? fileMode(answer.answer === "theirs" ? null : ours, theirs));
	if (theirs?.kind === "file" && theirs.sha256 === answer.sha256) {
		plan.converged.push(path);
		return "is the update’s, as was answered: your copy in the overlay can go";
	}
	return ours?.kind === "file" && ours.sha256 === answer.sha256 ? "is laid as you answered" : `is laid as you answered; ${takeOver}`;
}
const mergedWithUpdate = `was merged with the update; ${takeOver}`;
async function packedSide(pack, path, entry, folder) {
	if (entry?.kind !== "file") return {
		entry,
		file: null
	};
	const file = join(folder, entry.sha256);
	await writeFile(file, pack.stream(path));
	return {
		entry,
		file
	};
}

// src/train/meet-hotfixes.ts
async function meetHotfixes(overlay, plan, vendor, hotfixed, merging, folder) {
	const laid = await asLaid(overlay, plan);
	const met = planOverlay(laid, vendor.tree, hotfixed.tree);
	layKindsAgain(met, laid, hotfixed.tree);
	const { open, notices, used } = await settleOverlay(laid, met, vendor, hotfixed, merging, folder);
	return {
		overlay: laid,
		plan: met,
		open,
		used,
		notices: notices.map(({ path, row }) => ({
			path,
			row,
			severity: "notice",
			message: "was changed here and by a hotfix; both are merged, or answered, anew by every run"
		}))
	};
}
async function asLaid(overlay, plan) {
	const tree = /* @__PURE__ */ new Map();
	const answered = /* @__PURE__ */ new Map();
	for (const [path, mode] of plan.lay) {
		const file = plan.answered.get(path);
		const entry = overlay.tree.get(path);
		if (file !== void 0) tree.set(path, {
			kind: "file",
			...await sha256OfFile(file),
			mode: mode ?? 420
		});
		else if (entry !== void 0) tree.set(path, entry);
		answered.set(path, file ?? sourceOf(overlay, path));
	}
	const modes = new Map([...overlay.modes].filter(([path]) => tree.has(path) || plan.modes.has(path)));
	return {
		...overlay,
		tree,
		answered,
		answers: [],
		standing: /* @__PURE__ */ new Map(),
		removed: plan.removed,
		modes
	};
}

// src/train/overlay-evidence.ts
function overlayEvidence(plan, standing, team) {
	const isVendors = new Set(plan.converged);
	const laid = [...plan.lay.keys()].filter((path) => !isVendors.has(path));
	const isTheirs = ([path, { answer, result }]) => answer === "theirs" && (result === null || !plan.lay.has(path));
	const gone = [...standing].flatMap(([path, { answer, result }]) => result === null && answer !== "theirs" ? [path] : []);
	const gaveWay = [...plan.converged.filter((path) => standing.has(path)), ...[...standing].filter(isTheirs).map(([path]) => path)].sort();
	const standIns = laid.flatMap((path) => {
		const found = standing.get(path);
		return found === void 0 ? [] : [{
			path,
			...found
		}];
	});
	const merged = standIns.flatMap(({ path, key, answer }) => answer === "merged" ? [{
		path,
		key
	}] : []);
	const answered = standIns.flatMap(({ path, key, answer }) => answer === "merged" ? [] : [{
		path,
		key
	}]);
	const converged = plan.converged.filter((path) => !standing.has(path));
	const instead = [...merged, ...answered].map(({ path }) => path);
	return {
		laid,
		converged,
		added: plan.added,
		merged,
		carried: [],
		left: [],
		answered,
		given: gaveWay,
		gone: gone.filter((path) => team.tree.has(path)).sort(),
		packed: [
			...instead,
			...gaveWay,
			...gone,
			...converged
		].filter((path) => team.answered.has(path)).sort(),
		links: instead.filter((path) => !team.answered.has(path) && team.tree.get(path)?.kind === "link").sort(),
		sharer: null,
		removed: [.../* @__PURE__ */ new Set([...plan.removed, ...gone])].sort(),
		modes: [...plan.modes].map(([path, mode]) => ({
			path,
			mode
		}))
	};
}

// src/train/linked-edit.ts
async function saidOfLink({ path, held, sides }, overlay, merging) {
	const led = ledTo(overlay, path);
	if (led === null || led.entry.kind !== "file") return `is a link now; ${lookThere}`;
	if (led.entry.sha256 === held) return `is a link now, and leads to the file as it was before the update (${led.path}): what that brought is undone. Take it over into ${led.path}`;
	if (same(led.entry, sides.theirs.entry)) return null;
	const there = {
		entry: led.entry,
		file: sourceOf(overlay, led.path)
	};
	const settlement = await settlePath(path, {
		...sides,
		ours: there
	}, merging);
	return settlement.kind === "merged" && sides.base.entry !== null && await holds(there.file, settlement.content) ? null : `is a link now, to ${led.path}; ${lookThere}`;
}
const lookThere = "what was merged or answered for it does not count any more: see that what it leads to holds the update’s changes";

// src/train/settle-edited.ts
async function settleEdited({ edited, ...overlay }, { installed, resolutions, merging, folder }) {
	const settled = {
		open: [],
		notices: [],
		used: [],
		made: [],
		standing: /* @__PURE__ */ new Map()
	};
	if (edited.length === 0) return {
		...settled,
		overlay
	};
	const tree = new Map(overlay.tree);
	const answered = new Map(overlay.answered);
	const removed = new Set(overlay.removed);
	const standing = new Map(overlay.standing);
	await using work = await temporaryFolder(dirname(merging.conflicts), ".sides-");
	await using pack = await openPack(installed.file);
	for (const one of edited) {
		const { path, why } = one;
		const { yields, ...sides } = await sidesOf$1(one, overlay, {
			resolutions,
			pack,
			installed,
			folder: work.path
		});
		const isLink = sides.ours.entry?.kind === "link";
		if (why === "rewritten" || why === "returned" && isLink) {
			settled.notices.push({
				...notice,
				severity: "warning",
				path,
				message: cameBack
			});
			continue;
		}
		if (isLink && why !== "doubtful") {
			const message = await saidOfLink({
				...one,
				sides
			}, overlay, merging);
			if (message !== null) settled.notices.push({
				...notice,
				severity: "warning",
				path,
				message
			});
			continue;
		}
		const [mine, other] = [sides.ours.entry, sides.theirs.entry];
		if (mine?.kind === "file" && other?.kind === "file" && mine.sha256 === other.sha256) continue;
		const key = keyOf(path, sides);
		const isDeleted = sides.theirs.entry === null;
		const conflict = {
			path,
			...meeting(sides),
			again: why
		};
		const mode = sides.ours.entry?.kind === "file" ? sides.ours.entry.mode : 420;
		const say = (message) => {
			settled.notices.push({
				...notice,
				path,
				message: `${saidOf[why]}: ${message}`
			});
		};
		const lay = async (file, isTheirs = false) => {
			if (file === null) {
				tree.delete(path);
				if (isTheirs) removed.delete(path);
				else removed.add(path);
			} else {
				tree.set(path, {
					kind: "file",
					...await sha256OfFile(file),
					mode
				});
				answered.set(path, file);
			}
		};
		const decide = async (answer, file, by) => {
			const made = await newAnswer(path, sides, answer, file, by);
			settled.made.push(made);
			standing.set(path, standInOf(made));
			await lay(file, answer === "theirs");
		};
		const keep = async () => {
			const { entry } = sides.ours;
			if (entry !== null) await keepReplaced(merging.replaced, path, entry, sourceOf(overlay, path));
		};
		const settlement = await settlePath(path, sides, merging);
		if (settlement.kind === "answered") {
			const { answer } = settlement;
			const used = {
				key,
				result: answer.kind === "file" ? answer.sha256 : null
			};
			settled.used.push(used);
			const kind = answer.kind === "file" ? answer.answer : answer.kind;
			standing.set(path, {
				...used,
				answer: kind
			});
			const isOurs = sides.ours.entry?.kind === "file" && sides.ours.entry.sha256 === used.result;
			if (kind !== "merged" && !isOurs) await keep();
			await lay(answer.kind === "file" ? answer.file : null, answer.kind === "theirs");
			if (kind !== "merged") say("your recorded answer decides");
		} else if (settlement.kind === "merged" && sides.base.entry !== null) {
			if (await holds(sides.ours.file, settlement.content)) continue;
			const file = join(folder, sha256(settlement.content));
			await writeFile(file, settlement.content);
			await decide("merged", file);
			say(`${settlement.byPlace ? replayedByHunk : "both are merged"}; ${takeOver}`);
		} else if (merging.onConflict === "ours") say("yours is laid, as on-conflict says");
		else if (merging.onConflict === "theirs") {
			await keep();
			await decide(isDeleted && !yields ? "delete" : "theirs", await aside(sides.theirs, folder), "on-conflict");
			say("your change gives way, as on-conflict says, and is in the folder replaced");
		} else {
			tree.delete(path);
			const { merge, proposal } = settlement.kind === "open" ? settlement : {
				merge: null,
				proposal: null
			};
			settled.open.push(await showConflict(merging.conflicts, conflict, sides, merge, proposal));
		}
	}
	return {
		...settled,
		overlay: {
			...overlay,
			tree,
			answered,
			removed,
			standing
		}
	};
}
function meeting({ ours, theirs }) {
	if (theirs.entry === null) return {
		row: "13",
		kind: "modify/delete"
	};
	if (ours.entry === null) return {
		row: "14",
		kind: "delete/modify"
	};
	if (ours.entry.kind !== theirs.entry.kind) return {
		row: "16",
		kind: "kind"
	};
	return ours.entry.kind === "link" ? {
		row: "17",
		kind: "link"
	} : {
		row: "11",
		kind: "modify/modify"
	};
}
const saidOf = {
	edited: "was changed in the overlay after it was merged",
	lost: "was merged or answered, and the record of that is gone",
	returned: "came back into the overlay as it was before updates that it never met",
	doubtful: "was answered in ways that contradict each other"
};
const cameBack = "is back in the overlay, which it had left after it was merged or answered, and updates have passed since: it is laid as it is; see that it holds their changes";
const notice = {
	row: "11",
	severity: "notice",
	drift: true
};
async function sidesOf$1({ path, held, stood }, overlay, { resolutions, pack, installed, folder }) {
	const entry = overlay.tree.get(path) ?? null;
	const ours = {
		entry,
		file: entry?.kind === "file" ? sourceOf(overlay, path) : null
	};
	if (stood === null) {
		const theirs = await packedSide(pack, path, installed.tree.get(path) ?? null, folder);
		return {
			base: absent,
			ours,
			theirs,
			yields: false
		};
	}
	const { key, resolution } = stood;
	const answer = await answerOf(resolutions, key, resolution);
	const isTaken = answer.kind === "delete" && resolution.sides.theirs !== "absent";
	return {
		base: held === null ? absent : await heldSide(join(resolutions, oursName(key, held)), held),
		ours,
		theirs: answer.kind === "file" ? sideOf(answer.file, answer) : isTaken ? {
			...absent,
			deleted: true
		} : absent,
		yields: answer.kind === "theirs"
	};
}
const absent = {
	entry: null,
	file: null
};
function sideOf(file, { sha256: digest, size }) {
	return {
		entry: {
			kind: "file",
			sha256: digest,
			size,
			mode: 420
		},
		file
	};
}
async function heldSide(file, held) {
	const found = await sha256OfFile(file).catch(() => null);
	return found === null || found.sha256 !== held ? absent : sideOf(file, found);
}

// src/tools/assert-finished.ts
const sidesOf = {
	u2: sides,
	"in-place": sides$1,
	wum: null,
	feed: null
};
function assertFinished(tool, pack, base) {
	const sides = tool === null ? null : sidesOf[tool];
	if (sides === null) return [];
	const { open, single } = sidesIn(pack.entries, sides, (path) => base.entries.has(path));
	if (open.length === 0) return single;
	const why = `${open.join(", ")} ${open.length === 1 ? "has" : "have"} ${sides.base} and ${sides.theirs} beside.`;
	throw unfinished(`${pack.path} cannot be compared with its base`, why, open, sides);
}

// src/train/team-files.ts
async function teamFiles(settings, world) {
	const laid = settings.overlay === null ? null : await readOverlay(settings.overlay, world.signal);
	if (laid?.tree.size === 0) world.log.warning(`The overlay folder ${laid.folder} holds no file: nothing is laid over the product. Correct \`overlay\` (--overlay), or leave it out.`);
	if (settings.base === null) return {
		overlay: laid,
		[Symbol.asyncDispose]: () => Promise.resolve()
	};
	const folder = await temporaryFolder(world.temporary);
	try {
		const own = await customisations(settings, settings.base, folder.path, world);
		return {
			overlay: laid === null ? own : together(own, laid),
			[Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]()
		};
	} catch (error) {
		await folder[Symbol.asyncDispose]();
		throw error;
	}
}
async function customisations({ pack: file, sha256: expected, classes }, baseFile, folder, world) {
	if (file === null) throw new TrainError("usage", "`base` is given without a `pack` that is customised.", { hint: "Give the customised pack as `pack` (--pack), or the vanilla one as `pack` and no `base`." });
	if (expected !== null && (await sha256OfFile(file, world.signal)).sha256 !== expected) throw new TrainError("verification", `${file} has not the SHA-256 ${expected}.`, { hint: "Get the pack again, or correct `sha256` if the pack was replaced on purpose." });
	await using pack = await openPack(file);
	await using base = await openPack(baseFile);
	const { tool, statePaths } = await assertSameLevel(pack, base);
	const own = new Set(statePaths);
	for (const path of assertFinished(tool, pack, base)) world.log.warning(`${file}: ${path} ${mayBeLeft}.`);
	const classOf = classMatcher(classes);
	const isTeams = (path) => !path.startsWith("updates/") && !own.has(path) && classOf(path) !== "state";
	const { added, removed, changed, renamed, modeChanged } = comparePacks(base, pack);
	const written = [
		...added,
		...changed,
		...renamed.map(({ to }) => to)
	].filter(isTeams);
	for (const path of written) await takeOutOf(pack, path, join(folder, path));
	const tree = await homeTree(folder, { signal: world.signal });
	const files = new Map([...tree].filter(([, { kind }]) => kind !== "directory"));
	const gone = [...removed, ...renamed.map(({ from }) => from)].filter(isTeams).sort();
	const modes = /* @__PURE__ */ new Map();
	for (const path of [...written, ...modeChanged.filter(isTeams)].sort()) {
		const entry = pack.entries.get(path);
		const before = base.entries.get(path);
		if (entry?.kind === "file" && entry.mode !== before?.mode) modes.set(path, {
			mode: entry.mode,
			vanilla: before?.kind === "file" ? before.mode : null
		});
	}
	const digest = sha256(JSON.stringify([
		contentDigest(files),
		gone,
		[...modes].map(([path, { mode }]) => [path, mode])
	]));
	world.log.info(`${file} differs from its base in ${(/* @__PURE__ */ new Set([
		...files.keys(),
		...gone,
		...modes.keys()
	])).size} paths, which are treated as the team’s.`);
	return {
		folder,
		tree: files,
		digest,
		answered: /* @__PURE__ */ new Map(),
		answers: [],
		standing: /* @__PURE__ */ new Map(),
		removed: new Set(gone),
		modes
	};
}
async function assertSameLevel(pack, base) {
	const [one, other] = [await recognisePack(pack), await recognisePack(base)];
	const [at, baseAt] = [one.position?.level ?? 0, other.position?.level ?? 0];
	if (one.product.name === other.product.name && one.product.version === other.product.version && at === baseAt) return {
		tool: one.tool,
		statePaths: [...one.statePaths, ...other.statePaths]
	};
	throw new TrainError("config", `${base.path} (${base.root}, level ${baseAt}) is not what ${pack.path} (${pack.root}, level ${at}) was made from.`, { hint: "Give the vanilla pack of the same product and level as `base` (--base)." });
}
async function takeOut(file, paths, folder) {
	if (paths.length === 0) return;
	await using pack = await openPack(file);
	for (const path of paths) await takeOutOf(pack, path, join(folder, path));
}
async function takeOutOf(pack, path, to) {
	const entry = pack.entries.get(path);
	try {
		await mkdir(dirname(to), { recursive: true });
		if (entry?.kind === "link") await symlink((await pack.read(path, 4096)).toString(), to);
		else {
			await writeFile(to, pack.stream(path));
			await chmod(to, (entry?.mode ?? 420) | 256);
		}
	} catch (error) {
		throw writeError(error, to);
	}
}
function together(own, laid) {
	for (const [one, other] of [[own, laid], [laid, own]]) for (const path of one.tree.keys()) for (const parent of parentsOf(path)) if (other.tree.has(parent)) throw new TrainError("config", `The customised pack and the overlay contradict each other: one has ${parent}, the other ${path} below it.`, { hint: "Take one of them out of the overlay or the pack." });
	const answered = new Map([...own.tree.keys()].map((path) => [path, join(own.folder, path)]));
	for (const path of laid.tree.keys()) answered.delete(path);
	const removed = new Set(own.removed);
	for (const path of laid.tree.keys()) removed.delete(path);
	return {
		...laid,
		tree: new Map([...own.tree, ...laid.tree]),
		digest: sha256(`${own.digest} ${laid.digest}`),
		answered,
		removed,
		modes: new Map([...own.modes].filter(([path]) => !laid.tree.has(path)))
	};
}

// src/train/lay-team-files.ts
async function layTeamFiles(team, { installed, vendor, home, hotfix }, { settings, origin, availability, world, staging }) {
	const { resolutions } = settings;
	const merging = mergingIn(staging, settings);
	const former = origin.locked?.answered ?? null;
	const stood = await answeredOverlay(team, installed.tree, resolutions, former);
	const edited = await settleEdited(stood, {
		installed,
		resolutions,
		merging,
		folder: staging
	});
	const { overlay } = edited;
	const plan = planOverlay(overlay, installed.tree, vendor.tree);
	const settled = await settleOverlay(overlay, plan, installed, {
		tree: vendor.tree,
		home
	}, merging, staging);
	const open = [...edited.open, ...settled.open];
	if (open.length > 0) return {
		kind: "conflict",
		conflicts: open
	};
	const ground = await hotfix();
	const met = ground === vendor ? {
		overlay,
		plan,
		open: [],
		notices: [],
		used: []
	} : await meetHotfixes(overlay, plan, vendor, {
		tree: ground.tree,
		home
	}, merging, staging);
	if (met.open.length > 0) return {
		kind: "conflict",
		conflicts: met.open
	};
	await layOverlay(met.overlay, met.plan, home);
	const out = join(staging, "candidate.zip");
	const timestamp = dateOf(availability.target);
	await repackOverlaid({
		vendor: ground.file,
		home,
		plan: met.plan,
		out,
		timestamp
	}, world);
	const standing = new Map([...overlay.standing, ...settled.standing]);
	const answered = formerAnswers(team, standing, former);
	tell(met.plan, `${origin.productName}/`, world);
	return {
		kind: "applied",
		ground,
		candidate: await measurePack(out, world, ground),
		overlay: overlayEvidence(met.plan, standing, team),
		notices: [
			...plan.notices,
			...edited.notices,
			...settled.notices,
			...met.notices,
			...toReview(overlay, installed.tree, ground.tree)
		],
		used: [
			...overlay.answers,
			...edited.used,
			...settled.used,
			...met.used
		],
		made: [...edited.made, ...settled.made],
		answered,
		held: await keepAside(team, answered, staging)
	};
}
function toReview(overlay, installed, vendor) {
	return templatesToReview(overlay.tree, installed, vendor).map((path) => ({
		path,
		row: "template",
		severity: "notice",
		message: "is a template of a file that the update changed: to be reviewed by hand"
	}));
}
function tell({ lay, added, converged }, root, { log }) {
	const paths = [...lay.keys()].filter((path) => !converged.includes(path));
	if (paths.length > 0) log.info(`Laid over the update: ${paths.slice(0, 5).join(", ")}${paths.length > 5 ? ", …" : ""}`);
	if (added.some((path) => path.startsWith(root))) log.warning(`The overlay holds a folder ${root}, which the product has not: its files lie as they do below the product.`);
}
async function repackOverlaid(work, world) {
	const { lay, removed, modes } = work.plan;
	await using vendor = await openPack(work.vendor);
	await repack({
		from: vendor,
		home: work.home,
		out: work.out,
		timestamp: work.timestamp,
		only: /* @__PURE__ */ new Set([
			...lay.keys(),
			...removed,
			...modes.keys()
		]),
		signal: world.signal
	});
}
async function layAgain(team, settings, former, { vendor, hotfixed }, { home, out, timestamp }, world) {
	const overlay = await answeredOverlay(team, vendor.tree, settings.resolutions, former);
	const plan = planOverlay(overlay, vendor.tree, vendor.tree);
	layKindsAgain(plan, overlay, vendor.tree);
	await makeFolder(home);
	const work = dirname(out);
	const merging = mergingIn(work, settings);
	await takeOut(hotfixed.file, changedOf(plan, vendor, hotfixed), home);
	const met = hotfixed === vendor ? {
		overlay,
		plan,
		open: []
	} : await meetHotfixes(overlay, plan, vendor, {
		tree: hotfixed.tree,
		home
	}, merging, work);
	if (met.open.length > 0) return null;
	await layOverlay(met.overlay, met.plan, home);
	await repackOverlaid({
		vendor: hotfixed.file,
		home,
		plan: met.plan,
		out,
		timestamp
	}, world);
	const evidence = overlayEvidence(met.plan, overlay.standing, team);
	return {
		pack: await measurePack(out, world, hotfixed),
		evidence
	};
}
function changedOf(plan, vendor, hotfixed) {
	const met = hotfixed === vendor ? [] : [...plan.lay.keys(), ...plan.removed];
	return [...plan.modes.keys(), ...met.filter((path) => hotfixed.tree.get(path)?.kind === "file")];
}

// src/train/without-tool.ts
async function withoutTool(pack, { tool, staging, world }) {
	const programs = programsIn(pack, tool);
	if (programs.length === 0) return pack;
	await using folder = await temporaryFolder(staging, ".without-");
	await using from = await openPack(pack.file);
	const work = {
		from,
		home: folder.path,
		only: new Set(programs),
		timestamp: 0,
		signal: world.signal
	};
	const out = join(await mkdtemp(join(staging, "published-")), "pack.zip");
	await repack({
		...work,
		out
	});
	return await measurePack(out, world, pack);
}
async function removeTool(pack, home, tool) {
	for (const path of programsIn(pack, tool)) await rm(join(home, path), { force: true });
}
function programsIn({ tree }, { unpublished }) {
	return unpublished === null ? [] : [...tree.keys()].filter(unpublished);
}

// src/pack/java-archive.ts
const largestText = 1048576;
const manifestName = "META-INF/MANIFEST.MF";
function isJavaArchive(path) {
	return /\.(?:jar|war|ear|aar|mar)$/i.test(path);
}
function coordinatesByName(path) {
	const parts = splitVersion(path, "last");
	return {
		group: null,
		name: basename(parts?.stem ?? path.replace(/\.[A-Za-z]+$/, "")),
		version: parts?.version ?? null,
		isMaven: false
	};
}
async function readCoordinates(pack, paths, work) {
	const found = /* @__PURE__ */ new Map();
	const pace = startPace(work, paths.length);
	for (const path of paths) {
		const entry = pack.entries.get(path);
		const byName = coordinatesByName(path);
		found.set(path, byName);
		if (entry?.kind !== "file" || entry.size > scanLimits.archiveBytes) continue;
		using content = await contentFile(pack.archive, entry, join(work.folder, "archive"), pace);
		try {
			found.set(path, coordinatesIn(readArchive(content.file, nestedLimits), byName));
		} catch (error) {
			if (!(error instanceof TrainError) || !error.code.startsWith("pack-")) throw error;
		}
	}
	return found;
}
function coordinatesIn(archive, byName) {
	const maven = mavenCoordinates(archive);
	if (maven !== null && agrees(maven, byName)) return maven;
	const manifest = archive.entries.find(({ name }) => name === manifestName);
	if (manifest === void 0) return byName;
	const says = manifestValues(textOf(archive, manifest));
	const bundle = says.get("bundle-symbolicname")?.split(";")[0]?.trim() ?? "";
	const version = says.get("bundle-version") ?? byName.version ?? says.get("implementation-version") ?? "";
	return {
		group: null,
		name: bundle === "" ? byName.name : bundle,
		version: version === "" ? null : version,
		isMaven: false
	};
}
function mavenCoordinates(archive) {
	const [only, other] = archive.entries.filter(({ name }) => /^META-INF\/maven\/[^/]+\/[^/]+\/pom\.properties$/.test(name));
	if (only === void 0 || other !== void 0) return null;
	const lines = textOf(archive, only).split(/\r?\n/);
	const valueOf = (key) => lines.find((line) => line.startsWith(`${key}=`))?.slice(key.length + 1).trim() ?? "";
	const [group, name, version] = [
		valueOf("groupId"),
		valueOf("artifactId"),
		valueOf("version")
	];
	return [
		group,
		name,
		version
	].every((value) => /^[\w.+-]+$/.test(value)) && only.name === `META-INF/maven/${group}/${name}/pom.properties` ? {
		group,
		name,
		version,
		isMaven: true
	} : null;
}
function agrees(maven, byName) {
	const plain = (version) => (version ?? "").replaceAll("-", ".");
	return maven.name === byName.name && (byName.version === null || plain(byName.version) === plain(maven.version));
}
function manifestValues(text) {
	const [section = ""] = text.replaceAll("\r\n", "\n").replaceAll("\r", "\n").split("\n\n", 1);
	const lines = section.replaceAll("\n ", "").split("\n");
	return new Map(lines.flatMap((line) => {
		const colon = line.indexOf(": ");
		return colon === -1 ? [] : [[line.slice(0, colon).toLowerCase(), line.slice(colon + 2).trim()]];
	}));
}
function textOf(archive, entry) {
	return entry.kind === "file" && entry.size <= largestText ? readWhole(archive, entry).toString("utf8") : "";
}

// src/train/components.ts
async function componentsIfWanted({ reports, publish }, { difference }, { file, tree }, former, world) {
	if (!reports.includes("sbom") && !publish.includes("release")) return null;
	const moves = difference === null ? allOf(tree) : movesIn(difference);
	const here = moves.flatMap(({ to }) => to ?? []);
	await using folder = await temporaryFolder(world.temporary);
	await using pack = await openPack(file);
	const said = await readCoordinates(pack, here, {
		folder: folder.path,
		signal: world.signal
	});
	return moves.flatMap((move) => componentOf(move, tree, former?.tree ?? null, said) ?? []).sort((one, other) => one.path < other.path ? -1 : 1);
}
function allOf(tree) {
	return [...tree.keys()].filter(isJavaArchive).map((to) => ({
		from: null,
		to,
		change: null
	}));
}
function movesIn({ added, removed, changed, renamed }) {
	return [
		...added.map((to) => ({
			from: null,
			to,
			change: "added"
		})),
		...removed.map((from) => ({
			from,
			to: null,
			change: "removed"
		})),
		...changed.map((path) => ({
			from: path,
			to: path,
			change: "changed"
		})),
		...renamed.map(({ from, to }) => ({
			from,
			to,
			change: "changed"
		}))
	].filter(({ from, to }) => isJavaArchive(to ?? from ?? ""));
}
function componentOf({ from, to, change }, tree, formerTree, said) {
	const before = from === null ? void 0 : formerTree?.get(from);
	const now = to === null ? void 0 : tree.get(to);
	const wasFile = before?.kind === "file" ? before : null;
	if (to === null || now?.kind !== "file") {
		if (from === null || wasFile === null) return null;
		const { sha256 } = wasFile;
		return {
			path: from,
			change: "removed",
			sha256,
			coordinates: coordinatesByName(from),
			former: null
		};
	}
	const coordinates = said.get(to) ?? coordinatesByName(to);
	if (from === null || wasFile === null) return {
		path: to,
		change: change === null ? null : "added",
		sha256: now.sha256,
		coordinates,
		former: null
	};
	const { version } = coordinatesByName(from);
	const former = {
		path: from,
		version,
		sha256: wasFile.sha256
	};
	return {
		path: to,
		change: former.sha256 === now.sha256 ? "moved" : "changed",
		sha256: now.sha256,
		coordinates,
		former
	};
}

// src/train/stations.ts
function stationsOf(log, clock) {
	const times = [];
	return {
		times,
		run: (name, work) => log.group(name, async () => {
			const start = clock.now();
			try {
				return await work();
			} finally {
				times.push({
					name,
					milliseconds: clock.now() - start
				});
			}
		})
	};
}

export { assertAsFound as _, layAgain as a, lockCandidate as b, takeOver as c, isAnsweredAnew as d, areHotfixesNew as f, readHotfixes as g, hotfixedPack as h, withoutTool as i, answeredOverlay as l, hotfixedAgain as m, componentsIfWanted as n, layTeamFiles as o, hotfixEvidence as p, removeTool as r, teamFiles as s, stationsOf as t, formerAnswers as u, changeLock as v, lockedCandidate as x, clearLeftovers as y };