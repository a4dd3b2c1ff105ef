import { r as placeFiles } from "./host-place-files.js";
import { t as assertSpace } from "./kernel-disk-space.js";
import { c as writeError, o as systemCode, t as TrainError } from "./kernel-errors.js";
import { t as holdFile } from "./kernel-exclusive.js";
import { l as besideOf, n as exists, o as syncFile, s as syncFolder, u as removeAll } from "./kernel-files.js";
import { n as temporaryFolder } from "./kernel-temporary.js";
import { t as parentsOf } from "./kernel-writable-folders.js";
import { t as classMatcher } from "./merge-classes.js";
import { f as same, l as takeKinds, n as keepAllReplaced, r as planHome, s as decideTree, t as writeHome } from "./pack-write-home.js";
import { d as resolutionsIn } from "./merge-resolutions.js";
import { n as sha256 } from "./kernel-sha256.js";
import { t as readChange } from "./pack-change-content.js";
import { a as readPieces, s as readWhole } from "./pack-entry-content.js";
import { t as startPace } from "./pack-pace.js";
import { s as undone } from "./pack-delta.js";
import { i as walkHome, t as homeTree } from "./pack-inventory.js";
import { t as openDiffZip } from "./pack-open-diff.js";
import { n as looksLikeText, t as fileLooksLikeText } from "./pack-looks-like-text.js";
import { n as conflictsFolder, o as replacedFolder } from "./train-publish.js";
import { basename, dirname, join, resolve } from "node:path";
import { chmodSync, chownSync, closeSync, constants, copyFileSync, linkSync, lstatSync, lutimesSync, mkdirSync, openSync, readlinkSync, symlinkSync, utimesSync, writeSync } from "node:fs";
import { copyFile, lstat, open, readlink, realpath, rename, rm, symlink, writeFile } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";

// src/pack/diff-contents.ts
async function layContents(source, wanted, folder) {
	const { diff, home, ours } = source;
	const buildable = /* @__PURE__ */ new Map();
	const undoable = /* @__PURE__ */ new Map();
	for (const brought of diff.changes.values()) {
		const { change } = brought;
		const { before, after, undo } = change;
		if ("sha256" in after && canBuild(brought, ours)) buildable.set(after.sha256, brought);
		if (undo !== void 0 && before !== null && "sha256" in before) undoable.set(before.sha256, change);
	}
	const held = new Map([...ours].flatMap(([path, entry]) => entry.kind === "file" ? [[entry.sha256, path]] : []));
	for (const { sha256: hash } of wanted) {
		const to = join(folder, hash);
		if (await exists(to)) continue;
		const [brought, old, path] = [
			buildable.get(hash),
			undoable.get(hash),
			held.get(hash)
		];
		if (path !== void 0) await copyFile(join(home, path), to);
		else if (brought !== void 0) await layChange(source, brought, to);
		else if (old !== void 0) await layOldText(diff, old, hash, to);
	}
}
function canBuild({ change, source }, ours) {
	if (source.kind === "whole") return true;
	const { path, from = path, before } = change;
	const entry = ours.get(from);
	return before !== null && "sha256" in before && entry?.kind === "file" && entry.sha256 === before.sha256;
}
async function layChange({ diff, home, ...work }, { change, source }, to) {
	const { path, from = path } = change;
	const pace = startPace(work, 0);
	const fd = openSync(to, "wx");
	try {
		const take = (piece) => {
			for (let done = 0; done < piece.length;) done += writeSync(fd, piece, done);
		};
		if (source.kind === "whole") await readChange(diff, path, null, pace, take);
		else {
			const old = join(home, from);
			await using file = await open(old);
			await readChange(diff, path, {
				path: old,
				fd: file.fd,
				size: (await file.stat()).size
			}, pace, take);
		}
	} finally {
		closeSync(fd);
	}
}
async function layOldText(diff, { path, undo }, hash, to) {
	const entry = diff.changes.get(path)?.entry;
	if (entry === void 0 || undo === void 0) return;
	const text = undone(undo, readWhole(diff.archive, entry));
	if (sha256(text) === hash) await writeFile(to, text);
}

