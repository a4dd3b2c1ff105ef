import { t as TrainError } from "./kernel-errors.js";
import { d as number, g as string, l as looseObject, s as int, v as union, y as unknown } from "./zod.js";
import { n as exists } from "./kernel-files.js";
import { t as channelInPack } from "./tools-external-channel.js";
import { t as configFile } from "./tools-u2-config-file.js";
import { join } from "node:path";
import { readFile } from "node:fs/promises";

// src/tools/u2/config-json.ts
const schema = looseObject({
	"update-level": union([string(), number()]).transform(Number).pipe(int().min(-1)),
	channel: channelInPack,
	hotfixes: unknown().optional()
});
function parseU2State(text, where) {
	let value;
	try {
		value = JSON.parse(text);
	} catch (error) {
		throw nonsense(where, "it is no JSON", error);
	}
	const parsed = schema.safeParse(value);
	if (!parsed.success) throw nonsense(where, parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; "));
	const { channel, hotfixes } = parsed.data;
	return {
		level: Math.max(0, parsed.data["update-level"]),
		channel,
		hotfixes: countOf(hotfixes),
		hotfixesSaid: JSON.stringify(hotfixes ?? null)
	};
}
function countOf(hotfixes) {
	if (hotfixes === void 0 || hotfixes === null || hotfixes === "") return 0;
	return typeof hotfixes === "object" ? Object.keys(hotfixes).length : 1;
}
async function readU2State(home) {
	const file = join(home, configFile);
	return await exists(file) ? parseU2State(await readFile(file, "utf8"), file) : null;
}
function atLevel(text, level, channel) {
	return formatConfig({
		...looseObject({}).parse(JSON.parse(text)),
		"update-level": String(level === 0 ? -1 : level),
		channel
	});
}
function formatConfig(config) {
	return JSON.stringify(config, null, "	");
}
function nonsense(where, why, cause) {
	return new TrainError("pack-damaged", `${where} does not say the level of the pack: ${why}.`, {
		hint: "Take the pack as the update tool left it, or start again from the base pack.",
		cause
	});
}

export { parseU2State as n, readU2State as r, atLevel as t };