import { t as TrainError } from "./kernel-errors.js";
import { E as unsafe, a as defaultLimits, f as readPieces, m as readWhole, t as openArchive, w as damaged } from "./pack-archive.js";
import { r as lengthFault } from "./pack-entry-name.js";

// src/pack/name-clashes.ts
/**
* Finds a name that cannot stand beside the others: the same name twice, names that differ in case or Unicode form only
* (one file on macOS), and entries below a file or a link. Folders that are only implied count too. Names that are too
* long for a file system, and more folders than the limit, are such as well.
* `entries`: name without a final slash, any order.
*/
function findClash(entries, limits = defaultLimits) {
	const kinds = /* @__PURE__ */ new Map();
	for (const { name, kind } of entries) {
		const tooLong = lengthFault(name, limits);
		if (tooLong !== void 0) return {
			name,
			fault: tooLong
		};
		const before = kinds.size;
		kinds.set(name, kind);
		if (kinds.size === before) return {
			name,
			fault: "is there twice"
		};
	}
	const seen = {
		kinds,
		folders: /* @__PURE__ */ new Set(),
		spelled: /* @__PURE__ */ new Map()
	};
	let last = "";
	for (const name of kinds.keys()) {
		const twin = findTwin(name, seen);
		if (twin !== void 0) return twin;
		const slash = name.lastIndexOf("/");
		if (slash === last.length && name.startsWith(last)) continue;
		last = name.slice(0, Math.max(0, slash));
		const clash = findClashAbove(name, last, seen, limits);
		if (clash !== void 0) return clash;
	}
}
function findClashAbove(name, above, seen, limits) {
	const { kinds, folders } = seen;
	for (let folder = above; folder !== "" && !folders.has(folder); folder = parentOf(folder)) {
		folders.add(folder);
		if (folders.size > limits.folders) return {
			name,
			fault: `makes more than ${limits.folders} folders`
		};
		const kind = kinds.get(folder) ?? "directory";
		if (kind !== "directory") return {
			name,
			fault: `lies below the ${kind} ${folder}`
		};
		const twin = findTwin(folder, seen);
		if (twin !== void 0) return twin;
	}
}
function parentOf(path) {
	return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}
/** A name that is as folded as can be needs no place among those that are spelled otherwise. */
function findTwin(name, { kinds, folders, spelled }) {
	const folded = (beyondAscii.test(name) ? name.normalize("NFC") : name).toLowerCase();
	const twin = folded !== name && (kinds.has(folded) || folders.has(folded)) ? folded : spelled.get(folded) ?? name;
	if (folded !== name) spelled.set(folded, twin);
	return twin === name ? void 0 : {
		name,
		fault: `differs only in case or Unicode form from ${twin}`
	};
}
const beyondAscii = /[^\0-\x7f]/;

// src/pack/open-pack.ts
/** What macOS adds beside the root folder: resource forks that no product wants. */
const macFolder = "__MACOSX";
/** Bytes by which deflate may miss its aim on content that does not compress. */
const slack = 65536;
/**
* Opens a pack by its central directory; no content is read.
* Throws `pack-missing` (no such file), `pack-damaged` (not one whole zip) or `pack-unsafe` (names, kinds or sizes
* that are refused; more than one root folder), each with the entry and the reason.
*/
async function openPack(path, options = {}) {
	const archive = await openArchive(path, options.limits);
	try {
		const clash = findClash(archive.entries, {
			...defaultLimits,
			...options.limits
		});
		if (clash !== void 0) throw unsafe(path, clash.name, clash.fault);
		return packOf(archive);
	} catch (error) {
		await archive[Symbol.asyncDispose]();
		throw error;
	}
}
function packOf(archive) {
	const root = rootOf(archive);
	const entries = /* @__PURE__ */ new Map();
	let rootEntry;
	for (const entry of archive.entries) if (entry.name === root) rootEntry = entry;
	else if (!isMac(entry.name)) {
		entry.path = entry.name.slice(root.length + 1);
		entries.set(entry.path, entry);
	}
	const wanted = (path) => {
		const entry = entries.get(path);
		if (entry === void 0) throw damaged(archive.path, `it holds no ${path}`);
		return entry;
	};
	return {
		path: archive.path,
		size: archive.size,
		root,
		entries,
		rootEntry,
		archive,
		read: async (path, maximum) => {
			await Promise.resolve();
			return readWhole(archive, within(archive.path, wanted(path), maximum));
		},
		stream: (path) => readPieces(archive, wanted(path)),
		[Symbol.asyncDispose]: () => archive[Symbol.asyncDispose]()
	};
}
function rootOf(archive) {
	const roots = /* @__PURE__ */ new Set();
	let first = "\0";
	for (const { name, kind } of archive.entries) {
		if (name.startsWith(first) || isMac(name)) continue;
		const slash = name.indexOf("/");
		if (slash === -1 && kind !== "directory") throw noRoot(archive.path, `the ${kind} ${name} is not in one`);
		const root = slash === -1 ? name : name.slice(0, slash);
		roots.add(root);
		if (roots.size === 1) first = `${root}/`;
	}
	const [root, second] = roots;
	if (root === void 0) throw damaged(archive.path, "it is empty");
	if (second === void 0) return root;
	const shown = [...roots].toSorted().slice(0, 5).join(", ");
	throw noRoot(archive.path, `it has ${roots.size}: ${shown}${roots.size > 5 ? ", …" : ""}`);
}
function isMac(name) {
	return name === macFolder || name.startsWith(`${macFolder}/`);
}
function noRoot(pack, reason) {
	return new TrainError("pack-unsafe", `${pack} must have exactly one root folder, but ${reason}.`, { hint: "Zip the folder <product>-<version> itself, not what is in it." });
}
function within(pack, entry, maximum) {
	if (entry.size <= maximum && entry.compressedSize <= maximum + slack) return entry;
	throw damaged(pack, `${entry.path} has ${entry.size} bytes, at most ${maximum} are expected`);
}

export { findClash as n, openPack as t };