import { t as TrainError } from "./kernel-errors.js";
import { a as defaultLimits, t as openArchive } from "./pack-archive.js";
import { a as readPieces, s as readWhole } from "./pack-entry-content.js";
import { r as lengthFault } from "./pack-entry-name.js";
import { i as damaged, o as unsafe } from "./pack-pack-file.js";

// src/pack/name-clashes.ts
function findClash(entries, limits = defaultLimits) {
	const seen = {
		entries,
		folded: /* @__PURE__ */ new Set(),
		folders: /* @__PURE__ */ new Set()
	};
	for (const { name, kind } of entries) {
		const tooLong = lengthFault(name, limits);
		if (tooLong !== void 0) return {
			name,
			fault: tooLong
		};
		if (!isNew(name, seen)) return twinOf(name, seen);
		if (kind === "directory") seen.folders.add(name);
	}
	const looked = /* @__PURE__ */ new Set([""]);
	let last = "";
	for (const { name } of entries) {
		const slash = name.lastIndexOf("/");
		if (slash === last.length && name.startsWith(last)) continue;
		last = name.slice(0, Math.max(0, slash));
		for (let folder = last; !looked.has(folder); folder = parentOf(folder)) {
			looked.add(folder);
			if (looked.size > limits.folders + 1) return {
				name,
				fault: `makes more than ${limits.folders} folders`
			};
			if (seen.folders.has(folder)) continue;
			if (!isNew(folder, seen)) return clashAbove(name, folder, seen);
			seen.folders.add(folder);
		}
	}
}
function isNew(name, { folded }) {
	const before = folded.size;
	folded.add(fold(name));
	return folded.size > before;
}
function fold(name) {
	const lower = name.toLowerCase();
	return beyondAscii.test(lower) ? lower.normalize("NFC") : lower;
}
const beyondAscii = /[^\0-\x7f]/;
function clashAbove(name, folder, seen) {
	const file = seen.entries.find((entry) => entry.name === folder);
	return file === void 0 ? twinOf(folder, seen) : {
		name,
		fault: `lies below the ${file.kind} ${folder}`
	};
}
function twinOf(name, { entries, folders }) {
	const folded = fold(name);
	const twin = [...entries.map((entry) => entry.name), ...folders].find((other) => other !== name && fold(other) === folded);
	if (twin === void 0) return {
		name,
		fault: "is there twice"
	};
	return {
		name,
		fault: `differs only in case or Unicode form from ${twin}`
	};
}
function parentOf(path) {
	return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

// src/pack/open-pack.ts
const macFolder = "__MACOSX";
const slack = 65536;
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
	const below = `${root}/`;
	const entries = /* @__PURE__ */ new Map();
	let rootEntry;
	for (const entry of archive.entries) if (entry.name === root) rootEntry = entry;
	else if (entry.name.startsWith(below)) {
		entry.path = entry.name.slice(below.length);
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