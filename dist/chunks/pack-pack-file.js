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
function partOf({ path, fd, offset = 0, bytes }, start, size) {
	return bytes === void 0 ? {
		path,
		fd,
		size,
		offset: offset + start
	} : {
		path,
		fd,
		size,
		bytes: bytes.subarray(start, start + size)
	};
}
function readAt(file, position, length) {
	const { bytes } = file;
	if (bytes !== void 0 && position + length <= bytes.length) return bytes.subarray(position, position + length);
	const buffer = Buffer.allocUnsafe(length);
	readInto(file, buffer, position);
	return buffer;
}
function readInto(file, buffer, position) {
	let done = 0;
	while (done < buffer.length) {
		const count = readSome(file, buffer.subarray(done), position + done);
		if (count === 0) throw damaged(file.path, `it ends at byte ${position + done}, in the middle of its content`);
		done += count;
	}
}
function readSome({ fd, offset = 0, bytes }, buffer, position) {
	return bytes === void 0 ? readSync(fd, buffer, 0, buffer.length, offset + position) : bytes.copy(buffer, 0, position);
}

export { damagedEntry as a, damaged as i, readAt as n, unsafe as o, readInto as r, partOf as t };