import { isAscii, isUtf8 } from "node:buffer";
import { crc32 } from "node:zlib";

// src/pack/cp437.ts
const upper = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\xA0";
function decodeCp437(bytes) {
	let text = "";
	for (const byte of bytes) text += byte < 128 ? String.fromCharCode(byte) : upper.charAt(byte - 128);
	return text;
}

// src/pack/extra-field.ts
const extraId = {
	zip64: 1,
	extendedTimestamp: 21589,
	unicodePath: 28789
};
function fieldStart(view, start, end, id) {
	for (let at = start; at + 4 <= end;) {
		const next = at + 4 + view.getUint16(at + 2, true);
		if (next > end) return -1;
		if (view.getUint16(at, true) === id) return at + 4;
		at = next;
	}
	return -1;
}
function findExtra(extra, id) {
	for (let at = 0; at + 4 <= extra.length;) {
		const end = at + 4 + extra.readUInt16LE(at + 2);
		if (end > extra.length) return void 0;
		if (extra.readUInt16LE(at) === id) return extra.subarray(at + 4, end);
		at = end;
	}
}
function withExtra(extra, id, data) {
	const parts = [encodeExtra(id, data)];
	let at = 0;
	while (at + 4 <= extra.length) {
		const end = Math.min(extra.length, at + 4 + extra.readUInt16LE(at + 2));
		if (extra.readUInt16LE(at) !== id) parts.push(extra.subarray(at, end));
		at = end;
	}
	parts.push(extra.subarray(at));
	return Buffer.concat(parts);
}
function encodeExtra(id, data) {
	const head = Buffer.alloc(4);
	head.writeUInt16LE(id, 0);
	head.writeUInt16LE(data.length, 2);
	return Buffer.concat([head, data]);
}
function encodeNumbers(numbers) {
	const data = Buffer.alloc(numbers.length * 8);
	for (const [index, number] of numbers.entries()) data.writeBigUInt64LE(BigInt(number), index * 8);
	return data;
}

// src/pack/entry-name.ts
const utf8Flag = 2048;
const longestTarget = 4096;
function decodeName(raw) {
	if (isAscii(raw.bytes)) return unicodePath(raw) ?? raw.bytes.toString("latin1");
	if ((raw.flags & 2048) !== 0) return raw.bytes.toString("utf8");
	return unicodePath(raw) ?? (isUtf8(raw.bytes) ? raw.bytes.toString("utf8") : decodeCp437(raw.bytes));
}
function unicodePath(raw) {
	const field = findExtra(raw.extra, extraId.unicodePath);
	if (field === void 0 || field.length < 5 || field.readUInt8(0) !== 1) return void 0;
	const name = field.subarray(5);
	return field.readUInt32LE(1) === crc32(raw.bytes) && isUtf8(name) ? name.toString("utf8") : void 0;
}
function rawNameFault(raw, name) {
	if ((raw.flags & 2048) !== 0 && !isUtf8(raw.bytes)) return "says that its name is UTF-8, but it is not";
	const plain = raw.bytes.toString("latin1");
	return nameFault(name) ?? (plain === name ? void 0 : nameFault(plain.replace(beyondAscii, "?")));
}
const beyondAscii = /[\x80-\xff]/g;
const notPlain = /[^ -[\]-~]|:|(?:^|\/)\.{0,2}\/|(?:^|\/)\.{1,2}$|^$/;
function isPlainName(name) {
	return !notPlain.test(name);
}
function nameFault(name) {
	if (name === "") return "has no name";
	if (hasControl(name)) return "has a control character in its name";
	if (name.includes("\\")) return "has a backslash in its name";
	if (name.startsWith("/")) return "is absolute";
	const segments = (name.endsWith("/") ? name.slice(0, -1) : name).split("/");
	if (segments.slice(0, 2).some((segment) => /^[A-Za-z]:/.test(segment))) return "names a drive";
	if (segments.includes("..")) return "leads out of the folder it is unpacked to";
	if (segments.includes(".")) return "has the segment \".\" in its name";
	return segments.includes("") ? "has an empty segment in its name" : void 0;
}
function linkFault(path, target) {
	if (target === "") return "is a link to nothing";
	if (hasControl(target)) return "is a link with a control character in its target";
	if (target.includes("\\")) return "is a link with a backslash in its target";
	if (target.startsWith("/") || /^[A-Za-z]:/.test(target)) return `is a link to the absolute path ${target}`;
	const segments = target.split("/").filter((segment) => segment !== "." && segment !== "");
	const named = segments.findIndex((segment) => segment !== "..");
	const ups = named === -1 ? segments.length : named;
	if (ups > path.split("/").length - 1) return `is a link out of the root folder, to ${target}`;
	return segments.slice(ups).includes("..") ? `is a link that turns back on its way, to ${target}` : void 0;
}
function lengthFault(name, limits) {
	const short = Math.min(limits.segmentBytes, limits.nameBytes);
	if (name.length * 3 <= short) return void 0;
	const bytes = Buffer.byteLength(name);
	if (bytes <= short) return void 0;
	if (bytes > limits.nameBytes) return `has a name of ${bytes} bytes; the limit is ${limits.nameBytes}`;
	const longest = Math.max(...name.split("/").map((segment) => Buffer.byteLength(segment)));
	if (longest <= limits.segmentBytes) return void 0;
	return `has a segment of ${longest} bytes in its name; the limit is ${limits.segmentBytes}`;
}
function hasControl(text) {
	for (let at = 0; at < text.length; at += 1) {
		const code = text.charCodeAt(at);
		if (code < 32 || code >= 127 && code < 160) return true;
	}
	return false;
}

export { longestTarget as a, utf8Flag as c, extraId as d, fieldStart as f, linkFault as i, encodeExtra as l, withExtra as m, isPlainName as n, nameFault as o, findExtra as p, lengthFault as r, rawNameFault as s, decodeName as t, encodeNumbers as u };