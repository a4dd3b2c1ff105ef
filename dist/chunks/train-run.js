import { a as formatState, c as readLock, d as writeLock, i as nameOf, l as withCandidate, n as findOrigin, o as assertWritableLock, r as memoryOf, s as lockedTrack, t as assertSameProduct, u as withTrack } from "./train-origin.js";
import { n as makeFolder, t as exists } from "./kernel-files.js";
import { n as sha256, r as sha256OfFile } from "./kernel-sha256.js";
import { t as temporaryFolder } from "./kernel-temporary.js";
import { a as writeError, i as systemCode, r as messageOf, t as TrainError } from "./kernel-errors.js";
import { a as decide, i as settlePath, n as holds, o as same, r as replayedByHunk, s as writableFolders, t as chooseTool } from "./tools-choose-tool.js";
import { i as updatePack, n as measurePack, o as repack, r as unpack, s as contentDigest, t as dateOf } from "./train-update-pack.js";
import { i as nameFault, n as linkFault } from "./pack-entry-name.js";
import { t as homeTree } from "./pack-inventory.js";
import { a as writeResolution } from "./merge-record.js";
import { t as securityUpdatesOf } from "./report-candidate.js";
import { a as listResolutions, n as answersDigest, s as resolutionsIn, t as answerOf } from "./merge-resolutions.js";
import { i as showConflict, n as keyOf$1, r as nameOf$1, t as holdingOf } from "./merge-show-conflict.js";
import { t as openPack } from "./pack-open-pack.js";
import { n as classMatcher, t as holdFile } from "./kernel-exclusive.js";
import { n as keepReplaced } from "./merge-merging.js";
import { n as recognisePack } from "./tools-recognise.js";
import { t as check } from "./train-check.js";
import { a as packNameOf, c as testLogName, i as differenceOf, n as diffBetween, o as publish, r as diffFile } from "./train-publish.js";
import { chmod, constants, copyFile, mkdir, readlink, rm, symlink, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { once } from "node:events";
import { appendFileSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, readdirSync } from "node:fs";
import { spawn } from "node:child_process";
import { setTimeout as setTimeout$1 } from "node:timers/promises";
import { StringDecoder } from "node:string_decoder";

// src/merge/overlay.ts
/** Reads a team's overlay folder. Its paths are below the product's root, as in `overlays/wso2is/conf/server.xml`. */
async function readOverlay(folder, signal) {
	if (!await exists(folder)) throw new TrainError("config", `The overlay folder ${folder} does not exist.`, { hint: "Correct `overlay` (--overlay); its files lie as they do below the product, for example conf/server.xml." });
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
		removed: /* @__PURE__ */ new Set()
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
		else if (after.has(path)) plan.removed.add(path);
	}
	return plan;
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
	await using _writable = await writableFolders(home, [...plan.lay.keys(), ...plan.removed]);
	for (const path of plan.removed) await rm(join(home, path), {
		recursive: true,
		force: true
	});
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
	const removed = /* @__PURE__ */ new Set();
	const answers = [];
	for (const [path, ours] of overlay.tree) {
		const forPath = recorded.filter(({ resolution }) => resolution.path === path);
		const chain = chainTo(nameOf$1(installed.get(path) ?? null), nameOf$1(ours), forPath);
		const last = chain.at(-1);
		if (last === void 0) continue;
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
		removed
	};
}
/**
* The shortest way from what the overlay holds to the answer that met the vendor's installed file: each answer is our
* side of the next one. Empty where there is none.
*/
function chainTo(vendors, ours, recorded) {
	const seen = /* @__PURE__ */ new Set([ours]);
	const open = [{
		at: ours,
		chain: []
	}];
	for (const { at, chain } of open) for (const one of recorded) {
		const { sides, result } = one.resolution;
		if (sides.ours !== at) continue;
		if (sides.theirs === vendors) return [...chain, one];
		const next = result === null ? "absent" : `file ${result}`;
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

// src/train/merging-in.ts
/** What conflicts are settled with; what comes of it lies below a temporary folder until it is published. */
function mergingIn(folder, { classes, resolutions, onConflict }) {
	return {
		classOf: classMatcher(classes),
		resolutions: resolutionsIn(resolutions),
		onConflict,
		conflicts: join(folder, "conflicts"),
		replaced: join(folder, "replaced")
	};
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
				key: keyOf$1(path, sides),
				result: answer.kind === "file" ? answer.sha256 : null
			});
			say(layAnswer(plan, path, answer, ours, theirs));
		} else if (same(sides.base.entry, ours)) {
			const answer = theirs === null ? "delete" : "theirs";
			settled.made.push(await newAnswer(path, sides, answer, await aside(sides.theirs, folder)));
			say("is the vendor’s old file and gives way to the update’s: your copy can go", true);
		} else if (settlement.kind === "merged") {
			plan.lay.set(path, ours === null ? 420 : laidMode(ours, theirs));
			if (await holds(sides.ours.file, settlement.content)) continue;
			const file = join(folder, sha256(settlement.content));
			await writeFile(file, settlement.content);
			plan.answered.set(path, file);
			settled.made.push(await newAnswer(path, sides, "merged", file));
			say(`${settlement.byPlace ? `meets the update: ${replayedByHunk}` : "was merged with the update"}; ${take(path, sides)}`, true);
		} else if (merging.onConflict === "ours" && ours !== null && isPlain(conflict)) {
			plan.lay.set(path, laidMode(ours, theirs));
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
/** A copy of a file that the team's tests could change. */
async function aside({ entry, file }, folder) {
	if (entry?.kind !== "file" || file === null) return null;
	const copy = join(folder, entry.sha256);
	await copyFile(file, copy);
	return copy;
}
async function newAnswer(path, sides, answer, file) {
	const result = file === null ? null : (await sha256OfFile(file)).sha256;
	return {
		key: keyOf$1(path, sides),
		resolution: {
			version: 1,
			path,
			sides: holdingOf(sides),
			answer,
			places: [],
			result
		},
		file
	};
}
/** Carries a recorded answer out in the plan, and says what it means for the overlay. */
function layAnswer(plan, path, answer, ours, theirs) {
	if (answer.kind === "delete") {
		if (theirs !== null) plan.removed.add(path);
		return "is taken away, as you answered: your copy in the overlay can go";
	}
	plan.answered.set(path, answer.file);
	plan.lay.set(path, ours === null ? 420 : laidMode(ours, theirs));
	return ours?.kind === "file" && ours.sha256 === answer.sha256 ? "is laid as you answered" : `is laid as you answered; ${takeFrom(basename(answer.file))}`;
}
function take(path, sides) {
	return takeFrom(`${keyOf$1(path, sides)}.blob`);
}
function takeFrom(name) {
	return `take ${name} of the recorded answers into your overlay before you change it there again`;
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

// src/train/vendor-pack.ts
/**
* Gets the vendor's pack of the installed level: as an earlier run kept it, where its content is what the lock says;
* else from `pack`, brought to that level.
*/
async function findVendorPack(settings, origin, installed, tool, host, world, folder) {
	const { locked } = origin;
	if (locked !== null && await isSameBase(settings, locked.baseSha256, world)) {
		const base = locked.baseSha256;
		const kept = await keptPack(keyOf(origin, base, tool, installed.level), origin, host, world);
		if (kept !== null) return {
			...kept,
			base
		};
	}
	return buildFromPack(settings, origin, installed, tool, world, folder);
}
/** Another pack than the lock was made from is looked at itself: what was kept must not hide it. */
async function isSameBase(settings, base, world) {
	if (settings.sha256 !== null && settings.sha256 !== base) return false;
	if (settings.pack === null || !await exists(settings.pack)) return true;
	return (await sha256OfFile(settings.pack, world.signal)).sha256 === base;
}
function keyOf(origin, base, tool, level) {
	return {
		product: nameOf(origin.product),
		base,
		tool: tool.name,
		channel: origin.channel,
		level
	};
}
/** Null for a pack that is not there, cannot be read, or is not what the lock says: a cache decides nothing. */
async function keptPack(key, origin, host, world) {
	const file = await host.findVendorPack(key);
	if (file === null) return null;
	try {
		const { sha256 } = await sha256OfFile(file, world.signal);
		if (sha256 === origin.locked?.vendorSha256) return await measurePack(file, world);
		world.log.warning("The kept vendor pack is not the one of the lock; it is built again from `pack`.");
	} catch (error) {
		if (world.signal.aborted) throw error;
		world.log.warning(`The kept vendor pack is of no use, it is built again from \`pack\`: ${messageOf(error)}`);
	}
	return null;
}
async function buildFromPack(settings, origin, installed, tool, world, folder) {
	const file = await givenPack(settings, origin);
	const base = await verifiedSha256(file, settings.sha256, world);
	const at = await positionIn(file, origin);
	if (at === installed.level) return checked({
		...await measurePack(file, world),
		base
	}, origin, file);
	world.log.info(`The pack is at level ${at}; it is brought to the installed level ${installed.level}.`);
	const out = join(folder, "installed.zip");
	const work = {
		pack: file,
		from: (await tool.check({
			product: origin.product,
			channel: origin.channel,
			installed: {
				level: at,
				timestamp: null
			},
			pinnedFileList: null,
			wanted: {
				at: "level",
				level: at
			}
		})).installed,
		to: installed,
		folder: join(folder, "installed"),
		out
	};
	const { application } = await updatePack(work, origin, tool, mergingIn(join(folder, "installing"), settings), world);
	if (application.kind === "conflict") throw new TrainError("config", `${file} cannot be brought to the installed level ${installed.level}: ${application.conflicts.map(({ path }) => path).join(", ")} was changed in it and by the updates.`, { hint: "Give the vanilla pack as `pack`, and the changed files as an `overlay`." });
	return checked({
		...await measurePack(out, world),
		base
	}, origin, file);
}
async function givenPack(settings, origin) {
	if (settings.pack === null) throw new TrainError("usage", `There is no pack of ${origin.productName} to update.`, { hint: "Set `pack` (--pack) to its zip." });
	if (!await exists(settings.pack)) throw new TrainError("pack-missing", `The pack ${settings.pack} does not exist.`, { hint: "Correct `pack` (--pack)." });
	return settings.pack;
}
async function verifiedSha256(file, expected, world) {
	const { sha256 } = await sha256OfFile(file, world.signal);
	if (expected === null || expected === sha256) return sha256;
	throw new TrainError("verification", `${file} has the SHA-256 ${sha256}, not ${expected}.`, { hint: "Get the pack again, or correct `sha256` if the pack was replaced on purpose." });
}
/** The level that the pack itself is at; the base where it says nothing. */
async function positionIn(file, origin) {
	await using pack = await openPack(file);
	const identity = await recognisePack(pack);
	assertSameProduct(origin.productName, identity, file);
	const level = identity.position?.level ?? 0;
	if (level > 0 && identity.channel !== origin.channel) throw new TrainError("config", `${file} is on channel ${identity.channel ?? "(none)"}, not ${origin.channel}.`, { hint: "Give the base pack, or a pack of the same channel." });
	return level;
}
function checked(pack, origin, file) {
	const expected = origin.locked?.vendorDigest;
	if (expected === void 0 || expected === pack.contentDigest) return pack;
	throw new TrainError("verification", `${file} at level ${origin.installed.level} has the content digest ${pack.contentDigest}, but the lock says ${expected}.`, { hint: "Give the pack that the lock was made from, or remove the track from the lock (without a committed lock: its update-train-state entry from the caches of the repository) to start again." });
}

// src/train/apply.ts
/** Station 2: the vendor's pack is brought to the target level and the team's overlay laid over it, all on copies. */
async function apply(work) {
	const { settings, origin, availability, tool, host, world, staging } = work;
	const { installed: from, target: to } = availability;
	const installed = await findVendorPack(settings, origin, from, tool, host, world, staging);
	const updated = await update(work, installed);
	if (updated.kind === "conflict") return updated;
	const { vendor, home, notices, used } = updated;
	if (work.overlay === null) return {
		kind: "applied",
		installed,
		vendor,
		candidate: vendor,
		home,
		overlay: null,
		notices,
		used,
		made: []
	};
	const overlay = await answeredOverlay(work.overlay, installed.tree, settings.resolutions);
	const plan = planOverlay(overlay, installed.tree, vendor.tree);
	const settled = await settleOverlay(overlay, plan, installed, {
		tree: vendor.tree,
		home
	}, mergingIn(staging, settings), staging);
	if (settled.open.length > 0) return {
		kind: "conflict",
		conflicts: settled.open
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
	const candidate = await measurePack(out, world);
	world.log.info(`Laid over the update: ${[...plan.lay.keys()].slice(0, 5).join(", ")}${plan.lay.size > 5 ? ", …" : ""}`);
	const root = `${origin.productName}/`;
	if (plan.added.some((path) => path.startsWith(root))) world.log.warning(`The overlay holds a folder ${root}, which the product has not: its files lie as they do below the product.`);
	return {
		kind: "applied",
		installed,
		vendor,
		candidate,
		home,
		overlay: plan,
		notices: [
			...notices,
			...settled.notices,
			...review
		],
		used: [
			...used,
			...overlay.answers,
			...settled.used
		],
		made: settled.made
	};
}
/** The vendor's part. Where only the overlay changed, the installed pack is the updated one. */
async function update(work, installed) {
	const { settings, availability, origin, tool, world, folder, staging } = work;
	const { installed: from, target: to } = availability;
	if (from.level === to.level) {
		await using pack = await openPack(installed.file);
		const file = join(staging, "vendor.zip");
		await copyFile(installed.file, file, constants.COPYFILE_FICLONE);
		return {
			kind: "applied",
			vendor: {
				...installed,
				file
			},
			home: await unpack(pack, folder, world),
			notices: [],
			used: []
		};
	}
	const out = join(staging, "vendor.zip");
	const { home, application } = await updatePack({
		pack: installed.file,
		from,
		to,
		folder,
		out
	}, origin, tool, mergingIn(staging, settings), world);
	if (application.kind === "conflict") return application;
	const { notices, used } = application;
	return {
		kind: "applied",
		vendor: await measurePack(out, world),
		home,
		notices,
		used
	};
}
/** Writes a pack that differs from the vendor's in the laid paths only; no other file of the home is looked at. */
async function repackOverlaid(work, world) {
	await using vendor = await openPack(work.vendor);
	await repack({
		from: vendor,
		home: work.home,
		out: work.out,
		timestamp: work.timestamp,
		skip: (path) => !work.plan.lay.has(path) && !work.plan.removed.has(path),
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
	const overlay = await answeredOverlay(work.overlay, installed.tree, settings.resolutions);
	const plan = planOverlay(overlay, installed.tree, installed.tree);
	const home = join(folder, "former");
	await layOverlay(overlay, plan, home);
	const out = join(staging, "former.zip");
	const timestamp = dateOf(availability.installed);
	await repackOverlaid({
		vendor: installed.file,
		home,
		plan,
		out,
		timestamp
	}, world);
	const former = await measurePack(out, world);
	return former.contentDigest === locked.contentDigest ? former : null;
}
/** What an overlay came to, for the report. */
function overlayEvidence(plan) {
	if (plan === null) return null;
	const converged = new Set(plan.converged);
	return {
		laid: [...plan.lay.keys()].filter((path) => !converged.has(path)),
		converged: plan.converged,
		added: plan.added
	};
}

// src/train/candidate.ts
/** What is known of a candidate when it was applied; the stations after that fill in the rest. */
function describe(work, applied, stations, world) {
	const { settings, origin, availability, tool } = work;
	return {
		format: "update-train-candidate",
		version: 1,
		createdAt: new Date(world.clock.now()).toISOString(),
		outcome: "updated",
		product: origin.productName,
		track: settings.track,
		tool: tool.name,
		channel: origin.channel,
		from: availability.installed,
		to: availability.target,
		updates: availability.updates,
		difference: null,
		overlay: applied.kind === "applied" ? overlayEvidence(applied.overlay) : null,
		conflicts: [],
		notices: applied.kind === "applied" ? applied.notices : [],
		tests: null,
		digests: null,
		diff: null,
		pack: null,
		stations: stations.times,
		warnings: [...availability.warnings]
	};
}
/** What a candidate is known by. Reads the whole pack. */
async function digestsOf(applied, overlay) {
	const { sha256, size } = await sha256OfFile(applied.candidate.file);
	return {
		vendor: applied.vendor.contentDigest,
		content: applied.candidate.contentDigest,
		packSha256: sha256,
		packSize: size,
		base: applied.installed.base,
		overlay: overlay?.digest ?? null,
		resolutions: answersDigest([...applied.used, ...applied.made.map(({ key, resolution }) => ({
			key,
			result: resolution.result
		}))])
	};
}
/** The tests are told where the pack lies, and what is published must be what was measured. */
async function assertUntouched(applied, { digests }) {
	const { sha256 } = await sha256OfFile(applied.candidate.file);
	if (sha256 === digests?.packSha256) return;
	throw new TrainError("verification", "The pack was changed while the tests ran; it is not published.", { hint: "Let the tests work on copies: UPDATE_TRAIN_PACK is the very file that would be published." });
}

// src/train/lock-candidate.ts
/** Milliseconds to wait for another track's run to have written the lock. */
const lockPatience = 1e4;
/** The commit point: from here on the track runs the candidate. Gives the track's entry, with its history. */
async function lockCandidate(settings, candidate, vendorSha256, former, world) {
	const { digests, tool, channel, from, to, updates, product, track } = candidate;
	if (digests === null) throw new Error("A candidate without digests cannot be locked.");
	const locked = {
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
		updates: updates.map((update) => update.id),
		overlayDigest: digests.overlay,
		resolutionsDigest: digests.resolutions,
		tests: null,
		firstPassed: new Date(world.clock.now()).toISOString()
	};
	const { clock, signal } = world;
	const patience = {
		clock,
		signal,
		limit: lockPatience,
		work: `writes ${settings.lock}`
	};
	await makeFolder(dirname(settings.lock));
	await using _held = await holdFile(`${settings.lock}.writing`, patience);
	const found = await readLock(settings.lock);
	const lock = former === null ? found : withTrack(found, product, track, former);
	if (from.level === to.level) locked.updates = lockedTrack(lock, product, track)?.updates ?? [];
	const written = withCandidate(lock, product, track, locked);
	await writeLock(settings.lock, written);
	return lockedTrack(written, product, track);
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

// src/kernel/environment.ts
/** What children of ours never see: credentials, and the files and services by which a step speaks to its runner. */
const withheld = [
	/^INPUT_/,
	/^ACTIONS_/,
	/^UPDATE_.*(TOKEN|PASSWORD|USERNAME)$/,
	/^(GITHUB|GH)_(ENTERPRISE_)?TOKEN$/,
	/^GITHUB_(OUTPUT|ENV|PATH|STATE|STEP_SUMMARY)$/,
	/^(NODE_AUTH|NPM)_TOKEN$/
];
/** The environment for the user's tests and for update tools: everything but what `docs/reference.md` withholds. */
function withoutCredentials(env) {
	const kept = {};
	for (const [name, value] of Object.entries(env)) if (value !== void 0 && !withheld.some((pattern) => pattern.test(name))) kept[name] = value;
	return kept;
}

// src/kernel/output-lines.ts
/** Characters of one line that are kept; what follows up to the line's end is dropped, and the line says so. */
const lineLimit = 16384;
/**
* Calls `onLine` for every line of a stream of UTF-8, and `onData` for whatever arrives.
* `\n`, `\r\n` and a lone `\r` each end a line, so that no reader of ours sees two lines where we saw one.
* `finish` stops reading and gives the last line where it has no end.
*/
function readLines(stream, onLine, onData) {
	const decoder = new StringDecoder("utf8");
	let line = "";
	let dropped = 0;
	let afterReturn = false;
	const keep = (text) => {
		const room = lineLimit - line.length;
		line += text.slice(0, room);
		dropped += Math.max(0, text.length - room);
	};
	const endLine = () => {
		onLine(dropped === 0 ? line : `${line} … (${dropped} more characters)`);
		line = "";
		dropped = 0;
	};
	const take = (text) => {
		if (text === "") return;
		const fresh = afterReturn && text.startsWith("\n") ? text.slice(1) : text;
		afterReturn = text.endsWith("\r");
		const pieces = fresh.split(/\r\n|\n|\r/);
		for (const [index, piece] of pieces.entries()) {
			if (index > 0) endLine();
			keep(piece);
		}
	};
	stream.on("data", (chunk) => {
		onData();
		take(decoder.write(chunk));
	});
	return { finish() {
		stream.removeAllListeners("data");
		stream.destroy();
		take(decoder.end());
		if (line !== "") endLine();
	} };
}

// src/kernel/process-group.ts
const pollInterval = 25;
/** Milliseconds that the system gets to take away what was killed. */
const killTime = 2e3;
/** Sends a signal to every process of a group (0 only asks); false where none is left. */
function signalGroup(group, signal) {
	try {
		process.kill(-group, signal);
		return true;
	} catch (error) {
		return systemCode(error) === "EPERM";
	}
}
/** Ends a group: SIGTERM, and SIGKILL for what is still there `grace` milliseconds later. */
async function endGroup(group, grace) {
	if (!runs(group)) return;
	signalGroup(group, "SIGTERM");
	if (await isGone(group, grace)) return;
	signalGroup(group, "SIGKILL");
	await isGone(group, killTime);
}
/** Waits until no process of the group runs; false where some still do after `patience` milliseconds. */
async function isGone(group, patience) {
	const deadline = performance.now() + patience;
	while (runs(group)) {
		if (performance.now() >= deadline) return false;
		await setTimeout$1(pollInterval);
	}
	return true;
}
/**
* Whether a process of the group still runs. Zombies do not count: they hold nothing, and in a container whose first
* process never collects them they would stay for ever.
*/
function runs(group) {
	if (!signalGroup(group, 0)) return false;
	if (process.platform !== "linux") return true;
	return readdirSync("/proc").some((name) => /^\d+$/.test(name) && isLiveMember(name, group));
}
/** Reads `/proc/<pid>/stat` (proc_pid_stat(5)): `pid (name) state parent group …`, where the name may hold anything. */
function isLiveMember(pid, group) {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
		const [state, , ownGroup] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
		return Number(ownGroup) === group && state !== "Z" && state !== "X";
	} catch {
		return false;
	}
}

// src/kernel/process.ts
/** Last lines that a result carries. */
const tailLength = 200;
/** Milliseconds between the polite signal (SIGTERM) and the last one (SIGKILL). */
const defaultGrace = 5e3;
/** Milliseconds that left-over children get to finish by themselves, as `tee` in `cmd > >(tee log)` does. */
const settleTime = 500;
/** Milliseconds in which output already written is read when somebody outside the group holds the pipes. */
const drainTime = 1e3;
/** The longest delay of a Node timer; a longer one would fire at once. */
const longestDelay = 2 ** 31 - 1;
/**
* Runs a command in a process group of its own, with stdin closed, and returns when the whole group is gone.
* A limit or an abort ends the group: SIGTERM, after `grace` SIGKILL. Children that the command leaves running in
* the group are ended too; only a process that made itself a session of its own (`setsid`) is beyond reach, and even
* that cannot hold up the result by keeping the output open.
* stdout and stderr are two pipes: lines keep their order within each, and come as they arrive between the two.
* Throws a `TrainError` `config` where the command cannot be started, and whatever `onLine` throws.
*/
async function runProcess(request) {
	const started = performance.now();
	const tail = [];
	if (request.signal?.aborted === true) return {
		exitCode: null,
		signal: null,
		ended: "aborted",
		leftBehind: false,
		elapsed: 0,
		tail
	};
	const child = startChild(request);
	const exit = new Promise((resolve) => {
		child.once("exit", (exitCode, signal) => resolve({
			exitCode,
			signal
		}));
	});
	const closed = new Promise((resolve) => child.once("close", () => resolve()));
	const group = await groupOf(child, request);
	using scope = new DisposableStack();
	scope.use(endedWithUs(group));
	const interruption = Promise.withResolvers();
	const limits = scope.use(setLimits(request, interruption.resolve));
	const failures = [];
	const take = (line) => {
		tail.push(line);
		if (tail.length > 200) tail.shift();
		try {
			request.onLine?.(line);
		} catch (error) {
			failures.push(error instanceof Error ? error : new Error(messageOf(error), { cause: error }));
			interruption.resolve("aborted");
		}
	};
	const outputs = [child.stdout, child.stderr].map((stream) => readLines(stream, take, () => limits.heard()));
	const ended = await Promise.race([exit.then(() => "exited"), interruption.promise]);
	const leftBehind = ended === "exited" && !await isGone(group, settleTime);
	await endGroup(group, request.grace ?? 5e3);
	const end = await exit;
	await Promise.race([closed, setTimeout$1(drainTime, void 0, { ref: false })]);
	for (const output of outputs) output.finish();
	const [failure] = failures;
	if (failure !== void 0) throw failure;
	return {
		...end,
		ended,
		leftBehind,
		elapsed: Math.round(performance.now() - started),
		tail
	};
}
function startChild({ command, args, cwd, env }) {
	try {
		return spawn(command, args, {
			cwd,
			env,
			detached: true,
			stdio: [
				"ignore",
				"pipe",
				"pipe"
			]
		});
	} catch (error) {
		throw startError(command, cwd, error);
	}
}
/** The id of the child's group, which is its own process id because it was started detached. */
async function groupOf(child, { command, cwd }) {
	try {
		if (child.pid === void 0) await once(child, "spawn");
	} catch (error) {
		throw startError(command, cwd, error);
	}
	if (child.pid === void 0) throw startError(command, cwd, /* @__PURE__ */ new Error("it has no process id"));
	return child.pid;
}
function startError(command, cwd, cause) {
	if (!existsSync(cwd)) return new TrainError("config", `Cannot start ${command}: the folder ${cwd} does not exist.`, {
		hint: "Correct the folder that the command is to run in.",
		cause
	});
	const code = systemCode(cause);
	const reason = code === "ENOENT" ? "there is no such program" : code === "EACCES" ? "it is not executable" : messageOf(cause);
	return new TrainError("config", `Cannot start ${command}: ${reason}.`, {
		hint: "Correct the path, make the file executable (chmod +x), or install the program.",
		cause
	});
}
function setLimits(request, interrupt) {
	const after = (milliseconds, why) => milliseconds === void 0 ? void 0 : setTimeout(() => interrupt(why), Math.min(milliseconds, longestDelay));
	const timeout = after(request.timeout, "timed-out");
	const silence = after(request.silence, "silent");
	const abort = () => interrupt("aborted");
	request.signal?.addEventListener("abort", abort);
	if (request.signal?.aborted === true) abort();
	return {
		heard: () => silence?.refresh(),
		[Symbol.dispose]() {
			clearTimeout(timeout);
			clearTimeout(silence);
			request.signal?.removeEventListener("abort", abort);
		}
	};
}
/** Should this process exit while the group runs, the group goes with it. */
function endedWithUs(group) {
	const end = () => void signalGroup(group, "SIGKILL");
	process.once("exit", end);
	return { [Symbol.dispose]: () => process.removeListener("exit", end) };
}

// src/suite/run-suite.ts
/** Milliseconds that the user's tests may take where nothing else is said. */
const defaultTestTimeout = 18e5;
/**
* Runs the user's tests against an updated home, in a process group of their own, and hands every line of output on
* as it comes. stdout and stderr are one pipe here, so the order is the one in which the tests wrote.
* Failing tests are a result. Throws a `TrainError` `not-writable` or `disk-full` where the log cannot be written.
*/
async function runSuite(request) {
	const { command, onLine, redact } = request;
	using log = openLog(request.logFile);
	const result = await runProcess({
		command: "/bin/sh",
		args: [
			"-c",
			"exec /bin/sh -c \"$1\" 2>&1",
			"sh",
			command
		],
		cwd: request.cwd,
		env: suiteEnvironment(request),
		timeout: request.timeout ?? 18e5,
		signal: request.signal,
		onLine: (raw) => {
			const line = redact(raw);
			log.write(line);
			onLine?.(line);
		}
	});
	const { exitCode, ended, leftBehind, elapsed } = result;
	return {
		passed: ended === "exited" && exitCode === 0,
		exitCode,
		ended,
		leftBehind,
		elapsed,
		command: redact(command),
		tail: result.tail.map(redact)
	};
}
function suiteEnvironment(request) {
	return {
		...withoutCredentials(request.env),
		PRODUCT_HOME: request.home,
		UPDATE_TRAIN_PACK: request.pack,
		UPDATE_TRAIN_PRODUCT: request.product,
		UPDATE_TRAIN_CHANNEL: request.channel,
		UPDATE_TRAIN_FROM_LEVEL: String(request.fromLevel),
		UPDATE_TRAIN_TO_LEVEL: String(request.toLevel)
	};
}
/** Written line by line and at once: a log that outlives whatever happens, and no backlog in memory. */
function openLog(path) {
	const orThrow = (work) => {
		try {
			return work();
		} catch (error) {
			throw writeError(error, path);
		}
	};
	const descriptor = orThrow(() => {
		mkdirSync(dirname(path), { recursive: true });
		return openSync(path, "w");
	});
	return {
		write: (line) => orThrow(() => appendFileSync(descriptor, `${line}\n`)),
		[Symbol.dispose]: () => closeSync(descriptor)
	};
}

// src/train/test.ts
/** Station 3: the user's tests against the updated home. Null where no test is configured. */
async function test(settings, origin, availability, applied, logFile, world) {
	if (settings.test === null) return null;
	const { timeout } = settings.test;
	const request = {
		command: settings.test.command,
		timeout: timeout ?? void 0,
		home: applied.home,
		pack: applied.candidate.file,
		product: origin.productName,
		channel: origin.channel,
		fromLevel: availability.installed.level,
		toLevel: availability.target.level,
		cwd: world.cwd,
		env: world.env,
		logFile,
		redact: world.secrets.redact,
		signal: world.signal
	};
	const result = await world.log.relay((onLine) => runSuite({
		...request,
		onLine
	}));
	world.signal.throwIfAborted();
	if (result.leftBehind) world.log.warning("The tests left processes running; they were ended.");
	const { command, passed, elapsed, tail } = result;
	return {
		command,
		passed,
		reason: reasonOf(result),
		milliseconds: elapsed,
		tail
	};
}
function reasonOf({ passed, ended, exitCode }) {
	if (passed) return "";
	if (ended === "timed-out") return "stopped by the time limit";
	if (exitCode === 127) return "exit code 127: a command was not found";
	return exitCode === null ? "ended by a signal" : `exit code ${exitCode}`;
}

// src/train/run.ts
/**
* The story: **check → apply → test → publish**, for one product on one track.
* Everything is made in temporary folders; what users see changes only in the last station, and the lock last of all.
*/
async function run(settings, host, world, { useLock, dryRun }) {
	const stations = stationsOf(host.log, world.clock);
	const origin = await findOrigin(settings, useLock ? await memoryOf(settings, host) : null);
	const tool = chooseTool(settings, world);
	const overlay = settings.overlay === null ? null : await readOverlay(settings.overlay, world.signal);
	const availability = await stations.run("check", () => check(settings, origin, tool));
	tell(availability, origin, host);
	if (isUpToDate(availability, origin, overlay)) return {
		outcome: "up-to-date",
		product: origin.productName,
		channel: origin.channel,
		installed: origin.installed
	};
	if (useLock && !dryRun) await assertWritableLock(settings.lock);
	await using work = await temporaryFolder(world.temporary);
	await using staging = await host.staging();
	const applyWork = {
		settings,
		origin,
		availability,
		tool,
		overlay,
		host,
		world,
		folder: work.path,
		staging: staging.path
	};
	const applied = await stations.run("apply", () => apply(applyWork));
	const candidate = describe(applyWork, applied, stations, world);
	if (applied.kind === "conflict") return await finish({
		...candidate,
		outcome: "conflict",
		conflicts: applied.conflicts
	}, noFiles, applyWork);
	candidate.difference = await differenceOf(applied.installed.file, applied.candidate.file);
	candidate.digests = await digestsOf(applied, overlay);
	const log = join(staging.path, testLogName);
	candidate.tests = settings.test === null ? null : await stations.run("test", () => test(settings, origin, availability, applied, log, world));
	if (candidate.tests?.passed === false) return await finish({
		...candidate,
		outcome: "tests-failed"
	}, noFiles, applyWork);
	return await stations.run("publish", async () => {
		await assertUntouched(applied, candidate);
		const diff = await diffZip(applyWork, applied, candidate);
		candidate.pack = packNameOf(candidate);
		candidate.diff = diff === null ? null : {
			name: diff.file.name,
			size: diff.size
		};
		const files = {
			pack: applied.candidate.file,
			diff: diff?.file ?? null
		};
		const vendorSha256 = (await sha256OfFile(applied.vendor.file)).sha256;
		const outcome = await finish(candidate, files, applyWork);
		if (dryRun) return outcome;
		if (useLock) {
			for (const { key, resolution, file } of applied.made) await writeResolution(settings.resolutions, key, resolution, file);
			const entry = await lockCandidate(settings, candidate, vendorSha256, origin.locked, world);
			if (entry !== null) {
				const state = await formatState(entry, applied, settings.resolutions);
				await host.keepState(candidate.product, candidate.track, state);
			}
		}
		const vendorFile = await stillThere(applied.vendor.file, outcome);
		const key = keyOf(origin, applied.installed.base, tool, candidate.to.level);
		await host.keepVendorPack(key, vendorFile, availability.restricted);
		return outcome;
	});
}
const noFiles = {
	pack: null,
	diff: null
};
function tell({ warnings, installed, target, updates }, origin, host) {
	for (const warning of warnings) host.log.warning(warning);
	const where = `${origin.productName}, channel ${origin.channel}`;
	if (installed.level === target.level) host.log.info(`${where}: level ${installed.level} is up to date.`);
	else host.log.info(`${where}: level ${installed.level} → ${target.level}, ${updates.length} update${updates.length === 1 ? "" : "s"}, ${securityUpdatesOf(updates).length} of them security.`);
	for (const { id, kind, severity, title } of updates) host.log.info(`  ${id} ${severity === null ? kind : `${kind}, ${severity}`}: ${title}`);
}
/** Nothing new from the vendor, and the overlay is the one that the lock's candidate was made with. */
function isUpToDate({ installed, target }, { locked }, overlay) {
	if (installed.level !== target.level) return false;
	return (locked?.overlayDigest ?? null) === (overlay?.digest ?? null);
}
/** The diff zip from what is installed now; null, said in the report, where that cannot be built again. */
async function diffZip(work, applied, candidate) {
	const former = await formerCandidate(work, applied.installed);
	if (former !== null) {
		const date = dateOf(candidate.to);
		const { file, size } = await diffBetween(former, applied.candidate, date, work.staging, work.world);
		return {
			file: diffFile(candidate, file),
			size
		};
	}
	candidate.warnings.push("There is no diff zip: the overlay has changed since the installed candidate was made, so it cannot be built again.");
	return null;
}
async function finish(candidate, files, { staging, host, availability }) {
	const published = await publish(candidate, files, availability.restricted, staging, host);
	return {
		outcome: candidate.outcome,
		candidate,
		published
	};
}
/** Without an overlay the vendor's pack is the candidate, and lies where it was published. */
async function stillThere(file, outcome) {
	if (await exists(file)) return file;
	return (outcome.outcome === "up-to-date" ? void 0 : outcome.published.paths.pack) ?? file;
}

export { run as t };