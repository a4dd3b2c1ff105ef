// src/pack/renames.ts
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
function nameWithoutVersion(path, where) {
	const parts = splitVersion(path, where);
	return parts === null ? null : `${parts.stem}*${parts.extension}`;
}

// src/pack/difference.ts
const waysOfTrees = {
	isThere: ({ kind }) => kind === "file" || kind === "link",
	areSame: (one, other) => waysOfTrees.identity(one) === waysOfTrees.identity(other),
	haveOtherModes: (one, other) => one.kind === "file" && other.kind === "file" && one.mode !== other.mode,
	canMove: (entry) => entry.kind === "file" && entry.size > 0,
	identity: (entry) => entry.kind === "file" ? `file ${entry.sha256}` : entry.kind === "link" ? `link ${entry.target}` : ""
};
const waysOfZips = {
	isThere: ({ kind }) => kind !== "directory",
	areSame: (one, other) => one.crc32 === other.crc32 && one.size === other.size && one.kind === other.kind,
	haveOtherModes: (one, other) => one.kind === "file" && one.mode !== other.mode,
	canMove: ({ kind, size }) => kind === "file" && size > 0,
	identity: ({ kind, size, crc32 }) => `${kind} ${size} ${crc32}`
};
function compareTrees(before, after) {
	return compare(before, after, waysOfTrees);
}
function comparePacks(before, after) {
	return compareEntries(before.entries, after.entries);
}
function compareEntries(before, after) {
	return compare(before, after, waysOfZips);
}
function compare(before, after, ways) {
	const difference = {
		added: [],
		removed: [],
		changed: [],
		renamed: [],
		modeChanged: []
	};
	const { added, removed, changed, modeChanged } = difference;
	for (const [path, entry] of after) {
		if (!ways.isThere(entry)) continue;
		const old = before.get(path);
		if (old === void 0 || !ways.isThere(old)) added.push(path);
		else if (!ways.areSame(old, entry)) changed.push(path);
		else if (ways.haveOtherModes(old, entry)) modeChanged.push(path);
	}
	for (const [path, entry] of before) {
		if (!ways.isThere(entry)) continue;
		const now = after.get(path);
		if (now === void 0 || !ways.isThere(now)) removed.push(path);
	}
	for (const paths of [
		added,
		removed,
		changed,
		modeChanged
	]) paths.sort();
	return withRenames(difference, before, after, ways);
}
function withRenames(difference, before, after, ways) {
	const gone = /* @__PURE__ */ new Map();
	for (const path of difference.removed.toReversed()) {
		const entry = before.get(path);
		if (entry === void 0 || !ways.canMove(entry)) continue;
		const identity = ways.identity(entry);
		const same = gone.get(identity);
		if (same === void 0) gone.set(identity, [path]);
		else same.push(path);
	}
	for (const to of difference.added) {
		const entry = after.get(to);
		const from = entry === void 0 ? void 0 : gone.get(ways.identity(entry))?.pop();
		if (from !== void 0) difference.renamed.push({
			from,
			to
		});
	}
	const moved = without(difference);
	const canMove = (entries) => (path) => {
		const entry = entries.get(path);
		return entry !== void 0 && ways.canMove(entry);
	};
	const versions = pairVersions(moved.removed.filter(canMove(before)), moved.added.filter(canMove(after)));
	const renamed = [...difference.renamed, ...versions].sort((one, other) => one.to < other.to ? -1 : 1);
	return without({
		...moved,
		renamed
	});
}
function without(difference) {
	const moved = new Set(difference.renamed.flatMap(({ from, to }) => [from, to]));
	return {
		...difference,
		added: difference.added.filter((path) => !moved.has(path)),
		removed: difference.removed.filter((path) => !moved.has(path))
	};
}

export { splitVersion as i, comparePacks as n, compareTrees as r, compareEntries as t };