import { t as TrainError } from "./kernel-errors.js";
import { r as isFolder } from "./kernel-files.js";
import { n as writableFolders } from "./kernel-writable-folders.js";
import { t as contentDigest } from "./pack-content-digest.js";
import { i as linkFault, o as nameFault } from "./pack-entry-name.js";
import { t as homeTree } from "./pack-inventory.js";
import { dirname, join } from "node:path";
import { chmod, copyFile, mkdir, readlink, rm, symlink } from "node:fs/promises";

// src/merge/overlay.ts
async function readOverlay(folder, signal) {
	if (!await isFolder(folder)) throw new TrainError("config", `There is no overlay folder ${folder}.`, { hint: "Correct `overlay` (--overlay); its files lie as they do below the product, for example conf/server.xml." });
	const tree = /* @__PURE__ */ new Map();
	for (const [path, entry] of await homeTree(folder, { signal })) {
		if (entry.kind === "directory") continue;
		tree.set(path, entry.kind === "file" ? {
			...entry,
			mode: portableMode(entry.mode)
		} : entry);
		const reason = refusal(path, entry);
		if (reason !== void 0) throw new TrainError("config", `The overlay file ${join(folder, path)} cannot be laid: ${reason}.`, { hint: "Remove it from the overlay." });
	}
	return {
		folder,
		tree,
		digest: contentDigest(tree),
		answered: /* @__PURE__ */ new Map(),
		answers: [],
		standing: /* @__PURE__ */ new Map(),
		removed: /* @__PURE__ */ new Set(),
		modes: /* @__PURE__ */ new Map()
	};
}
function portableMode(mode) {
	return (mode & 64) === 0 ? 420 : 493;
}
function refusal(path, entry) {
	if (path === "updates" || path.startsWith("updates/")) return "the folder updates/ belongs to the update tool";
	if (entry.kind === "special") return "it is neither a file nor a link";
	const fault = nameFault(path) ?? (entry.kind === "link" ? linkFault(path, entry.target) : void 0);
	return fault === void 0 ? void 0 : `it ${fault}`;
}
async function makeFolders(home, path) {
	const first = await mkdir(join(home, path), { recursive: true });
	if (first === void 0) return;
	for (let made = join(home, path); made.length >= first.length; made = dirname(made)) await chmod(made, 493);
}
async function layOverlay(overlay, plan, home) {
	await using _writable = await writableFolders(home, [
		...plan.lay.keys(),
		...plan.removed,
		...plan.modes.keys()
	]);
	for (const path of plan.removed) await rm(join(home, path), {
		recursive: true,
		force: true
	});
	for (const [path, mode] of plan.modes) await chmod(join(home, path), mode);
	for (const [path, mode] of plan.lay) {
		const from = plan.answered.get(path) ?? overlay.answered.get(path) ?? join(overlay.folder, path);
		const to = join(home, path);
		await makeFolders(home, dirname(path));
		await rm(to, {
			recursive: true,
			force: true
		});
		if (mode === null) await symlink(await readlink(from), to);
		else {
			await copyFile(from, to);
			await chmod(to, mode);
		}
	}
}

export { readOverlay as n, layOverlay as t };