import { c as writeError, o as systemCode, t as TrainError } from "./kernel-errors.js";
import { f as isGone, p as ownMark } from "./kernel-files.js";
import { readFile, readlink, rm, symlink, writeFile } from "node:fs/promises";

// src/kernel/exclusive.ts
const pause = 50;
const takeoverTime = 2e3;
async function holdFile(file, patience) {
	const start = patience.clock.now();
	const mark = ownMark();
	for (;;) {
		if (await tryCreate(file, mark)) return { [Symbol.asyncDispose]: () => release(file, mark) };
		const holder = await holderOf(file);
		if (holder === null) continue;
		const gone = isGone(holder);
		if (gone && await takeAway(file, holder)) continue;
		const limit = gone ? Math.max(patience.limit, takeoverTime) : patience.limit;
		if (patience.clock.now() - start >= limit) {
			const inTheWay = gone ? turnOf(file) : file;
			const by = (await holderOf(inTheWay) ?? holder).split("-")[0] || "unknown";
			throw new TrainError("busy", `Process ${by} ${patience.work} right now.`, { hint: `Wait for it and try again; if there is no such process, remove ${inTheWay}.` });
		}
		await patience.clock.sleep(pause, patience.signal);
	}
}
async function release(file, mark) {
	if (await holderOf(file) === mark) await rm(file, { force: true });
}
async function releaseDead(file) {
	const holder = await holderOf(file);
	if (holder !== null && isGone(holder)) await takeAway(file, holder);
}
async function tryCreate(file, mark) {
	try {
		await symlink(mark, file);
		return true;
	} catch (error) {
		if (systemCode(error) === "EEXIST") return false;
		if (!linkless.has(systemCode(error))) throw writeError(error, file);
	}
	try {
		await writeFile(file, mark, { flag: "wx" });
		return true;
	} catch (error) {
		if (systemCode(error) === "EEXIST") return false;
		throw writeError(error, file);
	}
}
const linkless = /* @__PURE__ */ new Set([
	"EPERM",
	"ENOTSUP",
	"EOPNOTSUPP",
	"ENOSYS"
]);
const missing = /* @__PURE__ */ new Set(["ENOENT", "ENOTDIR"]);
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
async function takeAway(file, holder) {
	const turn = turnOf(file);
	const mark = ownMark();
	if (!await tryCreate(turn, mark)) {
		await releaseDead(turn);
		return false;
	}
	try {
		if (await holderOf(file) === holder) await rm(file, { force: true });
	} finally {
		await release(turn, mark);
	}
	return true;
}
function turnOf(file) {
	return `${file}.takeover`;
}

export { releaseDead as n, holdFile as t };