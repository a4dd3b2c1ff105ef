import { n as sha256 } from "./kernel-sha256.js";
import { copyFile, mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

// src/merge/text/match-lines.ts
/** Edits up to which the shortest script is looked for; its memory is the square of it in 32-bit words. */
const mostEdits = 1e3;
/**
* Equal lines of two texts: the shortest edit script (Myers, An O(ND) Difference Algorithm, 1986) where few lines
* differ; else split at lines that occur once in both (patience diff) and tried again within. What is left is matched
* not at all: a coarse answer costs a conflict more, never a wrong merge. Time and memory are bounded.
*/
function matchLines(one, other) {
	const matches = [];
	const [ones, others] = numbered(one, other);
	const open = [{
		oneFrom: 0,
		oneTo: one.length,
		otherFrom: 0,
		otherTo: other.length
	}];
	for (let block = open.pop(); block !== void 0; block = open.pop()) {
		const inner = trim(block, ones, others, matches);
		if (inner.oneFrom === inner.oneTo || inner.otherFrom === inner.otherTo) continue;
		const found = shortest(inner, ones, others);
		if (found !== null) matches.push(...found);
		else open.push(...splitAtAnchors(inner, ones, others, matches));
	}
	return matches.sort((a, b) => a[0] - b[0]);
}
/** Lines as numbers: equal lines are equal numbers, and comparing them is cheap. */
function numbered(one, other) {
	const numbers = /* @__PURE__ */ new Map();
	const numberOf = (line) => {
		const known = numbers.get(line);
		if (known !== void 0) return known;
		numbers.set(line, numbers.size);
		return numbers.size - 1;
	};
	return [Int32Array.from(one, numberOf), Int32Array.from(other, numberOf)];
}
/** Takes what is equal at both ends of a block. */
function trim(block, ones, others, matches) {
	let { oneFrom, oneTo, otherFrom, otherTo } = block;
	while (oneFrom < oneTo && otherFrom < otherTo && ones[oneFrom] === others[otherFrom]) matches.push([oneFrom++, otherFrom++]);
	while (oneFrom < oneTo && otherFrom < otherTo && ones[oneTo - 1] === others[otherTo - 1]) matches.push([--oneTo, --otherTo]);
	return {
		oneFrom,
		oneTo,
		otherFrom,
		otherTo
	};
}
/** Myers' greedy search with the furthest points of every step kept to walk back; null where it takes too many edits. */
function shortest(block, ones, others) {
	const width = block.oneTo - block.oneFrom;
	const height = block.otherTo - block.otherFrom;
	const limit = Math.min(mostEdits, width + height);
	const furthest = new Int32Array(2 * limit + 3);
	const steps = [];
	const at = (k) => furthest[k + limit + 1] ?? 0;
	for (let edits = 0; edits <= limit; edits += 1) {
		for (let k = -edits; k <= edits; k += 2) {
			let x = k === -edits || k !== edits && at(k - 1) < at(k + 1) ? at(k + 1) : at(k - 1) + 1;
			let y = x - k;
			while (x < width && y < height && ones[block.oneFrom + x] === others[block.otherFrom + y]) {
				x += 1;
				y += 1;
			}
			furthest[k + limit + 1] = x;
			if (x >= width && y >= height) return walkBack(block, steps, edits);
		}
		steps.push(furthest.slice(limit + 1 - edits, limit + 2 + edits));
	}
	return null;
}
/** From the end to the beginning along the furthest points. `steps[d]` holds those of diagonals -d to d. */
function walkBack(block, steps, edits) {
	const matches = [];
	let x = block.oneTo - block.oneFrom;
	let y = block.otherTo - block.otherFrom;
	for (let step = edits; step >= 0; step -= 1) {
		const before = steps[step - 1];
		const k = x - y;
		const point = (diagonal) => before?.[diagonal + step - 1] ?? -1;
		const down = k === -step || k !== step && point(k - 1) < point(k + 1);
		const fromX = step === 0 ? 0 : down ? point(k + 1) : point(k - 1) + 1;
		while (x > fromX) {
			x -= 1;
			y -= 1;
			matches.push([block.oneFrom + x, block.otherFrom + y]);
		}
		if (step === 0) break;
		if (down) y -= 1;
		else x -= 1;
	}
	return matches;
}
/** Lines that stand once in both sides of the block, in the longest order that both have; the blocks between them. */
function splitAtAnchors(block, ones, others, matches) {
	const anchors = longestIncreasing(uniquePairs(block, ones, others));
	if (anchors.length === 0) return [];
	const blocks = [];
	let { oneFrom, otherFrom } = block;
	for (const [x, y] of [...anchors, [block.oneTo, block.otherTo]]) {
		blocks.push({
			oneFrom,
			oneTo: x,
			otherFrom,
			otherTo: y
		});
		oneFrom = x + 1;
		otherFrom = y + 1;
	}
	matches.push(...anchors.map(([x, y]) => [x, y]));
	return blocks;
}
function uniquePairs(block, ones, others) {
	const places = (lines, from, to) => {
		const found = /* @__PURE__ */ new Map();
		for (let index = from; index < to; index += 1) {
			const line = lines[index] ?? -1;
			found.set(line, found.has(line) ? -1 : index);
		}
		return found;
	};
	const inOther = places(others, block.otherFrom, block.otherTo);
	const pairs = [];
	for (const [line, x] of places(ones, block.oneFrom, block.oneTo)) {
		const y = inOther.get(line) ?? -1;
		if (x !== -1 && y !== -1) pairs.push([x, y]);
	}
	return pairs.sort((a, b) => a[0] - b[0]);
}
/** The longest run of pairs whose second numbers grow, too (patience sorting). */
function longestIncreasing(pairs) {
	const tops = [];
	const before = [];
	for (const [index, [, y]] of pairs.entries()) {
		let low = 0;
		let high = tops.length;
		while (low < high) {
			const middle = low + high >> 1;
			if ((pairs[tops[middle] ?? 0]?.[1] ?? 0) < y) low = middle + 1;
			else high = middle;
		}
		before[index] = low === 0 ? -1 : tops[low - 1] ?? -1;
		tops[low] = index;
	}
	const run = [];
	for (let index = tops.at(-1) ?? -1; index !== -1; index = before[index] ?? -1) {
		const pair = pairs[index];
		if (pair !== void 0) run.push(pair);
	}
	return run.reverse();
}

// src/merge/text/merge-lines.ts
/**
* Merges three texts by lines, as diff3 does. Line ends take no part in the comparison: ours are kept, and lines of
* theirs get the end that most of our lines have. Changes that touch each other are a conflict, as for git.
*/
function mergeLines(base, ours, theirs) {
	const [b, o, t] = [
		linesOf(base),
		linesOf(ours),
		linesOf(theirs)
	];
	const usual = usualEnd(o, t);
	const pieces = [];
	const marked = [];
	const open = [];
	const marks = markersFor(base, ours, theirs);
	for (const part of partsOf(b, o, t)) {
		const hunk = {
			base: textOf(b, part.base),
			ours: textOf(o, part.ours),
			theirs: textOf(t, part.theirs, usual)
		};
		const taken = takenOf(b, o, t, part, hunk);
		if (taken === null) {
			open.push(hunk);
			marked.push(marks.wrap(hunk, usual));
		} else {
			pieces.push(taken);
			marked.push(taken);
		}
	}
	if (open.length > 0) return {
		kind: "conflict",
		marked: marked.join(""),
		open
	};
	return {
		kind: "merged",
		text: withFinalEnd(pieces.join(""), [
			base,
			ours,
			theirs
		], usual)
	};
}
function linesOf(text) {
	const lines = {
		texts: [],
		ends: []
	};
	for (const [, line = "", end = ""] of text.matchAll(/([^\r\n]*)(\r\n|\n|\r|$)/g)) {
		if (line === "" && end === "") continue;
		lines.texts.push(line);
		lines.ends.push(end);
	}
	return lines;
}
/** The end that most of our lines have; theirs where we have none. */
function usualEnd(ours, theirs) {
	const counts = /* @__PURE__ */ new Map();
	for (const end of ours.ends) if (end !== "") counts.set(end, (counts.get(end) ?? 0) + 1);
	const [most] = [...counts].sort((one, other) => other[1] - one[1]);
	return most?.[0] ?? theirs.ends.find((end) => end !== "") ?? "\n";
}
/** Lines of a range; every line but ours gets `end`, and none of them lacks one, as more may follow. */
function textOf({ texts, ends }, [from, to], end) {
	let text = "";
	for (let index = from; index < to; index += 1) text += `${texts[index] ?? ""}${end ?? (ends[index] || "\n")}`;
	return text;
}
/** The three texts in stretches that are equal in all, and those that are not. */
function* partsOf(b, o, t) {
	const toOurs = new Map(matchLines(b.texts, o.texts));
	const toTheirs = new Map(matchLines(b.texts, t.texts));
	let at = [
		0,
		0,
		0
	];
	const until = (base, ours, theirs) => ({
		base: [at[0], base],
		ours: [at[1], ours],
		theirs: [at[2], theirs]
	});
	for (let base = 0; base < b.texts.length; base += 1) {
		const ours = toOurs.get(base);
		const theirs = toTheirs.get(base);
		if (ours === void 0 || theirs === void 0) continue;
		const between = until(base, ours, theirs);
		at = [
			base,
			ours,
			theirs
		];
		if (isSomething(between)) yield {
			...between,
			equal: false
		};
		yield {
			...until(base + 1, ours + 1, theirs + 1),
			equal: true
		};
		at = [
			base + 1,
			ours + 1,
			theirs + 1
		];
	}
	const rest = until(b.texts.length, o.texts.length, t.texts.length);
	if (isSomething(rest)) yield {
		...rest,
		equal: false
	};
}
function isSomething({ base, ours, theirs }) {
	return base[0] < base[1] || ours[0] < ours[1] || theirs[0] < theirs[1];
}
/** Whose lines a part gets; null where both sides changed it in different ways. */
function takenOf(b, o, t, part, hunk) {
	if (part.equal || sameLines(o, part.ours, t, part.theirs) || sameLines(b, part.base, t, part.theirs)) return hunk.ours;
	return sameLines(b, part.base, o, part.ours) ? hunk.theirs : null;
}
function sameLines(one, [from, to], other, range) {
	if (to - from !== range[1] - range[0]) return false;
	for (let index = 0; index < to - from; index += 1) if (one.texts[from + index] !== other.texts[range[0] + index]) return false;
	return true;
}
/** Whether the last line has an end is decided like anything else: who changed it has the word. */
function withFinalEnd(text, [base, ours, theirs], usual) {
	const hasEnd = (side) => side === "" || /[\r\n]$/.test(side);
	const wanted = hasEnd(ours) === hasEnd(base) ? hasEnd(theirs) : hasEnd(ours);
	const bare = text.replace(/(\r\n|\n|\r)$/, "");
	if (!wanted) return bare;
	return text === "" || hasEnd(text) ? text : `${text}${usual}`;
}
/** Markers longer than any run of such characters that a text begins a line with. */
function markersFor(...texts) {
	let size = 7;
	for (const text of texts) for (const [run] of text.matchAll(/^(?:<{7,}|={7,}|>{7,}|\|{7,})/gm)) size = Math.max(size, run.length + 1);
	return { wrap: ({ base, ours, theirs }, end) => [
		`${"<".repeat(size)} ours${end}${ours}`,
		`${"|".repeat(size)} installed level${end}${base}`,
		`${"=".repeat(size)}${end}${theirs}`,
		`${">".repeat(size)} update${end}`
	].join("") };
}
/** Whether a text still holds all four marks of a conflict, in their order. */
function hasMarkers(text) {
	return /^<{7,} ours\r?$[^]*?^\|{7,} installed level\r?$[^]*?^={7,}\r?$[^]*?^>{7,} update\r?$/m.test(text);
}

// src/merge/text/merge-files.ts
/** Bytes of one side up to which a text is merged. */
const largestText = 5242880;
/**
* Merges the three files of a path. Texts are compared byte by byte, whatever they are encoded in, as long as a line
* end is a byte of its own; a NUL makes a file binary, as for git. Where all three are JSON, the result has to be JSON.
*/
async function mergeFiles(path, files) {
	const texts = [];
	for (const file of [
		files.base,
		files.ours,
		files.theirs
	]) {
		if ((await stat(file)).size > largestText) return { kind: "binary" };
		const content = await readFile(file, "latin1");
		if (content.includes("\0")) return { kind: "binary" };
		texts.push(content);
	}
	const [base = "", ours = "", theirs = ""] = texts;
	const result = mergeLines(base, ours, theirs);
	if (result.kind === "conflict") return {
		kind: "conflict",
		marked: Buffer.from(result.marked, "latin1"),
		open: result.open.map(readable)
	};
	if (path.endsWith(".json") && texts.every(isJson) && !isJson(result.text)) return {
		kind: "conflict",
		marked: Buffer.from(result.text, "latin1"),
		open: [readable({
			base,
			ours,
			theirs
		})]
	};
	return {
		kind: "merged",
		content: Buffer.from(result.text, "latin1")
	};
}
function readable({ base, ours, theirs }) {
	const decode = (text) => Buffer.from(text, "latin1").toString("utf8");
	return {
		base: decode(base),
		ours: decode(ours),
		theirs: decode(theirs)
	};
}
function isJson(latin1) {
	try {
		JSON.parse(Buffer.from(latin1, "latin1").toString("utf8"));
		return true;
	} catch {
		return false;
	}
}

// src/merge/show-conflict.ts
/** Characters of one side of such a hunk. */
const shownCharacters = 1500;
/** Merges a path that both sides changed where all three are files; null where there is nothing to merge. */
async function mergeSides(path, { base, ours, theirs }) {
	if (base.file === null || ours.file === null || theirs.file === null) return null;
	return mergeFiles(path, {
		base: base.file,
		ours: ours.file,
		theirs: theirs.file
	});
}
/** Lays a conflict out below `folder`: `<path>.base`, `.ours`, `.theirs` and, for texts, `.merged`. */
async function showConflict(folder, conflict, sides, merge) {
	const { path } = conflict;
	await mkdir(join(folder, dirname(path)), { recursive: true });
	const put = async (side) => {
		const { entry, file } = sides[side];
		const name = `${path}.${side}`;
		if (file !== null) await copyFile(file, join(folder, name));
		else if (entry?.kind === "link") await writeFile(join(folder, name), entry.target);
		else return null;
		return name;
	};
	const text = merge === null || merge.kind === "binary" ? null : merge.kind === "merged" ? merge.content : merge.marked;
	if (text !== null) await writeFile(join(folder, `${path}.merged`), text);
	return {
		...conflict,
		kind: merge?.kind === "binary" && conflict.kind === "modify/modify" ? "binary" : conflict.kind,
		base: await put("base"),
		ours: await put("ours"),
		theirs: await put("theirs"),
		merged: text === null ? null : `${path}.merged`,
		open: merge?.kind === "conflict" ? merge.open.slice(0, 5).map(shortened) : [],
		key: keyOf(path, sides),
		sides: holdingOf(sides)
	};
}
/** What a recorded answer is found by: format version, path, and what the three sides hold. */
function keyOf(path, sides) {
	const { base, ours, theirs } = holdingOf(sides);
	return sha256(JSON.stringify([
		1,
		path,
		base,
		ours,
		theirs
	]));
}
/** What three sides hold, in words. */
function holdingOf({ base, ours, theirs }) {
	return {
		base: nameOf(base.entry),
		ours: nameOf(ours.entry),
		theirs: nameOf(theirs.entry)
	};
}
function nameOf(entry) {
	if (entry === null) return "absent";
	if (entry.kind === "file") return `file ${entry.sha256}`;
	return entry.kind === "link" ? `link ${entry.target}` : entry.kind;
}
function shortened({ base, ours, theirs }) {
	const cut = (text) => text.length <= shownCharacters ? text : `${text.slice(0, shownCharacters)}…\n`;
	return {
		base: cut(base),
		ours: cut(ours),
		theirs: cut(theirs)
	};
}

export { hasMarkers as a, showConflict as i, keyOf as n, mergeSides as r, holdingOf as t };