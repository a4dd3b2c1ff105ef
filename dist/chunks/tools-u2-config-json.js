import { t as TrainError } from "./kernel-errors.js";
import { d as number, g as string, l as looseObject, s as int, v as union, y as unknown } from "./zod.js";
import { n as exists } from "./kernel-files.js";
import { t as channelInPack } from "./tools-external-channel.js";
import { t as configFile } from "./tools-u2-config-file.js";
import { join } from "node:path";
import { readFile } from "node:fs/promises";

// src/tools/u2/config-json.ts
const schema = looseObject({
	/** A number as text; `-1` where the tool was there and has updated nothing. */
	"update-level": union([string(), number()]).transform(Number).pipe(int().min(-1)),
	channel: channelInPack,
	hotfixes: unknown().optional()
});
/** Reads what the tool says of a pack. Throws `pack-damaged`; `where` names the file. */
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
/** Packs without hotfixes have null there; the form of others is not public. */
function countOf(hotfixes) {
	if (hotfixes === void 0 || hotfixes === null || hotfixes === "") return 0;
	return typeof hotfixes === "object" ? Object.keys(hotfixes).length : 1;
}
/** The state of an unpacked home; null where the tool has not written any. */
async function readU2State(home) {
	const file = join(home, configFile);
	return await exists(file) ? parseU2State(await readFile(file, "utf8"), file) : null;
}
/** The tool's settings of a pack, as they are where another level is installed. */
function atLevel(text, level, channel) {
	return formatConfig({
		...looseObject({}).parse(JSON.parse(text)),
		"update-level": String(level === 0 ? -1 : level),
		channel
	});
}
/** As the tool writes it: tabs, and no final line end. */
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