import { c as writeError, t as TrainError } from "./kernel-errors.js";
import { n as sha256 } from "./kernel-sha256.js";
import { t as isByHand } from "./merge-decision.js";
import { n as keepReplaced } from "./merge-merging.js";
import { c as writeFileAtomically, n as exists } from "./kernel-files.js";
import { n as holdingOf, o as nameOf, r as keyOf, s as showConflict } from "./merge-show-conflict.js";
import { n as writableFolders, t as parentsOf } from "./kernel-writable-folders.js";
import { r as mergeFiles } from "./merge-text-merge-files.js";
import { dirname, join } from "node:path";
import { randomBytes } from "node:crypto";
import { chmod, constants as constants$1, copyFile, lchown, lstat, mkdir, readFile, readdir, rename, rm, rmdir, stat, symlink, utimes, writeFile } from "node:fs/promises";

// src/merge/decide.ts
function same(one, other) {
	if (one === null || other === null) return one === other;
	if (one.kind === "file") return other.kind === "file" && one.sha256 === other.sha256;
	if (one.kind === "link") return other.kind === "link" && one.target === other.target;
	return one.kind === other.kind;
}
function decide(sides, pathClass) {
	const decision = decideAlike(sides, pathClass);
	return pathClass === "vendor" ? decideVendors(sides, decision) : decision;
}
const vendorsRows = [
	"11",
	"13",
	"14",
	"15",
	"16",
	"17",
	"19"
];
const aside = "yours is in the folder replaced";
function decideVendors({ ours, theirs }, decision) {
	if (decision.action === "nothing" && (decision.row === "5" || decision.row === "6")) {
		const { notice, ...rest } = decision;
		if (notice === void 0) return decision;
		return {
			...rest,
			warning: joined(rest.warning, notice)
		};
	}
	if (decision.action !== "conflict" || !vendorsRows.includes(decision.row)) return decision;
	const { row } = decision;
	if (theirs === null) return {
		row,
		action: "delete",
		replaces: true,
		notice: `was changed here and is gone from the product; ${aside}`
	};
	if (ours === null) return {
		row,
		action: "write",
		notice: "was deleted here and is back",
		...modeOf$1(theirs)
	};
	return {
		row,
		action: "write",
		replaces: true,
		notice: `was changed here and is the update’s now; ${aside}`,
		...modeOf$1(theirs)
	};
}
function decideAlike(sides, pathClass) {
	const { base, ours, theirs } = sides;
	if (pathClass === "state") return {
		row: "state",
		action: "nothing"
	};
	if (pathClass === "user") return decideUser(sides);
	if (ours?.kind === "special") return decideSpecial(theirs);
	if (pathClass === "seed" && (base !== null || ours !== null)) return {
		row: "seed",
		action: "nothing"
	};
	if (ours === null) return decideAbsent(base, theirs);
	if (theirs === null) return decideDropped(base, ours);
	if (same(ours, theirs)) return withMode(sides, decideConverged(sides), pathClass);
	if (same(base, ours)) return withMode(sides, {
		row: rowOfReplaced(base, theirs),
		action: "write"
	}, pathClass);
	if (base === null) return decideBothAdded(ours, theirs);
	if (same(base, theirs)) return decideDrift(sides, ours, theirs, pathClass);
	return decideBothChanged(ours, theirs);
}
function decideSpecial(theirs) {
	if (theirs === null) return {
		row: "23",
		action: "nothing"
	};
	return {
		row: "23",
		action: "conflict",
		conflict: "special"
	};
}
function decideUser({ base, theirs }) {
	const decision = {
		row: "user",
		action: "nothing"
	};
	if (theirs !== null && !same(base, theirs)) decision.notice = "the update has a version of its own; ours is kept";
	return decision;
}
function decideAbsent(base, theirs) {
	if (theirs === null) return {
		row: "10",
		action: "nothing"
	};
	if (base === null) return {
		row: "4",
		action: "write",
		...modeOf$1(theirs)
	};
	if (same(base, theirs)) return {
		row: "6",
		action: "nothing",
		notice: "was deleted here and stays deleted"
	};
	return {
		row: "14",
		action: "conflict",
		conflict: "delete/modify"
	};
}
function decideDropped(base, ours) {
	if (base === null) return {
		row: "7",
		action: "nothing"
	};
	if (same(base, ours)) return {
		row: ours.kind === "directory" ? "21" : "3",
		action: "delete"
	};
	return {
		row: "13",
		action: "conflict",
		conflict: "modify/delete"
	};
}
function decideDrift(sides, ours, theirs, pathClass) {
	if (ours.kind === "link" && theirs.kind === "directory") return {
		row: "24",
		action: "nothing",
		notice: "a link stands in for the directory and is kept"
	};
	const kept = {
		row: "5",
		action: "nothing",
		notice: "was changed here and is kept"
	};
	return ours.kind === theirs.kind ? withMode(sides, kept, pathClass) : kept;
}
function decideBothAdded(ours, theirs) {
	const conflict = kindOf(ours, theirs, "add/add");
	return {
		row: conflict === "kind" ? "22" : "15",
		action: "conflict",
		conflict
	};
}
function decideBothChanged(ours, theirs) {
	if (ours.kind === "link" && theirs.kind === "link") return {
		row: "17",
		action: "conflict",
		conflict: "link"
	};
	const conflict = kindOf(ours, theirs, "modify/modify");
	const rowOfKind = theirs.kind === "directory" ? "19" : "16";
	return {
		row: conflict === "kind" ? rowOfKind : "11",
		action: "conflict",
		conflict
	};
}
function kindOf(ours, theirs, otherwise) {
	return ours.kind === theirs.kind ? otherwise : "kind";
}
function decideConverged({ base, theirs }) {
	if (base === null) return {
		row: "9",
		action: "nothing"
	};
	if (same(base, theirs)) return {
		row: "1",
		action: "nothing"
	};
	return {
		row: "8",
		action: "nothing",
		notice: "was changed here to what the update now brings"
	};
}
function rowOfReplaced(base, theirs) {
	return base?.kind === "link" && theirs.kind === "link" ? "18" : "2";
}
function modeOf$1(entry) {
	return entry?.kind === "file" || entry?.kind === "directory" ? { mode: entry.mode } : {};
}
const executable = 73;
function decideMode({ base, ours, theirs }, pathClass) {
	const vendors = modeOf$1(theirs).mode;
	const before = base?.kind === theirs?.kind ? modeOf$1(base).mode : void 0;
	const mine = ours?.kind === theirs?.kind ? modeOf$1(ours).mode : void 0;
	if (vendors === void 0 || before === void 0 || mine === void 0) return { mode: vendors };
	if (mine === before || mine === vendors) return { mode: vendors };
	if (pathClass === "vendor" && (vendors & executable & ~mine) !== 0) return {
		mode: vendors,
		warning: "had lost its x bit and gets the permission bits of the vendor"
	};
	if (before === vendors) return { mode: mine };
	if (pathClass === "vendor") return { mode: vendors };
	return {
		mode: mine | vendors & executable,
		notice: "permission bits changed on both sides"
	};
}
function withMode(sides, decision, pathClass) {
	const { mode, notice, warning } = decideMode(sides, pathClass);
	const said = { ...decision };
	if (notice !== void 0) said.notice = joined(decision.notice, notice);
	if (warning !== void 0) said.warning = warning;
	const isThere = decision.action === "nothing" && mode === modeOf$1(sides.ours).mode;
	if (mode !== void 0 && !isThere) said.mode = mode;
	return said;
}
function joined(one, other) {
	return one === void 0 ? other : `${one}; ${other}`;
}

