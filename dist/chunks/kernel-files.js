import { a as writeError, i as systemCode } from "./kernel-errors.js";
import { access, copyFile, mkdir, open, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { randomBytes } from "node:crypto";

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
	const beside = `${path}.${randomBytes(4).toString("hex")}.tmp`;
	try {
		const file = await open(beside, "wx");
		try {
			await file.writeFile(content);
			await file.sync();
		} finally {
			await file.close();
		}
		await rename(beside, path);
		await syncFolder(dirname(path));
	} catch (error) {
		await rm(beside, { force: true }).catch(() => void 0);
		throw writeError(error, path);
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

export { writeFileAtomically as a, syncFolder as i, makeFolder as n, moveFile as r, exists as t };