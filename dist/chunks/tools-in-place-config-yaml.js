import { t as require_dist } from "./yaml.js";
import { t as TrainError } from "./kernel-errors.js";
import { l as looseObject } from "./zod.js";
import { n as exists } from "./kernel-files.js";
import { t as channelInPack } from "./tools-external-channel.js";
import { t as configFile } from "./tools-in-place-config-file.js";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

// src/tools/in-place/config-yaml.ts
var import_dist = require_dist();
const schema = looseObject({ channel: channelInPack });
/** The channel of a pack. Throws `pack-damaged`; `where` names the file. */
function channelOf(text, where) {
	try {
		return schema.parse(documentOf(text, where).toJS() ?? {}).channel;
	} catch (error) {
		throw nonsense(where, error);
	}
}
/** What nobody but the account's owner may see, and what says where a machine keeps its backups. */
const secretKey = /^(?:username|email|password|(?:access|refresh)[-_]?token|backup.*)$/i;
/** Blanks credentials and backup paths in an unpacked home. */
async function scrubConfig(home) {
	const file = join(home, configFile);
	if (!await exists(file)) return;
	const document = documentOf(await readFile(file, "utf8"), file);
	let blanked = 0;
	(0, import_dist.visit)(document, { Pair: (_index, pair) => {
		const { key, value } = pair;
		if (!(0, import_dist.isScalar)(key) || !secretKey.test(String(key.value)) || value === null) return;
		if ((0, import_dist.isScalar)(value) && value.value === "") return;
		blanked += 1;
		pair.value = blank((0, import_dist.isNode)(value) && "anchor" in value ? value.anchor : void 0);
	} });
	if (blanked > 0) await writeFile(file, document.toString());
}
function blank(anchor) {
	const scalar = new import_dist.Scalar("");
	if (anchor !== void 0) scalar.anchor = anchor;
	return scalar;
}
function documentOf(text, where) {
	const document = (0, import_dist.parseDocument)(text);
	const [error] = document.errors;
	if (error !== void 0) throw nonsense(where, error);
	return document;
}
function nonsense(where, cause) {
	return new TrainError("pack-damaged", `${where} does not say the channel of the pack.`, {
		hint: "Take the pack as the update tool left it, or start again from the base pack.",
		cause
	});
}

export { scrubConfig as n, channelOf as t };