// src/merge/decide-kinds.ts
function takeKinds(decisions, trees, classOf) {
	const taken = new Map(decisions);
	const roots = /* @__PURE__ */ new Map();
	for (const [path, decision] of decisions) if (decision.action === "conflict" && isOfKinds(path, decision, trees)) roots.set(inTheWay(path, trees.ours), decision.row);
	for (const [root, row] of roots) {
		const paths = [...decisions.keys()].filter((path) => path === root || path.startsWith(`${root}/`));
		if (paths.some((path) => isUntouchable(path, trees.ours, classOf))) continue;
		for (const path of paths) taken.set(path, takenAt(path, row, trees));
		const decision = taken.get(root);
		if (decision !== void 0) taken.set(root, {
			...decision,
			notice: "is the update’s with all below it, as on-conflict says; what was yours there is in the folder replaced"
		});
	}
	return taken;
}
function isOfKinds(path, { row, conflict }, { base, ours, theirs }) {
	const held = (tree) => nameOf(tree.get(path) ?? null);
	return isByHand({
		row,
		kind: conflict
	}, {
		base: held(base),
		ours: held(ours),
		theirs: held(theirs)
	});
}
function inTheWay(path, ours) {
	const isInTheWay = (parent) => {
		const kind = ours.get(parent)?.kind;
		return kind !== void 0 && kind !== "directory";
	};
	return parentsOf(path).findLast(isInTheWay) ?? path;
}
function isUntouchable(path, ours, classOf) {
	const entry = ours.get(path);
	const pathClass = classOf(path);
	return entry?.kind === "special" || entry !== void 0 && (pathClass === "user" || pathClass === "state");
}
function takenAt(path, row, { base, ours, theirs }) {
	const sides = {
		base: base.get(path) ?? null,
		ours: ours.get(path) ?? null,
		theirs: theirs.get(path) ?? null
	};
	const replaces = isTeams(sides.base, sides.ours) ? { replaces: true } : {};
	if (sides.theirs === null) return {
		row,
		action: sides.ours === null ? "nothing" : "delete",
		...replaces
	};
	const { mode } = decideMode(sides, "vendor");
	if (same(sides.ours, sides.theirs)) return {
		row,
		action: "nothing",
		...mode === void 0 ? {} : { mode }
	};
	return {
		row,
		action: "write",
		...replaces,
		...mode === void 0 ? {} : { mode }
	};
}
function isTeams(base, ours) {
	return ours !== null && !same(base, ours);
}

