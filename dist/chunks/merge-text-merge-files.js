import { g as string, r as array } from "./zod.js";
import { n as sha256 } from "./kernel-sha256.js";
import { readFile, stat } from "node:fs/promises";
import { isUtf8 } from "node:buffer";
import { isDeepStrictEqual } from "node:util";

// src/merge/text/match-lines.ts
const mostEdits = 1e3;
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
			base: textOf$1(b, part.base),
			ours: textOf$1(o, part.ours),
			theirs: textOf$1(t, part.theirs, usual)
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
function usualEnd(ours, theirs) {
	const counts = /* @__PURE__ */ new Map();
	for (const end of ours.ends) if (end !== "") counts.set(end, (counts.get(end) ?? 0) + 1);
	const [most] = [...counts].sort((one, other) => other[1] - one[1]);
	return most?.[0] ?? theirs.ends.find((end) => end !== "") ?? "\n";
}
function textOf$1({ texts, ends }, [from, to], end) {
	let text = "";
	for (let index = from; index < to; index += 1) text += `${texts[index] ?? ""}${end ?? (ends[index] || "\n")}`;
	return text;
}
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
function takenOf(b, o, t, part, hunk) {
	if (part.equal || sameLines(o, part.ours, t, part.theirs) || sameLines(b, part.base, t, part.theirs)) return hunk.ours;
	return sameLines(b, part.base, o, part.ours) ? hunk.theirs : null;
}
function sameLines(one, [from, to], other, range) {
	if (to - from !== range[1] - range[0]) return false;
	for (let index = 0; index < to - from; index += 1) if (one.texts[from + index] !== other.texts[range[0] + index]) return false;
	return true;
}
function withFinalEnd(text, [base, ours, theirs], usual) {
	const hasEnd = (side) => side === "" || /[\r\n]$/.test(side);
	const wanted = hasEnd(ours) === hasEnd(base) ? hasEnd(theirs) : hasEnd(ours);
	const bare = text.replace(/(\r\n|\n|\r)$/, "");
	if (!wanted) return bare;
	return text === "" || hasEnd(text) ? text : `${text}${usual}`;
}
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
const marks = [
	/^<{7,} ours$/,
	/^\|{7,} installed level$/,
	/^={7,}$/,
	/^>{7,} update$/
];
function hasMarkers(text, ...sides) {
	const linesOf = (content) => content.split(/\r\n|\r|\n/);
	const known = new Set(sides.flatMap(linesOf));
	let met = 0;
	for (const line of linesOf(text)) {
		if (marks[met]?.test(line) === true) met += 1;
		const isMark = /^[<|>]{7}/.test(line) && marks.some((mark) => mark.test(line));
		if (met === marks.length || isMark && !known.has(line)) return true;
	}
	return false;
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

// src/merge/text/keyed-merge.ts
function asCharacters(text) {
	if (!/[\u0080-\u00ff]/.test(text) || /[^\u0000-\u00ff]/.test(text)) return text;
	const bytes = Buffer.from(text, "latin1");
	return isUtf8(bytes) ? bytes.toString("utf8") : text;
}
function behindMark(text) {
	return text.startsWith("ï»¿") ? 3 : text.startsWith("﻿") ? 1 : 0;
}
function lineEndOf(text) {
	return /\r\n|\n|\r/.exec(text)?.[0] ?? "\n";
}
function indentAt(text, at) {
	const from = Math.max(0, at - farInside);
	const near = text.slice(from, at);
	const line = Math.max(near.lastIndexOf("\n"), near.lastIndexOf("\r"));
	if (line === -1 && from > 0) return "";
	return /^[ \t]*/.exec(near.slice(line + 1))?.[0] ?? "";
}
const farInside = 1e3;
function layoutOf(text) {
	return {
		lineEnd: lineEndOf(text),
		step: /[\r\n]([ \t]+)[^ \t\r\n]/.exec(text)?.[1] ?? "",
		isOneLine: !/[\r\n]/.test(text.trim()) && text.trim().length > 2
	};
}
function asOurs(piece, { ours, theirs }, from, to) {
	const [first = "", ...rest] = piece.split(/\r\n|\n|\r/);
	return [first, ...rest.map((line) => {
		if (!line.startsWith(from)) return line;
		let at = from.length;
		let indent = to;
		while (ours.step !== "" && theirs.step !== "" && line.startsWith(theirs.step, at)) {
			indent += ours.step;
			at += theirs.step.length;
		}
		return indent + line.slice(at);
	})].join(ours.lineEnd);
}
function withEdits(text, edits) {
	const ordered = edits.toSorted((one, other) => one.from - other.from || one.to - other.to);
	const pieces = [];
	let at = 0;
	for (const edit of ordered) {
		pieces.push(text.slice(at, edit.from), edit.text);
		at = edit.to;
	}
	return pieces.join("") + text.slice(at);
}

// src/merge/text/json-outline.ts
const deepest$1 = 200;
function outlineJson(text) {
	try {
		checkJson(text);
		return valueAt(text, skipBlanks$1(text, behindMark(text)), 0);
	} catch {
		return null;
	}
}
function checkJson(text) {
	JSON.parse(text.slice(behindMark(text)));
}
function parseJson(text) {
	const node = outlineJson(text);
	if (node === null) throw new Error("no JSON that can be merged");
	return dataOfJson(text, node);
}
function skipBlanks$1(text, at) {
	const blanks = /[ \t\r\n]*/y;
	blanks.lastIndex = at;
	blanks.test(text);
	return blanks.lastIndex;
}
function valueAt(text, at, depth) {
	if (depth > deepest$1) throw new Error("nested too deeply");
	if (text[at] === "{") return objectAt(text, at, depth);
	if (text[at] === "[") return arrayAt(text, at, depth);
	return {
		kind: "scalar",
		from: at,
		to: endOfScalar(text, at)
	};
}
function endOfScalar(text, at) {
	const token = /"[^"\\]*(?:\\.[^"\\]*)*"|[^\s,\]}]+/y;
	token.lastIndex = at;
	if (!token.test(text)) throw new Error("no value");
	return token.lastIndex;
}
function objectAt(text, from, depth) {
	const members = /* @__PURE__ */ new Map();
	let at = skipBlanks$1(text, from + 1);
	while (text[at] !== "}") {
		const keyTo = endOfScalar(text, at);
		const key = stringOf(text.slice(at, keyTo));
		if (members.has(key)) throw new Error("a key stands twice");
		const value = valueAt(text, skipBlanks$1(text, skipBlanks$1(text, keyTo) + 1), depth + 1);
		members.set(key, {
			from: at,
			keyTo,
			value
		});
		at = skipBlanks$1(text, value.to);
		if (text[at] === ",") at = skipBlanks$1(text, at + 1);
	}
	return {
		kind: "object",
		from,
		to: at + 1,
		members
	};
}
function arrayAt(text, from, depth) {
	const items = [];
	let at = skipBlanks$1(text, from + 1);
	while (text[at] !== "]") {
		const item = valueAt(text, at, depth + 1);
		items.push(item);
		at = skipBlanks$1(text, item.to);
		if (text[at] === ",") at = skipBlanks$1(text, at + 1);
	}
	return {
		kind: "array",
		from,
		to: at + 1,
		items
	};
}
function dataOfJson(text, node) {
	if (node.kind === "array") return node.items.map((item) => dataOfJson(text, item));
	if (node.kind === "object") return Object.fromEntries([...node.members].map(([key, { value }]) => [key, dataOfJson(text, value)]));
	const raw = text.slice(node.from, node.to);
	if (raw.startsWith("\"")) return JSON.stringify(stringOf(raw));
	return /^[-\d]/.test(raw) ? exactly(raw) : raw;
}
function stringOf(raw) {
	return String(JSON.parse(asCharacters(raw)));
}
function exactly(raw) {
	const [, sign = "", whole = "", part = "", power = "0"] = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([-+]?\d+))?$/.exec(raw) ?? [];
	const digits = `${whole}${part}`.replace(/^0+/, "");
	const significant = digits.slice(0, digits.length - zerosBehind(digits));
	const exponent = Number(power) - part.length + digits.length - significant.length;
	if (significant === "") return `${sign}0`;
	return Number.isSafeInteger(exponent) ? `${sign}${significant}e${exponent}` : raw;
}
function zerosBehind(digits) {
	let count = 0;
	while (digits[digits.length - 1 - count] === "0") count += 1;
	return count;
}

