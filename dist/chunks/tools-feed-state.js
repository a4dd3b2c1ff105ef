import { t as TrainError } from "./kernel-errors.js";
import { f as object, g as string, r as array, s as int } from "./zod.js";
import { t as isChannelName } from "./kernel-product.js";
import { t as isSha256 } from "./kernel-sha256.js";

// src/tools/feed/state.ts
const schema = object({
	product: string(),
	channel: string().refine(isChannelName, "must be the name of a channel"),
	level: int().min(0),
	timestamp: int().min(0).nullable(),
	files: string().refine(isSha256, "must be a SHA-256"),
	state: array(string()).default([])
});
function parseFeedState(text, where) {
	let value;
	try {
		value = JSON.parse(text);
	} catch (error) {
		throw nonsense(where, "it is no JSON", error);
	}
	const parsed = schema.safeParse(value);
	if (parsed.success) return parsed.data;
	throw nonsense(where, parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; "));
}
function formatFeedState({ product, channel, level, timestamp, files, state }) {
	const sorted = {
		channel,
		files,
		level,
		product,
		...state.length === 0 ? {} : { state },
		timestamp
	};
	return `${JSON.stringify(sorted, null, 2)}\n`;
}
function nonsense(where, why, cause) {
	return new TrainError("pack-damaged", `${where} does not say the level of the pack: ${why}.`, {
		hint: "Take the pack as update-train wrote it, or start again from the base pack.",
		cause
	});
}

export { parseFeedState as n, formatFeedState as t };