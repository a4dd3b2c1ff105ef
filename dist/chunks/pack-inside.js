import { t as TrainError } from "./kernel-errors.js";
import { n as readArchive, o as nestedLimits, s as scanLimits } from "./pack-archive.js";
import { t as contentFile } from "./pack-content-file.js";
import { t as compareEntries } from "./pack-difference.js";
import { t as startPace } from "./pack-pace.js";
import { join } from "node:path";

// src/pack/inside.ts
async function lookInside(before, after, difference, work) {
	const found = structuredClone(difference);
	const pace = startPace(work, 0);
	const looking = {
		found,
		folder: work.folder,
		pace,
		opened: 0
	};
	const [old, now] = [sideOf(before), sideOf(after)];
	await lookIntoPairs(looking, difference, old, now, 0);
	const { added, removed, changed, modeChanged, renamed } = found;
	for (const paths of [
		added,
		removed,
		changed,
		modeChanged
	]) paths.sort();
	renamed.sort((one, other) => one.to < other.to ? -1 : 1);
	return found;
}
function sideOf({ archive, entries }) {
	return {
		zip: archive,
		entries,
		prefix: ""
	};
}
async function lookIntoPairs(looking, { changed, renamed }, old, now, depth) {
	for (const { from, to } of [...changed.map((path) => ({
		from: path,
		to: path
	})), ...renamed]) {
		const [was, is] = [old.entries.get(from), now.entries.get(to)];
		if (was?.kind !== "file" || is?.kind !== "file") continue;
		if (was.crc32 === is.crc32 && was.size === is.size) continue;
		if (!mayOpen(looking, was, is)) continue;
		using scope = new DisposableStack();
		const { folder, pace } = looking;
		const [before, after] = await both(contentFile(old.zip, was, join(folder, `${depth}.old`), pace), contentFile(now.zip, is, join(folder, `${depth}.new`), pace), scope);
		const one = opened(before.file);
		const other = one === null ? null : opened(after.file);
		if (one === null || other === null) continue;
		const sides = [memberSide(one, `${old.prefix}${from}!/`), memberSide(other, `${now.prefix}${to}!/`)];
		const inside = compareEntries(sides[0].entries, sides[1].entries);
		note(looking.found, inside, sides[0].prefix, sides[1].prefix);
		if (depth < scanLimits.depth) await lookIntoPairs(looking, inside, ...sides, depth + 1);
	}
}
async function both(one, other, scope) {
	for (const settled of await Promise.allSettled([one, other])) if (settled.status === "fulfilled") scope.use(settled.value);
	return [await one, await other];
}
function mayOpen(looking, was, is) {
	if (Math.max(was.size, is.size) > scanLimits.archiveBytes) return false;
	looking.opened += was.size + is.size;
	return looking.opened <= scanLimits.contentBytes;
}
function opened(file) {
	try {
		return readArchive(file, nestedLimits);
	} catch (error) {
		if (error instanceof TrainError && error.code.startsWith("pack-")) return null;
		throw error;
	}
}
function memberSide(archive, prefix) {
	return {
		zip: archive,
		entries: new Map(archive.entries.map((entry) => [entry.name, entry])),
		prefix
	};
}
function note(found, inside, old, now) {
	const all = (paths, prefix) => paths.map((path) => `${prefix}${path}`);
	found.added.push(...all(inside.added, now));
	found.removed.push(...all(inside.removed, old));
	found.changed.push(...all(inside.changed, now));
	found.modeChanged.push(...all(inside.modeChanged, now));
	found.renamed.push(...inside.renamed.map(({ from, to }) => ({
		from: `${old}${from}`,
		to: `${now}${to}`
	})));
}

export { lookInside };