import { a as writeError, i as systemCode, t as TrainError } from "./kernel-errors.js";
import { d as ownMark, s as besideOf, u as isGone } from "./kernel-files.js";
import { readFile, readlink, rename, rm, symlink, writeFile } from "node:fs/promises";

// src/kernel/exclusive.ts
/** Milliseconds between two tries. */
const pause = 50;
/**
* Keeps other processes from the same work while a scope lasts, by a link that leads nowhere and names our process: it
* is made with its content at once, so that a kill never leaves half of it. One whose process is gone is taken over.
* Throws `busy` where the other one does not end in time.
*/
async function holdFile(file, patience) {
	const start = patience.clock.now();
	for (;;) {
		if (await tryCreate(file)) return { [Symbol.asyncDispose]: () => rm(file, { force: true }) };
		const holder = await holderOf(file);
		if (holder === null) continue;
		if (isGone(holder)) await takeAway(file, holder);
		else if (patience.clock.now() - start >= patience.limit) throw new TrainError("busy", `Process ${holder.split("-")[0] || "unknown"} ${patience.work} right now.`, { hint: `Wait for it and try again; if there is no such process, remove ${file}.` });
		else await patience.clock.sleep(pause, patience.signal);
	}
}
/** Removes the file that a killed process held; any other stays. */
async function releaseDead(file) {
	const holder = await holderOf(file);
	if (holder !== null && isGone(holder)) await takeAway(file, holder);
}
/** False where another process holds it. */
async function tryCreate(file) {
	try {
		await symlink(ownMark(), file);
		return true;
	} catch (error) {
		if (systemCode(error) === "EEXIST") return false;
		if (!linkless.has(systemCode(error))) throw writeError(error, file);
	}
	try {
		await writeFile(file, ownMark(), { flag: "wx" });
		return true;
	} catch (error) {
		if (systemCode(error) === "EEXIST") return false;
		throw writeError(error, file);
	}
}
/** How file systems without links say so, as of FAT and SMB (symlink(2)). */
const linkless = /* @__PURE__ */ new Set([
	"EPERM",
	"ENOTSUP",
	"EOPNOTSUPP",
	"ENOSYS"
]);
const missing = /* @__PURE__ */ new Set(["ENOENT", "ENOTDIR"]);
/** The mark in a file; null where it is gone. */
async function holderOf(file) {
	try {
		return await readlink(file);
	} catch (error) {
		if (missing.has(systemCode(error))) return null;
		return readFile(file, "utf8").catch((reason) => {
			if (missing.has(systemCode(reason))) return null;
			throw writeError(reason, file);
		});
	}
}
/** Removes the file of a process that is gone; one that somebody else has made meanwhile goes back. */
async function takeAway(file, holder) {
	const aside = besideOf(file);
	try {
		await rename(file, aside);
	} catch (error) {
		if (systemCode(error) === "ENOENT") return;
		throw writeError(error, file);
	}
	if (await holderOf(aside) === holder) await rm(aside, { force: true });
	else await rename(aside, file);
}

export { releaseDead as n, holdFile as t };