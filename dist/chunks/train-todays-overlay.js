import { t as TrainError } from "./kernel-errors.js";
import { n as exists } from "./kernel-files.js";
import { n as readOverlay } from "./merge-overlay.js";

// src/train/todays-overlay.ts
async function isOtherOverlay({ overlay, base }, { overlayDigest }, { signal }) {
	if (base !== null) return false;
	if (overlay === null || !await exists(overlay)) return overlayDigest !== null;
	return (await readOverlay(overlay, signal).catch((error) => {
		if (error instanceof TrainError) return null;
		throw error;
	}))?.digest !== overlayDigest;
}
async function changedOverlay(settings, candidate, world) {
	const { overlay } = settings;
	if (overlay === null || !await exists(overlay)) return null;
	return await isOtherOverlay(settings, candidate, world) ? overlay : null;
}

export { isOtherOverlay as n, changedOverlay as t };