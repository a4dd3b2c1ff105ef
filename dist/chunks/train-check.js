import { r as parseWanted, t as levelForms } from "./config-wanted.js";
import { t as TrainError } from "./kernel-errors.js";
import { n as exists } from "./kernel-files.js";
import { t as countsOf } from "./report-candidate.js";
import { i as keyOf, o as vanillaOf } from "./train-vendor-pack.js";

// src/train/check.ts
async function check(settings, origin, tool, host) {
	const { product, channel, installed, fileList } = origin;
	const wanted = parseWanted(settings.level, product.version);
	if (wanted === void 0) throw new TrainError("usage", `\`level\` ${settings.level} is no level of ${origin.productName}.`, { hint: `\`level\` (--level) ${levelForms}.` });
	const pack = () => packToAskWith(settings, origin, tool, host);
	return tool.check({
		product,
		channel,
		installed,
		pinnedFileList: fileList,
		wanted,
		pack
	});
}
async function packToAskWith(settings, origin, tool, host) {
	const { file } = vanillaOf(settings);
	if (file !== null && await exists(file)) return file;
	const { locked, installed } = origin;
	if (locked === null || host === null) return null;
	return host.findVendorPack(keyOf(origin, locked.baseSha256, tool, installed.level));
}
function countsIn(availability) {
	const { updates, security } = countsOf({
		...availability,
		summary: null
	});
	if (updates === 0) return "";
	const fixes = security === null ? "" : `, ${security} of them security`;
	return `, ${updates} update${updates === 1 ? "" : "s"}${fixes}`;
}
function checkResult(origin, availability) {
	const { installed, target, latest, updates } = availability;
	return {
		status: target.level === installed.level ? "up-to-date" : "available",
		product: origin.productName,
		channel: origin.channel,
		installed: positionOf(installed),
		target: positionOf(target),
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
		securityUpdates: countsOf({
			...availability,
			summary: null
		}).security
	};
}
function positionOf({ level, timestamp, yanked }) {
	return {
		level,
		timestamp,
		yanked
	};
}

export { checkResult as n, countsIn as r, check as t };