import { t as spareBuffer } from "./kernel-spare-buffer.js";
import { r as readInto } from "./pack-pack-file.js";
import { n as pinnedDeflate } from "./pack-pinned-deflate.js";
import { crc32 } from "node:zlib";
import { isMainThread, parentPort, workerData } from "node:worker_threads";

// src/pack/deflate-worker.ts
const deflateMark = "update-train: files to be deflated";
const deflateProgram = new URL(import.meta.url);
function isAnswer(value) {
	return typeof value === "object" && value !== null && "id" in value && "deflated" in value;
}
function takeJob({ taken }) {
	return Atomics.exchange(new Int32Array(taken), 0, 1) === 0;
}
if (!isMainThread && workerData === "update-train: files to be deflated") parentPort?.on("message", (job) => {
	if (!takeJob(job)) return;
	const deflated = deflatedOrNull(job.file);
	const answer = {
		id: job.id,
		deflated
	};
	parentPort?.postMessage(answer, deflated?.pieces.map(({ buffer }) => buffer) ?? []);
});
function deflatedOrNull(file) {
	try {
		return deflated(file);
	} catch {
		return null;
	}
}
function deflated(file) {
	const { size } = file;
	const pieces = [];
	let compressedSize = 0;
	let crc = 0;
	using deflate = pinnedDeflate((piece) => {
		pieces.push(Uint8Array.from(piece));
		compressedSize += piece.length;
	});
	using spare = spareBuffer();
	for (let at = 0; at < size && compressedSize < size;) {
		const piece = spare.buffer.subarray(0, Math.min(spare.buffer.length, size - at));
		readInto(file, piece, at);
		crc = crc32(piece, crc);
		deflate.push(piece);
		at += piece.length;
	}
	deflate.end();
	return compressedSize < size ? {
		size,
		crc32: crc,
		compressedSize,
		pieces
	} : null;
}

export { takeJob as i, deflateProgram as n, isAnswer as r, deflateMark as t };