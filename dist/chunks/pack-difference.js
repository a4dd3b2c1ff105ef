// src/pack/difference.ts
/** How two trees differ, by their hashes. */
function compareTrees(before, after) {
	return compare(itemsOfTree(before), itemsOfTree(after));
}
/** How two packs differ, by kind, size, CRC-32 and mode in their central directories; no content is read. */
function comparePacks(before, after) {
	return compare(itemsOfPack(before), itemsOfPack(after));
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

export { compareTrees as n, comparePacks as t };