import { chmod, lstat } from "node:fs/promises";
import { dirname, join } from "node:path";

// src/kernel/writable-folders.ts
/**
* Lets the folders above some paths of a home be written while a scope lasts; then they have their permission bits again.
* A pack may hold folders that even their owner may not write.
*/
async function writableFolders(home, paths) {
	const folders = new Set(paths.flatMap(parentsOf));
	const closed = [];
	for (const folder of [...folders].sort()) {
		const at = join(home, folder);
		const stat = await lstat(at).catch(() => null);
		if (stat?.isDirectory() !== true || (stat.mode & 192) === 192) continue;
		closed.push({
			folder: at,
			mode: stat.mode & 511
		});
		await chmod(at, stat.mode & 511 | 448);
	}
	return { [Symbol.asyncDispose]: async () => {
		for (const { folder, mode } of closed.toReversed()) if ((await lstat(folder).catch(() => null))?.isDirectory() === true) await chmod(folder, mode);
	} };
}
/** The folders above a relative path, nearest first: `a/b/c` has `a/b` and `a`. */
function parentsOf(path) {
	const parents = [];
	for (let parent = dirname(path); parent !== "."; parent = dirname(parent)) parents.push(parent);
	return parents;
}

// src/merge/decide.ts
/** Same kind and same content; permission bits are decided apart. */
function same(one, other) {
	if (one === null || other === null) return one === other;
	if (one.kind === "file") return other.kind === "file" && one.sha256 === other.sha256;
	if (one.kind === "link") return other.kind === "link" && one.target === other.target;
	return one.kind === other.kind;
}
/**
* The table of `docs/reference.md`, *Decisions*, for one path: total, and without a look at the disk.
* A path that both sides changed is a conflict, whatever its class; merging comes later.
* Use `decideTree` for whole trees: it also sees what a path's parents and children mean for it.
*/
function decide(sides, pathClass) {
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
	if (same(ours, theirs)) return withMode(sides, {
		row: rowOfEqual(sides),
		action: "nothing"
	}, pathClass);
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
/** Rows 4, 6, 10 and 14: nothing on disk. */
function decideAbsent(base, theirs) {
	if (theirs === null) return {
		row: "10",
		action: "nothing"
	};
	if (base === null) return {
		row: "4",
		action: "write",
		...modeOf(theirs)
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
/** Rows 3, 7, 13 and 21: nothing at the target level. */
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
/** Rows 5 and 24: changed here only. */
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
/** Rows 15 and 22: added here and by the update. */
function decideBothAdded(ours, theirs) {
	const conflict = kindOf(ours, theirs, "add/add");
	return {
		row: conflict === "kind" ? "22" : "15",
		action: "conflict",
		conflict
	};
}
/** Rows 11 to 13, 16, 17 and 19: changed here and by the update, in different ways. */
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
function rowOfEqual({ base, ours, theirs }) {
	if (base === null) return "9";
	return same(base, theirs) && same(base, ours) ? "1" : "8";
}
function rowOfReplaced(base, theirs) {
	return base?.kind === "link" && theirs.kind === "link" ? "18" : "2";
}
function modeOf(entry) {
	return entry?.kind === "file" || entry?.kind === "directory" ? { mode: entry.mode } : {};
}
const executable = 73;
/** Rows M1 to M3: the user's bits are kept, the update's new bits are set, and an x bit of the vendor's is never lost. */
function withMode(sides, decision, pathClass) {
	const base = modeOf(sides.base).mode;
	const ours = modeOf(sides.ours).mode;
	const theirs = modeOf(sides.theirs).mode;
	if (theirs === void 0) return decision;
	if (ours === void 0) return {
		...decision,
		mode: theirs
	};
	if (ours === theirs) return decision.action === "write" ? {
		...decision,
		mode: ours
	} : decision;
	if (base === void 0 || ours === base) return {
		...decision,
		mode: theirs
	};
	if (pathClass === "vendor" && (theirs & executable & ~ours) !== 0) return {
		...decision,
		mode: theirs,
		notice: "had lost its x bit and gets the permission bits of the vendor"
	};
	if (base === theirs) return decision.action === "write" ? {
		...decision,
		mode: ours
	} : decision;
	return {
		...decision,
		mode: ours | theirs & executable,
		notice: "permission bits changed on both sides"
	};
}

export { writableFolders as i, same as n, parentsOf as r, decide as t };