import { a as writeError, i as systemCode, t as TrainError } from "./kernel-errors.js";
import { open, readFile, rename, rm } from "node:fs/promises";
import { randomBytes } from "node:crypto";

// src/kernel/exclusive.ts
/** Milliseconds between two tries. */
const pause = 50;
/**
* Keeps other processes of this machine from the same work while a scope lasts, by a file that holds our process number.
* A file whose process is gone is taken over. Throws `busy` where the other one does not end in time.
*/
async function holdFile(file, patience) {
	const start = patience.clock.now();
	for (;;) {
		if (await tryCreate(file)) return { [Symbol.asyncDispose]: () => rm(file, { force: true }) };
		const holder = await readFile(file, "utf8").catch(() => null);
		if (!(holder === "" || holder !== null && isAlive(Number(holder)))) await takeAway(file, holder);
		else if (patience.clock.now() - start >= patience.limit) throw new TrainError("busy", `Process ${holder || "without a number yet"} ${patience.work} right now.`, { hint: `Wait for it and try again; if there is no such process, remove ${file}.` });
		else await patience.clock.sleep(pause, patience.signal);
	}
}
/** False where another process holds it. */
async function tryCreate(file) {
	try {
		const handle = await open(file, "wx");
		try {
			await handle.writeFile(String(process.pid));
		} catch (error) {
			await rm(file, { force: true });
			throw error;
		} finally {
			await handle.close();
		}
		return true;
	} catch (error) {
		if (systemCode(error) === "EEXIST") return false;
		throw writeError(error, file);
	}
}
/** Removes the file of a process that is gone; one that somebody else has made meanwhile goes back. */
async function takeAway(file, holder) {
	const aside = `${file}.${randomBytes(4).toString("hex")}`;
	try {
		await rename(file, aside);
	} catch (error) {
		if (systemCode(error) === "ENOENT") return;
		throw writeError(error, file);
	}
	if (await readFile(aside, "utf8").catch(() => null) === holder) await rm(aside, { force: true });
	else await rename(aside, file);
}
function isAlive(pid) {
	if (!Number.isInteger(pid) || pid <= 0) return false;
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return systemCode(error) === "EPERM";
	}
}

export { holdFile as t };