import { dirname, join } from "node:path";
import { chmod, lstat } from "node:fs/promises";

// src/kernel/writable-folders.ts
async function writableFolders(home, paths) {
	const folders = new Set(paths.flatMap(parentsOf));
	const closed = [];
	for (const folder of [...folders].sort()) {
		const at = join(home, folder);
		const stat = await lstat(at).catch(() => null);
		if (stat?.isDirectory() !== true || (stat.mode & 192) === 192) continue;
		closed.push({
			folder: at,
			mode: stat.mode & 511
		});
		await chmod(at, stat.mode & 511 | 448);
	}
	return { [Symbol.asyncDispose]: async () => {
		for (const { folder, mode } of closed.toReversed()) if ((await lstat(folder).catch(() => null))?.isDirectory() === true) await chmod(folder, mode);
	} };
}
function parentsOf(path) {
	const parents = [];
	for (let parent = dirname(path); parent !== "."; parent = dirname(parent)) parents.push(parent);
	return parents;
}

export { writableFolders as n, parentsOf as t };