// src/merge/decide-tree.ts
function decideTree(trees, classOf, renames = []) {
	const decisions = /* @__PURE__ */ new Map();
	const paths = /* @__PURE__ */ new Set([
		...trees.base.keys(),
		...trees.ours.keys(),
		...trees.theirs.keys()
	]);
	for (const path of [...paths].sort()) decisions.set(path, decideBelow(path, trees, decisions, classOf) ?? decide(sidesOf(path, trees), classOf(path)));
	keepWhatIsInside(trees, decisions);
	for (const { from, to } of renames) {
		const decision = decisions.get(from);
		if (decision?.row === "13") decisions.set(from, pointingAt(to, decision));
	}
	return decisions;
}
function pointingAt(to, decision) {
	if (decision.action === "conflict") return {
		...decision,
		row: "R1",
		renamedTo: to
	};
	return {
		...decision,
		row: "R1",
		notice: `${decision.notice ?? ""}; ${to} is there instead`
	};
}
function conflictsOf(decisions) {
	const conflicts = [];
	for (const [path, decision] of decisions) {
		if (decision.action !== "conflict") continue;
		const { row, conflict: kind, renamedTo } = decision;
		conflicts.push({
			path,
			row,
			kind,
			...renamedTo === void 0 ? {} : { renamedTo }
		});
	}
	return conflicts;
}
function noticesOf(decisions) {
	return [...decisions].flatMap(([path, { row, notice, warning }]) => [...warning === void 0 ? [] : [{
		path,
		row,
		severity: "warning",
		message: warning
	}], ...notice === void 0 ? [] : [{
		path,
		row,
		severity: "notice",
		message: notice
	}]]);
}
function sidesOf(path, trees) {
	return {
		base: trees.base.get(path) ?? null,
		ours: trees.ours.get(path) ?? null,
		theirs: trees.theirs.get(path) ?? null
	};
}
function keepWhatIsInside({ ours, theirs }, decisions) {
	const actionOf = (path) => decisions.get(path)?.action;
	const directories = [...ours].flatMap(([path, { kind }]) => kind === "directory" && theirs.get(path)?.kind !== "directory" ? [path] : []);
	if (directories.length === 0) return;
	const inUse = foldersOf([...ours.keys()].filter((path) => actionOf(path) !== "delete"));
	const staying = foldersOf([...ours.keys()].filter((path) => actionOf(path) === "nothing"));
	for (const path of directories) {
		if (actionOf(path) === "write" && inUse.has(path)) keepDirectory(path, decisions);
		if (actionOf(path) === "delete" && staying.has(path)) decisions.set(path, {
			row: "21",
			action: "delete",
			notice: "is gone from the product and stays for what is yours in it"
		});
	}
}
function foldersOf(paths) {
	return new Set(paths.flatMap(parentsOf));
}
function keepDirectory(path, decisions) {
	for (const below of decisions.keys()) if (below.startsWith(`${path}/`)) decisions.set(below, {
		row: "20",
		action: "nothing"
	});
	decisions.set(path, {
		row: "20",
		action: "conflict",
		conflict: "kind"
	});
}
function decideBelow(path, trees, decided, classOf) {
	for (const parent of parentsOf(path)) {
		const above = decided.get(parent);
		if (above?.action === "conflict") return {
			row: above.row,
			action: "nothing"
		};
	}
	const parent = parentsOf(path).find((one) => isNoDirectory(trees.ours.get(one)));
	if (parent === void 0) return void 0;
	const { base, theirs } = sidesOf(path, trees);
	const above = decided.get(parent);
	if (above?.action === "write" || above?.action === "delete") return void 0;
	const pathClass = classOf(path);
	if (pathClass === "state" || pathClass === "user") return {
		row: pathClass,
		action: "nothing"
	};
	if (same(base, theirs) || theirs === null) return {
		row: "6",
		action: "nothing"
	};
	if (trees.ours.get(parent)?.kind === "link") return {
		row: "24",
		action: "conflict",
		conflict: "escape"
	};
	return {
		row: "22",
		action: "conflict",
		conflict: "kind"
	};
}
function isNoDirectory(entry) {
	return entry !== void 0 && entry.kind !== "directory";
}

