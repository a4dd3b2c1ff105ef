// src/config/wanted.ts
/** Numbers from here on are epoch milliseconds, not levels (10¹¹ ms is March 1973). */
const firstTimestamp = 1e11;
/** The level that the lock holds: nothing is looked for, its candidate is had again and published. */
const lockedLevel = "locked";
/** What `level` takes, for messages. */
const levelForms = "takes `latest`, `locked`, a level such as `12`, `<version>.<level>`, or an exact timestamp in epoch milliseconds";
/**
* Reads a `level`. `7.1.0.12` is level 12 of a product whose version is 7.1.0.
* Undefined where the text is none of these, or names another version than `version` (null: any).
*/
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