import { c as writeError } from "./kernel-errors.js";
import { t as spareBuffer } from "./kernel-spare-buffer.js";
import { r as readInto } from "./pack-pack-file.js";
import { closeSync, openSync, rmSync, writeSync } from "node:fs";

// src/pack/spool.ts
function openSpool(path) {
	return spoolOf({
		path,
		fd: -1,
		size: 0
	});
}
function continuedSpool(file) {
	return spoolOf(file);
}
function spoolOf({ path, fd, size }) {
	const begin = () => {
		if (fd === -1) fd = openSync(path, "w+");
	};
	return {
		take: (piece) => {
			try {
				begin();
				for (let done = 0; done < piece.length;) done += writeSync(fd, piece, done, piece.length - done, size + done);
			} catch (error) {
				throw writeError(error, path);
			}
			size += piece.length;
		},
		file: () => {
			begin();
			return {
				path,
				fd,
				size
			};
		},
		slice: (start) => {
			const end = size;
			const read = async (take) => {
				using spare = spareBuffer();
				for (let at = start; at < end;) {
					const piece = spare.buffer.subarray(0, Math.min(spare.buffer.length, end - at));
					readInto({
						path,
						fd,
						size
					}, piece, at);
					take(piece);
					at += piece.length;
					await new Promise((resolve) => setImmediate(resolve));
				}
			};
			return {
				size: end - start,
				read
			};
		},
		[Symbol.dispose]: () => {
			if (fd === -1) return;
			closeSync(fd);
			rmSync(path, { force: true });
		}
	};
}

export { openSpool as n, continuedSpool as t };