import { open } from "node:fs/promises";
import { isUtf8 } from "node:buffer";

// src/pack/looks-like-text.ts
const sniffed = 65536;
async function fileLooksLikeText(file) {
	const handle = await open(file);
	try {
		const { buffer, bytesRead } = await handle.read(Buffer.alloc(65537), 0, 65537, 0);
		return looksLikeText(buffer.subarray(0, bytesRead));
	} finally {
		await handle.close();
	}
}
function looksLikeText(content) {
	const start = content.subarray(0, sniffed);
	const cuts = content.length <= sniffed ? [0] : [
		0,
		1,
		2,
		3
	];
	return !start.includes(0) && cuts.some((cut) => isUtf8(start.subarray(0, start.length - cut)));
}

export { looksLikeText as n, fileLooksLikeText as t };