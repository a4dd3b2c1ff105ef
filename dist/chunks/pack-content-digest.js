import { n as sha256 } from "./kernel-sha256.js";
import { createHash } from "node:crypto";

// src/pack/content-digest.ts
function contentDigest(tree, isState = () => false) {
	const hasher = createHash("sha256");
	for (const path of [...tree.keys()].sort()) {
		const entry = tree.get(path);
		if (entry === void 0 || path.startsWith("updates/") || isState(path)) continue;
		if (entry.kind === "file") hasher.update(`${path}\0file\0${entry.mode.toString(8)}\0${entry.sha256}\0`);
		else if (entry.kind === "link") hasher.update(`${path}\0link\0\0${sha256(entry.target)}\0`);
	}
	return hasher.digest("hex");
}

export { contentDigest as t };