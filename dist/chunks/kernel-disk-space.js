import { t as TrainError } from "./kernel-errors.js";
import { t as formatBytes } from "./kernel-time.js";
import { stat, statfs } from "node:fs/promises";

// src/kernel/disk-space.ts
async function assertSpace(what, needs) {
	const byDevice = /* @__PURE__ */ new Map();
	for (const { folder, bytes } of needs) {
		const { dev } = await stat(folder);
		byDevice.set(dev, {
			folder,
			bytes: bytes + (byDevice.get(dev)?.bytes ?? 0)
		});
	}
	for (const { folder, bytes } of byDevice.values()) {
		const { bavail, bsize } = await statfs(folder);
		const free = bavail * bsize;
		if (free >= bytes) continue;
		throw new TrainError("disk-full", `${what} needs ${formatBytes(bytes)} in ${folder}, where ${formatBytes(free)} is free.`, { hint: "Free some space, or choose another place with --out or TMPDIR; nothing was changed." });
	}
}

export { assertSpace as t };