// src/merge/settle-path.ts
async function settlePath(path, sides, { resolutions }) {
	const answer = await resolutions.find(path, sides);
	if (answer !== null) return {
		kind: "answered",
		answer
	};
	const { base, ours, theirs } = sides;
	const nearest = () => resolutions.nearest(path, sides);
	if (ours.file === null || theirs.file === null || base.file === null && base.entry !== null) return {
		kind: "open",
		merge: null,
		proposal: await nearest()
	};
	const files = {
		base: base.file,
		ours: ours.file,
		theirs: theirs.file
	};
	const merge = await mergeFiles(path, files);
	if (merge.kind === "merged") return {
		...merge,
		byPlace: false
	};
	if (merge.kind === "binary") return {
		kind: "open",
		merge,
		proposal: await nearest()
	};
	const again = await mergeFiles(path, files, await resolutions.places(path));
	if (again.kind === "merged") return {
		...again,
		byPlace: true
	};
	return {
		kind: "open",
		merge,
		proposal: (again.kind === "conflict" && again.answered > 0 ? again.marked : null) ?? await nearest()
	};
}
const replayedByHunk = "your recorded answers to each place of it decide (replayed by hunk)";
async function holds(file, content) {
	return file !== null && (await readFile(file)).equals(content);
}

// src/merge/settle-home.ts
async function settle(conflicts, trees, contents, merging, places) {
	await contents.fetchBlobs(conflicts.flatMap(({ path }) => [trees.base.get(path), trees.theirs.get(path)].flatMap((entry) => entry?.kind === "file" ? [{
		path,
		sha256: entry.sha256,
		size: entry.size
	}] : [])), places.blobs);
	const settled = {
		writes: [],
		deletes: [],
		notices: [],
		used: [],
		open: []
	};
	for (const conflict of conflicts) {
		const { path, row } = conflict;
		const say = (message) => {
			settled.notices.push({
				path,
				row,
				severity: "notice",
				message: `was changed here and by the update; ${message}`
			});
		};
		const sides = {
			base: trees.base.get(path) ?? null,
			ours: trees.ours.get(path) ?? null,
			theirs: trees.theirs.get(path) ?? null
		};
		const three = {
			base: await blobSide(sides.base, places.blobs),
			ours: {
				entry: sides.ours,
				file: sides.ours?.kind === "file" ? join(places.home, path) : null
			},
			theirs: await blobSide(sides.theirs, places.blobs)
		};
		const byHand = isByHand(conflict, holdingOf(three));
		const settlement = byHand ? {
			kind: "open",
			merge: null,
			proposal: null
		} : await settlePath(path, three, merging);
		if (settlement.kind === "answered") {
			const { answer } = settlement;
			settled.used.push({
				key: keyOf(path, three),
				result: answer.kind === "file" ? answer.sha256 : null
			});
			say(`your recorded answer decides${bits(sides)}`);
			const isOurs = answer.kind === "file" && sides.ours?.kind === "file" && sides.ours.sha256 === answer.sha256;
			if (sides.ours !== null && !isOurs) await keepReplaced(merging.replaced, path, sides.ours, join(places.home, path));
			await takeAnswer(settled, path, answer, sides, places.blobs);
		} else if (settlement.kind === "merged") {
			say(`${settlement.byPlace ? replayedByHunk : "both changes are in it"}${bits(sides)}`);
			const entry = await blobOf(settlement.content, modeOf(sides), places.blobs);
			settled.writes.push({
				path,
				entry,
				mode: entry.mode
			});
			if (settlement.byPlace) settled.used.push({
				key: keyOf(path, three),
				result: entry.sha256
			});
		} else if (merging.onConflict === "ours") say("ours is kept, as on-conflict says");
		else if (merging.onConflict === "theirs" && !byHand) {
			say(`the update’s is taken${sides.ours === null ? "" : ", ours is in the folder replaced"}`);
			if (sides.ours !== null) await keepReplaced(merging.replaced, path, sides.ours, join(places.home, path));
			takeTheirs(settled, path, sides);
		} else {
			const { merge, proposal } = settlement;
			settled.open.push(await showConflict(merging.conflicts, conflict, three, merge, proposal));
		}
	}
	return settled;
}
async function takeAnswer(settled, path, answer, sides, blobs) {
	if (answer.kind === "delete") {
		if (sides.ours !== null) settled.deletes.push(path);
		return;
	}
	if (answer.kind === "theirs") {
		takeTheirs(settled, path, sides);
		return;
	}
	await copyFile(answer.file, join(blobs, answer.sha256));
	const { size } = await stat(answer.file);
	const entry = {
		kind: "file",
		sha256: answer.sha256,
		size,
		mode: modeOf(sides)
	};
	settled.writes.push({
		path,
		entry,
		mode: entry.mode
	});
}
function takeTheirs(settled, path, { theirs }) {
	if (theirs === null) settled.deletes.push(path);
	else if (theirs.kind === "file") settled.writes.push({
		path,
		entry: theirs,
		mode: theirs.mode
	});
	else if (theirs.kind === "link") settled.writes.push({
		path,
		entry: theirs
	});
}
async function blobSide(entry, blobs) {
	const file = entry?.kind === "file" ? join(blobs, entry.sha256) : null;
	return {
		entry,
		file: file !== null && await exists(file) ? file : null
	};
}
async function blobOf(content, mode, blobs) {
	const hash = sha256(content);
	await writeFile(join(blobs, hash), content);
	return {
		kind: "file",
		sha256: hash,
		size: content.length,
		mode
	};
}
function modeOf(sides) {
	const { base, ours, theirs } = sides;
	if (ours?.kind !== "file") return theirs?.kind === "file" ? theirs.mode : 420;
	if (theirs?.kind !== "file") return ours.mode;
	if (base?.kind !== "file") return ours.mode | theirs.mode & 73;
	return decideMode(sides, "config").mode ?? ours.mode;
}
function bits(sides) {
	const { notice } = decideMode(sides, "config");
	return notice === void 0 ? "" : `; ${notice}`;
}

