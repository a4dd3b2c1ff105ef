import { t as TrainError } from "./kernel-errors.js";
import { readSync } from "node:fs";

// src/pack/pack-error.ts
function damaged(pack, reason, cause) {
	return new TrainError("pack-damaged", `${pack} is damaged: ${reason}.`, {
		hint: "Fetch the pack again and compare its SHA-256 with the one its source names.",
		cause
	});
}
function damagedEntry(pack, entry, reason, cause) {
	return damaged(pack, `in its entry ${quoted(entry)}, ${reason}`, cause);
}
function unsafe(pack, entry, reason) {
	return new TrainError("pack-unsafe", `${pack} holds ${quoted(entry)}, which ${reason}.`, { hint: "Nothing was unpacked. Ask whoever made this pack for one without such entries." });
}
function quoted(entry) {
	const shown = entry.length > 300 ? `${entry.slice(0, 300)}…` : entry;
	return JSON.stringify(shown);
}

// src/pack/pack-file.ts
function readAt(file, position, length) {
	const buffer = Buffer.allocUnsafe(length);
	readInto(file, buffer, position);
	return buffer;
}
function readInto(file, buffer, position) {
	const start = (file.offset ?? 0) + position;
	let done = 0;
	while (done < buffer.length) {
		const count = readSync(file.fd, buffer, done, buffer.length - done, start + done);
		if (count === 0) throw damaged(file.path, `it ends at byte ${position + done}, in the middle of its content`);
		done += count;
	}
}

export { unsafe as a, damagedEntry as i, readInto as n, damaged as r, readAt as t };