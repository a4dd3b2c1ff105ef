// src/config/wanted.ts
const firstTimestamp = 1e11;
const lockedLevel = "locked";
const levelForms = "takes `latest`, `locked`, a level such as `12`, `<version>.<level>`, or an exact timestamp in epoch milliseconds";
function parseWanted(text, version) {
	if (text === "latest") return { at: "latest" };
	const match = /^(?:(.+)\.)?(\d+)$/.exec(text);
	if (match === null) return void 0;
	const [, ofVersion, digits] = match;
	if (ofVersion !== void 0 && version !== null && ofVersion !== version) return void 0;
	const number = Number(digits);
	if (!Number.isSafeInteger(number)) return void 0;
	return ofVersion === void 0 && number >= firstTimestamp ? {
		at: "timestamp",
		timestamp: number
	} : {
		at: "level",
		level: number
	};
}

export { lockedLevel as n, parseWanted as r, levelForms as t };