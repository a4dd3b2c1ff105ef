import { t as TrainError } from "./kernel-errors.js";

// src/tools/external/holds-hotfixes.ts
function holdsHotfixes(product) {
	return new TrainError("config", `${product} has hotfixes, and a pack with hotfixes cannot be updated.`, { hint: "Set `hotfixes` to the zips that go over the update, in their order, or to `[]` to go on without any: what the pack has is reverted first, in the copy." });
}

export { holdsHotfixes as t };