// src/merge/plan-home.ts
async function planHome(decisions, trees, contents, merging, places) {
	const settled = await settle(conflictsOf(decisions), trees, contents, merging, places);
	if (settled.open.length > 0) return {
		kind: "conflict",
		conflicts: settled.open
	};
	const writes = writesOf(decisions, trees.theirs);
	return {
		kind: "planned",
		deletes: [...[...decisions].filter(([, { action }]) => action === "delete").map(([path]) => path), ...settled.deletes].sort(),
		writes: [...writes, ...settled.writes],
		modes: modesOf(decisions, trees.ours),
		...sourcesOf(writes, trees.ours),
		notices: [...noticesOf(decisions), ...settled.notices],
		used: settled.used
	};
}
async function keepAllReplaced(decisions, ours, home, folder) {
	for (const [path, decision] of decisions) {
		const entry = ours.get(path);
		if ((decision.action === "write" || decision.action === "delete") && decision.replaces === true && entry !== void 0) await keepReplaced(folder, path, entry, join(home, path));
	}
}
function writesOf(decisions, theirs) {
	const writes = [];
	for (const [path, decision] of decisions) {
		const entry = theirs.get(path);
		if (decision.action !== "write" || entry === void 0 || entry.kind === "special") continue;
		writes.push(entry.kind === "link" ? {
			path,
			entry
		} : {
			path,
			entry,
			mode: decision.mode ?? entry.mode
		});
	}
	return writes;
}
function sourcesOf(writes, ours) {
	const held = /* @__PURE__ */ new Map();
	for (const [path, entry] of ours) if (entry.kind === "file") held.set(entry.sha256, path);
	const copies = /* @__PURE__ */ new Map();
	const wanted = [];
	for (const { path, entry } of writes) {
		if (entry.kind !== "file") continue;
		const holder = held.get(entry.sha256);
		if (holder === void 0) wanted.push({
			sha256: entry.sha256,
			size: entry.size,
			path
		});
		else copies.set(entry.sha256, holder);
	}
	return {
		copies,
		wanted
	};
}
function modesOf(decisions, ours) {
	const modes = /* @__PURE__ */ new Map();
	for (const [path, { action, mode }] of decisions) if (action === "nothing" && mode !== void 0 && ours.get(path)?.kind !== "link") modes.set(path, mode);
	return modes;
}

