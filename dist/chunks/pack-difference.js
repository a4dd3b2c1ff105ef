// src/pack/renames.ts
/**
* Pairs files that are gone with new ones that are another version of them: the same folder, name and extension around
* something that begins with a digit, as in `x_7.8.23.jar` and `x_7.8.23.14.jar`. Only where there is one of each, so
* that nobody has to guess. In the order of the new paths.
*/
function pairVersions(removed, added) {
	const pairs = [];
	let [gone, come] = [removed, added];
	for (const where of ["last", "first"]) {
		const paired = pairBy(gone, come, (path) => nameWithoutVersion(path, where));
		pairs.push(...paired);
		const taken = new Set(paired.flatMap(({ from, to }) => [from, to]));
		gone = gone.filter((path) => !taken.has(path));
		come = come.filter((path) => !taken.has(path));
	}
	return pairs.sort((one, other) => one.to < other.to ? -1 : 1);
}
function pairBy(removed, added, keyOf) {
	const gone = Map.groupBy(removed, keyOf);
	const pairs = [];
	for (const [key, tos] of Map.groupBy(added, keyOf)) {
		const [from, otherFrom] = gone.get(key) ?? [];
		const [to, otherTo] = tos;
		if (key === null || from === void 0 || to === void 0) continue;
		if (otherFrom === void 0 && otherTo === void 0) pairs.push({
			from,
			to
		});
	}
	return pairs;
}
const separator = /[-_](?=v?\d)/g;
/** The parts of a path that ends with a version: `lib/x`, `7.8.23`, `.jar`; null for a name without one. */
function splitVersion(path, where) {
	const nameStart = path.lastIndexOf("/") + 1;
	const dot = path.lastIndexOf(".");
	const extension = dot > nameStart && /^\.[A-Za-z]\w*$/.test(path.slice(dot)) ? path.slice(dot) : "";
	const name = path.slice(nameStart, path.length - extension.length);
	const found = [...name.matchAll(separator)].at(where === "last" ? -1 : 0);
	if (found === void 0 || found.index === 0) return null;
	return {
		stem: path.slice(0, nameStart + found.index),
		version: name.slice(found.index + 1),
		extension
	};
}
/** `lib/x_*.jar` for `lib/x_7.8.23.jar`; null for a name without a version. */
function nameWithoutVersion(path, where) {
	const parts = splitVersion(path, where);
	return parts === null ? null : `${parts.stem}*${parts.extension}`;
}

// src/pack/difference.ts
/** How two trees differ, by their hashes. */
function compareTrees(before, after) {
	return compare(itemsOfTree(before), itemsOfTree(after));
}
/** How two packs differ, by kind, size, CRC-32 and mode in their central directories; no content is read. */
function comparePacks(before, after) {
	return compareEntries(before.entries, after.entries);
}
/** The same for entries of any two zips, by the names they are known by. */
function compareEntries(before, after) {
	return compare(itemsOf(before), itemsOf(after));
}
function itemsOfTree(tree) {
	const items = /* @__PURE__ */ new Map();
	for (const [path, entry] of tree) if (entry.kind === "file") items.set(path, {
		identity: `file ${entry.sha256}`,
		mode: entry.mode,
		canMove: entry.size > 0
	});
	else if (entry.kind === "link") items.set(path, {
		identity: `link ${entry.target}`,
		mode: null,
		canMove: false
	});
	return items;
}
function itemsOf(entries) {
	const items = /* @__PURE__ */ new Map();
	for (const [path, { kind, size, crc32, mode }] of entries) {
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
/** Pairs removed and added files: of the same content first, then other versions of one name. */
function withRenames(difference, before, after) {
	const gone = /* @__PURE__ */ new Map();
	for (const path of difference.removed.toReversed()) {
		const item = before.get(path);
		if (item?.canMove !== true) continue;
		const same = gone.get(item.identity);
		if (same === void 0) gone.set(item.identity, [path]);
		else same.push(path);
	}
	for (const to of difference.added) {
		const from = gone.get(after.get(to)?.identity ?? "")?.pop();
		if (from !== void 0) difference.renamed.push({
			from,
			to
		});
	}
	const moved = without(difference);
	const canMove = (items) => (path) => items.get(path)?.canMove === true;
	const versions = pairVersions(moved.removed.filter(canMove(before)), moved.added.filter(canMove(after)));
	const renamed = [...difference.renamed, ...versions].sort((one, other) => one.to < other.to ? -1 : 1);
	return without({
		...moved,
		renamed
	});
}
/** What was renamed is neither added nor removed. */
function without(difference) {
	const moved = new Set(difference.renamed.flatMap(({ from, to }) => [from, to]));
	return {
		...difference,
		added: difference.added.filter((path) => !moved.has(path)),
		removed: difference.removed.filter((path) => !moved.has(path))
	};
}

export { splitVersion as i, comparePacks as n, compareTrees as r, compareEntries as t };