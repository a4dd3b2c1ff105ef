import { i as messageOf, o as systemCode, t as TrainError } from "./kernel-errors.js";
import { a as readPieces, r as isReadWhole, s as readWhole } from "./pack-entry-content.js";
import { t as startPace } from "./pack-pace.js";
import { join } from "node:path";
import { createHash, hash } from "node:crypto";
import { closeSync, fchmodSync, futimesSync, openSync, writeSync } from "node:fs";
import { isMainThread, parentPort, workerData } from "node:worker_threads";

// src/pack/entry-worker.ts
const workerMark = "update-train: entries of a pack";
const workerProgram = new URL(import.meta.url);
function isReply(value) {
	return typeof value === "object" && value !== null && "kind" in value;
}
async function writeFileEntry(file, entry, to, pace) {
	const fd = openSync(to, "wx", 384);
	try {
		for await (const piece of isReadWhole(entry) ? [readWhole(file, entry)] : readPieces(file, entry)) {
			for (let done = 0; done < piece.length;) done += writeSync(fd, piece, done);
			await pace.advance(piece.length);
		}
		fchmodSync(fd, entry.mode);
		futimesSync(fd, entry.modified / 1e3, entry.modified / 1e3);
	} finally {
		closeSync(fd);
	}
}
async function hashFileEntry(file, entry, pace) {
	if (isReadWhole(entry)) {
		const content = readWhole(file, entry);
		await pace.advance(content.length);
		return hash("sha256", content);
	}
	const hasher = createHash("sha256");
	for await (const piece of readPieces(file, entry)) {
		hasher.update(piece);
		await pace.advance(piece.length);
	}
	return hasher.digest("hex");
}
if (!isMainThread && workerData === "update-train: entries of a pack") {
	const pace = startPace({}, 0);
	parentPort?.on("message", (batch) => {
		replyTo(batch, pace).then((reply) => parentPort?.postMessage(reply));
	});
}
async function replyTo({ file, entries, home }, pace) {
	const digests = [];
	try {
		for (const sent of entries) {
			const entry = received(sent);
			if (home === null) digests.push(await hashFileEntry(file, entry, pace));
			else await writeFileEntry(file, entry, join(home, entry.path), pace);
		}
		return {
			kind: "done",
			digests
		};
	} catch (error) {
		return failureOf(error);
	}
}
function received(sent) {
	const { buffer, byteOffset, length } = sent.directory;
	return {
		...sent,
		directory: Buffer.from(buffer, byteOffset, length)
	};
}
function failureOf(error) {
	const code = error instanceof TrainError ? error.code : systemCode(error);
	const hint = error instanceof TrainError ? error.hint : null;
	return {
		kind: "failed",
		error: {
			code,
			message: messageOf(error),
			hint
		}
	};
}

export { workerMark as a, received as i, hashFileEntry as n, workerProgram as o, isReply as r, writeFileEntry as s, failureOf as t };