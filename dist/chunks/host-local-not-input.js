import { t as TrainError } from "./kernel-errors.js";
import { stat } from "node:fs/promises";

// src/host/local/not-input.ts
async function assertNotInput(out, inputs) {
	const target = await stat(out).catch(() => null);
	if (target === null) return;
	for (const input of inputs) {
		const source = await stat(input).catch(() => null);
		if (source?.dev !== target.dev || source.ino !== target.ino) continue;
		throw new TrainError("usage", `${out} is one of the files that it would be made from.`, { hint: "Name another file with --out; nothing was changed." });
	}
}

export { assertNotInput as t };