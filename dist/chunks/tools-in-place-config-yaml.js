import { t as require_dist } from "./yaml.js";
import { l as looseObject } from "./zod.js";
import { t as TrainError } from "./kernel-errors.js";
import { t as channelInPack } from "./tools-external-channel.js";

// src/tools/in-place/config-yaml.ts
var import_dist = require_dist();
const schema = looseObject({ channel: channelInPack });
function channelOf(text, where) {
	try {
		return schema.parse(documentOf(text, where).toJS() ?? {}).channel;
	} catch (error) {
		throw nonsense(where, error);
	}
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

export { channelOf };