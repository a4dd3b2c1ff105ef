import { s as writeError, t as TrainError } from "./kernel-errors.js";
import { i as makeFolder, l as removeLeftovers, r as isFolder } from "./kernel-files.js";
import { _ as writeLock, d as lockedTrack, h as withTrack, l as isSameCandidate, m as withCandidate, p as readLock, u as lockFile } from "./train-origin.js";
import { n as sha256, r as sha256OfFile } from "./kernel-sha256.js";
import { n as keepReplaced } from "./merge-merging.js";
import { n as temporaryFolder } from "./kernel-temporary.js";
import { t as assertSpace } from "./kernel-disk-space.js";
import { i as nameFault, n as linkFault } from "./pack-entry-name.js";
import { i as showConflict, n as keyOf, r as nameOf, t as holdingOf } from "./merge-show-conflict.js";
import { a as listResolutions, o as oursName, r as blobName, t as answerOf } from "./merge-resolutions.js";
import { a as replayedByHunk, c as same, i as holds, o as settlePath, s as decide } from "./tools-choose-tool.js";
import { n as writableFolders } from "./kernel-writable-folders.js";
import { n as homeTree } from "./pack-extract.js";
import { n as comparePacks } from "./pack-difference.js";
import { t as openPack } from "./pack-open-pack.js";
import { a as updatePack, i as unpack, n as dateOf, r as measurePack, s as repack, t as contentSize, u as contentDigest } from "./train-update-pack.js";
import { t as classMatcher } from "./merge-classes.js";
import { n as findVendorPack, s as mergingIn } from "./train-vendor-pack.js";
import { n as recognisePack } from "./tools-recognise.js";
import { n as releaseDead, t as holdFile } from "./kernel-exclusive.js";
import { chmod, constants, copyFile, mkdir, readFile, readlink, rm, symlink, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { isDeepStrictEqual } from "node:util";

// src/merge/answered-overlay.ts
/**
* The overlay as it runs: where a file of it met the vendor's installed one and was answered or merged, that stands for it
* until the team has taken it into the overlay. Without this, a level that leaves the file alone would lay the
* old one again, and undo the update.
*/
async function answeredOverlay(overlay, installed, resolutions) {
	const recorded = await listResolutions(resolutions);
	const tree = new Map(overlay.tree);
	const answered = new Map(overlay.answered);
	const removed = new Set(overlay.removed);
	const answers = [];
	const edited = [];
	for (const [path, ours] of overlay.tree) {
		const forPath = recorded.filter(({ resolution }) => resolution.path === path);
		if (forPath.length === 0) continue;
		const met = metBy(nameOf(installed.get(path) ?? null), forPath);
		const chain = chainTo(met, nameOf(ours), forPath);
		const last = chain.at(-1);
		if (last === void 0) {
			const former = met.has(nameOf(ours)) ? [] : formerAnswers(met, forPath);
			if (former.length > 0) edited.push({
				path,
				former
			});
			continue;
		}
		answers.push(...chain.map(({ key, resolution }) => ({
			key,
			result: resolution.result
		})));
		const answer = await answerOf(resolutions, last.key, last.resolution);
		if (answer.kind === "delete") {
			tree.delete(path);
			if (installed.has(path)) removed.add(path);
		} else {
			const mode = ours.kind === "file" ? ours.mode : 420;
			tree.set(path, {
				kind: "file",
				sha256: answer.sha256,
				size: answer.size,
				mode
			});
			answered.set(path, answer.file);
		}
	}
	return {
		...overlay,
		tree,
		answered,
		answers,
		removed,
		edited
	};
}
/** What holds the vendor's installed file already: that itself, and what came of answers that met it, or one of these. */
function metBy(vendors, recorded) {
	const met = /* @__PURE__ */ new Set([vendors]);
	for (const name of met) for (const { resolution } of recorded) if (resolution.sides.theirs === name && resolution.result !== null) met.add(resultOf(resolution));
	return met;
}
/** The last answers that met the vendor's file and brought something: what the overlay's file may lack now. */
function formerAnswers(met, recorded) {
	return recorded.filter(({ resolution }) => met.has(resolution.sides.theirs) && resolution.result !== null).filter((answer) => !recorded.some(({ resolution }) => resolution.sides.theirs === resultOf(answer.resolution))).map((answer) => ({
		answer,
		first: firstOf(answer, recorded)
	})).filter(({ answer, first }) => first.resolution.sides.ours !== resultOf(answer.resolution));
}
/** Follows a chain of answers to its beginning. */
function firstOf(answer, recorded) {
	const seen = /* @__PURE__ */ new Set();
	let first = answer;
	for (let one = answer; one !== void 0 && !seen.has(one);) {
		seen.add(one);
		first = one;
		const ours = one.resolution.sides.ours;
		one = recorded.find(({ resolution }) => resultOf(resolution) === ours);
	}
	return first;
}
function resultOf({ result }) {
	return result === null ? "absent" : `file ${result}`;
}
/**
* The shortest way from what the overlay holds to an answer that met the vendor's installed file, or what holds that: each
* answer is our side of the next one. Empty where there is none.
*/
function chainTo(met, ours, recorded) {
	const seen = /* @__PURE__ */ new Set([ours]);
	const open = [{
		at: ours,
		chain: []
	}];
	for (const { at, chain } of open) for (const one of recorded) {
		const { sides } = one.resolution;
		if (sides.ours !== at) continue;
		if (met.has(sides.theirs)) return [...chain, one];
		const next = resultOf(one.resolution);
		if (!seen.has(next)) open.push({
			at: next,
			chain: [...chain, one]
		});
		seen.add(next);
	}
	return [];
}
/** Where the content of an overlay's file lies. */
function sourceOf({ folder, answered }, path) {
	return answered.get(path) ?? join(folder, path);
}

// src/merge/overlay.ts
/** Reads a team's overlay folder. Its paths are below the product's root, as in `overlays/wso2is/conf/server.xml`. */
async function readOverlay(folder, signal) {
	if (!await isFolder(folder)) throw new TrainError("config", `There is no overlay folder ${folder}.`, { hint: "Correct `overlay` (--overlay); its files lie as they do below the product, for example conf/server.xml." });
	const tree = /* @__PURE__ */ new Map();
	for (const [path, entry] of await homeTree(folder, { signal })) {
		if (entry.kind === "directory") continue;
		tree.set(path, entry.kind === "file" ? {
			...entry,
			mode: portableMode(entry.mode)
		} : entry);
		const reason = refusal(path, entry);
		if (reason !== void 0) throw new TrainError("config", `The overlay file ${join(folder, path)} cannot be laid: ${reason}.`, { hint: "Remove it from the overlay." });
	}
	return {
		folder,
		tree,
		digest: contentDigest(tree),
		answered: /* @__PURE__ */ new Map(),
		answers: [],
		removed: /* @__PURE__ */ new Set(),
		modes: /* @__PURE__ */ new Map()
	};
}
/** Git keeps one permission bit, and a checkout's others come from its umask: only the x bit is the team's word. */
function portableMode(mode) {
	return (mode & 64) === 0 ? 420 : 493;
}
function refusal(path, entry) {
	if (path === "updates" || path.startsWith("updates/")) return "the folder updates/ belongs to the update tool";
	if (entry.kind === "special") return "it is neither a file nor a link";
	const fault = nameFault(path) ?? (entry.kind === "link" ? linkFault(path, entry.target) : void 0);
	return fault === void 0 ? void 0 : `it ${fault}`;
}
/**
* Decides each path of the overlay: `before` is the vendor's tree that the overlay was made for, `after` the one it is laid over.
* Where both are the same (no update), every path is laid.
*/
function planOverlay(overlay, before, after) {
	const lay = /* @__PURE__ */ new Map();
	const plan = {
		lay,
		answered: /* @__PURE__ */ new Map(),
		removed: /* @__PURE__ */ new Set(),
		modes: /* @__PURE__ */ new Map(),
		converged: [],
		added: [],
		conflicts: []
	};
	for (const [path, ours] of overlay.tree) {
		const theirs = after.get(path) ?? null;
		if (isInTheWay(path, after)) {
			plan.conflicts.push({
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
		else if (after.has(path) && after.get(path)?.kind !== "directory") plan.removed.add(path);
	}
	return plan;
}
/** Rows M1 to M3 for what the team has set itself. */
function planModes(modes, { lay, modes: planned }, before, after) {
	for (const [path, mode] of modes) {
		const theirs = after.get(path);
		const base = before.get(path);
		if (lay.has(path)) lay.set(path, mode);
		else if (theirs?.kind === "file" && base?.kind === "file") {
			const decision = decide({
				base,
				ours: {
					...base,
					mode
				},
				theirs
			}, "config");
			planned.set(path, decision.mode ?? mode);
		}
	}
}
/** A file never takes the place of a whole directory, and is never written below a file or through a link. */
function isInTheWay(path, after) {
	if (after.get(path)?.kind === "directory") return true;
	for (let parent = dirname(path); parent !== "."; parent = dirname(parent)) {
		const entry = after.get(parent);
		if (entry !== void 0 && entry.kind !== "directory") return true;
	}
	return false;
}
/** An overlay's file keeps the vendor's bits and may add x: a checkout that lost it must not make `bin/server.sh` unusable. */
function laidMode(ours, theirs) {
	if (ours.kind !== "file") return null;
	if (theirs?.kind !== "file") return ours.mode;
	return theirs.mode | ours.mode & 73;
}
/** Copies the decided paths of the overlay into an unpacked home. */
async function layOverlay(overlay, plan, home) {
	await using _writable = await writableFolders(home, [
		...plan.lay.keys(),
		...plan.removed,
		...plan.modes.keys()
	]);
	for (const path of plan.removed) await rm(join(home, path), { force: true });
	for (const [path, mode] of plan.modes) await chmod(join(home, path), mode);
	for (const [path, mode] of plan.lay) {
		const from = plan.answered.get(path) ?? overlay.answered.get(path) ?? join(overlay.folder, path);
		const to = join(home, path);
		await mkdir(dirname(to), { recursive: true });
		await rm(to, { force: true });
		if (mode === null) await symlink(await readlink(from), to);
		else {
			await copyFile(from, to);
			await chmod(to, mode);
		}
	}
}

// src/merge/templates.ts
/** Endings of configuration management's templates (Ansible's Jinja, Puppet's and Chef's ERB). */
const endings = /\.(?:j2|erb)$/;
/** Templates among a team's files whose product's file the update changed: nobody can merge those but a person. */
function templatesToReview(ours, before, after) {
	return [...ours.keys()].filter((path) => {
		const made = path.replace(endings, "");
		return made !== path && !same(before.get(made) ?? null, after.get(made) ?? null);
	});
}

// src/train/overlay-evidence.ts
/**
* What an overlay came to, for the report. `team` is the overlay as the team has it, `overlay` with the answers that stand
* for files of it, `made` what the run decided itself.
*/
async function overlayEvidence(plan, overlay, team, resolutions, made = []) {
	const recorded = await listResolutions(resolutions);
	const converged = new Set(plan.converged);
	const laid = [...plan.lay.keys()].filter((path) => !converged.has(path));
	const standIns = laid.flatMap((path) => {
		const file = plan.answered.get(path) ?? overlay.answered.get(path);
		if (file === void 0 || file === team.answered.get(path)) return [];
		const isIts = ({ key, resolution }) => resolution.path === path && basename(file) === blobName(key);
		const found = made.findLast(({ resolution }) => resolution.path === path) ?? recorded.find(isIts);
		return found === void 0 ? [] : [{
			path,
			key: found.key,
			answer: found.resolution.answer
		}];
	});
	return {
		laid,
		converged: plan.converged,
		added: plan.added,
		merged: standIns.flatMap(({ path, key, answer }) => answer === "merged" ? [{
			path,
			key
		}] : []),
		answered: standIns.flatMap(({ path, answer }) => answer === "merged" ? [] : [path]),
		removed: [...plan.removed].sort(),
		modes: [...plan.modes].map(([path, mode]) => ({
			path,
			mode
		}))
	};
}

// src/train/new-answer.ts
/** @param file what the path becomes; null where it goes. */
async function newAnswer(path, sides, answer, file) {
	const result = file === null ? null : (await sha256OfFile(file)).sha256;
	return {
		key: keyOf(path, sides),
		resolution: {
			version: 1,
			path,
			sides: holdingOf(sides),
			answer,
			places: [],
			result
		},
		files: {
			result: file,
			ours: sides.ours.file
		}
	};
}
/** A copy of a file that the team's tests could change; null where a side holds no file. */
async function aside({ entry, file }, folder) {
	if (entry?.kind !== "file" || file === null) return null;
	const copy = join(folder, entry.sha256);
	await copyFile(file, copy);
	return copy;
}
/** What to do with an answer that the overlay does not hold yet. */
function takeOver(key) {
	return `take ${blobName(key)} of the recorded answers into your overlay`;
}

// src/train/settle-edited.ts
/**
* Settles files of the overlay that the team has changed after they were merged or answered, without having taken that
* over: both go back to what the overlay held before, so that it is merged like any other change, and nothing that an
* update brought is lost. Gives the overlay as it runs, without the files that are open.
*/
async function settleEdited({ edited, ...overlay }, resolutions, merging, folder) {
	const settled = {
		open: [],
		notices: [],
		used: [],
		made: []
	};
	const tree = new Map(overlay.tree);
	const answered = new Map(overlay.answered);
	const removed = new Set(overlay.removed);
	for (const one of edited) {
		const { path } = one;
		const conflict = {
			path,
			row: "11",
			kind: "modify/modify"
		};
		const sides = await sidesOf(one, overlay, resolutions);
		const key = keyOf(path, sides);
		const mode = sides.ours.entry?.kind === "file" ? sides.ours.entry.mode : 420;
		const say = (message) => {
			settled.notices.push({
				...notice,
				path,
				message: `was changed in the overlay after it was merged: ${message}`
			});
		};
		const stand = async (file) => {
			tree.set(path, {
				kind: "file",
				...await sha256OfFile(file),
				mode
			});
			answered.set(path, file);
		};
		const settlement = await settlePath(path, sides, merging);
		if (settlement.kind === "answered") {
			const { answer } = settlement;
			settled.used.push({
				key,
				result: answer.kind === "file" ? answer.sha256 : null
			});
			if (answer.kind === "file") await stand(answer.file);
			else {
				tree.delete(path);
				removed.add(path);
			}
		} else if (settlement.kind === "merged") {
			if (await holds(sides.ours.file, settlement.content)) continue;
			const file = join(folder, sha256(settlement.content));
			await writeFile(file, settlement.content);
			await stand(file);
			settled.made.push(await newAnswer(path, sides, "merged", file));
			say(`${settlement.byPlace ? replayedByHunk : "both are merged"}; ${takeOver(key)}`);
		} else if (merging.onConflict === "ours") say("yours is laid, as on-conflict says");
		else if (merging.onConflict === "theirs" && sides.theirs.file !== null) {
			if (sides.ours.entry !== null) await keepReplaced(merging.replaced, path, sides.ours.entry, sourceOf(overlay, path));
			await stand(sides.theirs.file);
			settled.made.push(await newAnswer(path, sides, "theirs", sides.theirs.file));
			say("your change gives way, as on-conflict says, and is in the folder replaced");
		} else {
			tree.delete(path);
			settled.open.push(await showConflict(merging.conflicts, conflict, sides, settlement.merge, settlement.proposal));
		}
	}
	return {
		...settled,
		overlay: {
			...overlay,
			tree,
			answered,
			removed
		}
	};
}
const notice = {
	row: "11",
	severity: "notice",
	drift: true
};
/** What the overlay held when it was answered, what it holds now, and the answer. */
async function sidesOf(one, overlay, resolutions) {
	const { path } = one;
	const entry = overlay.tree.get(path) ?? null;
	const ours = {
		entry,
		file: entry?.kind === "file" ? sourceOf(overlay, path) : null
	};
	const { answer, first } = await nearestOf(one, ours.file, resolutions);
	const theirs = await answerOf(resolutions, answer.key, answer.resolution);
	return {
		base: await formerSide(join(resolutions, oursName(first.key)), first.resolution.sides.ours),
		ours,
		theirs: theirs.kind === "delete" ? {
			entry: null,
			file: null
		} : sideOf(theirs.file, theirs)
	};
}
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
/** Absent where it was not kept, as for what is no text. */
async function formerSide(file, name) {
	const found = await sha256OfFile(file).catch(() => null);
	if (found === null) return {
		entry: null,
		file: null
	};
	const side = sideOf(file, found);
	return nameOf(side.entry) === name ? side : {
		entry: null,
		file: null
	};
}
/** Tracks with overlays of their own share recorded answers: the one that was given for what looks most like ours. */
async function nearestOf({ former }, ours, resolutions) {
	const lines = async (file) => (await readFile(file, "latin1").catch(() => "")).split("\n");
	const [only] = former;
	if (only === void 0) throw new Error("A file that was edited was answered before.");
	if (former.length === 1 || ours === null) return only;
	const wanted = new Set(await lines(ours));
	const common = async (key) => (await lines(join(resolutions, oursName(key)))).filter((line) => wanted.has(line)).length;
	return (await Promise.all(former.map(async (one) => ({
		one,
		count: await common(one.first.key)
	})))).reduce((best, next) => next.count > best.count ? next : best).one;
}

// src/train/settle-overlay.ts
/**
* Settles what the overlay and the update both changed: by recorded answers, by a merge, by `on-conflict`; the plan is
* changed accordingly, and everything else is laid out. What was merged lies in `folder`.
*/
async function settleOverlay(overlay, plan, installed, vendor, merging, folder) {
	const settled = {
		open: [],
		notices: [],
		used: [],
		made: []
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
		const settlement = isPlain(conflict) ? await settlePath(path, sides, merging) : {
			kind: "open",
			merge: null,
			proposal: null
		};
		if (settlement.kind === "answered") {
			const { answer } = settlement;
			settled.used.push({
				key: keyOf(path, sides),
				result: answer.kind === "file" ? answer.sha256 : null
			});
			const merged = answer.kind === "file" && answer.merged;
			const said = layAnswer(plan, path, answer, ours, theirs, overlay.modes.get(path));
			say(merged ? mergedWithUpdate(path, sides) : said, merged);
		} else if (same(sides.base.entry, ours) && (theirs === null || theirs.kind === "file")) {
			const answer = theirs === null ? "delete" : "theirs";
			settled.made.push(await newAnswer(path, sides, answer, await aside(sides.theirs, folder)));
			say("is the vendor’s old file and gives way to the update’s: your copy can go", true);
		} else if (settlement.kind === "merged") {
			plan.lay.set(path, ours === null ? 420 : overlay.modes.get(path) ?? laidMode(ours, theirs));
			if (await holds(sides.ours.file, settlement.content)) continue;
			const file = join(folder, sha256(settlement.content));
			await writeFile(file, settlement.content);
			plan.answered.set(path, file);
			settled.made.push(await newAnswer(path, sides, "merged", file));
			say(settlement.byPlace ? `meets the update: ${replayedByHunk}; ${takeOver(keyOf(path, sides))}` : mergedWithUpdate(path, sides), true);
		} else if (merging.onConflict === "ours" && ours !== null && isPlain(conflict)) {
			plan.lay.set(path, overlay.modes.get(path) ?? laidMode(ours, theirs));
			say("is laid over the update’s, as on-conflict says", true);
		} else if (merging.onConflict === "ours" && isPlain(conflict)) {
			plan.removed.add(path);
			settled.made.push(await newAnswer(path, sides, "delete", null));
			say("stays taken away, as on-conflict says", true);
		} else if (merging.onConflict === "theirs" && isPlain(conflict) && (theirs === null || theirs.kind === "file")) {
			if (ours !== null) await keepReplaced(merging.replaced, path, ours, sourceOf(overlay, path));
			settled.made.push(await newAnswer(path, sides, theirs === null ? "delete" : "theirs", await aside(sides.theirs, folder)));
			say("gives way to the update’s, as on-conflict says; yours is in the folder replaced, and can go from your overlay", true);
		} else settled.open.push(await showConflict(merging.conflicts, conflict, sides, settlement.merge, settlement.proposal));
	}
	return settled;
}
/** Nothing below or above the path has a part in it. */
function isPlain({ kind }) {
	return kind !== "kind" && kind !== "escape" && kind !== "special";
}
/** Carries a recorded answer out in the plan, and says what it means for the overlay. */
function layAnswer(plan, path, answer, ours, theirs, mode) {
	if (answer.kind === "delete") {
		if (theirs !== null) plan.removed.add(path);
		return "is taken away, as you answered: your copy in the overlay can go";
	}
	plan.answered.set(path, answer.file);
	plan.lay.set(path, ours === null ? 420 : mode ?? laidMode(ours, theirs));
	return ours?.kind === "file" && ours.sha256 === answer.sha256 ? "is laid as you answered" : `is laid as you answered; ${takeOver(basename(answer.file, ".blob"))}`;
}
function mergedWithUpdate(path, sides) {
	return `was merged with the update; ${takeOver(keyOf(path, sides))}`;
}
/** A file of a pack, taken out so that it can be read like the others. */
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

// src/train/team-files.ts
/**
* What the team lays over the vendor's: the files of its overlay, and where `pack` is a customised one, what it has other
* than its `base`. A path that is in both is the overlay's.
*/
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
/** How a customised pack differs from its base, as an overlay of the files that do; they are taken out below `folder`. */
async function customisations({ pack: file, sha256: expected, classes }, baseFile, folder, world) {
	if (file === null) throw new TrainError("usage", "`base` is given without a `pack` that is customised.", { hint: "Give the customised pack as `pack` (--pack), or the vanilla one as `pack` and no `base`." });
	if (expected !== null && (await sha256OfFile(file, world.signal)).sha256 !== expected) throw new TrainError("verification", `${file} has not the SHA-256 ${expected}.`, { hint: "Get the pack again, or correct `sha256` if the pack was replaced on purpose." });
	await using pack = await openPack(file);
	await using base = await openPack(baseFile);
	const own = new Set(await assertSameLevel(pack, base));
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
		if (entry?.kind === "file" && entry.mode !== base.entries.get(path)?.mode) modes.set(path, entry.mode);
	}
	const digest = sha256(JSON.stringify([
		contentDigest(files),
		gone,
		[...modes]
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
		removed: new Set(gone),
		modes
	};
}
/**
* What was changed by the team and what by an update could not be told apart otherwise. Gives the paths of both that are
* an update tool's own.
*/
async function assertSameLevel(pack, base) {
	const [one, other] = [await recognisePack(pack), await recognisePack(base)];
	const [at, baseAt] = [one.position?.level ?? 0, other.position?.level ?? 0];
	if (one.product.name === other.product.name && one.product.version === other.product.version && at === baseAt) return [...one.statePaths, ...other.statePaths];
	throw new TrainError("config", `${base.path} (${base.root}, level ${baseAt}) is not what ${pack.path} (${pack.root}, level ${at}) was made from.`, { hint: "Give the vanilla pack of the same product and level as `base` (--base)." });
}
/** Takes files of a pack out into a folder. */
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
/** The files of an overlay over those of a customised pack. */
function together(own, laid) {
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

// src/train/apply.ts
/** Station 2: the vendor's pack is brought to the target level and the team's overlay laid over it, all on copies. */
async function apply(work) {
	const { settings, origin, availability, tool, host, world, staging } = work;
	const { target: to } = availability;
	const installed = await findVendorPack(settings, origin, availability, tool, host, world, staging);
	const updated = await update(work, installed);
	if (updated.kind === "conflict") return updated;
	const { vendor, home, notices, used, summary } = updated;
	if (work.overlay === null) return {
		kind: "applied",
		installed,
		vendor,
		candidate: vendor,
		home,
		overlay: null,
		notices,
		summary,
		used,
		made: []
	};
	const merging = mergingIn(staging, settings);
	const answered = await answeredOverlay(work.overlay, installed.tree, settings.resolutions);
	const edited = await settleEdited(answered, settings.resolutions, merging, staging);
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
	const review = templatesToReview(overlay.tree, installed.tree, vendor.tree).map((path) => ({
		path,
		row: "template",
		severity: "notice",
		message: "is a template of a file that the update changed: to be reviewed by hand"
	}));
	await layOverlay(overlay, plan, home);
	const out = join(staging, "candidate.zip");
	await repackOverlaid({
		vendor: vendor.file,
		home,
		plan,
		out,
		timestamp: dateOf(to)
	}, world);
	const candidate = await measurePack(out, world, vendor);
	if (plan.lay.size > 0) world.log.info(`Laid over the update: ${[...plan.lay.keys()].slice(0, 5).join(", ")}${plan.lay.size > 5 ? ", …" : ""}`);
	const root = `${origin.productName}/`;
	if (plan.added.some((path) => path.startsWith(root))) world.log.warning(`The overlay holds a folder ${root}, which the product has not: its files lie as they do below the product.`);
	const made = [...edited.made, ...settled.made];
	return {
		kind: "applied",
		installed,
		vendor,
		candidate,
		home,
		overlay: await overlayEvidence(plan, overlay, work.overlay, settings.resolutions, made),
		notices: [
			...notices,
			...edited.notices,
			...settled.notices,
			...review
		],
		summary,
		used: [
			...used,
			...overlay.answers,
			...settled.used
		],
		made
	};
}
/** The vendor's part. Where only the overlay changed, the installed pack is the updated one. */
async function update(work, installed) {
	const { settings, availability, origin, tool, world, folder, staging } = work;
	const { installed: from, target: to } = availability;
	if (from.level === to.level) return {
		kind: "applied",
		...await sameLevel(installed, work),
		notices: [],
		summary: null,
		used: []
	};
	const out = join(staging, "vendor.zip");
	const { home, application } = await updatePack({
		pack: installed.file,
		from,
		to,
		folder,
		out,
		later: (pack) => beyondVendorPack(work, pack)
	}, origin, tool, mergingIn(staging, settings), world);
	if (application.kind === "conflict") return application;
	const { notices, used, summary } = application;
	return {
		kind: "applied",
		vendor: await measurePack(out, world, installed),
		home,
		notices,
		used,
		summary
	};
}
/** The installed pack as the updated one: a copy, as what is published is moved, and without what its tool left in it. */
async function sameLevel(installed, work) {
	const { origin, tool, availability, world, folder, staging } = work;
	await using pack = await openPack(installed.file);
	await assertSpace(`Building ${origin.productName} again`, [
		{
			folder,
			bytes: contentSize(pack)
		},
		{
			folder: staging,
			bytes: pack.size
		},
		...beyondVendorPack(work, pack)
	]);
	const file = join(staging, "vendor.zip");
	const home = await unpack(pack, folder, world);
	if (tool.can.sameBytes) {
		await copyFile(installed.file, file, constants.COPYFILE_FICLONE);
		return {
			vendor: {
				...installed,
				file
			},
			home
		};
	}
	await tool.scrub(home);
	await repack({
		from: pack,
		home,
		out: file,
		timestamp: dateOf(availability.target),
		signal: world.signal
	});
	return {
		vendor: await measurePack(file, world, installed),
		home
	};
}
/** The candidate, the former one and the diff zip between them: each of them as big as the pack at most, as far as can be told. */
function beyondVendorPack({ overlay, origin, staging }, { size }) {
	return [{
		folder: staging,
		bytes: ((overlay === null ? 0 : origin.locked === null ? 1 : 2) + 1) * size
	}];
}
/** Writes a pack that differs from the vendor's in the laid paths only; no other file of the home is looked at. */
async function repackOverlaid(work, world) {
	await using vendor = await openPack(work.vendor);
	await repack({
		from: vendor,
		home: work.home,
		out: work.out,
		timestamp: work.timestamp,
		skip: (path) => !work.plan.lay.has(path) && !work.plan.removed.has(path) && !work.plan.modes.has(path),
		signal: world.signal
	});
}
/**
* The candidate that is installed now, as it was built before: what a diff zip must be made from.
* Without a lock it is the pack as it was given. Null where the overlay has changed since, so that nobody could build it again.
*/
async function formerCandidate(work, installed) {
	const { settings, origin, availability, world, folder, staging } = work;
	const { locked } = origin;
	if (locked === null) return installed;
	if (locked.overlayDigest !== (work.overlay?.digest ?? null)) return null;
	if (work.overlay === null) return installed;
	const at = {
		home: join(folder, "former"),
		out: join(staging, "former.zip"),
		timestamp: dateOf(availability.installed)
	};
	const { pack } = await layAgain(work.overlay, settings.resolutions, installed, at, world);
	return pack.contentDigest === locked.contentDigest ? pack : null;
}
/** Lays an overlay over the vendor's pack that it met before, with what was answered and merged then; nothing is decided. */
async function layAgain(team, resolutions, vendor, { home, out, timestamp }, world) {
	const overlay = await answeredOverlay(team, vendor.tree, resolutions);
	const plan = planOverlay(overlay, vendor.tree, vendor.tree);
	await makeFolder(home);
	await takeOut(vendor.file, [...plan.modes.keys()], home);
	await layOverlay(overlay, plan, home);
	await repackOverlaid({
		vendor: vendor.file,
		home,
		plan,
		out,
		timestamp
	}, world);
	const evidence = await overlayEvidence(plan, overlay, team, resolutions);
	return {
		pack: await measurePack(out, world, vendor),
		evidence
	};
}

// src/train/lock-candidate.ts
/** Milliseconds to wait for another track's run to have written the lock. */
const lockPatience = 1e4;
/** A candidate as the lock holds it: it passed now. */
function lockedCandidate(candidate, vendorSha256, world) {
	const { digests, tool, channel, to, updates, summary } = candidate;
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
		overlayDigest: digests.overlay,
		resolutionsDigest: digests.resolutions,
		tests: null,
		firstPassed: new Date(world.clock.now()).toISOString()
	};
}
/** The commit point: from here on the track runs the candidate. Gives the track's entry, with its history. */
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
/** Changes the lock as it is then: another track's run may have written it meanwhile. */
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
/** Another run for the track, with another --out, may have written the lock meanwhile: its word is not to be lost. */
function assertAsFound(now, former, candidate, name) {
	if (now === null || isDeepStrictEqual(now, former) || isSameCandidate(now, candidate)) return;
	throw new TrainError("busy", `Another run has brought ${name} to level ${now.level} meanwhile.`, { hint: "Run it again; the lock stays as that run wrote it." });
}
/** Removes what killed runs have left of temporary work, and of what they were writing. */
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

export { lockCandidate as a, formerCandidate as c, clearLeftovers as i, layAgain as l, assertAsFound as n, lockedCandidate as o, changeLock as r, apply as s, stationsOf as t, teamFiles as u };