// src/pack/diff-trees.ts
function touchedPaths(manifest) {
	const { removed, renamed, changes, modes, addedDirectories, removedDirectories } = manifest;
	const paths = [...[
		...removed,
		...renamed.flatMap(({ from, to }) => [from, to]),
		...changes.map(({ path }) => path)
	], ...[
		...modes.keys(),
		...addedDirectories,
		...removedDirectories
	]];
	return [...new Set(paths)].sort();
}
function diffTrees(manifest, ours) {
	const base = /* @__PURE__ */ new Map();
	const theirs = /* @__PURE__ */ new Map();
	const { before, changes, removed, renamed, modes } = manifest;
	const gone = /* @__PURE__ */ new Set([...removed, ...renamed.map(({ from }) => from)]);
	for (const [path, held] of before) {
		base.set(path, entryOf(held));
		const mode = modes.get(path);
		if (mode !== void 0 && !gone.has(path)) theirs.set(path, withMode(entryOf(held), mode));
	}
	for (const { path, from = path, before: held, after } of changes) {
		if (held !== null) base.set(from, entryOf(held));
		theirs.set(path, entryOf(after));
	}
	for (const { from, to } of renamed) {
		const held = before.get(from);
		if (held !== void 0) theirs.set(to, withMode(entryOf(held), modes.get(to)));
	}
	addFolders(manifest, ours, base, theirs);
	return {
		base,
		theirs
	};
}
function addFolders({ addedDirectories, removedDirectories, modes }, ours, base, theirs) {
	const added = new Set(addedDirectories);
	const removed = new Set(removedDirectories);
	const folder = (path, mode) => {
		const own = ours.get(path);
		return {
			kind: "directory",
			mode: mode ?? (own?.kind === "directory" ? own.mode : 493)
		};
	};
	const above = (tree) => [...new Set([...tree.keys()].flatMap(parentsOf))];
	const [oldFolders, newFolders] = [above(base), above(theirs)];
	const changedModes = [...modes.keys()].filter((path) => !theirs.has(path) && !added.has(path));
	for (const path of [
		...oldFolders,
		...removed,
		...changedModes
	]) base.set(path, folder(path));
	for (const path of newFolders) if (!added.has(path) && ours.has(path) && !base.has(path)) base.set(path, folder(path));
	const staying = [...oldFolders, ...changedModes].filter((path) => !removed.has(path));
	for (const path of [
		...staying,
		...newFolders,
		...added
	]) if (!theirs.has(path)) theirs.set(path, folder(path, modes.get(path)));
}
function entryOf(held) {
	return "link" in held ? {
		kind: "link",
		target: held.link
	} : {
		kind: "file",
		...held
	};
}
function withMode(entry, mode) {
	return entry.kind === "file" && mode !== void 0 ? {
		...entry,
		mode
	} : entry;
}

