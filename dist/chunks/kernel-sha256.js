import { t as spareBuffer } from "./kernel-spare-buffer.js";
import { createHash, hash } from "node:crypto";
import { readSync } from "node:fs";
import { open } from "node:fs/promises";

// src/kernel/sha256.ts
const stride = 20;
function isSha256(text) {
	return /^[0-9a-f]{64}$/.test(text);
}
function sha256(data) {
	return hash("sha256", data, "hex");
}
async function sha256OfFile(path, signal) {
	const hasher = createHash("sha256");
	const file = await open(path);
	using spare = spareBuffer();
	try {
		let rested = performance.now();
		for (let size = 0;;) {
			const count = readSync(file.fd, spare.buffer, 0, spare.buffer.length, size);
			if (count === 0) return {
				sha256: hasher.digest("hex"),
				size
			};
			hasher.update(spare.buffer.subarray(0, count));
			size += count;
			if (performance.now() - rested < stride) continue;
			await new Promise((resolve) => setImmediate(resolve));
			signal?.throwIfAborted();
			rested = performance.now();
		}
	} finally {
		await file.close();
	}
}

export { sha256 as n, sha256OfFile as r, isSha256 as t };