import { t as chooseTool } from "./tools-choose-tool.js";
import { n as releaseCandidate, r as attestIfAsked, t as findRelease } from "./train-release.js";
import { a as recover, c as identityOf, i as recoveredDiff, n as describeRecovered, o as tryToRecover, r as notLocked, t as asRecovered } from "./train-recovered-candidate.js";
import { t as stationsOf, y as clearLeftovers } from "./train-stations.js";
import { i as memoryOf, n as findOrigin, r as knownTool } from "./train-origin.js";
import { a as publish, i as packNameOf } from "./train-publish.js";
import { t as changedOverlay } from "./train-todays-overlay.js";
import { i as keyOf } from "./train-vendor-pack.js";
import { dirname } from "node:path";

// src/train/publish-locked.ts
async function publishLocked(settings, host, world, { dryRun }) {
	const stations = stationsOf(host.log, world.clock);
	await using staging = await host.staging();
	await clearLeftovers(settings, world);
	const origin = await findOrigin(settings, await memoryOf(settings, null, world));
	const { productName: product, channel, installed, locked } = origin;
	if (locked === null) throw notLocked(settings, product);
	const changed = await onChangedOverlay(settings, locked, world);
	if (changed !== null) host.log.warning(changed);
	const release = dryRun ? null : await findRelease(settings, host, product, locked);
	if (release?.url != null) {
		host.log.info(`${release.url} holds it already.`);
		return {
			outcome: "up-to-date",
			product,
			channel,
			installed
		};
	}
	await using tool = chooseTool(settings, knownTool(origin), world);
	const availability = await stations.run("check", () => checkLocked(origin, locked, tool));
	for (const warning of availability.warnings) host.log.warning(warning);
	const name = packNameOf({
		product,
		track: settings.track,
		channel: locked.channel,
		to: locked
	});
	const found = await host.findPack(name, locked.packSha256);
	const recovery = {
		settings,
		origin,
		tool,
		host,
		world,
		published: found === null ? staging.path : dirname(found),
		staging: staging.path
	};
	const entry = identityOf(locked);
	const recovered = await stations.run("recover", () => recover(entry, locked.history, recovery));
	return await stations.run("publish", async () => {
		const [former, ...older] = locked.history;
		const before = former === void 0 ? {
			pack: null,
			reason: "the lock holds no candidate before this one."
		} : await tryToRecover(former, older, recovery);
		const written = await asRecovered(entry, recovered);
		const candidate = describeRecovered(recovery, written, recovered, availability, "updated");
		candidate.firstPassed = entry.firstPassed;
		candidate.stations = stations.times;
		if (changed !== null) candidate.warnings.push(changed);
		const diff = await recoveredDiff(candidate, before, recovered.pack, recovery);
		const files = {
			pack: recovered.pack.file,
			diff,
			vendor: recovered.vendor
		};
		const finished = await publish(candidate, files, {
			...recovery,
			availability
		});
		if (!dryRun) await attestIfAsked(settings, finished, host, availability.restricted);
		const url = release === null ? void 0 : await releaseCandidate(release.tag, candidate, finished, host, availability.restricted);
		const key = keyOf(origin, entry.baseSha256, tool, entry.level);
		if (!dryRun && recovered.vendor !== null) await host.keepVendorPack(key, recovered.vendor, availability.restricted);
		const result = {
			outcome: "updated",
			candidate,
			published: finished,
			proposal: null,
			toCommit: []
		};
		return url === void 0 ? result : {
			...result,
			release: url
		};
	});
}
async function onChangedOverlay(settings, locked, world) {
	const overlay = await changedOverlay(settings, locked, world);
	if (overlay === null) return null;
	return `The overlay ${overlay} is another one than level ${locked.level} was tested with: what was changed in it since may not be in the pack. The next run that looks for updates builds the level again with it.`;
}
async function checkLocked(origin, locked, tool) {
	const [former] = locked.history;
	const from = former !== void 0 && former.channel === locked.channel && former.level < locked.level ? former : locked;
	return tool.check({
		product: origin.product,
		channel: locked.channel,
		installed: {
			level: from.level,
			timestamp: from.timestamp
		},
		pinnedFileList: from.fileList,
		wanted: {
			at: "level",
			level: locked.level
		}
	});
}

export { publishLocked as t };