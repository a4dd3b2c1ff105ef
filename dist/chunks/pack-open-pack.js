import { r as messageOf, t as TrainError } from "./kernel-errors.js";
import { t as formatBytes } from "./kernel-time.js";
import { _ as damagedEntry, c as sliceHeader, g as damaged, m as readAt, p as readEndRecord, r as readWhole, s as readHeader, t as readPieces, v as unsafe } from "./pack-entry-content.js";
import { r as longestTarget } from "./pack-entry-name.js";
import { open } from "node:fs/promises";

// src/pack/archive.ts
const defaultLimits = {
	entries: 1e6,
	directoryBytes: 268435456,
	contentBytes: 34359738368
};
/** Deflate cannot do better: 258 bytes in 2 bits (RFC 1951 3.2.5). */
const bestRatio = 1032;
/**
* Opens a zip by its central directory alone; no content is read.
* Throws `pack-missing`, `pack-damaged` or `pack-unsafe`, the latter with the entry and the reason.
*/
async function openArchive(path, limits = {}) {
	const { handle, size } = await openFile(path);
	try {
		const file = {
			path,
			fd: handle.fd,
			size
		};
		const { entries, comment } = readDirectory(file, {
			...defaultLimits,
			...limits
		});
		return {
			...file,
			entries,
			comment,
			[Symbol.asyncDispose]: () => handle.close()
		};
	} catch (error) {
		await handle.close();
		throw error;
	}
}
async function openFile(path) {
	const hint = "Name a zip file that is there and can be read.";
	let handle;
	try {
		handle = await open(path, "r");
	} catch (error) {
		throw new TrainError("pack-missing", `Cannot open ${path}: ${messageOf(error)}.`, {
			hint,
			cause: error
		});
	}
	const stat = await handle.stat();
	if (stat.isFile()) return {
		handle,
		size: stat.size
	};
	await handle.close();
	throw new TrainError("pack-missing", `${path} is not a file.`, { hint });
}
function readDirectory(file, limits) {
	const end = readEndRecord(file);
	if (end.entries > limits.entries) throw tooMuch(file.path, `${end.entries} entries`, `${limits.entries}`);
	if (end.directorySize > limits.directoryBytes) throw tooMuch(file.path, `${end.directorySize} bytes of names`, `${limits.directoryBytes}`);
	if (end.entries * 46 > end.directorySize) throw damaged(file.path, "its central directory is too short");
	const directory = readAt(file, end.directoryStart, end.directorySize);
	const entries = [];
	let at = 0;
	for (let index = 0; index < end.entries; index += 1) {
		const header = sliceHeader(file.path, directory, at);
		entries.push(readHeader(file.path, header));
		at += header.length;
	}
	if (at !== directory.length) throw damaged(file.path, "its central directory holds more than its entries");
	checkSizes(file.path, entries, limits);
	placeEntries(file.path, entries, end.directoryStart);
	return {
		entries,
		comment: end.comment
	};
}
function checkSizes(pack, entries, limits) {
	let total = 0;
	for (const entry of entries) {
		const { name, size, compressedSize } = entry;
		if (!(entry.method === "stored" ? size === compressedSize : size <= compressedSize * bestRatio)) throw damagedEntry(pack, name, `${size} bytes cannot come from ${compressedSize}`);
		if (entry.kind === "directory" && size > 0) throw damagedEntry(pack, name, "a directory holds content");
		if (entry.kind === "link" && Math.max(size, compressedSize) > 4096) throw unsafe(pack, name, `is a link with a target of ${size} bytes; the limit is ${longestTarget}`);
		total += size;
	}
	if (total > limits.contentBytes) throw tooMuch(pack, `${formatBytes(total)} of content`, formatBytes(limits.contentBytes));
}
/** Sets where each entry ends, and refuses entries that lie in one another or in the central directory. */
function placeEntries(pack, entries, directoryStart) {
	const placed = entries.toSorted((a, b) => a.start - b.start);
	for (const [index, entry] of placed.entries()) {
		const next = placed[index + 1];
		const end = next?.start ?? directoryStart;
		if (entry.end > end) {
			const over = next === void 0 ? "the central directory" : JSON.stringify(next.name);
			throw damagedEntry(pack, entry.name, `the content runs into ${over}`);
		}
		entry.end = end;
	}
}
function tooMuch(pack, what, limit) {
	return new TrainError("pack-unsafe", `${pack} declares ${what}; the limit is ${limit}.`, { hint: "Nothing was unpacked. No product pack is known to be that big: look at where it comes from." });
}

// src/pack/name-clashes.ts
/**
* Finds a name that cannot stand beside the others: the same name twice, names that differ in case or Unicode form only
* (one file on macOS), and entries below a file or a link. Folders that are only implied count too.
* `entries`: name without a final slash, any order.
*/
function findClash(entries) {
	const kinds = /* @__PURE__ */ new Map();
	for (const { name, kind } of entries) {
		if (kinds.has(name)) return {
			name,
			fault: "is there twice"
		};
		kinds.set(name, kind);
	}
	const folders = /* @__PURE__ */ new Set();
	const spelled = /* @__PURE__ */ new Map();
	for (const name of kinds.keys()) {
		const twin = findTwin(name, spelled);
		if (twin !== void 0) return twin;
		for (let slash = name.lastIndexOf("/"); slash !== -1; slash = name.lastIndexOf("/", slash - 1)) {
			const folder = name.slice(0, slash);
			if (folders.has(folder)) break;
			folders.add(folder);
			const kind = kinds.get(folder) ?? "directory";
			if (kind !== "directory") return {
				name,
				fault: `lies below the ${kind} ${folder}`
			};
			const folderTwin = findTwin(folder, spelled);
			if (folderTwin !== void 0) return folderTwin;
		}
	}
}
function findTwin(name, spelled) {
	const folded = name.normalize("NFC").toLowerCase();
	const twin = spelled.get(folded) ?? name;
	spelled.set(folded, twin);
	return twin === name ? void 0 : {
		name,
		fault: `differs only in case or Unicode form from ${twin}`
	};
}

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
		const clash = findClash(archive.entries);
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
		const path = entry.name.slice(root.length + 1);
		entries.set(path, {
			...entry,
			path
		});
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
	for (const { name, kind } of archive.entries) {
		if (isMac(name)) continue;
		const slash = name.indexOf("/");
		if (slash === -1 && kind !== "directory") throw noRoot(archive.path, `the ${kind} ${name} is not in one`);
		roots.add(slash === -1 ? name : name.slice(0, slash));
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