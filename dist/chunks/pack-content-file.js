import { a as readPieces, t as contentStart } from "./pack-entry-content.js";
import { c as writeError } from "./kernel-errors.js";
import { t as spareBuffer } from "./kernel-spare-buffer.js";
import { n as readInto } from "./pack-pack-file.js";
import { closeSync, openSync, rmSync, writeSync } from "node:fs";

// src/pack/spool.ts
function openSpool(path) {
	let fd = -1;
	let size = 0;
	return {
		take: (piece) => {
			try {
				if (fd === -1) fd = openSync(path, "w+");
				for (let done = 0; done < piece.length;) done += writeSync(fd, piece, done, piece.length - done, size + done);
			} catch (error) {
				throw writeError(error, path);
			}
			size += piece.length;
		},
		file: () => ({
			path,
			fd,
			size
		}),
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

// src/pack/content-file.ts
async function contentFile(zip, entry, path, pace) {
	if (entry.method === "stored") {
		const offset = (zip.offset ?? 0) + contentStart(zip, entry);
		return {
			file: {
				path: zip.path,
				fd: zip.fd,
				size: entry.size,
				offset
			},
			[Symbol.dispose]: () => void 0
		};
	}
	using scope = new DisposableStack();
	const spool = scope.use(openSpool(path));
	for await (const piece of readPieces(zip, entry)) {
		spool.take(piece);
		await pace.advance(piece.length);
	}
	const held = scope.move();
	return {
		file: spool.file(),
		[Symbol.dispose]: () => held.dispose()
	};
}

export { openSpool as n, contentFile as t };