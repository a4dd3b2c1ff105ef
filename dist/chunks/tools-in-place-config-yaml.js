import { t as require_dist } from "./yaml.js";
import { t as TrainError } from "./kernel-errors.js";
import { g as string, l as looseObject } from "./zod.js";
import { n as exists } from "./kernel-files.js";
import { t as configFile } from "./tools-in-place-config-file.js";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

// src/tools/in-place/config-yaml.ts
var import_dist = require_dist();
const schema = looseObject({ channel: string().default("full") });
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
	const secrets = [];
	(0, import_dist.visit)(document, { Pair: (_index, { key, value }) => {
		if ((0, import_dist.isScalar)(key) && secretKey.test(String(key.value)) && (0, import_dist.isScalar)(value) && value.value !== "") secrets.push(value);
	} });
	for (const secret of secrets) secret.value = "";
	if (secrets.length > 0) await writeFile(file, document.toString());
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