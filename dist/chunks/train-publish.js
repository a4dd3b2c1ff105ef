import { a as writeError, r as messageOf, t as TrainError } from "./kernel-errors.js";
import { t as exists } from "./kernel-files.js";
import { n as sha256, r as sha256OfFile } from "./kernel-sha256.js";
import { t as conflictsListName } from "./merge-record.js";
import { r as startPace, t as homeTree } from "./pack-inventory.js";
import { c as writeZip, i as updatePack, l as contentDigest, n as measurePack, o as repack, r as unpack, s as contentOf, t as dateOf } from "./train-update-pack.js";
import { t as openPack } from "./pack-open-pack.js";
import { n as formatElapsed, t as formatBytes } from "./kernel-time.js";
import { t as securityUpdatesOf } from "./report-candidate.js";
import { i as listResolutions, o as resolutionsIn, t as answerOf } from "./merge-resolutions.js";
import { a as showConflict, i as nameOf, r as mergeSides } from "./merge-show-conflict.js";
import { i as writableFolders, n as same, t as decide } from "./merge-decide.js";
import { i as nameFault, n as linkFault } from "./pack-entry-name.js";
import { t as temporaryFolder } from "./kernel-temporary.js";
import { n as recognisePack } from "./tools-recognise.js";
import { i as nameOf$1, t as assertSameProduct } from "./train-origin.js";
import { chmod, constants, copyFile, mkdir, readlink, rename, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

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
* The overlay as it runs: where a file of it met the vendor's installed one and was answered, the answer stands for it
* until the team has taken it into the overlay. Without this, a level that leaves the file alone would lay the
* unanswered one again, and undo the update.
*/
async function answeredOverlay(overlay, installed, resolutions) {
	const recorded = await listResolutions(resolutions);
	const tree = new Map(overlay.tree);
	const answered = /* @__PURE__ */ new Map();
	const removed = /* @__PURE__ */ new Set();
	for (const [path, ours] of overlay.tree) {
		const vendors = nameOf(installed.get(path) ?? null);
		const found = recorded.find(({ resolution }) => resolution.path === path && resolution.sides.ours === nameOf(ours) && resolution.sides.theirs === vendors);
		if (found === void 0) continue;
		const answer = await answerOf(resolutions, found.key, found.resolution);
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
		removed
	};
}
/** Where the content of an overlay's file lies. */
function sourceOf({ folder, answered }, path) {
	return answered.get(path) ?? join(folder, path);
}

// src/train/settle-overlay.ts
/**
* Looks at what the overlay and the update both changed. An overlay file that holds the update's changes already, as a
* merge would, is laid, and so is a recorded answer (the plan is changed); everything else is laid out, merged where it can be.
*/
async function settleOverlay(overlay, plan, installed, vendor, places) {
	const open = [];
	const notices = [];
	if (plan.conflicts.length === 0) return {
		open,
		notices
	};
	const resolutions = resolutionsIn(places.resolutions);
	await using work = await temporaryFolder(dirname(places.conflicts), ".sides-");
	await using pack = await openPack(installed.file);
	for (const conflict of plan.conflicts) {
		const { path } = conflict;
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
		const answer = await resolutions.find(path, sides);
		if (answer !== null) {
			notices.push({
				path,
				row: conflict.row,
				message: layAnswer(plan, path, answer, ours, theirs)
			});
			continue;
		}
		const merge = await mergeSides(path, sides);
		if (ours !== null && isSame(merge, sides.ours)) plan.lay.set(path, laidMode(ours, theirs));
		else open.push(await showConflict(places.conflicts, conflict, sides, merge));
	}
	return {
		open,
		notices
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
	return ours?.kind === "file" && ours.sha256 === answer.sha256 ? "is laid as you answered" : `is laid as you answered: take ${answer.file} into your overlay before the next update`;
}
function isSame(merge, { entry }) {
	return merge?.kind === "merged" && entry?.kind === "file" && sha256(merge.content) === entry.sha256;
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
		product: nameOf$1(origin.product),
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
		conflicts: join(folder, "clashes"),
		out
	};
	const { application } = await updatePack(work, origin, tool, resolutionsIn(settings.resolutions), world);
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
	const { vendor, home, notices } = updated;
	if (work.overlay === null) return {
		kind: "applied",
		installed,
		vendor,
		candidate: vendor,
		home,
		overlay: null,
		notices
	};
	const overlay = await answeredOverlay(work.overlay, installed.tree, settings.resolutions);
	const plan = planOverlay(overlay, installed.tree, vendor.tree);
	const settled = await settleOverlay(overlay, plan, installed, {
		tree: vendor.tree,
		home
	}, {
		resolutions: settings.resolutions,
		conflicts: conflictsIn(staging)
	});
	if (settled.open.length > 0) return {
		kind: "conflict",
		conflicts: settled.open
	};
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
		notices: [...notices, ...settled.notices]
	};
}
/** Where conflicts are laid out until they are published. */
function conflictsIn(staging) {
	return join(staging, "conflicts");
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
			notices: []
		};
	}
	const out = join(staging, "vendor.zip");
	const { home, application } = await updatePack({
		pack: installed.file,
		from,
		to,
		folder,
		conflicts: conflictsIn(staging),
		out
	}, origin, tool, resolutionsIn(settings.resolutions), world);
	if (application.kind === "conflict") return application;
	return {
		kind: "applied",
		vendor: await measurePack(out, world),
		home,
		notices: application.notices
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

// src/report/changes-by-area.ts
/** Groups a difference by the product's top folders, in the order of their names. */
function changesByArea(difference) {
	const areas = /* @__PURE__ */ new Map();
	const note = (column, sign, path, shown = path) => {
		const name = path.includes("/") ? path.slice(0, path.indexOf("/")) : ".";
		const area = areas.get(name) ?? {
			name,
			counts: [
				0,
				0,
				0,
				0,
				0
			],
			lines: []
		};
		area.counts[column] += 1;
		area.lines.push({
			sign,
			path: shown
		});
		areas.set(name, area);
	};
	for (const path of difference.changed) note(0, "changed", path);
	for (const path of difference.added) note(1, "added", path);
	for (const path of difference.removed) note(2, "removed", path);
	for (const { from, to } of difference.renamed) note(3, "renamed", to, `${from} → ${to}`);
	for (const path of difference.modeChanged) note(4, "mode changed", path);
	return [...areas.values()].sort((one, other) => one.name < other.name ? -1 : 1);
}

// src/report/markdown-text.ts
/**
* Text from a feed or a file name, as Markdown that shows it and does nothing else:
* one line, no markup, no HTML, no mention of people.
*/
function plain(text) {
	return oneLine(text).replace(/[\\`*_{}[\]<>#~!]|^[-+=]|(?<=^\d+)[.)]/g, (character) => `\\${character}`).replace(/@/g, "@​").replace(/&/g, "&amp;");
}
/** A path or a hash as a code span, whatever it holds. */
function code(text) {
	const line = oneLine(text);
	const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map((run) => run.length));
	const fence = "`".repeat(longest + 1);
	return longest === 0 ? `${fence}${line}${fence}` : `${fence} ${line} ${fence}`;
}
/** Lines of output as a fenced block that they cannot close. */
function block(lines) {
	const longest = Math.max(2, ...lines.flatMap((line) => line.match(/`+/g) ?? []).map((run) => run.length));
	const fence = "`".repeat(longest + 1);
	return `${fence}text\n${lines.join("\n")}\n${fence}`;
}
/** Cells are `plain` or `code`; their `|` are escaped here, as a code span outside of a table would show the backslash. */
function table(head, rows) {
	const line = (cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
	return [
		line(head),
		line(head.map(() => "---")),
		...rows.map(line)
	].join("\n");
}
/** `1 update`, `3 updates`. */
function plural(count, noun) {
	return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
function oneLine(text) {
	return text.replace(/\p{Cc}+/gu, " ").trim();
}

// src/report/markdown.ts
/**
* The report as Markdown, in the order of what a reader needs: what happened, what to decide, what changed, the proof.
* Where it would be longer than `limit` bytes, its longest sections are left out, and it says so.
*/
function renderMarkdown(candidate, limit = Number.POSITIVE_INFINITY) {
	return `${within(limit, [
		headline(candidate),
		conflicts(candidate),
		warnings(candidate),
		updates(candidate),
		manualSteps(candidate),
		tests(candidate),
		changes(candidate),
		customisations(candidate),
		evidence(candidate),
		stations(candidate)
	].filter((section) => section !== "")).join("\n\n")}\n`;
}
function within(limit, sections) {
	const sizes = sections.map((section) => Buffer.byteLength(section) + 2);
	if (sizes.reduce((sum, size) => sum + size, 0) <= limit) return sections;
	const longest = sizes.indexOf(Math.max(...sizes));
	const [heading = ""] = sections[longest]?.split("\n", 1) ?? [];
	const note = `${heading}\n\nToo long to be shown here: see report.md.`;
	if (Buffer.byteLength(note) + 2 >= (sizes[longest] ?? 0)) return sections;
	return within(limit, sections.with(longest, note));
}
/** `acme-gateway-1.0.0: level 2 → 6`. */
function titleOf(candidate) {
	const { product, from, to } = candidate;
	return from.level === to.level ? `${product}: level ${to.level}, built again` : `${product}: level ${from.level} → ${to.level}`;
}
const verdicts = {
	updated: "✅ **Updated.** The candidate is ready.",
	conflict: "⛔ **Conflict.** Nothing was changed: the update and the team changed the same files.",
	"tests-failed": "❌ **The tests failed.** The candidate is not published."
};
function headline(candidate) {
	const security = securityUpdatesOf(candidate.updates).length;
	const parts = [
		`channel ${code(candidate.channel)}`,
		`track ${code(candidate.track)}`,
		plural(candidate.updates.length, "update"),
		...security === 0 ? [] : [`**${plural(security, "security fix").replace("fixs", "fixes")}**`]
	];
	const verdict = candidate.outcome === "updated" && candidate.tests === null ? "✅ **Updated.** No tests were configured, so nothing is known of how it behaves." : verdicts[candidate.outcome];
	return `# ${plain(titleOf(candidate))}\n\n${verdict}\n\n${parts.join(" · ")}`;
}
function conflicts(candidate) {
	if (candidate.conflicts.length === 0) return "";
	const rows = candidate.conflicts.map((conflict) => [
		code(conflict.path),
		conflict.kind,
		stateOf(conflict)
	]);
	const hunks = candidate.conflicts.flatMap(({ path, open }) => open.map((hunk) => `<details><summary>${plain(path)}</summary>\n\n${sidesOf(hunk)}\n\n</details>`));
	return [
		"## To decide",
		table([
			"file",
			"what meets",
			"where it stands"
		], rows),
		...hunks,
		"All sides lie in the folder `conflicts`: `.base` (the installed level), `.ours`, `.theirs` (the update) and `.merged`. To answer, put the file that a path should become beside it as `.final`, or choose a side, and record it: `update-train resolve`. The answer is kept in `.update-train/resolutions`: commit it, and it counts for the same conflict everywhere. A `.merged` without marks can simply be taken into your overlay (or your pack)."
	].join("\n\n");
}
function stateOf({ merged, open, kind }) {
	if (merged === null) return kind === "binary" ? "no text: choose one" : "choose one";
	return open.length === 0 ? `both changes fit together: take ${code(merged)}` : `${plural(open.length, "place")}${open.length === 5 ? " or more" : ""} to decide in ${code(merged)}`;
}
function sidesOf({ base, ours, theirs }) {
	const side = (name, text) => `${name}\n\n${block(text.replace(/\n$/, "").split("\n"))}`;
	return [
		side("installed level", base),
		side("ours", ours),
		side("update", theirs)
	].join("\n\n");
}
function warnings(candidate) {
	if (candidate.warnings.length === 0) return "";
	return `## Warnings\n\n${candidate.warnings.map((warning) => `- ${plain(warning)}`).join("\n")}`;
}
function updates(candidate) {
	if (candidate.updates.length === 0) return "";
	const marks = {
		security: "🔒 security",
		fix: "fix",
		improvement: "improvement"
	};
	const rows = candidate.updates.map((update) => [
		String(update.level),
		code(update.id),
		update.severity === null ? marks[update.kind] : `${marks[update.kind]}, ${update.severity}`,
		[plain(update.title), ...update.cves.map(plain)].join("; ")
	]);
	return `## Updates\n\n${table([
		"level",
		"update",
		"kind",
		"what"
	], rows)}`;
}
function manualSteps(candidate) {
	const steps = candidate.updates.filter((update) => update.instructions !== "");
	if (steps.length === 0) return "";
	return `## To do by hand\n\n${steps.map((update) => `- [ ] ${code(update.id)} ${plain(update.instructions)}`).join("\n")}`;
}
function tests({ tests: evidence }) {
	if (evidence === null) return "";
	const took = formatElapsed(evidence.milliseconds);
	const verdict = evidence.passed ? `✅ passed in ${took}` : `❌ ${plain(evidence.reason)} (${took})`;
	const output = `<details><summary>last output</summary>\n\n${block(evidence.tail)}\n\n</details>`;
	return `## Tests\n\n${code(evidence.command)} ${verdict}${evidence.tail.length === 0 ? "" : `\n\n${output}`}`;
}
function changes({ difference }) {
	if (difference === null) return "";
	const areas = changesByArea(difference);
	if (areas.length === 0) return "## Files\n\nNo file changed.";
	const rows = areas.map((area) => [code(area.name), ...area.counts.map((count) => count === 0 ? "" : String(count))]);
	const list = areas.flatMap((area) => area.lines.map(({ sign, path }) => `- ${sign} ${code(path)}`));
	return [
		"## Files",
		table([
			"where",
			"changed",
			"added",
			"removed",
			"renamed",
			"mode"
		], rows),
		`<details><summary>every file</summary>\n\n${list.join("\n")}\n\n</details>`
	].join("\n\n");
}
function customisations({ overlay, notices }) {
	const added = new Set(overlay?.added);
	const lines = [
		...(overlay?.laid ?? []).map((path) => added.has(path) ? `- ${code(path)} is yours; the product has no such file` : `- ${code(path)} is yours and replaces the product’s`),
		...(overlay?.converged ?? []).map((path) => `- ${code(path)} is now the same in the product: your copy can go`),
		...notices.map((notice) => `- ${code(notice.path)} ${plain(notice.message)}`)
	];
	return lines.length === 0 ? "" : `## Your customisations\n\n${lines.join("\n")}`;
}
function evidence({ digests, pack, diff }) {
	if (digests === null) return "";
	const rows = [
		...pack === null ? [] : [["pack", `${code(pack)}, ${formatBytes(digests.packSize)}`]],
		["pack SHA-256", code(digests.packSha256)],
		["content digest", code(digests.content)],
		...diff === null ? [] : [["diff zip", `${code(diff.name)}, ${formatBytes(diff.size)}`]],
		["vendor content digest", code(digests.vendor)],
		["base SHA-256", code(digests.base)],
		...digests.overlay === null ? [] : [["overlay digest", code(digests.overlay)]]
	];
	return `## Evidence\n\n${table(["what", "value"], rows)}`;
}
function stations({ stations: times, createdAt }) {
	const line = times.map(({ name, milliseconds }) => `${name} ${formatElapsed(milliseconds)}`).join(" → ");
	return `---\n\n${line === "" ? "" : `${line} · `}${createdAt}`;
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
* only its report, its evidence and the log of its tests are.
*/
async function publish(candidate, files, restricted, staging, host) {
	const finished = [];
	if (candidate.outcome === "updated" && files.pack !== null) {
		finished.push({
			kind: "pack",
			name: packNameOf(candidate),
			path: files.pack
		});
		if (files.diff !== null) finished.push(files.diff);
	}
	if (candidate.conflicts.length > 0) finished.push(await conflictFolder(candidate.conflicts, conflictsIn(staging)));
	const log = join(staging, testLogName);
	if (await exists(log)) finished.push({
		kind: "log",
		name: testLogName,
		path: log
	});
	finished.push(await textFile("report", reportName, renderMarkdown(candidate), staging));
	finished.push(await textFile("candidate", candidateName, `${JSON.stringify(candidate, null, 2)}\n`, staging));
	const { product, track } = candidate;
	return host.publish({
		product,
		track,
		files: finished,
		restricted
	});
}
/** What was laid out, and a list of it for programs. */
async function conflictFolder(conflicts, path) {
	const list = conflicts.map(({ open, ...conflict }) => ({
		...conflict,
		proposal: null
	}));
	await textFile("conflicts", conflictsListName, `${JSON.stringify(list, null, 2)}\n`, path);
	return {
		kind: "conflicts",
		name: "conflicts",
		path
	};
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

export { packNameOf as a, testLogName as c, plain as d, apply as f, readOverlay as g, keyOf as h, differenceOf as i, renderMarkdown as l, overlayEvidence as m, diffBetween as n, publish as o, formerCandidate as p, diffFile as r, reportName as s, candidateName as t, code as u };