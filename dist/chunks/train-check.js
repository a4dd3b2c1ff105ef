import { n as parseWanted, t as levelForms } from "./config-wanted.js";
import { t as TrainError } from "./kernel-errors.js";
import { t as securityUpdatesOf } from "./report-candidate.js";

// src/train/check.ts
/** Station 1: what is new for a track. Reads no pack where the tool needs none. */
async function check(settings, origin, tool) {
	const { product, channel, installed, fileList } = origin;
	const wanted = parseWanted(settings.level, product.version);
	if (wanted === void 0) throw new TrainError("usage", `\`level\` ${settings.level} is no level of ${origin.productName}.`, { hint: `\`level\` (--level) ${levelForms}.` });
	return tool.check({
		product,
		channel,
		installed,
		pinnedFileList: fileList,
		wanted
	});
}
function checkResult(origin, availability) {
	const { installed, target, latest, updates } = availability;
	return {
		status: target.level === installed.level ? "up-to-date" : "available",
		product: origin.productName,
		channel: origin.channel,
		installed: positionOf(installed),
		latest: positionOf(latest),
		held: null,
		updates: updates.map(({ id, level, kind, severity, title, cves }) => ({
			id,
			level,
			kind,
			severity,
			title,
			cves
		})),
		securityUpdates: securityUpdatesOf(updates).length
	};
}
function positionOf({ level, timestamp, yanked }) {
	return {
		level,
		timestamp,
		yanked
	};
}

export { checkResult as n, check as t };