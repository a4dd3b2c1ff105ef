import { n as giveBack } from "./kernel-garbage.js";
import { a as readPieces, r as isReadWhole, s as readWhole, u as headerOf } from "./pack-entry-content.js";
import { t as startPace } from "./pack-pace.js";
import { t as continuedSpool } from "./pack-spool.js";
import { i as messageOf, o as systemCode, r as isErrorCode, t as TrainError } from "./kernel-errors.js";
import { join } from "node:path";
import { createHash, hash } from "node:crypto";
import { closeSync, fchmodSync, futimesSync, openSync, writeSync } from "node:fs";
import { isMainThread, parentPort, workerData } from "node:worker_threads";

// src/pack/file-entry.ts
async function writeFileEntry(file, entry, to, pace) {
	const fd = openSync(to, "wx", 384);
	try {
		for await (const piece of readPieces(file, entry)) {
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
		const digest = hash("sha256", content);
		giveBack(content);
		await pace.advance(entry.size);
		return digest;
	}
	const hasher = createHash("sha256");
	for await (const piece of readPieces(file, entry)) {
		hasher.update(piece);
		await pace.advance(piece.length);
	}
	return hasher.digest("hex");
}

// src/pack/thread-message.ts
function sent(entry) {
	return {
		...entry,
		directory: Uint8Array.from(headerOf(entry)),
		headerStart: 0
	};
}
function received(entry) {
	const { buffer, byteOffset, length } = entry.directory;
	return {
		...entry,
		directory: Buffer.from(buffer, byteOffset, length)
	};
}
function sentFile({ path, fd, size, offset = 0 }) {
	return {
		path,
		fd,
		size,
		offset
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
function errorOf({ error }) {
	const { code, message, hint } = error;
	if (hint !== null && isErrorCode(code)) return new TrainError(code, message, { hint });
	return Object.assign(new Error(message), { code });
}

// src/pack/pack-worker.ts
const workerMark = "update-train: packs";
const workerProgram = new URL(import.meta.url);
function isReply(value) {
	return typeof value === "object" && value !== null && "kind" in value;
}
if (!isMainThread && workerData === "update-train: packs") {
	const pace = startPace({}, 0);
	parentPort?.on("message", (request) => {
		(request.kind === "batch" ? workOnBatch(request, pace) : planSentPair(request, pace)).catch(failureOf).then((reply) => parentPort?.postMessage(reply));
	});
}
async function workOnBatch({ file, entries, home }, pace) {
	const digests = [];
	for (const sent of entries) {
		const entry = received(sent);
		if (home === null) digests.push(await hashFileEntry(file, entry, pace));
		else await writeFileEntry(file, entry, join(home, entry.path), pace);
	}
	return {
		kind: "batch",
		digests
	};
}
async function planSentPair(sentPair, pace) {
	const { planPair, readPair } = await import("./pack-plan-pair.lazy.js");
	const { before, after, folder, isUnread } = sentPair;
	const pair = {
		before: {
			zip: before.zip,
			entry: received(before.entry)
		},
		after: {
			zip: after.zip,
			entry: received(after.entry)
		}
	};
	const deltas = continuedSpool(sentPair.deltas);
	return {
		kind: "pair",
		read: isUnread ? await readPair(pair, folder, deltas, pace) : {
			plan: await planPair(pair, folder, deltas, pace),
			sha256: null
		},
		deltas: deltas.file()
	};
}

export { sent as a, writeFileEntry as c, errorOf as i, workerMark as n, sentFile as o, workerProgram as r, hashFileEntry as s, isReply as t };