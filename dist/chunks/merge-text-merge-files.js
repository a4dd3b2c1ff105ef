import { m as string, r as array } from "./zod.js";
import { n as sha256 } from "./kernel-sha256.js";
import { readFile, stat } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";

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
* theirs get the end that most of our lines have. Changes that touch each other are a conflict, as for git; `answerTo`
* gives the lines that a person chose for one.
*/
function mergeLines(base, ours, theirs, answerTo = () => void 0) {
	const [b, o, t] = [
		linesOf(base),
		linesOf(ours),
		linesOf(theirs)
	];
	const usual = usualEnd(o, t);
	const pieces = [];
	for (const part of partsOf(b, o, t)) {
		const hunk = {
			base: textOf(b, part.base),
			ours: textOf(o, part.ours),
			theirs: textOf(t, part.theirs, usual)
		};
		const taken = takenOf(b, o, t, part, hunk);
		pieces.push(taken ?? answerTo(hunk) ?? hunk);
	}
	const open = pieces.filter((piece) => typeof piece !== "string");
	const marks = markersFor(base, ours, theirs);
	const marked = pieces.map((piece) => typeof piece === "string" ? piece : marks.wrap(piece, usual)).join("");
	if (open.length > 0) return {
		kind: "conflict",
		marked,
		open,
		pieces
	};
	return {
		kind: "merged",
		text: withFinalEnd(marked, [
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

// node_modules/smol-toml/dist/error.js
/*!
* Copyright (c) Squirrel Chat et al., All rights reserved.
* SPDX-License-Identifier: BSD-3-Clause
*
* Redistribution and use in source and binary forms, with or without
* modification, are permitted provided that the following conditions are met:
*
* 1. Redistributions of source code must retain the above copyright notice, this
*    list of conditions and the following disclaimer.
* 2. Redistributions in binary form must reproduce the above copyright notice,
*    this list of conditions and the following disclaimer in the
*    documentation and/or other materials provided with the distribution.
* 3. Neither the name of the copyright holder nor the names of its contributors
*    may be used to endorse or promote products derived from this software without
*    specific prior written permission.
*
* THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND
* ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED
* WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
* DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE
* FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL
* DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR
* SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER
* CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY,
* OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE
* OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
*/
function getLineColFromPtr(string, ptr) {
	let lines = string.slice(0, ptr).split(/\r?\n/);
	return [lines.length, lines.pop().length + 1];
}
function makeCodeBlock(string, line, column) {
	let lines = string.split(/\r?\n/);
	let codeblock = "";
	let numberLen = (Math.log10(line + 1) | 0) + 1;
	for (let i = line - 1; i <= line + 1; i++) {
		let l = lines[i - 1];
		if (!l) continue;
		codeblock += i.toString().padEnd(numberLen, " ");
		codeblock += ":  ";
		codeblock += l;
		codeblock += "\n";
		if (i === line) {
			codeblock += " ".repeat(numberLen + column + 2);
			codeblock += "^\n";
		}
	}
	return codeblock;
}
var TomlError = class TomlError extends Error {
	line;
	column;
	codeblock;
	constructor(message, options) {
		const [line, column] = getLineColFromPtr(options.toml, options.ptr);
		const codeblock = makeCodeBlock(options.toml, line, column);
		super(`Invalid TOML document: ${message}\n\n${codeblock}`, options);
		this.line = line;
		this.column = column;
		this.codeblock = codeblock;
	}
	/** @internal */
	static x(message, ctx, ptr) {
		throw new TomlError(message, {
			toml: ctx.s,
			ptr: ptr ?? ctx.p
		});
	}
};

// node_modules/smol-toml/dist/primitive.js
/*!
* Copyright (c) Squirrel Chat et al., All rights reserved.
* SPDX-License-Identifier: BSD-3-Clause
*
* Redistribution and use in source and binary forms, with or without
* modification, are permitted provided that the following conditions are met:
*
* 1. Redistributions of source code must retain the above copyright notice, this
*    list of conditions and the following disclaimer.
* 2. Redistributions in binary form must reproduce the above copyright notice,
*    this list of conditions and the following disclaimer in the
*    documentation and/or other materials provided with the distribution.
* 3. Neither the name of the copyright holder nor the names of its contributors
*    may be used to endorse or promote products derived from this software without
*    specific prior written permission.
*
* THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND
* ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED
* WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
* DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE
* FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL
* DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR
* SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER
* CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY,
* OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE
* OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
*/
/** @internal */
function parseString(ctx) {
	let startPtr = ctx.p;
	let c = ctx.s.charCodeAt(ctx.p++);
	let first = c;
	let isLiteral = c === 39;
	let isMultiline = c === ctx.s.charCodeAt(ctx.p) && c === ctx.s.charCodeAt(ctx.p + 1);
	if (isMultiline) {
		if ((c = ctx.s.charCodeAt(ctx.p += 2)) === 10) ctx.p++;
		else if (c === 13 && ctx.s.charCodeAt(ctx.p + 1) === 10) ctx.p += 2;
	}
	let parsed = "";
	let sliceStart = ctx.p;
	let state = 0;
	for (; ctx.p < ctx.s.length; ctx.p++) {
		c = ctx.s.charCodeAt(ctx.p);
		if (isMultiline && (c === 10 || c === 13 && ctx.s.charCodeAt(ctx.p + 1) === 10)) state = state && 3;
		else if (c < 32 && c !== 9 || c === 127) TomlError.x("control characters are not allowed in strings", ctx);
		else if ((!state || state === 3) && c === first && (!isMultiline || ctx.s.charCodeAt(ctx.p + 1) === first && ctx.s.charCodeAt(ctx.p + 2) === first)) {
			if (isMultiline) {
				if (ctx.s.charCodeAt(ctx.p + 3) === first) ctx.p++;
				if (ctx.s.charCodeAt(ctx.p + 3) === first) ctx.p++;
			}
			if (!state) {
				let s = ctx.s.slice(sliceStart, ctx.p);
				parsed = parsed ? parsed + s : s;
			}
			ctx.p += isMultiline ? 3 : 1;
			return parsed;
		} else if (!state) {
			if (!isLiteral && c === 92) {
				parsed += ctx.s.slice(sliceStart, sliceStart = ctx.p);
				state = 1;
			}
		} else if (state === 1) {
			if (c === 120 || c === 117 || c === 85) {
				let errPtr = ctx.p++ - 1;
				let value = 0;
				let len = c === 120 ? 2 : c === 117 ? 4 : 8;
				for (let j = 0; j < len; j++, ctx.p++) {
					let hex = ctx.s.charCodeAt(ctx.p);
					let digit = hex >= 48 && hex <= 57 ? hex - 48 : hex >= 65 && hex <= 70 ? hex - 65 + 10 : hex >= 97 && hex <= 102 ? hex - 97 + 10 : -1;
					if (digit < 0) TomlError.x("invalid non-hex character in unicode escape", ctx);
					value = value << 4 | digit;
				}
				if (value < 0 || value > 1114111 || value >= 55296 && value <= 57343) TomlError.x("invalid unicode escape", ctx, errPtr);
				parsed += String.fromCodePoint(value);
				sliceStart = ctx.p--;
				state = 0;
			} else if (isMultiline && (c === 32 || c === 9)) state = 2;
			else {
				if (c === 98) parsed += "\b";
				else if (c === 116) parsed += "	";
				else if (c === 110) parsed += "\n";
				else if (c === 102) parsed += "\f";
				else if (c === 114) parsed += "\r";
				else if (c === 101) parsed += "\x1B";
				else if (c === 34) parsed += "\"";
				else if (c === 92) parsed += "\\";
				else TomlError.x("unrecognised escape sequence", ctx);
				sliceStart = ctx.p + 1;
				state = 0;
			}
		} else if (c !== 32 && c !== 9) {
			if (state === 2) TomlError.x("invalid escape: only line-ending whitespace may be escaped", ctx, sliceStart);
			state = !isLiteral && c === 92 ? 1 : 0;
			sliceStart = ctx.p;
		}
	}
	TomlError.x("unfinished string", ctx, startPtr);
}

// node_modules/smol-toml/dist/date.js
/*!
* Copyright (c) Squirrel Chat et al., All rights reserved.
* SPDX-License-Identifier: BSD-3-Clause
*
* Redistribution and use in source and binary forms, with or without
* modification, are permitted provided that the following conditions are met:
*
* 1. Redistributions of source code must retain the above copyright notice, this
*    list of conditions and the following disclaimer.
* 2. Redistributions in binary form must reproduce the above copyright notice,
*    this list of conditions and the following disclaimer in the
*    documentation and/or other materials provided with the distribution.
* 3. Neither the name of the copyright holder nor the names of its contributors
*    may be used to endorse or promote products derived from this software without
*    specific prior written permission.
*
* THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND
* ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED
* WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
* DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE
* FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL
* DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR
* SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER
* CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY,
* OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE
* OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
*/
let DATE_TIME_RE = /^(\d{4}-\d{2}-\d{2})?[Tt ]?(?:(\d{2}):\d{2}(?::\d{2}(?:\.\d+)?)?)?(Z|z|[-+]\d{2}:\d{2})?$/i;
var TomlDate = class TomlDate extends Date {
	#hasDate = false;
	#hasTime = false;
	#offset = null;
	constructor(date, fasttype, unsafeDelim) {
		let hasDate = true;
		let hasTime = true;
		let offset = "Z";
		let c;
		if (typeof date === "string") {
			if (fasttype) prep: {
				if (fasttype < 3) {
					if (+date.slice(11, 13) > 23) {
						date = "";
						break prep;
					}
					if (fasttype === 2) {
						offset = null;
						date += "Z";
					} else if ((c = date.charCodeAt(date.length - 1)) !== 90 && c !== 122) offset = date.slice(date.length - 6);
					if (unsafeDelim) date = date.slice(0, 10) + "T" + date.slice(11);
				} else if (fasttype === 4) date = +date.slice(0, 2) > 23 ? "" : `0000-01-01T${date}Z`;
				hasDate = fasttype !== 4;
				hasTime = fasttype !== 3;
			}
			else {
				let match = date.match(DATE_TIME_RE);
				if (match) {
					if (!match[1]) {
						hasDate = false;
						date = `0000-01-01T${date}`;
					}
					hasTime = !!match[2];
					hasTime && date[10] === " " && (date = date.replace(" ", "T"));
					if (match[2] && +match[2] > 23) date = "";
					else {
						offset = match[3] || null;
						if (!offset && hasTime) date += "Z";
					}
				} else date = "";
			}
		}
		super(date);
		if (!isNaN(this.getTime())) {
			this.#hasDate = hasDate;
			this.#hasTime = hasTime;
			this.#offset = offset;
		}
	}
	isDateTime() {
		return this.#hasDate && this.#hasTime;
	}
	isLocal() {
		return !this.#hasDate || !this.#hasTime || !this.#offset;
	}
	isDate() {
		return this.#hasDate && !this.#hasTime;
	}
	isTime() {
		return this.#hasTime && !this.#hasDate;
	}
	isValid() {
		return this.#hasDate || this.#hasTime;
	}
	toISOString() {
		let iso = super.toISOString();
		if (this.isDate()) return iso.slice(0, 10);
		if (this.isTime()) return iso.slice(11, 23);
		if (this.#offset === null) return iso.slice(0, -1);
		if (this.#offset === "Z" || this.#offset === "z") return iso;
		let offset = +this.#offset.slice(1, 3) * 60 + +this.#offset.slice(4, 6);
		offset = this.#offset[0] === "-" ? offset : -offset;
		return (/* @__PURE__ */ new Date(this.getTime() - offset * 6e4)).toISOString().slice(0, -1) + this.#offset;
	}
	static wrapAsOffsetDateTime(jsDate, offset = "Z") {
		let date = new TomlDate(jsDate);
		date.#offset = offset;
		return date;
	}
	static wrapAsLocalDateTime(jsDate) {
		let date = new TomlDate(jsDate);
		date.#offset = null;
		return date;
	}
	static wrapAsLocalDate(jsDate) {
		let date = new TomlDate(jsDate);
		date.#hasTime = false;
		date.#offset = null;
		return date;
	}
	static wrapAsLocalTime(jsDate) {
		let date = new TomlDate(jsDate);
		date.#hasDate = false;
		date.#offset = null;
		return date;
	}
};

// node_modules/smol-toml/dist/extract.js
/*!
* Copyright (c) Squirrel Chat et al., All rights reserved.
* SPDX-License-Identifier: BSD-3-Clause
*
* Redistribution and use in source and binary forms, with or without
* modification, are permitted provided that the following conditions are met:
*
* 1. Redistributions of source code must retain the above copyright notice, this
*    list of conditions and the following disclaimer.
* 2. Redistributions in binary form must reproduce the above copyright notice,
*    this list of conditions and the following disclaimer in the
*    documentation and/or other materials provided with the distribution.
* 3. Neither the name of the copyright holder nor the names of its contributors
*    may be used to endorse or promote products derived from this software without
*    specific prior written permission.
*
* THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND
* ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED
* WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
* DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE
* FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL
* DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR
* SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER
* CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY,
* OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE
* OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
*/
function isDigit(char, base = 10) {
	return base === 16 ? char > 47 && char < 58 || char > 64 && char < 71 || char > 96 && char < 103 : char > 47 && char < 48 + base;
}
function isEndOfValue(char, delim) {
	return char === 32 || char === 9 || char === 10 || char === 13 || delim && (char === delim || char === 44) || char === 35;
}
/** @internal */
function extractValue(ctx, end) {
	let errPtr = ctx.p;
	let c = ctx.s.charCodeAt(ctx.p);
	if (c === 91 || c === 123) {
		ctx.d-- || TomlError.x("document contains excessively nested structures. aborting.", ctx);
		let value = c === 91 ? parseArray(ctx) : parseInlineTable(ctx);
		ctx.d++;
		return value;
	}
	if (c === 34 || c === 39) return parseString(ctx);
	if (c === 116) {
		if (ctx.s.charCodeAt(++ctx.p) !== 114 || ctx.s.charCodeAt(++ctx.p) !== 117 || ctx.s.charCodeAt(++ctx.p) !== 101) TomlError.x("invalid value", ctx, errPtr);
		return ctx.p++, true;
	}
	if (c === 102) {
		if (ctx.s.charCodeAt(++ctx.p) !== 97 || ctx.s.charCodeAt(++ctx.p) !== 108 || ctx.s.charCodeAt(++ctx.p) !== 115 || ctx.s.charCodeAt(++ctx.p) !== 101) TomlError.x("invalid value", ctx, errPtr);
		return ctx.p++, false;
	}
	if (c === 43 || c === 45) return parseNumber(ctx, ctx.p, ctx.s.charCodeAt(++ctx.p), 44 - c, end);
	if (ctx.s.charCodeAt(ctx.p + 4) === 45 && ctx.s.charCodeAt(ctx.p + 7) === 45) return parseDate(ctx, c, end);
	if (ctx.s.charCodeAt(ctx.p + 2) === 58) return parseTime(ctx, c, end);
	return parseNumber(ctx, ctx.p, c, 0, end);
}
function parseNumber(ctx, startPtr, startChr, sign, endChr) {
	let c = startChr;
	let state = 0;
	let hasUnderscores = false;
	if (c === 105) {
		if (ctx.s.charCodeAt(++ctx.p) !== 110 || ctx.s.charCodeAt(++ctx.p) !== 102) TomlError.x("invalid value", ctx, startPtr);
		return ctx.p++, (sign || 1) / 0;
	}
	if (c === 110) {
		if (ctx.s.charCodeAt(++ctx.p) !== 97 || ctx.s.charCodeAt(++ctx.p) !== 110) TomlError.x("invalid value", ctx, startPtr);
		return ctx.p++, NaN;
	}
	if (c === 48) {
		if (++ctx.p >= ctx.s.length || isEndOfValue(c = ctx.s.charCodeAt(ctx.p), endChr)) return ctx.bi === true ? 0n : 0;
		if (!sign) {
			if (c === 120) return parseIntegerBaseN(ctx, startPtr, 16, endChr);
			else if (c === 98) return parseIntegerBaseN(ctx, startPtr, 2, endChr);
			else if (c === 111) return parseIntegerBaseN(ctx, startPtr, 8, endChr);
		}
		if (c === 46) state = 2;
		else if (c === 101 || c === 69) state = 4;
		else TomlError.x("illegal leading zero", ctx, startPtr);
	} else if (!isDigit(c)) TomlError.x("invalid value", ctx, startPtr);
	while (++ctx.p < ctx.s.length && (c = ctx.s.charCodeAt(ctx.p), !isEndOfValue(c, endChr))) {
		if (!state) state = 1;
		if (c === 95) {
			if (!(state & 1)) TomlError.x("illegal underscore", ctx);
			state += 11;
			hasUnderscores = true;
		} else if (state === 1 && c === 46) state = 2;
		else if ((state === 1 || state === 3) && (c === 101 || c === 69)) state = 4;
		else if (state === 4 && (c === 43 || c === 45)) state = 6;
		else if (!isDigit(c)) TomlError.x(`illegal character in numeric literal`, ctx);
		else if (state > 9) state -= 11;
		else if (!(state & 1)) state++;
	}
	if (!state) {
		let val = (startChr - 48) * (sign || 1);
		return ctx.bi === true ? BigInt(val) : val;
	}
	if (!(state & 1)) TomlError.x("unfinished numeric value", ctx, startPtr);
	let str = ctx.s.slice(startPtr, ctx.p);
	if (hasUnderscores) str = str.replaceAll("_", "");
	return state > 1 ? parseFloat(str) : parseInteger(ctx, str, 10, startPtr);
}
function parseIntegerBaseN(ctx, startPtr, base, endChr) {
	let c, underscore = 1;
	while (++ctx.p < ctx.s.length && (c = ctx.s.charCodeAt(ctx.p), !isEndOfValue(c, endChr))) if (c === 95) {
		if (underscore & 1) TomlError.x("illegal underscore", ctx);
		underscore = 3;
	} else if (!isDigit(c, base)) TomlError.x(`illegal character in numeric literal`, ctx);
	else if (underscore & 1) underscore--;
	if (underscore & 1) TomlError.x("unfinished numeric value", ctx);
	let str = ctx.s.slice(startPtr + 2, ctx.p);
	if (underscore) str = str.replaceAll("_", "");
	return parseInteger(ctx, str, base, startPtr);
}
function parseInteger(ctx, str, base, startPtr) {
	if (ctx.bi !== true) int: {
		let val = parseInt(str, base);
		if (!Number.isSafeInteger(val)) {
			if (ctx.bi) break int;
			TomlError.x("integer value cannot be represented losslessly", ctx, startPtr);
		}
		return val;
	}
	return base === 10 ? BigInt(str) : BigInt((base === 2 ? "0b" : base === 8 ? "0o" : "0x") + str);
}
function parseDate(ctx, c, endChr) {
	let startPtr = ctx.p++, unsafeSeparator;
	if (!isDigit(c) || !isDigit(ctx.s.charCodeAt(ctx.p++)) || !isDigit(ctx.s.charCodeAt(ctx.p++)) || !isDigit(ctx.s.charCodeAt(ctx.p++))) return parseNumber(ctx, ctx.p = startPtr, c, 0, endChr);
	ctx.p += 5;
	if (!isDigit(ctx.s.charCodeAt(ctx.p++))) TomlError.x("invalid date-time: date part is malformed", ctx, startPtr);
	if (ctx.p >= ctx.s.length || ((c = ctx.s.charCodeAt(ctx.p)) !== 32 || (unsafeSeparator = true, !isDigit(ctx.s.charCodeAt(ctx.p + 1)))) && c !== 84 && c !== 116) return readDate(ctx, ctx.s.slice(startPtr, ctx.p), 3, false, startPtr);
	if (ctx.s.charCodeAt(ctx.p += 3) !== 58) TomlError.x("invalid date-time: time part is malformed", ctx, startPtr);
	if (ctx.s.charCodeAt(ctx.p += 3) === 58) ctx.p += 3;
	if (ctx.s.charCodeAt(ctx.p) === 46) while (isDigit(ctx.s.charCodeAt(++ctx.p)));
	if (c = ctx.s.charCodeAt(ctx.p)) {
		if (c === 90 || c === 122) return readDate(ctx, ctx.s.slice(startPtr, ++ctx.p), 1, unsafeSeparator, startPtr, "[+00:00]");
		if (c === 43 || c === 45) return readDate(ctx, ctx.s.slice(startPtr, ctx.p += 6), 1, unsafeSeparator, startPtr, !ctx.ld && "[" + ctx.s.slice(ctx.p - 6, ctx.p) + "]");
	}
	return readDate(ctx, ctx.s.slice(startPtr, ctx.p), 2, unsafeSeparator, startPtr);
}
function parseTime(ctx, c, endChr) {
	let start = ctx.p;
	if (!isDigit(c) || !isDigit(ctx.s.charCodeAt(++ctx.p))) return parseNumber(ctx, --ctx.p, c, 0, endChr);
	if (ctx.s.charCodeAt(ctx.p += 4) === 58) ctx.p += 3;
	if (ctx.s.charCodeAt(ctx.p) === 46) while (isDigit(ctx.s.charCodeAt(++ctx.p)));
	return readDate(ctx, ctx.s.slice(start, ctx.p), 4, false, start);
}
function readDate(ctx, str, type, unsafeDelim, errPtr, temporalSuffix) {
	if (ctx.ld) {
		let date = new TomlDate(str, type, unsafeDelim);
		if (!date.isValid()) TomlError.x("invalid date", ctx, errPtr);
		return date;
	}
	try {
		if (temporalSuffix) str += temporalSuffix;
		switch (type) {
			case 1: return Temporal.ZonedDateTime.from(str);
			case 2: return Temporal.PlainDateTime.from(str);
			case 3: return Temporal.PlainDate.from(str);
			case 4: return Temporal.PlainTime.from(str);
		}
	} catch (e) {
		TomlError.x(e instanceof Error ? e.message : "" + e, ctx, errPtr);
	}
}

// node_modules/smol-toml/dist/util.js
/*!
* Copyright (c) Squirrel Chat et al., All rights reserved.
* SPDX-License-Identifier: BSD-3-Clause
*
* Redistribution and use in source and binary forms, with or without
* modification, are permitted provided that the following conditions are met:
*
* 1. Redistributions of source code must retain the above copyright notice, this
*    list of conditions and the following disclaimer.
* 2. Redistributions in binary form must reproduce the above copyright notice,
*    this list of conditions and the following disclaimer in the
*    documentation and/or other materials provided with the distribution.
* 3. Neither the name of the copyright holder nor the names of its contributors
*    may be used to endorse or promote products derived from this software without
*    specific prior written permission.
*
* THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND
* ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED
* WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
* DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE
* FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL
* DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR
* SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER
* CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY,
* OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE
* OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
*/
/** @internal */
function skipComment(ctx) {
	for (; ctx.p < ctx.s.length; ctx.p++) {
		let c = ctx.s.charCodeAt(ctx.p);
		if (c === 10) break;
		if (c === 13 && ctx.s.charCodeAt(ctx.p + 1) === 10) {
			ctx.p++;
			break;
		}
		if (c < 32 && c !== 9 || c === 127) TomlError.x("control characters are not allowed in comments", ctx);
	}
}
/** @internal */
function skipVoid(ctx, banNewLines, banComments) {
	let c;
	while (ctx.p < ctx.s.length) {
		while (ctx.p < ctx.s.length && ((c = ctx.s.charCodeAt(ctx.p)) === 32 || c === 9 || !banNewLines && (c === 10 || c === 13 && ctx.s.charCodeAt(ctx.p + 1) === 10))) ctx.p++;
		if (banComments || c !== 35) break;
		skipComment(ctx);
	}
}

// node_modules/smol-toml/dist/struct.js
/*!
* Copyright (c) Squirrel Chat et al., All rights reserved.
* SPDX-License-Identifier: BSD-3-Clause
*
* Redistribution and use in source and binary forms, with or without
* modification, are permitted provided that the following conditions are met:
*
* 1. Redistributions of source code must retain the above copyright notice, this
*    list of conditions and the following disclaimer.
* 2. Redistributions in binary form must reproduce the above copyright notice,
*    this list of conditions and the following disclaimer in the
*    documentation and/or other materials provided with the distribution.
* 3. Neither the name of the copyright holder nor the names of its contributors
*    may be used to endorse or promote products derived from this software without
*    specific prior written permission.
*
* THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND
* ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED
* WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
* DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE
* FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL
* DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR
* SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER
* CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY,
* OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE
* OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
*/
/** @internal */
function parseKey(ctx, end = 61) {
	let startPtr;
	let state = 0;
	let parsed = [];
	let sliceStart;
	let c = ctx.s.charCodeAt(startPtr = ctx.p);
	do
		if (c === end) {
			if (!state) TomlError.x("unexpected end of key", ctx);
			if (state === 1) parsed.push(ctx.s.slice(sliceStart, ctx.p));
			return ctx.p++, parsed;
		} else if (c === 46) {
			if (!state) TomlError.x("illegal empty bare key", ctx);
			if (state === 1) parsed.push(ctx.s.slice(sliceStart, ctx.p));
			state = 0;
		} else if (!state && (c === 34 || c === 39)) {
			if (c === ctx.s.charCodeAt(ctx.p + 1) && c === ctx.s.charCodeAt(ctx.p + 2)) TomlError.x("illegal quoted key: multiline strings are not allowed", ctx);
			parsed.push(parseString(ctx));
			state = 2;
			ctx.p--;
		} else if (c === 32 || c === 9) {
			if (state === 1) {
				parsed.push(ctx.s.slice(sliceStart, ctx.p));
				state = 2;
			}
		} else if (state === 2 || c < 48 && c !== 45 || c > 57 && c < 65 || c > 90 && c < 97 && c !== 95 || c > 122) TomlError.x("illegal character in key", ctx);
		else if (!state) {
			state = 1;
			sliceStart = ctx.p;
		}
	while (c = ctx.s.charCodeAt(++ctx.p));
	TomlError.x("incomplete key-value: cannot find end of key", ctx, startPtr);
}
/** @internal */
function parseInlineTable(ctx) {
	let startPtr = ctx.p++;
	let res = Object.create(null);
	let seen = /* @__PURE__ */ new Set();
	let c;
	while (ctx.p < ctx.s.length) {
		skipVoid(ctx);
		if ((c = ctx.s.charCodeAt(ctx.p)) === 125) {
			ctx.p++;
			return res;
		}
		let k;
		let t = res;
		let hasOwn = false;
		let errPtr = ctx.p;
		let key = parseKey(ctx);
		for (let i = 0; i < key.length; i++) {
			if (i) t = hasOwn ? t[k] : t[k] = Object.create(null);
			k = key[i];
			if ((hasOwn = Object.hasOwn(t, k)) && (typeof t[k] !== "object" || seen.has(t[k]))) TomlError.x("trying to redefine an already defined value", ctx, errPtr);
			let unsafe = k === "__proto__";
			if (ctx.uk && (unsafe || k === "constructor")) {
				t = ctx.uk !== 1 && TomlError.x("document contains an unsafe property", ctx, errPtr);
				break;
			}
			if (!hasOwn && unsafe) Object.defineProperty(t, k, {
				enumerable: true,
				configurable: true,
				writable: true
			});
		}
		if (hasOwn) TomlError.x("trying to redefine an already defined value", ctx, errPtr);
		skipVoid(ctx, true, true);
		let value = extractValue(ctx, 125);
		if (t && typeof (t[k] = value) === "object") seen.add(value);
		skipVoid(ctx);
		if ((c = ctx.s.charCodeAt(ctx.p++)) === 125) return res;
		if (c !== 44) TomlError.x("expected comma or end of structure", ctx, ctx.p - 1);
	}
	TomlError.x("unfinished table", ctx, startPtr);
}
/** @internal */
function parseArray(ctx) {
	let startPtr = ctx.p++;
	let res = [];
	let c;
	while (ctx.p < ctx.s.length) {
		skipVoid(ctx);
		if ((c = ctx.s.charCodeAt(ctx.p)) === 93) {
			ctx.p++;
			return res;
		}
		res.push(extractValue(ctx, 93));
		skipVoid(ctx);
		if ((c = ctx.s.charCodeAt(ctx.p++)) === 93) return res;
		if (c !== 44) TomlError.x("expected comma or end of structure", ctx, ctx.p - 1);
	}
	TomlError.x("unfinished array", ctx, startPtr);
}

// node_modules/smol-toml/dist/parse.js
/*!
* Copyright (c) Squirrel Chat et al., All rights reserved.
* SPDX-License-Identifier: BSD-3-Clause
*
* Redistribution and use in source and binary forms, with or without
* modification, are permitted provided that the following conditions are met:
*
* 1. Redistributions of source code must retain the above copyright notice, this
*    list of conditions and the following disclaimer.
* 2. Redistributions in binary form must reproduce the above copyright notice,
*    this list of conditions and the following disclaimer in the
*    documentation and/or other materials provided with the distribution.
* 3. Neither the name of the copyright holder nor the names of its contributors
*    may be used to endorse or promote products derived from this software without
*    specific prior written permission.
*
* THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND
* ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED
* WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
* DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE
* FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL
* DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR
* SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER
* CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY,
* OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE
* OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
*/
function peekTable(ctx, key, table, meta, type) {
	let t = table;
	let m = meta;
	let k;
	let hasOwn = false;
	let state;
	for (let i = 0; i < key.length; i++) {
		if (i) {
			t = hasOwn ? t[k] : t[k] = Object.create(null);
			m = (state = m[k]).c;
			if (type === 0 && (state.t === 1 || state.t === 2)) return null;
			if (state.t === 2) {
				let l = t.length - 1;
				t = t[l];
				m = m[l].c;
			}
		}
		k = key[i];
		if ((hasOwn = Object.hasOwn(t, k)) && m[k]?.t === 0 && m[k]?.d) return null;
		if (!hasOwn) {
			let unsafe = k === "__proto__";
			if (ctx.uk && (unsafe || k === "constructor")) return false;
			if (unsafe) {
				Object.defineProperty(t, k, {
					enumerable: true,
					configurable: true,
					writable: true
				});
				Object.defineProperty(m, k, {
					enumerable: true,
					configurable: true,
					writable: true
				});
			}
			m[k] = {
				t: i < key.length - 1 && type === 2 ? 3 : type,
				d: false,
				i: 0,
				c: Object.create(null)
			};
		}
	}
	state = m[k];
	if (state.t !== type && !(type === 1 && state.t === 3)) return null;
	if (type === 2) {
		if (!state.d) {
			state.d = true;
			t[k] = [];
		}
		t[k].push(t = Object.create(null));
		state.c[state.i++] = state = {
			t: 1,
			d: false,
			i: 0,
			c: Object.create(null)
		};
	}
	if (state.d) return null;
	state.d = true;
	if (type === 1) t = hasOwn ? t[k] : t[k] = Object.create(null);
	else if (type === 0 && hasOwn) return null;
	return [
		k,
		t,
		state.c
	];
}
function validateTablePeek(ctx, peek, ptr) {
	if (peek === null || ctx.uk === 2) TomlError.x(peek === null ? "trying to redefine an already defined table or value" : "document contains an unsafe property", ctx, ptr);
}
function parse(toml, options = {}) {
	let ctx = {
		s: toml,
		p: 0,
		d: options.maxDepth ?? 1e3,
		bi: options.integersAsBigInt ?? false,
		ld: options.useLegacyDate ?? true,
		uk: options.unsafeKeyBehaviour === "throw" ? 2 : options.unsafeKeyBehaviour === "drop" ? 1 : 0
	};
	let res = Object.create(null);
	let meta = Object.create(null);
	let tmp;
	let skipping = false;
	let tbl = res;
	let m = meta;
	if (toml.charCodeAt(0) === 65279) ctx.p++;
	skipVoid(ctx);
	while (ctx.p < toml.length) {
		if (toml.charCodeAt(ctx.p) === 91) {
			let isTableArray = toml.charCodeAt(++ctx.p) === 91;
			tmp = ctx.p += +isTableArray;
			skipping = false;
			let k = parseKey(ctx, 93);
			if (isTableArray) {
				if (toml.charCodeAt(ctx.p) !== 93) TomlError.x("expected end of table array declaration", ctx);
				ctx.p++;
			}
			let p = peekTable(ctx, k, res, meta, isTableArray ? 2 : 1);
			if (!p) {
				validateTablePeek(ctx, p, tmp);
				skipping = true;
			} else {
				m = p[2];
				tbl = p[1];
			}
		} else {
			tmp = ctx.p;
			let p = peekTable(ctx, parseKey(ctx), tbl, m, 0);
			if (!p && !skipping) validateTablePeek(ctx, p, tmp);
			skipVoid(ctx, true, true);
			let v = extractValue(ctx, void 0);
			if (p && !skipping) p[1][p[0]] = v;
		}
		skipVoid(ctx, true);
		if (ctx.p < toml.length && (tmp = toml.charCodeAt(ctx.p)) !== 10 && (tmp !== 13 || toml.charCodeAt(ctx.p + 1) !== 10)) TomlError.x("each key-value declaration must be followed by an end-of-line", ctx);
		skipVoid(ctx);
	}
	return res;
}

// node_modules/smol-toml/dist/stringify.js
/*!
* Copyright (c) Squirrel Chat et al., All rights reserved.
* SPDX-License-Identifier: BSD-3-Clause
*
* Redistribution and use in source and binary forms, with or without
* modification, are permitted provided that the following conditions are met:
*
* 1. Redistributions of source code must retain the above copyright notice, this
*    list of conditions and the following disclaimer.
* 2. Redistributions in binary form must reproduce the above copyright notice,
*    this list of conditions and the following disclaimer in the
*    documentation and/or other materials provided with the distribution.
* 3. Neither the name of the copyright holder nor the names of its contributors
*    may be used to endorse or promote products derived from this software without
*    specific prior written permission.
*
* THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND
* ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED
* WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
* DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE
* FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL
* DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR
* SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER
* CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY,
* OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE
* OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
*/
let HAS_WELLFORMED = !!"".isWellFormed;

// node_modules/smol-toml/dist/index.js
/*!
* Copyright (c) Squirrel Chat et al., All rights reserved.
* SPDX-License-Identifier: BSD-3-Clause
*
* Redistribution and use in source and binary forms, with or without
* modification, are permitted provided that the following conditions are met:
*
* 1. Redistributions of source code must retain the above copyright notice, this
*    list of conditions and the following disclaimer.
* 2. Redistributions in binary form must reproduce the above copyright notice,
*    this list of conditions and the following disclaimer in the
*    documentation and/or other materials provided with the distribution.
* 3. Neither the name of the copyright holder nor the names of its contributors
*    may be used to endorse or promote products derived from this software without
*    specific prior written permission.
*
* THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND
* ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED
* WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
* DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE
* FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL
* DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR
* SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER
* CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY,
* OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE
* OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
*/

// src/merge/text/properties.ts
/**
* Takes a Java `.properties` text apart (java.util.Properties, *load*): `=`, `:` or white space behind the key, `\` for
* going on in the next line, `#` and `!` for comments. Null where a key stands twice.
*/
function outlineProperties(text) {
	const statements = [];
	const keys = /* @__PURE__ */ new Set();
	let leadFrom = null;
	for (const { from, to } of logicalLines(text)) {
		const bare = text.slice(from, to).replace(/[\r\n]+$/, "");
		if (/^\s*$/.test(bare)) leadFrom = null;
		else if (/^\s*[#!]/.test(bare)) leadFrom ??= from;
		else {
			const match = /^[ \t\f]*((?:\\[^]|[^\\=: \t\f])*)(?:[ \t\f]*[=:][ \t\f]*|[ \t\f]+|$)/.exec(bare);
			const key = match?.[1] ?? "";
			if (match === null || keys.has(key)) return null;
			keys.add(key);
			const valueFrom = from + match[0].length;
			statements.push({
				key,
				section: "",
				from,
				to,
				valueFrom,
				valueTo: from + bare.length,
				leadFrom: leadFrom ?? from
			});
			leadFrom = null;
		}
	}
	const first = statements[0]?.leadFrom ?? text.length;
	return {
		text,
		statements,
		sections: [{
			name: "",
			from: first,
			to: first
		}]
	};
}
/** Lines, several natural ones where each but the last ends in an odd number of backslashes and is no comment. */
function* logicalLines(text) {
	let from = null;
	for (const match of text.matchAll(/[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$/g)) {
		const line = match[0].replace(/[\r\n]+$/, "");
		const goesOn = !(from === null && /^\s*[#!]/.test(line)) && (/\\+$/.exec(line)?.[0].length ?? 0) % 2 === 1;
		from ??= match.index;
		if (goesOn && match.index + match[0].length < text.length) continue;
		yield {
			from,
			to: match.index + match[0].length
		};
		from = null;
	}
}

// src/merge/text/statements.ts
/**
* Carries what `theirs` changed since `base` into `ours`, key by key: values are replaced where they stand, new keys
* come behind the key that they follow there, and everything else of ours stays as it is, to the last blank.
* `answerTo` gives what a person chose for a key that both changed: a value, or null where it goes.
*/
function mergeStatements(base, ours, theirs, sameValue, answerTo = () => void 0) {
	const [b, o, t] = [
		byKey(base),
		byKey(ours),
		byKey(theirs)
	];
	const open = [];
	const edits = [];
	const added = /* @__PURE__ */ new Map();
	for (const key of /* @__PURE__ */ new Set([...b.keys(), ...t.keys()])) {
		const [before, mine, after] = [
			b.get(key),
			o.get(key),
			t.get(key)
		];
		const values = {
			base: valueOf(base, before),
			ours: valueOf(ours, mine),
			theirs: valueOf(theirs, after)
		};
		const same = (one, other) => one === null || other === null ? one === other : sameValue(one, other);
		if (same(values.base, values.theirs) || same(values.ours, values.theirs)) continue;
		let wanted = values.theirs;
		if (!same(values.base, values.ours)) {
			const place = {
				key,
				base: values.base ?? "",
				ours: values.ours ?? "",
				theirs: values.theirs ?? ""
			};
			const answer = answerTo(place);
			if (answer === void 0) {
				open.push(place);
				continue;
			}
			wanted = answer;
		}
		if (wanted === null) {
			if (mine !== void 0) edits.push(removal(base, before, ours, mine, theirs));
		} else if (mine !== void 0) edits.push({
			from: mine.valueFrom,
			to: mine.valueTo,
			text: wanted
		});
		else if (after !== void 0) added.set(after, wanted);
	}
	if (open.length > 0) return {
		kind: "conflict",
		open
	};
	edits.push(...additions(added, ours, theirs));
	return {
		kind: "merged",
		text: edited(ours.text, edits)
	};
}
function byKey({ statements }) {
	return new Map(statements.map((statement) => [statement.key, statement]));
}
function valueOf({ text }, statement) {
	return statement === void 0 ? null : text.slice(statement.valueFrom, statement.valueTo);
}
/** A key goes with its comment where the vendor wrote that and dropped it, too. */
function removal(base, before, ours, mine, theirs) {
	const lead = ours.text.slice(mine.leadFrom, mine.from);
	return {
		from: before !== void 0 && lead.trim() !== "" && base.text.slice(before.leadFrom, before.from) === lead && !theirs.text.includes(lead.trim()) ? mine.leadFrom : mine.from,
		to: mine.to,
		text: ""
	};
}
/** Where new keys come, with their values, in the order in which theirs has them. */
function additions(added, ours, theirs) {
	const mine = byKey(ours);
	const end = /\r\n|\n|\r/.exec(ours.text)?.[0] ?? "\n";
	const edits = [];
	const begun = /* @__PURE__ */ new Map();
	for (const [index, statement] of theirs.statements.entries()) {
		const value = added.get(statement);
		if (value === void 0) continue;
		const { leadFrom, valueFrom, valueTo, to } = statement;
		const text = withEnds(`${theirs.text.slice(leadFrom, valueFrom)}${value}${theirs.text.slice(valueTo, to)}`, end);
		const section = ours.sections.find(({ name }) => name === statement.section);
		const place = placeOf(index, statement.section, theirs, mine) ?? section?.to;
		if (place !== void 0) edits.push({
			from: place,
			to: place,
			text
		});
		else {
			const known = begun.get(statement.section);
			if (known !== void 0) known.text += text;
			else {
				const header = theirs.sections.find(({ name }) => name === statement.section);
				const line = withEnds(theirs.text.slice(header?.from ?? 0, header?.to ?? 0), end);
				const edit = {
					from: ours.text.length,
					to: ours.text.length,
					text: `${end}${line}${text}`
				};
				begun.set(statement.section, edit);
				edits.push(edit);
			}
		}
	}
	return edits;
}
/** Behind the nearest key before it, of the same section, that ours has. */
function placeOf(index, section, theirs, mine) {
	for (let before = index - 1; before >= 0; before -= 1) {
		const former = theirs.statements[before];
		if (former?.section !== section) return void 0;
		const found = mine.get(former.key);
		if (found?.section === section) return found.to;
	}
}
function withEnds(text, end) {
	const lines = text.replaceAll(/\r\n|\n|\r/g, end);
	return lines.endsWith(end) ? lines : `${lines}${end}`;
}
/** Of the same place, what is inserted comes before what is replaced or removed, in its own order. */
function edited(text, edits) {
	const end = /\r\n|\n|\r/.exec(text)?.[0] ?? "\n";
	const isInsertion = ({ from, to }) => from === to;
	const ordered = edits.toSorted((one, other) => one.from - other.from || Number(isInsertion(other)) - Number(isInsertion(one)));
	let result = "";
	let at = 0;
	for (const edit of ordered) {
		result += text.slice(at, edit.from);
		if (isInsertion(edit) && result !== "" && !/[\r\n]$/.test(result)) result += end;
		result += edit.text;
		at = Math.max(at, edit.to);
	}
	return result + text.slice(at);
}

// src/merge/text/toml.ts
/**
* Takes a TOML text apart into its tables and assignments (toml.io, v1.0.0). Only what a merge by keys can carry is
* taken: null for arrays of tables, for keys that stand twice, and for what is no TOML at first sight. Whether it is
* TOML in full is for a parser to say.
*/
function outlineToml(text) {
	const statements = [];
	const keys = /* @__PURE__ */ new Set();
	const sections = [];
	let path = [];
	let section = "[]";
	let leadFrom = null;
	for (let at = text.startsWith("﻿") ? 1 : 0; at < text.length;) {
		const from = at;
		const lineEnd = endOfLine(text, at);
		at = skipBlanks(text, at);
		const first = text[at] ?? "\n";
		if (first === "\n" || first === "\r") leadFrom = null;
		else if (first === "#") leadFrom ??= from;
		else if (first === "[") {
			const header = text[at + 1] === "[" ? null : keyAt(text, at + 1);
			if (header === null || text[header.end] !== "]") return null;
			if (!/^[ \t]*(?:#[^\r\n]*)?[\r\n]*$/.test(text.slice(header.end + 1, lineEnd))) return null;
			path = header.parts;
			section = JSON.stringify(path);
			if (sections.some(({ name }) => name === section)) return null;
			sections.push({
				name: section,
				from: leadFrom ?? from,
				to: lineEnd
			});
			leadFrom = null;
		} else {
			const name = keyAt(text, at);
			if (name === null || text[name.end] !== "=") return null;
			const valueFrom = skipBlanks(text, name.end + 1);
			const valueTo = endOfValue(text, valueFrom);
			const key = JSON.stringify([...path, ...name.parts]);
			if (valueTo === null || valueTo === valueFrom || keys.has(key)) return null;
			keys.add(key);
			const to = endOfLine(text, valueTo);
			if (!/^[ \t]*(?:#[^\r\n]*)?[\r\n]*$/.test(text.slice(valueTo, to))) return null;
			statements.push({
				key,
				section,
				from,
				to,
				valueFrom,
				valueTo,
				leadFrom: leadFrom ?? from
			});
			leadFrom = null;
			at = to;
			continue;
		}
		at = lineEnd;
	}
	const top = statements[0]?.section === "[]" ? statements[0].leadFrom : sections[0]?.from ?? text.length;
	return {
		text,
		statements,
		sections: [{
			name: "[]",
			from: top,
			to: top
		}, ...sections]
	};
}
function endOfLine(text, at) {
	const end = /\r\n|\n|\r/g;
	end.lastIndex = at;
	const match = end.exec(text);
	return match === null ? text.length : match.index + match[0].length;
}
function skipBlanks(text, at) {
	let end = at;
	while (text[end] === " " || text[end] === "	") end += 1;
	return end;
}
/** A dotted key: its parts, and where what follows it begins. */
function keyAt(text, at) {
	const parts = [];
	for (let end = at;; end += 1) {
		const part = /[ \t]*(?:([A-Za-z0-9_-]+)|"((?:\\.|[^"\\\r\n])*)"|'([^'\r\n]*)')[ \t]*/y;
		part.lastIndex = end;
		const match = part.exec(text);
		if (match === null) return null;
		const [, bare, basic, literal] = match;
		if (basic?.includes("\\") === true) return null;
		parts.push(bare ?? basic ?? literal ?? "");
		end = part.lastIndex;
		if (text[end] !== ".") return {
			parts,
			end
		};
	}
}
/** Behind a value: strings of all four kinds, arrays and inline tables over several lines; null where one has no end. */
function endOfValue(text, from) {
	const token = /"""(?:\\[^]|[^\\])*?"""(?!")|'''[^]*?'''(?!')|"(?:\\.|[^"\\\r\n])*"|'[^'\r\n]*'|[[{]|[\]}]|#[^\r\n]*|[\r\n]|[^"'[\]{}#\r\n]+|["']/g;
	token.lastIndex = from;
	let depth = 0;
	let end = from;
	for (let match = token.exec(text); match !== null; match = token.exec(text)) {
		const [found] = match;
		if (depth === 0 && /^[#\r\n]/.test(found)) break;
		if (found === "\"" || found === "'") return null;
		if (found === "[" || found === "{") depth += 1;
		if (found === "]" || found === "}") depth -= 1;
		if (depth < 0) return null;
		end = token.lastIndex;
	}
	if (depth > 0) return null;
	return from + text.slice(from, end).trimEnd().length;
}

// src/merge/text/structure.ts
const toml = {
	outline: outlineToml,
	parse: (text) => parse(text),
	sameValue: (one, other) => one === other || isDeepStrictEqual(tomlValue(one), tomlValue(other)),
	pathOf: (key) => array(string()).parse(JSON.parse(key)),
	valueOf: tomlValue
};
const properties = {
	outline: outlineProperties,
	parse: (text) => {
		const outline = outlineProperties(text);
		if (outline === null) throw new Error("A key stands twice.");
		return Object.fromEntries(outline.statements.map(({ key, valueFrom, valueTo }) => [key, unfolded(text.slice(valueFrom, valueTo))]));
	},
	sameValue: (one, other) => unfolded(one) === unfolded(other),
	pathOf: (key) => [key],
	valueOf: unfolded
};
function tomlValue(raw) {
	try {
		return parse(`value = ${raw}`)["value"];
	} catch {
		return raw;
	}
}
/** A value that goes on in further lines, in one. */
function unfolded(value) {
	return value.replaceAll(/\\(?:\r\n|\n|\r)[ \t\f]*/g, "");
}
function formatOf(path) {
	if (path.endsWith(".toml")) return toml;
	return path.endsWith(".properties") ? properties : null;
}
/**
* Merges a configuration by its keys. The result is parsed again and must hold exactly what the merged data are; where
* it does not, it is declined, and lines are merged instead.
*/
function mergeStructure(path, base, ours, theirs, answerTo = () => void 0) {
	const format = formatOf(path);
	if (format === null) return { kind: "declined" };
	const [b, o, t] = [
		base,
		ours,
		theirs
	].map(format.outline);
	if (b === void 0 || o === void 0 || t === void 0 || b === null || o === null || t === null) return { kind: "declined" };
	try {
		const data = [
			base,
			ours,
			theirs
		].map(format.parse);
		const merge = mergeStatements(b, o, t, format.sameValue, (open) => {
			const answer = answerTo(open);
			if (answer !== void 0) {
				const value = answer === null ? void 0 : format.valueOf(answer);
				data.forEach((one, index) => data[index] = withValue(one, format.pathOf(open.key), value));
			}
			return answer;
		});
		if (merge.kind === "conflict") return merge;
		const expected = mergeData(data[0], data[1], data[2]);
		return isDeepStrictEqual(plain(format.parse(merge.text)), plain(expected)) ? merge : { kind: "declined" };
	} catch {
		return { kind: "declined" };
	}
}
/** The value of a key, as it is written; undefined where the text cannot be taken apart, null where it has no such key. */
function writtenValue(path, text, key) {
	const outline = formatOf(path)?.outline(text);
	if (outline === void 0 || outline === null) return void 0;
	const found = outline.statements.find((statement) => statement.key === key);
	return found === void 0 ? null : text.slice(found.valueFrom, found.valueTo);
}
/** Whether two texts of a format that is known hold the same data. */
function sameData(path, one, other) {
	const format = formatOf(path);
	try {
		return format !== null && isDeepStrictEqual(plain(format.parse(one)), plain(format.parse(other)));
	} catch {
		return false;
	}
}
/** Data in which a place holds another value; undefined takes it away. */
function withValue(data, [key, ...rest], value) {
	if (key === void 0) return value;
	const table = isTable(data) ? data : {};
	return {
		...table,
		[key]: withValue(table[key], rest, value)
	};
}
/** Whether a text can be read in the format that its name says; true for a format that nobody here reads. */
function isWhole(path, text) {
	try {
		if (path.endsWith(".json")) JSON.parse(text);
		if (path.endsWith(".toml")) parse(text);
		return true;
	} catch {
		return false;
	}
}
/** The merged data, worked out on the data alone: tables by key, all else as a whole. */
function mergeData(base, ours, theirs) {
	if (isTable(ours) && isTable(theirs)) {
		const before = isTable(base) ? base : {};
		const keys = /* @__PURE__ */ new Set([
			...Object.keys(before),
			...Object.keys(ours),
			...Object.keys(theirs)
		]);
		return Object.fromEntries([...keys].map((key) => [key, mergeData(before[key], ours[key], theirs[key])]));
	}
	if (isDeepStrictEqual(base, theirs)) return ours;
	if (isDeepStrictEqual(base, ours) || isDeepStrictEqual(ours, theirs)) return theirs;
	throw new Error("Both sides changed a value, which its text did not show.");
}
function isTable(value) {
	return typeof value === "object" && value !== null && Object.getPrototypeOf(value) !== Date.prototype && !Array.isArray(value) && !(value instanceof Date);
}
/** Without absent keys and empty tables: whether a header without keys stays says nothing. */
function plain(value) {
	if (Array.isArray(value)) return value.map(plain);
	if (!isTable(value)) return value;
	const kept = Object.entries(value).map(([key, member]) => [key, plain(member)]).filter(([, member]) => member !== void 0 && !(isTable(member) && Object.keys(member).length === 0));
	return Object.fromEntries(kept);
}

// src/merge/text/merge-texts.ts
/**
* Merges three texts: by keys where the name says a format whose keys are known, else by lines. Where all three can be
* read in their format, the result has to be readable, too.
*/
function mergeTexts(path, texts, answers = /* @__PURE__ */ new Map()) {
	let answered = 0;
	const answerTo = (place) => {
		const answer = answers.get(place);
		if (answer !== void 0) answered += 1;
		return answer;
	};
	const { base, ours, theirs } = texts;
	const structure = mergeStructure(path, base, ours, theirs, (open) => answerTo(placeOfKey(path, open)));
	if (structure.kind === "merged") return {
		kind: "merged",
		text: structure.text,
		answered
	};
	if (structure.kind === "conflict") {
		const lines = mergeLines(base, ours, theirs);
		return {
			kind: "conflict",
			marked: lines.kind === "conflict" ? lines.marked : lines.text,
			open: structure.open.map(keyed),
			answered
		};
	}
	answered = 0;
	const lines = mergeLines(base, ours, theirs, (hunk) => answerTo(placeOfHunk(path, hunk)) ?? void 0);
	if (lines.kind === "conflict") return {
		...lines,
		answered
	};
	if (!((base === "" || isWhole(path, base)) && isWhole(path, ours) && isWhole(path, theirs)) || isWhole(path, lines.text)) return {
		kind: "merged",
		text: lines.text,
		answered
	};
	return {
		kind: "conflict",
		marked: lines.text,
		open: [texts],
		answered: 0
	};
}
/**
* What a final text says of each place that both sides changed; null where it holds more than answers to them, so
* that it stands for these three texts only.
*/
function answersIn(path, texts, final) {
	const { base, ours, theirs } = texts;
	const structure = mergeStructure(path, base, ours, theirs);
	const answers = /* @__PURE__ */ new Map();
	const add = (place, answer) => {
		if (answer === void 0 || answers.has(place) && answers.get(place) !== answer) return false;
		answers.set(place, answer);
		return true;
	};
	if (structure.kind === "conflict") {
		for (const open of structure.open) if (!add(placeOfKey(path, open), writtenValue(path, final, open.key))) return null;
	} else {
		const lines = mergeLines(base, ours, theirs);
		if (lines.kind !== "conflict") return null;
		const found = betweenPieces(lines.pieces, final);
		if (found === null) return null;
		for (const [index, hunk] of lines.open.entries()) if (!add(placeOfHunk(path, hunk), found[index])) return null;
	}
	const again = mergeTexts(path, texts, answers);
	return again.kind === "merged" && (again.text === final || sameData(path, again.text, final)) ? answers : null;
}
/** What stands in a text between the pieces of another that are no hunks; null where it cannot be told. */
function betweenPieces(pieces, final) {
	const found = [];
	let at = 0;
	let isOpen = false;
	const runs = pieces.reduce((all, piece) => {
		const last = all.at(-1);
		if (typeof piece === "string" && typeof last === "string") all[all.length - 1] = last + piece;
		else all.push(piece);
		return all;
	}, []);
	for (const [index, run] of runs.entries()) {
		if (typeof run !== "string") {
			if (isOpen) return null;
			isOpen = true;
			continue;
		}
		const isLast = index === runs.length - 1;
		const next = isLast ? final.length - run.length : isOpen ? final.indexOf(run, at) : at;
		if (next < at || !final.startsWith(run, next)) return null;
		if (isOpen && !isLast && final.includes(run, next + 1)) return null;
		if (isOpen) found.push(final.slice(at, next));
		isOpen = false;
		at = next + run.length;
	}
	if (isOpen) found.push(final.slice(at));
	return found;
}
function placeOfKey(path, { key, base, ours, theirs }) {
	return sha256(JSON.stringify([
		1,
		path,
		"key",
		key,
		base,
		ours,
		theirs
	]));
}
function placeOfHunk(path, { base, ours, theirs }) {
	return sha256(JSON.stringify([
		1,
		path,
		"lines",
		base,
		ours,
		theirs
	]));
}
function keyed({ key, base, ours, theirs }) {
	const line = (value) => value === "" ? "" : `${key} = ${value}\n`;
	return {
		base: line(base),
		ours: line(ours),
		theirs: line(theirs)
	};
}

// src/merge/text/merge-files.ts
/** Bytes of one side up to which a text is merged. */
const largestText = 5242880;
/**
* Merges the three files of a path by `mergeTexts`. They are compared byte by byte, whatever they are encoded in, as long
* as a line end is a byte of its own; a NUL makes a file binary, as for git.
*/
async function mergeFiles(path, files, answers) {
	const texts = await readTexts(files);
	if (texts === null) return { kind: "binary" };
	const merge = mergeTexts(path, texts, answers);
	if (merge.kind === "merged") return {
		kind: "merged",
		content: Buffer.from(merge.text, "latin1"),
		answered: merge.answered
	};
	return {
		...merge,
		marked: Buffer.from(merge.marked, "latin1"),
		open: merge.open.map(readable)
	};
}
/** What a final file says of each place that both sides changed, for other files with the same places; null as for `answersIn`. */
async function answersInFile(path, files, final) {
	const texts = await readTexts(files);
	const text = await readText(final);
	return texts === null || text === null ? null : answersIn(path, texts, text);
}
async function readTexts({ base, ours, theirs }) {
	const [b, o, t] = [
		base === null ? "" : await readText(base),
		await readText(ours),
		await readText(theirs)
	];
	if (typeof b !== "string" || typeof o !== "string" || typeof t !== "string") return null;
	return {
		base: b,
		ours: o,
		theirs: t
	};
}
async function readText(file) {
	if ((await stat(file)).size > largestText) return null;
	const content = await readFile(file, "latin1");
	return content.includes("\0") ? null : content;
}
function readable({ base, ours, theirs }) {
	const decode = (text) => Buffer.from(text, "latin1").toString("utf8");
	return {
		base: decode(base),
		ours: decode(ours),
		theirs: decode(theirs)
	};
}

export { mergeFiles as n, hasMarkers as r, answersInFile as t };