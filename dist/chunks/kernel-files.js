import { c as writeError, o as systemCode } from "./kernel-errors.js";
import { dirname, join } from "node:path";
import { createHash, randomBytes } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { access, chmod, constants as constants$2, copyFile, lstat, mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { hostname } from "node:os";

// src/kernel/process-mark.ts
const markPattern = "\\d+-[0-9a-z]+-[0-9a-f]{6}";
function ownMark() {
	return `${process.pid}-${stateOf(process.pid) ?? "0"}-${machine()}`;
}
function isGone(mark) {
	if (!new RegExp(`^${"\\d+-[0-9a-z]+-[0-9a-f]{6}"}$`).test(mark)) return false;
	const [pid, start, where] = mark.split("-");
	if (where !== machine()) return false;
	try {
		process.kill(Number(pid), 0);
	} catch (error) {
		if (systemCode(error) === "ESRCH") return true;
	}
	const state = stateOf(Number(pid));
	return state !== null && state !== start;
}
function stateOf(pid) {
	let line;
	try {
		line = readFileSync(`/proc/${pid}/stat`, "latin1");
	} catch {
		return null;
	}
	const fields = line.slice(line.lastIndexOf(")") + 2).split(" ");
	return fields[0] === "Z" || fields[0] === "X" ? "ended" : Number(fields[19]).toString(36);
}
function machine() {
	let numbers = "";
	try {
		numbers = readlinkSync("/proc/self/ns/pid");
	} catch {}
	return createHash("sha256").update(`${hostname()}\n${numbers}`).digest("hex").slice(0, 6);
}

// src/kernel/leftovers.ts
const leftover = new RegExp(`(?:^|\\.)update-train-(${markPattern})-[A-Za-z0-9]{6}$`);
function besideOf(path) {
	return `${path}.update-train-${ownMark()}-${randomBytes(3).toString("hex")}`;
}
async function removeLeftovers(folder) {
	for (const name of await readdir(folder).catch(() => [])) {
		const mark = leftover.exec(name)?.[1];
		if (mark === void 0 || !isGone(mark)) continue;
		const path = join(folder, name);
		const found = await lstat(path).catch(() => null);
		if (found === null || found.uid !== process.getuid?.()) continue;
		await removeAll(path).catch(() => void 0);
	}
}
async function removeAll(path) {
	const options = {
		recursive: true,
		force: true,
		maxRetries: 3
	};
	try {
		await rm(path, options);
	} catch (error) {
		if (systemCode(error) !== "EACCES" && systemCode(error) !== "EPERM") throw error;
		await openAll(path);
		await rm(path, options);
	}
}
async function openAll(folder) {
	await chmod(folder, 448);
	for (const entry of await readdir(folder, { withFileTypes: true })) if (entry.isDirectory()) await openAll(join(folder, entry.name));
}

// src/kernel/files.ts
async function exists(path) {
	return access(path).then(() => true, () => false);
}
async function makeFolder(path) {
	try {
		await mkdir(path);
	} catch (error) {
		const code = systemCode(error);
		const parent = dirname(path);
		if (code === "ENOENT" && !await exists(parent)) {
			await makeFolder(parent);
			await makeFolder(path);
		} else if (code !== "EEXIST" || !await isFolder(path)) throw writeError(error, path);
	}
}
async function isFolder(path) {
	return stat(path).then((stats) => stats.isDirectory(), () => false);
}
async function moveFile(from, to) {
	try {
		await rename(from, to);
	} catch (error) {
		if (systemCode(error) !== "EXDEV") throw error;
		await copyFile(from, to);
		await rm(from);
	}
}
async function writeFileAtomically(path, content) {
	await replace(path, async (beside) => {
		const file = await open(beside, "wx");
		try {
			await file.writeFile(content);
			await file.sync();
		} finally {
			await file.close();
		}
	});
}
async function copyFileAtomically(from, path) {
	await replace(path, async (beside) => {
		await copyFile(from, beside, constants$2.COPYFILE_EXCL | constants$2.COPYFILE_FICLONE);
		await syncFile(beside);
	});
}
async function replace(path, write) {
	const beside = besideOf(path);
	try {
		await write(beside);
		await rename(beside, path);
		await syncFolder(dirname(path));
	} catch (error) {
		await rm(beside, { force: true }).catch(() => void 0);
		throw writeError(error, path);
	}
}
async function syncFile(path) {
	const file = await open(path, "r");
	try {
		await file.sync();
	} finally {
		await file.close();
	}
}
async function syncFolder(folder) {
	try {
		const handle = await open(folder, "r");
		try {
			await handle.sync();
		} finally {
			await handle.close();
		}
	} catch {}
}

export { moveFile as a, writeFileAtomically as c, removeLeftovers as d, isGone as f, makeFolder as i, besideOf as l, exists as n, syncFile as o, ownMark as p, isFolder as r, syncFolder as s, copyFileAtomically as t, removeAll as u };