// src/merge/text/merge-data.ts
function isMergeOf(result, { base, ours, theirs }, same) {
	if (isTable(ours) && isTable(theirs)) {
		const before = isTable(base) ? base : {};
		const after = isTable(result) ? result : {};
		if (!isTable(result) && !same(result, {})) return false;
		const isRight = (key) => {
			const sides = {
				base: own(before, key),
				ours: own(ours, key),
				theirs: own(theirs, key)
			};
			return isMergeOf(own(after, key), sides, same);
		};
		const isLost = (key) => !Object.hasOwn(after, key) && !isRight(key);
		return Object.keys(after).every(isRight) && !Object.keys(ours).some(isLost) && !Object.keys(theirs).some(isLost);
	}
	if (same(base, theirs)) return same(result, ours);
	return (same(base, ours) || same(ours, theirs)) && same(result, theirs);
}
function withValue(data, [key, ...rest], value) {
	if (key === void 0) return value;
	const table = isTable(data) ? data : {};
	return {
		...table,
		[key]: withValue(own(table, key), rest, value)
	};
}
function isSame(one, other) {
	return one === other || isDeepStrictEqual(withoutAbsent(one), withoutAbsent(other));
}
function isSameButEmpty(one, other) {
	return one === other || isDeepStrictEqual(withoutAbsent(one, true), withoutAbsent(other, true));
}
function withoutAbsent(value, withoutEmpty = false) {
	if (Array.isArray(value)) return value.map((item) => withoutAbsent(item, withoutEmpty));
	if (!isTable(value)) return value;
	const members = Object.entries(value).map(([key, member]) => [key, withoutAbsent(member, withoutEmpty)]).filter(([, member]) => member !== void 0);
	return members.length === 0 && withoutEmpty ? void 0 : Object.fromEntries(members);
}
function own(table, key) {
	return Object.hasOwn(table, key) ? table[key] : void 0;
}
function isTable(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

// src/merge/text/json-members.ts
function memberEdits(ours, theirs, layouts, gone, added) {
	const members = [...ours.node.members];
	const written = (gap, [key, value]) => newMember(ours, theirs, layouts, gap, key, value);
	const first = added.get(null) ?? [];
	const [head] = members;
	const last = members.at(-1);
	const { from, to } = ours.node;
	if (head === void 0 || last === void 0) return [filled(theirs, ours, layouts, first, written)];
	const firstGap = gapAt(ours, members, 0);
	const listed = first.map((one) => written(firstGap, one)).join(firstGap);
	if (gone.size === members.length) {
		if (first.length === 0) return [{
			from: from + 1,
			to: to - 1,
			text: ""
		}];
		return [{
			from: head[1].from,
			to: last[1].value.to,
			text: listed
		}];
	}
	const edits = [];
	if (first.length > 0) edits.push({
		from: head[1].from,
		to: head[1].from,
		text: listed + firstGap
	});
	const stays = members.findIndex(([key]) => !gone.has(key));
	if (stays > 0) edits.push({
		from: head[1].from,
		to: members[stays]?.[1].from ?? to,
		text: ""
	});
	for (const [index, [key, { value }]] of members.entries()) {
		if (gone.has(key) && index > stays) edits.push({
			from: members[index - 1]?.[1].value.to ?? from,
			to: value.to,
			text: ""
		});
		const behind = added.get(key);
		if (behind === void 0) continue;
		const gap = gapAt(ours, members, index);
		edits.push({
			from: value.to,
			to: value.to,
			text: behind.map((one) => gap + written(gap, one)).join("")
		});
	}
	return edits;
}
function gapAt({ text, node }, members, index) {
	const [before, one, next] = [
		members[index - 1],
		members[index],
		members[index + 1]
	].map((found) => found?.[1]);
	if (one === void 0) return ",";
	if (next !== void 0) return text.slice(one.value.to, next.from);
	if (before !== void 0) return text.slice(before.value.to, one.from);
	return `,${text.slice(node.from + 1, one.from)}`;
}
function newMember(ours, theirs, layouts, gap, key, value) {
	const member = theirs.node.members.get(key);
	if (member === void 0) throw new Error("no such member");
	const [sample = null] = ours.node.members.values();
	const colon = sample === null ? "" : ours.text.slice(sample.keyTo, sample.value.from);
	const name = theirs.text.slice(member.from, member.keyTo);
	const theirColon = theirs.text.slice(member.keyTo, member.value.from);
	const from = indentAt(theirs.text, member.from);
	const to = /[\r\n]([ \t]*)$/.exec(gap)?.[1] ?? indentAt(ours.text, ours.node.from);
	const moved = asOurs(value, layouts, from, to);
	return name + (sample === null || /[\r\n]/.test(colon) ? theirColon : colon) + moved;
}
function filled(theirs, ours, layouts, added, written) {
	const members = [...theirs.node.members];
	const inner = theirs.text.slice(theirs.node.from + 1, members[0]?.[1].from ?? theirs.node.to - 1);
	const { lineEnd, step, isOneLine } = layouts.ours;
	const outer = lineEnd + indentAt(ours.text, ours.node.from);
	const isOver = /[\r\n]/.test(inner) && !isOneLine;
	const lead = isOver ? outer + (step === "" ? layouts.theirs.step : step) : inner.replaceAll(/\s/g, "");
	const gap = isOver || isOneLine ? `,${lead}` : gapAt(theirs, members, 0);
	const text = added.map((one) => written(gap, one)).join(gap);
	return {
		from: ours.node.from + 1,
		to: ours.node.to - 1,
		text: lead + text + (isOver ? outer : lead)
	};
}

// src/merge/text/merge-json.ts
function mergeJson(base, ours, theirs, answerTo) {
	const [b, o, t] = [
		outlineJson(base),
		outlineJson(ours),
		outlineJson(theirs)
	];
	if (b === null || o === null || t === null) return null;
	const layouts = {
		ours: layoutOf(ours),
		theirs: layoutOf(theirs)
	};
	const work = {
		texts: {
			base,
			ours,
			theirs
		},
		layouts,
		open: [],
		edits: [],
		answerTo
	};
	const whole = mergeValue([], {
		base: b,
		ours: o,
		theirs: t
	}, work);
	if (whole.kind === "written") work.edits.push({
		from: o.from,
		to: o.to,
		text: whole.text
	});
	if (work.open.length > 0) return {
		kind: "conflict",
		open: work.open
	};
	return {
		kind: "merged",
		text: withEdits(ours, work.edits)
	};
}
function writtenInJson(text, path) {
	let node = outlineJson(text);
	if (node === null) return void 0;
	for (const key of path) {
		const found = memberOf(node, key)?.value;
		if (found === void 0) return null;
		node = found;
	}
	return text.slice(node.from, node.to);
}
function mergeValue(path, { base, ours, theirs }, work) {
	if (ours?.kind === "object" && theirs?.kind === "object") {
		mergeObject(path, {
			base,
			ours,
			theirs
		}, work);
		return { kind: "stays" };
	}
	const { texts } = work;
	const b = valueIn(texts.base, base);
	const o = valueIn(texts.ours, ours);
	const t = valueIn(texts.theirs, theirs);
	if (same(b, t) || same(o, t)) return { kind: "stays" };
	if (same(b, o)) {
		if (t === null || theirs === null) return { kind: "goes" };
		return {
			kind: "written",
			text: fitted(t.raw, theirs, ours, work)
		};
	}
	const place = {
		key: JSON.stringify(path),
		base: b?.raw ?? "",
		ours: o?.raw ?? "",
		theirs: t?.raw ?? ""
	};
	const answer = work.answerTo(place);
	if (answer === void 0) work.open.push(place);
	else return answer === null ? { kind: "goes" } : {
		kind: "written",
		text: answer
	};
	return { kind: "stays" };
}
function fitted(raw, theirs, ours, { texts, layouts }) {
	if (layouts.ours.isOneLine) return raw.replaceAll(/[\r\n]\s*/g, "");
	if (ours === null) return raw;
	return asOurs(raw, layouts, indentAt(texts.theirs, theirs.from), indentAt(texts.ours, ours.from));
}
function valueIn(text, node) {
	return node === null ? null : {
		raw: text.slice(node.from, node.to),
		text,
		node
	};
}
function same(one, other) {
	if (one === null || other === null) return one === other;
	return one.raw === other.raw || isDeepStrictEqual(dataOfJson(one.text, one.node), dataOfJson(other.text, other.node));
}
function memberOf(node, key) {
	return node?.kind === "object" ? node.members.get(key) : void 0;
}
function mergeObject(path, { base, ours, theirs }, work) {
	const outcomeOf = (key) => mergeValue([...path, key], {
		base: memberOf(base, key)?.value ?? null,
		ours: ours.members.get(key)?.value ?? null,
		theirs: theirs.members.get(key)?.value ?? null
	}, work);
	const gone = /* @__PURE__ */ new Set();
	for (const [key, { value }] of ours.members) {
		const outcome = outcomeOf(key);
		if (outcome.kind === "goes") gone.add(key);
		if (outcome.kind === "written") work.edits.push({
			from: value.from,
			to: value.to,
			text: outcome.text
		});
	}
	const added = /* @__PURE__ */ new Map();
	let after = null;
	for (const key of theirs.members.keys()) {
		if (ours.members.has(key)) {
			if (!gone.has(key)) after = key;
			continue;
		}
		const outcome = outcomeOf(key);
		if (outcome.kind !== "written") continue;
		const behind = added.get(after) ?? [];
		behind.push([key, outcome.text]);
		added.set(after, behind);
	}
	if (gone.size === 0 && added.size === 0) return;
	const [mine, others] = [{
		text: work.texts.ours,
		node: ours
	}, {
		text: work.texts.theirs,
		node: theirs
	}];
	work.edits.push(...memberEdits(mine, others, work.layouts, gone, added));
}

// src/merge/text/xml-outline.ts
const deepest = 200;
const blank = "[ \\t\\r\\n]";
const nameToken = "[A-Za-z_:\\u0080-\\uffff][\\w:.\\-\\u0080-\\uffff]*";
const startTag = new RegExp(`<(${nameToken})((?:${blank}+${nameToken}${blank}*=${blank}*(?:"[^"<]*"|'[^'<]*'))*)${blank}*(/?)>`, "y");
const endTag = new RegExp(`</(${nameToken})${blank}*>`, "y");
const attribute = new RegExp(`${blank}+(${nameToken})${blank}*=${blank}*("[^"]*"|'[^']*')`, "g");
const badReference = new RegExp(`&(?!#\\d+;|#x[0-9a-fA-F]+;|${nameToken};)`);
const entities = /* @__PURE__ */ new Map([
	["lt", "<"],
	["gt", ">"],
	["amp", "&"],
	["quot", "\""],
	["apos", "'"]
]);
const isDeclaration = /^<\?xml[ \t\r\n]/i;
const otherEntity = /&(?!#|(?:lt|gt|amp|quot|apos);)/;
const undeclared = "an entity that XML itself does not have";
const badCharacter = /[^\t\n\r -\ufffd]/;
const documentType = /<!DOCTYPE[ \t\r\n](?:"[^"]*"|'[^']*'|[^"'>[])*(\[(?:"[^"]*"|'[^']*'|<!--[^]*?-->|<\?[^]*?\?>|[^"'\]<]|<(?!!--|\?))*\][ \t\r\n]*)?>/y;
function outlineXml(text) {
	if (badCharacter.test(text)) throw new Error("no character of XML");
	const open = [];
	const found = {
		prolog: "",
		instructions: [],
		doubt: null
	};
	let root;
	for (let at = behindMark(text); at < text.length;) {
		const parent = open.at(-1);
		const other = endOfOther(text, at);
		if (other !== null) {
			const piece = text.slice(at, other);
			if (piece.startsWith("<![CDATA[")) addText(parent, asCharacters(withLineFeeds(piece.slice(9, -3))));
			else if (piece.startsWith("<!D") || isDeclaration.test(piece)) {
				if (!(piece.startsWith("<!D") ? root === void 0 && !found.prolog.includes("<!D") : at === behindMark(text))) throw new Error("a declaration out of place");
				if (piece.startsWith("<!D") && piece.includes("[")) found.doubt = "declarations of its own";
				found.prolog += `${piece}\n`;
			} else if (piece.startsWith("<?")) found.instructions.push(piece);
			at = other;
		} else if (text.startsWith("</", at)) at = close(text, at, open.pop());
		else if (text[at] === "<") {
			const element = elementAt(text, at);
			if (parent === void 0 && root !== void 0) throw new Error("two roots");
			if (open.length > deepest) throw new Error("nested too deeply");
			root ??= element;
			parent?.children.push(element);
			parent?.texts.push("");
			if (element.to === 0) open.push(element);
			if (element.attributes.has("xml:space")) found.doubt = "white space that counts";
			if (otherEntity.test(text.slice(at, element.innerFrom))) found.doubt = undeclared;
			at = element.innerFrom;
		} else {
			const next = text.indexOf("<", at);
			const end = next === -1 ? text.length : next;
			const piece = text.slice(at, end);
			if (piece.includes("]]>")) throw new Error("]]> in a text");
			if (parent !== void 0) addText(parent, decoded(piece));
			else if (!isBlank(piece)) throw new Error("text outside of the root");
			if (otherEntity.test(piece)) found.doubt = undeclared;
			at = end;
		}
	}
	if (root === void 0 || open.length > 0) throw new Error("no whole root");
	return {
		...found,
		root
	};
}
function isBlank(text) {
	return /^[ \t\r\n]*$/.test(text);
}
function addText(parent, text) {
	if (parent === void 0) throw new Error("CDATA outside of the root");
	parent.texts.push(`${parent.texts.pop() ?? ""}${text}`);
}
function close(text, at, element) {
	endTag.lastIndex = at;
	if (element === void 0 || endTag.exec(text)?.[1] !== element.name) throw new Error("no such end tag");
	element.innerTo = at;
	element.to = endTag.lastIndex;
	return element.to;
}
function endOfOther(text, at) {
	if (!text.startsWith("<!", at) && !text.startsWith("<?", at)) return null;
	const until = (opening, closing) => {
		if (!text.startsWith(opening, at)) return null;
		const end = text.indexOf(closing, at + opening.length);
		if (end === -1) throw new Error(`${opening} without an end`);
		return end + closing.length;
	};
	if (text.startsWith("<!D", at)) {
		documentType.lastIndex = at;
		if (!documentType.test(text)) throw new Error("no document type");
		return documentType.lastIndex;
	}
	const comment = until("<!--", "--");
	if (comment !== null && text[comment] !== ">") throw new Error("-- in a comment");
	return comment === null ? until("<![CDATA[", "]]>") ?? until("<?", "?>") : comment + 1;
}
function elementAt(text, from) {
	startTag.lastIndex = from;
	const match = startTag.exec(text);
	if (match === null) throw new Error("no start tag");
	const [whole, name = "", list = "", slash] = match;
	const attributes = /* @__PURE__ */ new Map();
	for (const found of list.matchAll(attribute)) {
		const [piece, key = "", quoted = ""] = found;
		if (attributes.has(key)) throw new Error("an attribute stands twice");
		const start = from + 1 + name.length + found.index;
		const to = start + piece.length;
		attributes.set(key, {
			from: start,
			valueFrom: to - quoted.length,
			to,
			value: unquoted(quoted)
		});
	}
	const innerFrom = from + whole.length;
	return {
		name,
		from,
		to: slash === "/" ? innerFrom : 0,
		attributes,
		innerFrom,
		innerTo: innerFrom,
		children: [],
		texts: [""]
	};
}
function unquoted(raw) {
	return decoded(withLineFeeds(raw.slice(1, -1)).replaceAll(/[\t\n]/g, " "));
}
function decoded(raw) {
	if (badReference.test(raw)) throw new Error("no reference");
	const text = withLineFeeds(raw);
	if (!text.includes("&")) return asCharacters(text);
	return asCharacters(text).replaceAll(/&(#x?)?([^;]+);/g, (whole, number, name) => {
		if (number === void 0) return entities.get(name) ?? whole;
		const character = String.fromCodePoint(Number.parseInt(name, number === "#x" ? 16 : 10));
		if (badCharacter.test(character)) throw new Error("no character of XML");
		return character;
	});
}
function withLineFeeds(text) {
	return text.replaceAll(/\r\n?/g, "\n");
}

// src/merge/text/xml-data.ts
const identifying = [
	"id",
	"name",
	"key",
	"className"
];
function keyOfElement({ name, attributes }) {
	for (const one of identifying) {
		const found = attributes.get(one);
		if (found !== void 0) return `${name}[${one}=${found.value}]`;
	}
	return name;
}
function isKnownByName(key) {
	return !key.endsWith("]");
}
function contentOf({ children, texts }) {
	if (children.length === 0) {
		const text = texts.join("");
		return text === "" || isBlank(text) && text.includes("\n") ? "empty" : "text";
	}
	const keys = new Set(children.map(keyOfElement));
	return texts.every(isBlank) && keys.size === children.length ? "keyed" : "mixed";
}
function dataOfElement(element) {
	const attributes = [...element.attributes].map(([name, { value }]) => [`@${name}`, value]);
	return Object.fromEntries([...attributes, ...dataOfContent(element)]);
}
function dataOfContent(element) {
	const { children, texts } = element;
	switch (contentOf(element)) {
		case "keyed": return children.map((child) => [keyOfElement(child), dataOfElement(child)]);
		case "text": return [["#text", texts.join("")]];
		case "mixed": return [["#content", contentData(element)]];
		case "empty": return [];
	}
}
function contentData({ children, texts }) {
	return [children.length > 0 && texts.every(isBlank) ? [] : texts, children.map((child) => [
		child.name,
		attributesOf(child),
		contentData(child)
	])];
}
function attributesOf({ attributes }) {
	return Object.fromEntries([...attributes].map(([name, { value }]) => [name, value]));
}
function checkXml(text) {
	outlineXml(text);
}
function parseXml(text) {
	const outline = outlineXml(text);
	assertClear([outline]);
	return {
		"#prolog": outline.prolog,
		[outline.root.name]: dataOfElement(outline.root)
	};
}
function assertClear(outlines) {
	const meanings = /* @__PURE__ */ new Map();
	const assertMeaning = (name, uri) => {
		if ((meanings.get(name) ?? uri) !== uri) throw new Error("a prefix stands for two namespaces");
		meanings.set(name, uri);
	};
	const walk = (element, outer) => {
		let bound = outer;
		for (const [name, { value }] of element.attributes) {
			if (name !== "xmlns" && !name.startsWith("xmlns:")) continue;
			assertMeaning(name, value);
			bound = /* @__PURE__ */ new Set([...bound, name.slice(6)]);
		}
		for (const name of [element.name, ...element.attributes.keys()]) {
			const [prefix = "", local] = name.split(":");
			if (local !== void 0 && prefix !== "xmlns" && !bound.has(prefix)) throw new Error("a prefix stands for nothing");
		}
		for (const child of element.children) walk(child, bound);
	};
	for (const { root, doubt } of outlines) {
		if (doubt !== null) throw new Error(doubt);
		assertMeaning("xmlns", root.attributes.get("xmlns")?.value ?? "");
		walk(root, /* @__PURE__ */ new Set(["xml"]));
	}
}

// src/merge/text/xml-places.ts
function written(place) {
	return place === null ? null : place.text.slice(place.element.from, place.element.to);
}
function inner({ text, element }) {
	return text.slice(element.innerFrom, element.innerTo);
}
function decide(path, values, same, work) {
	const { base, ours, theirs } = values;
	if (same(base, theirs) || same(ours, theirs)) return ours;
	if (same(base, ours)) {
		assertNotesStay(base, ours);
		return theirs?.replaceAll(/\r\n|\n|\r/g, work.layouts.ours.lineEnd) ?? null;
	}
	const open = {
		key: JSON.stringify(path),
		base: base ?? "",
		ours: ours ?? "",
		theirs: theirs ?? ""
	};
	const answer = work.answerTo(open);
	if (answer !== void 0) return answer;
	work.open.push(open);
	return ours;
}
function assertNotesStay(base, ours) {
	const before = new Set(notesIn(base ?? ""));
	if (notesIn(ours ?? "").some((note) => !before.has(note))) throw new Error("a comment would be lost");
}
function notesIn(raw) {
	return (raw.match(/<!\[CDATA\[[^]*?\]\]>|<!--[^]*?-->|<\?[^]*?\?>/g) ?? []).filter((note) => !note.startsWith("<![CDATA["));
}
function writtenInXml(text, path) {
	const { root } = outlineXml(text);
	if (path[0] !== root.name) return null;
	let element = root;
	for (const key of path.slice(1)) {
		if (key === "#text") return contentOf(element) === "text" ? inner({
			text,
			element
		}) : null;
		if (key.startsWith("@")) {
			const found = element.attributes.get(key.slice(1));
			return found === void 0 ? null : text.slice(found.valueFrom, found.to);
		}
		const found = element.children.filter((child) => keyOfElement(child) === key);
		if (found.length > 1) throw new Error("an element stands twice");
		if (found[0] === void 0) return null;
		[element] = [found[0]];
	}
	return written({
		text,
		element
	});
}
function valueInXml(raw, path) {
	const last = path.at(-1) ?? "";
	if (last.startsWith("@")) return unquoted(raw);
	return last === "#text" ? textOf(raw) : dataOfElement(outlineXml(raw).root);
}
function textOf(raw) {
	return outlineXml(`<a>${raw}</a>`).root.texts.join("");
}

// src/merge/text/xml-children.ts
function childrenMerged({ base, ours, theirs }, merged, { layouts }) {
	const [before, mine, others] = [
		childrenOf(base),
		childrenOf(ours),
		childrenOf(theirs)
	];
	assertSameOrder(mine, others);
	assertSameOrder(before, others);
	assertSameOrder(before, mine);
	const resultOf = (key) => merged(key, {
		base: before.get(key)?.place ?? null,
		ours: mine.get(key)?.place ?? null,
		theirs: others.get(key)?.place ?? null
	});
	const kept = /* @__PURE__ */ new Map();
	for (const [key, { lead }] of mine) {
		const text = resultOf(key);
		if (text !== null) kept.set(key, lead + text);
		else kept.set(key, ownNotes(lead, before.get(key)?.lead ?? ""));
	}
	const added = /* @__PURE__ */ new Map();
	let after = null;
	for (const [key, { lead, place }] of others) {
		if (mine.has(key)) {
			after = key;
			continue;
		}
		const text = resultOf(key);
		if (text === null) continue;
		const blanks = blanksFor(mine, after, lead, ours, layouts);
		const from = indentAt(place.text, place.element.from);
		const to = /[\r\n]([ \t]*)$/.exec(blanks)?.[1] ?? "";
		const above = notesIn(lead).length === 0 ? "" : `${lead.trim()}${blanksBehind(lead)}`;
		const behind = added.get(after) ?? [];
		behind.push(blanks + asOurs(above + text, layouts, from, to));
		added.set(after, behind);
	}
	const pieces = [...added.get(null) ?? []];
	for (const [key, piece] of kept) pieces.push(piece, ...added.get(key) ?? []);
	if (mine.size > 0) {
		const tail = tailOf(ours);
		return pieces.every((piece) => piece === "") && notesIn(tail).length === 0 ? "" : pieces.join("") + tail;
	}
	if (pieces.length === 0) return inner(ours);
	const tail = /[\r\n]/.test(pieces[0] ?? "") ? layouts.ours.lineEnd + indentAt(ours.text, ours.element.from) : "";
	return inner(ours).trimEnd() + pieces.join("") + tail;
}
function ownNotes(lead, before) {
	const vendors = new Set(notesIn(before));
	return notesIn(lead).every((note) => vendors.has(note)) ? "" : lead.trimEnd();
}
function blanksFor(mine, after, lead, ours, { ours: { lineEnd, step, isOneLine }, theirs }) {
	const neighbour = (after === null ? void 0 : mine.get(after)) ?? mine.values().next().value;
	if (neighbour !== void 0) return blanksBehind(neighbour.lead);
	if (isOneLine || !/[\r\n]/.test(lead)) return "";
	return lineEnd + indentAt(ours.text, ours.element.from) + (step === "" ? theirs.step : step);
}
function blanksBehind(text) {
	return text.slice(text.trimEnd().length);
}
function childrenOf(place) {
	const found = /* @__PURE__ */ new Map();
	if (place === null) return found;
	let at = place.element.innerFrom;
	for (const element of place.element.children) {
		found.set(keyOfElement(element), {
			lead: place.text.slice(at, element.from),
			place: {
				text: place.text,
				element
			}
		});
		at = element.to;
	}
	return found;
}
function tailOf({ text, element }) {
	return text.slice(element.children.at(-1)?.to ?? element.innerFrom, element.innerTo);
}
function assertSameOrder(one, other) {
	const [here, there] = [[...one.keys()].filter((key) => other.has(key)), [...other.keys()].filter((key) => one.has(key))];
	if (!isDeepStrictEqual(here, there)) throw new Error("siblings changed places");
}

// src/merge/text/merge-xml.ts
function mergeXml(base, ours, theirs, answerTo) {
	const [b, o, t] = [
		outlineXml(base),
		outlineXml(ours),
		outlineXml(theirs)
	];
	assertClear([
		b,
		o,
		t
	]);
	if (b.root.name !== o.root.name || o.root.name !== t.root.name) throw new Error("another root");
	if (!isDeepStrictEqual(b.instructions, t.instructions)) throw new Error("instructions changed");
	const work = {
		open: [],
		answerTo,
		layouts: {
			ours: layoutOf(ours),
			theirs: layoutOf(theirs)
		}
	};
	const sides = {
		base: {
			text: base,
			element: b.root
		},
		ours: {
			text: ours,
			element: o.root
		},
		theirs: {
			text: theirs,
			element: t.root
		}
	};
	const merged = bothMerged([o.root.name], sides, work);
	if (work.open.length > 0) return {
		kind: "conflict",
		open: work.open
	};
	return {
		kind: "merged",
		text: ours.slice(0, o.root.from) + merged + ours.slice(o.root.to)
	};
}
function mergeElement(path, sides, work) {
	const { base, ours, theirs } = sides;
	const areTwo = base === null && isKnownByName(path.at(-1) ?? "");
	if (ours !== null && theirs !== null && !areTwo) return bothMerged(path, {
		base,
		ours,
		theirs
	}, work);
	const places = new Map([
		base,
		ours,
		theirs
	].map((place) => [written(place), place]));
	const dataOf = (raw) => {
		const place = places.get(raw) ?? null;
		return place === null ? null : [JSON.stringify(dataOfElement(place.element))];
	};
	const same = (one, other) => one === other || isDeepStrictEqual(dataOf(one), dataOf(other));
	const values = {
		base: written(base),
		ours: written(ours),
		theirs: written(theirs)
	};
	return decide(path, values, same, work);
}
function bothMerged(path, sides, work) {
	const { base, ours, theirs } = sides;
	if (base !== null && written(base) === written(theirs)) return written(ours);
	return startMerged(path, sides, work) + contentMerged(path, sides, work);
}
function startMerged(path, { base, ours, theirs }, work) {
	const valueAt = (place, name) => {
		const found = place?.element.attributes.get(name);
		return place === null || found === void 0 ? null : place.text.slice(found.valueFrom, found.to);
	};
	const same = (one, other) => one === null || other === null ? one === other : unquoted(one) === unquoted(other);
	const merged = (name) => {
		const values = {
			base: valueAt(base, name),
			ours: valueAt(ours, name),
			theirs: valueAt(theirs, name)
		};
		return decide([...path, `@${name}`], values, same, work);
	};
	const { attributes, name: element, from: start, innerFrom } = ours.element;
	const last = [...attributes.values()].at(-1);
	let text = `<${element}`;
	for (const [name, { from, valueFrom, to }] of attributes) {
		const value = merged(name);
		if (value !== null) text += ours.text.slice(from, valueFrom) + quotedAs(ours.text.slice(valueFrom, to), value);
	}
	const blanks = last === void 0 ? " " : /^\s+/.exec(ours.text.slice(last.from, last.to))?.[0] ?? " ";
	for (const name of theirs.element.attributes.keys()) {
		const value = attributes.has(name) ? null : merged(name);
		if (value !== null) text += `${blanks}${name}=${value}`;
	}
	const behind = last?.to ?? start + 1 + element.length;
	return text + ours.text.slice(behind, innerFrom).replace(/\/?>$/, "");
}
function quotedAs(model, value) {
	const quote = model.charAt(0);
	const bare = value.slice(1, -1);
	return bare.includes(quote) ? value : quote + bare + quote;
}
function contentMerged(path, sides, work) {
	const { base, ours, theirs } = sides;
	const { name, innerFrom, innerTo, to } = ours.element;
	const around = (content) => {
		if (innerTo < to) return `>${content}${ours.text.slice(innerTo, to)}`;
		return content === "" && innerFrom === to ? "/>" : `>${content}</${name}>`;
	};
	const kinds = new Set((base === null ? [ours, theirs] : [
		base,
		ours,
		theirs
	]).map(({ element }) => contentOf(element)));
	if (kinds.has("mixed") || kinds.has("text") && kinds.has("keyed")) return around(mixtureOf(sides, work));
	if (!kinds.has("text")) {
		const merged = (key, children) => mergeElement([...path, key], children, work);
		return around(childrenMerged(sides, merged, work));
	}
	const valueOf = (place) => place === null || contentOf(place.element) === "empty" ? null : inner(place);
	const same = (one, other) => one === null || other === null ? one === other : textOf(one) === textOf(other);
	const values = {
		base: valueOf(base),
		ours: valueOf(ours),
		theirs: valueOf(theirs)
	};
	if (values.ours === null && values.theirs !== null) assertNotesStay("", inner(ours));
	const text = decide([...path, "#text"], values, same, work);
	return around(text === null || text === values.ours ? text ?? layoutOfEmpty(ours) : text);
}
function layoutOfEmpty(ours) {
	return contentOf(ours.element) === "empty" ? inner(ours) : "";
}
function mixtureOf({ base, ours, theirs }, work) {
	const dataOf = (place) => place === null || contentOf(place.element) === "empty" ? null : contentData(place.element);
	const [b, o, t] = [
		dataOf(base),
		dataOf(ours),
		dataOf(theirs)
	];
	if (isDeepStrictEqual(b, t) || isDeepStrictEqual(o, t)) return inner(ours);
	if (!isDeepStrictEqual(b, o)) throw new Error("a mixture was changed on both sides");
	assertNotesStay(base === null ? "" : inner(base), inner(ours));
	return inner(theirs).replaceAll(/\r\n|\n|\r/g, work.layouts.ours.lineEnd);
}

// src/merge/text/properties.ts
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
function mergeStatements(base, ours, theirs, sameValue, answerTo) {
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
function removal(base, before, ours, mine, theirs) {
	const lead = ours.text.slice(mine.leadFrom, mine.from);
	return {
		from: before !== void 0 && lead.trim() !== "" && base.text.slice(before.leadFrom, before.from) === lead && !theirs.text.includes(lead.trim()) ? mine.leadFrom : mine.from,
		to: mine.to,
		text: ""
	};
}
function additions(added, ours, theirs) {
	const mine = byKey(ours);
	const sections = new Map(ours.sections.map((section) => [section.name, section]));
	const headers = new Map(theirs.sections.map((section) => [section.name, section]));
	const end = lineEndOf(ours.text);
	const edits = [];
	const begun = /* @__PURE__ */ new Map();
	let former;
	for (const statement of theirs.statements) {
		if (former?.section !== statement.section) former = void 0;
		const found = mine.get(statement.key);
		if (found?.section === statement.section) former = found;
		const value = added.get(statement);
		if (value === void 0) continue;
		const { leadFrom, valueFrom, valueTo, to } = statement;
		const text = withEnds(`${theirs.text.slice(leadFrom, valueFrom)}${value}${theirs.text.slice(valueTo, to)}`, end);
		const place = former?.to ?? sections.get(statement.section)?.to;
		if (place !== void 0) edits.push({
			from: place,
			to: place,
			text
		});
		else {
			const known = begun.get(statement.section);
			if (known !== void 0) known.text += text;
			else {
				const header = headers.get(statement.section);
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
function withEnds(text, end) {
	const lines = text.replaceAll(/\r\n|\n|\r/g, end);
	return lines.endsWith(end) ? lines : `${lines}${end}`;
}
function edited(text, edits) {
	const end = lineEndOf(text);
	const isInsertion = ({ from, to }) => from === to;
	const ordered = edits.toSorted((one, other) => one.from - other.from || Number(isInsertion(other)) - Number(isInsertion(one)));
	const pieces = [];
	let last = "";
	const put = (piece) => {
		if (piece === "") return;
		pieces.push(piece);
		last = piece.slice(-1);
	};
	let at = 0;
	for (const edit of ordered) {
		put(text.slice(at, edit.from));
		if (isInsertion(edit) && last !== "" && last !== "\n" && last !== "\r") put(end);
		put(edit.text);
		at = Math.max(at, edit.to);
	}
	return pieces.join("") + text.slice(at);
}

// src/merge/text/toml.ts
function outlineToml(text) {
	const statements = [];
	const keys = /* @__PURE__ */ new Set();
	const sections = [];
	const names = /* @__PURE__ */ new Set();
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
			if (names.has(section)) return null;
			names.add(section);
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
const listOfNames = array(string());
const namesIn = (key) => listOfNames.parse(JSON.parse(key));
function ofStatements(outline, sameValue) {
	return {
		merge: (base, ours, theirs, answerTo) => {
			const [b, o, t] = [
				outline(base),
				outline(ours),
				outline(theirs)
			];
			return b === null || o === null || t === null ? null : mergeStatements(b, o, t, sameValue, answerTo);
		},
		written: (text, key) => {
			const found = outline(text);
			if (found === null) return void 0;
			const statement = found.statements.find((one) => one.key === key);
			return statement === void 0 ? null : text.slice(statement.valueFrom, statement.valueTo);
		}
	};
}
const toml = {
	...ofStatements(outlineToml, (one, other) => one === other || isDeepStrictEqual(tomlValue(one), tomlValue(other))),
	parse: (text) => parse(text),
	check: (text) => void parse(text),
	same: isSameButEmpty,
	pathOf: namesIn,
	valueOf: tomlValue
};
const properties = {
	...ofStatements(outlineProperties, (one, other) => unfolded(one) === unfolded(other)),
	parse: (text) => {
		const outline = outlineProperties(text);
		if (outline === null) throw new Error("A key stands twice.");
		return Object.fromEntries(outline.statements.map(({ key, valueFrom, valueTo }) => [key, unfolded(text.slice(valueFrom, valueTo))]));
	},
	check: () => void 0,
	same: isSame,
	pathOf: (key) => [key],
	valueOf: unfolded
};
const json = {
	merge: mergeJson,
	parse: parseJson,
	check: checkJson,
	same: isSame,
	pathOf: namesIn,
	valueOf: parseJson,
	written: (text, key) => writtenInJson(text, namesIn(key))
};
const xml = {
	merge: mergeXml,
	parse: parseXml,
	check: checkXml,
	same: isSame,
	pathOf: namesIn,
	valueOf: valueInXml,
	written: (text, key) => writtenInXml(text, namesIn(key))
};
function tomlValue(raw) {
	try {
		return parse(`value = ${raw}`)["value"];
	} catch {
		return raw;
	}
}
function unfolded(value) {
	return value.replaceAll(/\\(?:\r\n|\n|\r)[ \t\f]*/g, "");
}
const formats = [
	[/\.toml$/, toml],
	[/\.properties$/, properties],
	[/\.json$/, json],
	[/\.(?:xml|xsd|wsdl|pom)$/, xml]
];
function formatOf(path) {
	return formats.find(([ending]) => ending.test(path))?.[1] ?? null;
}
function mergeStructure(path, base, ours, theirs, answerTo = () => void 0) {
	const format = formatOf(path);
	if (format === null) return { kind: "declined" };
	try {
		const data = [
			base,
			ours,
			theirs
		].map(format.parse);
		const merge = format.merge(base, ours, theirs, (open) => {
			const answer = answerTo(open);
			if (answer !== void 0) {
				const path = format.pathOf(open.key);
				const value = answer === null ? void 0 : format.valueOf(answer, path);
				data.forEach((one, index) => data[index] = withValue(one, path, value));
			}
			return answer;
		});
		if (merge?.kind !== "merged") return merge ?? { kind: "declined" };
		const [b, o, t] = data;
		return isMergeOf(format.parse(merge.text), {
			base: b,
			ours: o,
			theirs: t
		}, format.same) ? merge : { kind: "declined" };
	} catch {
		return { kind: "declined" };
	}
}
function writtenValue(path, text, key) {
	try {
		return formatOf(path)?.written(text, key);
	} catch {
		return;
	}
}
function sameData(path, one, other) {
	const format = formatOf(path);
	try {
		return format !== null && format.same(format.parse(one), format.parse(other));
	} catch {
		return false;
	}
}
function isWhole(path, text) {
	try {
		formatOf(path)?.check(text);
		return true;
	} catch {
		return false;
	}
}
function shownKey(path, key) {
	const format = formatOf(path);
	if (format === toml) return format.pathOf(key).map(tomlName).join(".");
	if (format !== json && format !== xml) return key;
	return format.pathOf(key).map((name) => `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
function tomlName(name) {
	if (/^[A-Za-z0-9_-]+$/.test(name)) return name;
	return /["\\]/.test(name) ? `'${name}'` : `"${name}"`;
}

// src/merge/text/merge-texts.ts
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
	if (structure.kind === "conflict") return {
		kind: "conflict",
		marked: markedKeys(path, texts),
		open: structure.open.map((open) => keyed(path, open)),
		answered
	};
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
function markedKeys(path, { base, ours, theirs }) {
	const decided = (side) => {
		const merge = mergeStructure(path, base, ours, theirs, (open) => open[side] === "" ? null : open[side]);
		return merge.kind === "merged" ? merge.text : null;
	};
	const [before, mine, updates] = [
		decided("base"),
		decided("ours"),
		decided("theirs")
	];
	const isDecided = before !== null && mine !== null && updates !== null;
	const lines = isDecided ? mergeLines(before, mine, updates) : mergeLines(base, ours, theirs);
	return lines.kind === "conflict" ? lines.marked : isDecided ? mine : lines.text;
}
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
function keyed(path, { key, base, ours, theirs }) {
	const line = (value) => value === "" ? "" : `${shownKey(path, key)} = ${value}\n`;
	return {
		base: line(base),
		ours: line(ours),
		theirs: line(theirs)
	};
}

// src/merge/text/merge-files.ts
const largestText = 5242880;
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
async function answersInFile(path, files, final) {
	const texts = await readTexts(files);
	const text = await readText(final);
	return texts === null || text === null ? null : answersIn(path, texts, text);
}
async function isMergeable(file) {
	return await readText(file) !== null;
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

export { hasMarkers as a, isWhole as i, isMergeable as n, mergeFiles as r, answersInFile as t };