// src/pack/write-home.ts
async function writeHome(plan) {
	const { home, last, signal } = plan;
	try {
		const touched = [...plan.deletes, ...plan.writes.map(({ path }) => path)];
		const all = last === null ? touched : [...touched, last.path];
		await using _writable = await writableFolders(home, all);
		if (last !== null) await makeUpdatesFolder(join(home, dirname(last.path)));
		await keepCopies(plan);
		for (const path of plan.deletes.toReversed()) await remove(home, path);
		for (const write of plan.writes) {
			signal.throwIfAborted();
			await makeRoom(home, write);
			if (write.entry.kind === "file") await writeFileFrom(plan, write, write.entry);
		}
		for (const { path, entry } of plan.writes) if (entry.kind === "link") await symlink(entry.target, join(home, path));
		for (const [path, mode] of plan.modes) await chmod(join(home, path), mode);
		for (const { path, entry, mode } of plan.writes.toReversed()) if (entry.kind === "directory" && mode !== void 0) await chmod(join(home, path), mode);
		if (last !== null) await writeFileAtomically(join(home, last.path), last.content);
	} catch (error) {
		throw writeError(error, home);
	}
}
async function makeUpdatesFolder(at) {
	const found = await lstat(at).catch(() => null);
	if (found === null) await mkdir(at);
	else if (!found.isDirectory()) throw new TrainError("pack-unsafe", `${at} must be a directory, and neither a file nor a link.`, { hint: "Put a directory in its place in the pack; nothing was changed." });
}
async function keepCopies({ home, blobs, copies }) {
	for (const [sha256, path] of copies) await copyFile(join(home, path), join(blobs, sha256));
}
async function remove(home, path) {
	const at = join(home, path);
	if (!(await lstat(at)).isDirectory()) await rm(at);
	else if ((await readdir(at)).length === 0) await rmdir(at);
}
async function giveToOwner(written, at) {
	if (process.getuid?.() !== 0) return;
	const { uid, gid } = await lstat(at).catch(() => lstat(dirname(at)));
	await lchown(written, uid, gid);
}
async function makeFolders(at) {
	const first = await mkdir(at, { recursive: true });
	if (first === void 0 || process.getuid?.() !== 0) return;
	const { uid, gid } = await lstat(dirname(first));
	for (let made = at; made.length >= first.length; made = dirname(made)) await lchown(made, uid, gid);
}
async function makeRoom(home, { path, entry }) {
	const at = join(home, path);
	const found = await lstat(at).catch(() => null);
	if (entry.kind === "directory") {
		if (found?.isDirectory() === false) await rm(at);
		await makeFolders(at);
		return;
	}
	await makeFolders(dirname(at));
	if (found?.isDirectory() === true) await removeEmpty(at);
	else if (found !== null && entry.kind === "link") await rm(at);
}
async function removeEmpty(at) {
	for (const inside of await readdir(at, { withFileTypes: true })) if (inside.isDirectory()) await removeEmpty(join(at, inside.name));
	await rmdir(at);
}
async function writeFileFrom({ home, blobs, timestamp }, write, entry) {
	const at = join(home, write.path);
	const beside = `${at}.${randomBytes(8).toString("hex")}.tmp`;
	const source = join(blobs, entry.sha256);
	await copyFile(source, beside, constants$1.COPYFILE_EXCL);
	await giveToOwner(beside, at);
	await chmod(beside, write.mode ?? entry.mode);
	if (timestamp !== null) await utimes(beside, timestamp / 1e3, timestamp / 1e3);
	await rename(beside, at);
}

export { replayedByHunk as a, keepDirectory as c, decideMode as d, same as f, holds as i, takeKinds as l, keepAllReplaced as n, settlePath as o, planHome as r, decideTree as s, writeHome as t, decide as u };