// src/pack/link-home.ts
async function linkHome(home, to, work) {
	const pace = startPace({ signal: work.signal }, 0);
	const seen = await walkHome(home, pace);
	const root = lstatSync(home);
	const folders = [[to, root]];
	mkdirSync(to, { mode: 448 });
	for (const [path, { kind }] of seen) {
		const [from, at] = [join(home, path), join(to, path)];
		const stat = lstatSync(from);
		if (stat.dev !== root.dev) throw elsewhere(from);
		if (kind === "directory") {
			mkdirSync(at, { mode: 448 });
			folders.push([at, stat]);
		} else if (kind === "link") makeLink(from, at, stat);
		else if (kind === "file" && work.copied(path)) copy(from, at, stat);
		else linkOrCopy(from, at, stat);
		await pace.advance(0);
	}
	for (const [at, stat] of folders.reverse()) {
		giveAway(at, stat);
		chmodSync(at, stat.mode & 4095);
		utimesSync(at, stat.atime, stat.mtime);
	}
}
function makeLink(from, at, stat) {
	symlinkSync(readlinkSync(from), at);
	lutimesSync(at, stat.atime, stat.mtime);
}
function linkOrCopy(from, at, stat) {
	try {
		linkSync(from, at);
	} catch (error) {
		if (!linkless.has(systemCode(error))) throw error;
		if (!stat.isFile()) throw unlinkable(from, error);
		copy(from, at, stat);
	}
}
const linkless = /* @__PURE__ */ new Set([
	"EPERM",
	"ENOTSUP",
	"EOPNOTSUPP",
	"ENOSYS",
	"EMLINK",
	"EACCES"
]);
function copy(from, at, stat) {
	copyFileSync(from, at, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
	giveAway(at, stat);
	chmodSync(at, stat.mode & 4095);
	utimesSync(at, stat.atime, stat.mtime);
}
function giveAway(at, { uid, gid }) {
	if (process.getuid?.() === 0) chownSync(at, uid, gid);
}
function elsewhere(path) {
	return new TrainError("not-writable", `${path} lies on another file system than the home around it.`, { hint: "Stop the server, unmount it, patch the home, and mount it again; nothing was changed." });
}
function unlinkable(path, cause) {
	return new TrainError("not-writable", `${path} is neither a file nor a folder, and cannot be taken along.`, {
		hint: "Stop the server that made it, or remove it; nothing was changed.",
		cause
	});
}

// src/pack/swap-home.ts
function formerOf(home) {
	return join(dirname(home), `.${basename(home)}.update-train-former`);
}
async function syncHome(home, files, touched) {
	for (const path of files) await syncFile(join(home, path)).catch((error) => {
		if (systemCode(error) !== "EACCES") throw writeError(error, join(home, path));
	});
	for (const folder of /* @__PURE__ */ new Set(["", ...touched.flatMap(parentsOf)])) await syncFolder(join(home, folder));
}
function swapOf(home) {
	return join(dirname(home), `.${basename(home)}.update-train-swap`);
}
async function inodeOf(path) {
	return String((await lstat(path, { bigint: true })).ino);
}
async function swapHome(home, made) {
	const former = formerOf(home);
	const leftover = besideOf(join(dirname(home), `.${basename(home)}`));
	const swap = swapOf(home);
	try {
		await rm(swap, { force: true });
		await symlink(await inodeOf(made), swap);
		await rename(home, former);
		try {
			await rename(made, home);
		} catch (error) {
			await rename(former, home);
			await rm(swap, { force: true });
			throw error;
		}
		await rename(former, leftover);
		await syncFolder(dirname(home));
		await rm(swap, { force: true });
	} catch (error) {
		throw writeError(error, home);
	}
	return removeAll(leftover).then(() => null, () => leftover);
}
async function recoverHome(home) {
	const [former, swap] = [formerOf(home), swapOf(home)];
	if (await isThere(former)) {
		if (!await isThere(home)) await rename(former, home);
		else if (await inodeOf(home) === await readlink(swap).catch(() => null)) {
			const leftover = besideOf(join(dirname(home), `.${basename(home)}`));
			await rename(former, leftover);
			await removeAll(leftover);
		} else throw inTheWay(home, former);
	}
	await rm(swap, { force: true });
}
function inTheWay(home, former) {
	return new TrainError("not-writable", `${former} is in the way: it is the home as it was before a patch that was killed, while ${home} is there as well.`, { hint: `Where ${home} is the one you want, move ${former} away; else move ${home} away and patch again, which puts the former one back. Nothing was changed.` });
}
async function isThere(path) {
	return lstat(path).then(() => true, () => false);
}

// src/train/home-replaced.ts
async function replacedPlace(home, replaced, signal) {
	const tree = await homeTree(replaced.path, { signal });
	for (let number = 1;; number += 1) {
		const name = number === 1 ? "replaced" : `replaced-${number}`;
		const path = `${home}.${name}`;
		const found = await lstat(path).catch(() => null);
		if (found === null) return {
			path,
			file: {
				...replaced,
				name
			}
		};
		if (found.isDirectory() && isDeepStrictEqual(await homeTree(path, { signal }), tree)) return {
			path,
			file: null
		};
	}
}

// src/train/patch-classes.ts
function isToolsOwn(path) {
	return path === "updates" || path.startsWith("updates/");
}
function isPatched({ path: zip, manifest }, home, ours) {
	const { base, theirs } = diffTrees(manifest, ours);
	const at = (tree, path) => tree.get(path) ?? null;
	const isAs = (tree, path) => same(at(tree, path), at(ours, path));
	const telling = touchedPaths(manifest).filter((path) => base.get(path)?.kind === "file" && !same(at(base, path), at(theirs, path)));
	const own = telling.filter(isToolsOwn);
	const judged = own.length > 0 ? own : telling;
	const others = judged.filter((path) => !isAs(base, path));
	if (own.length > 0 ? others.length === 0 : others.length < judged.length || judged.length === 0) return false;
	if (judged.every((path) => isAs(theirs, path))) return true;
	if (judged.length === 1 && own.length === 0) return false;
	throw new TrainError("verification", `${home} is not at the level that ${zip} starts from: ${others.slice(0, 3).join(", ")} differ${others.length === 1 ? "s" : ""}.`, { hint: "Apply the diff zips of the levels between first, or get the one that starts from this level; nothing was changed." });
}
function otherwise({ manifest }, ours) {
	const { theirs } = diffTrees(manifest, ours);
	const state = new Set(manifest.state);
	const isOther = (path) => {
		const [there, here] = [theirs.get(path) ?? null, ours.get(path) ?? null];
		return there?.kind !== "directory" && here?.kind !== "directory" && !same(there, here);
	};
	return touchedPaths(manifest).filter((path) => !isToolsOwn(path) && !state.has(path) && isOther(path)).map((path) => ({
		path,
		row: "audit",
		severity: "warning",
		message: "is not as the diff zip has it, and stays: it is yours, or of another candidate of this level"
	}));
}
async function diffClasses(diff, home, ours, teams) {
	const { manifest, changes } = diff;
	const state = new Set(manifest.state);
	const vendors = /* @__PURE__ */ new Set();
	const stuck = /* @__PURE__ */ new Set();
	for (const path of touchedPaths(manifest)) if (!await isText(diff, changes.get(path)?.source, path, home, ours)) vendors.add(path);
	for (const brought of changes.values()) {
		const { change } = brought;
		if (!canBuild(brought, ours)) for (const path of [change.path, change.from ?? change.path]) stuck.add(path);
	}
	return (path) => {
		if (isToolsOwn(path)) return "vendor";
		const said = teams(path) ?? (state.has(path) ? "state" : vendors.has(path) ? "vendor" : "config");
		return said === "vendor" && stuck.has(path) ? "config" : said;
	};
}
async function isText({ archive, changes }, change, path, home, ours) {
	if (change?.undo !== void 0) return true;
	if (change?.kind === "ranges") return false;
	const entry = changes.get(path)?.entry;
	if (entry?.kind === "file") for await (const piece of readPieces(archive, entry)) return looksLikeText(piece);
	return ours.get(path)?.kind !== "file" || await fileLooksLikeText(join(home, path));
}

// src/train/patch-home.ts
async function patchHome(patch, world) {
	const home = await placeOf(patch.home);
	const folder = dirname(home);
	const name = basename(home);
	const { clock, signal } = world;
	await using _hold = await holdFile(join(folder, `.${name}.update-train.running`), {
		clock,
		signal,
		limit: 0,
		work: `works on ${home}`
	});
	await recoverHome(home);
	await assertHome(home);
	await using diff = await openDiffZip(patch.diff);
	await using staging = await temporaryFolder(folder, ".update-train-");
	const merging = {
		classOf: classMatcher(patch.classes),
		resolutions: resolutionsIn(patch.resolutions),
		onConflict: patch.onConflict,
		conflicts: join(staging.path, "conflicts"),
		replaced: join(staging.path, "replaced")
	};
	const ours = await touchedTree(diff, home, world);
	if (isPatched(diff, home, ours)) return {
		kind: "up-to-date",
		paths: {},
		notices: otherwise(diff, ours)
	};
	const { trees, decisions } = await decideHome(diff, home, ours, merging);
	const source = {
		diff,
		home,
		ours: trees.ours,
		signal
	};
	await using blobs = await temporaryFolder(staging.path);
	const contents = { fetchBlobs: layContents.bind(null, source) };
	const planned = await planHome(decisions, trees, contents, merging, {
		home,
		blobs: blobs.path
	});
	const place = (files) => placeFiles(files, {
		folder,
		nameOf: (file) => `${name}.${file.name}`,
		resolutions: patch.resolutions,
		log: world.log,
		anew: ["conflicts"]
	});
	if (planned.kind === "conflict") {
		const laid = await conflictsFolder(planned.conflicts, staging.path);
		return {
			kind: "conflict",
			conflicts: planned.conflicts,
			paths: await place([laid])
		};
	}
	await layWanted(source, planned, blobs.path);
	const made = join(staging.path, "home");
	await build(planned, {
		home,
		made,
		blobs: blobs.path
	}, world);
	await keepAllReplaced(decisions, trees.ours, home, merging.replaced);
	const replaced = await replacedFolder(staging.path);
	const kept = replaced === null ? null : await replacedPlace(home, replaced, signal);
	const paths = await place(kept === null || kept.file === null ? [] : [kept.file]);
	if (kept !== null) paths.replaced = kept.path;
	const former = await swapHome(home, made);
	if (former !== null) world.log.warning(`${home} is patched, but ${former}, which it was before, could not be removed: remove it yourself.`);
	return {
		kind: "patched",
		notices: planned.notices,
		paths
	};
}
async function placeOf(home) {
	if ((await lstat(home).catch(() => null))?.isSymbolicLink() !== true) return home;
	return realpath(home).catch(async () => resolve(dirname(home), await readlink(home)));
}
async function assertHome(home) {
	if ((await lstat(home).catch(() => null))?.isDirectory() === true) return;
	throw new TrainError("pack-missing", `${home} is no folder.`, { hint: "Name a pack, or the folder that it was unpacked to." });
}
async function decideHome(diff, home, ours, merging) {
	const { manifest } = diff;
	const trees = {
		...diffTrees(manifest, ours),
		ours
	};
	const classOf = await diffClasses(diff, home, ours, merging.classOf);
	const versions = manifest.changes.flatMap(({ path, from }) => from === void 0 ? [] : [{
		from,
		to: path
	}]);
	const decided = decideTree(trees, classOf, [...manifest.renamed, ...versions]);
	const classOfAny = (path) => merging.classOf(path) ?? classOf(path);
	return {
		trees,
		decisions: merging.onConflict === "theirs" ? takeKinds(decided, trees, classOfAny) : decided
	};
}
async function touchedTree({ manifest }, home, world) {
	const touched = new Set(touchedPaths(manifest));
	const wanted = new Set([...touched].flatMap((path) => [path, ...parentsOf(path)]));
	return homeTree(home, {
		signal: world.signal,
		skip: (path) => !wanted.has(path) && !parentsOf(path).some((parent) => touched.has(parent)),
		progress: (done, total, files) => world.log.progress("reading the home", done, total, files)
	});
}
async function layWanted(source, { wanted, writes, copies }, blobs) {
	const bytes = wanted.reduce((sum, { size }) => sum + size, 0);
	await assertSpace("Patching the home", [{
		folder: blobs,
		bytes: 2 * bytes
	}]);
	await layContents(source, wanted, blobs);
	for (const { path, entry } of writes) {
		if (entry.kind !== "file" || copies.has(entry.sha256) || await exists(join(blobs, entry.sha256))) continue;
		throw new TrainError("verification", `${join(source.home, path)} cannot be put together: the diff zip holds only how it differs from the vendor’s old file, which is not there any more.`, { hint: "Put the vendor’s old file back and patch again, or patch the pack and unpack it; nothing was changed." });
	}
}
async function build({ deletes, writes, modes, copies }, { home, made, blobs }, { signal }) {
	await linkHome(home, made, {
		copied: (path) => modes.has(path),
		signal
	});
	await writeHome({
		deletes,
		writes,
		modes,
		copies,
		home: made,
		blobs,
		timestamp: null,
		last: null,
		signal
	});
	const written = [...modes.keys(), ...writes.flatMap(({ path, entry }) => entry.kind === "file" ? [path] : [])];
	await syncHome(made, written, [...deletes, ...writes.map(({ path }) => path)]);
}

export { patchHome };