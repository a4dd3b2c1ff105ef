import { c as writeError, o as systemCode } from "./kernel-errors.js";
import { dirname, join } from "node:path";
import { createHash, randomBytes } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { access, chmod, constants as constants$2, copyFile, lstat, mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { hostname } from "node:os";

// src/kernel/process-mark.ts
/** How a mark looks, for names that hold one: process number, start, machine. */
const markPattern = "\\d+-[0-9a-z]+-[0-9a-f]{6}";
/**
* What names this process to others that find its files: its number, when it began (numbers are used again, in containers
* at once), and the machine, as folders may be shared.
*/
function ownMark() {
	return `${process.pid}-${stateOf(process.pid) ?? "0"}-${machine()}`;
}
/** Whether the process of a mark is certainly gone; false for one of another machine, and for what is no mark. */
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
/** When a process began, in the kernel's own count, or `ended`; null where there is no `/proc` to ask. */
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
/** A container is a machine of its own: its process numbers say nothing elsewhere. */
function machine() {
	let numbers = "";
	try {
		numbers = readlinkSync("/proc/self/ns/pid");
	} catch {}
	return createHash("sha256").update(`${hostname()}\n${numbers}`).digest("hex").slice(0, 6);
}

// src/kernel/leftovers.ts
/** Names of ours end with the mark of their process, so that a later one knows them for its leftovers. */
const leftover = new RegExp(`(?:^|\\.)update-train-(${markPattern})-[A-Za-z0-9]{6}$`);
/** The name of something beside `path` that is to be gone when this process ends. */
function besideOf(path) {
	return `${path}.update-train-${ownMark()}-${randomBytes(3).toString("hex")}`;
}
/** Removes what processes of this machine and user that were killed have left in a folder; nothing else, and nothing below. */
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
/** Removes a file or folder, also one that holds folders that their owner may not write, as an unpacked product can. */
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
/**
* Makes a folder and those above it. Node's own recursive `mkdir` never returns where the parent is there and still
* answers ENOENT, as below /proc. Throws `not-writable` or `disk-full`.
*/
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
/** False for a link that leads nowhere, too. */
async function isFolder(path) {
	return stat(path).then((stats) => stats.isDirectory(), () => false);
}
/** Renames a file; copies it where it goes to another file system. */
async function moveFile(from, to) {
	try {
		await rename(from, to);
	} catch (error) {
		if (systemCode(error) !== "EXDEV") throw error;
		await copyFile(from, to);
		await rm(from);
	}
}
/**
* Writes a file so that a crash or a full disk leaves the old content or the new one: beside it, synced, then renamed.
* Throws `not-writable` or `disk-full`.
*/
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
/** Copies a file over another in the way of `writeFileAtomically`. */
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
/** Makes the content of a file durable. */
async function syncFile(path) {
	const file = await open(path, "r");
	try {
		await file.sync();
	} finally {
		await file.close();
	}
}
/** Makes a rename in `folder` durable. File systems that cannot sync a folder are left to their own ways. */
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