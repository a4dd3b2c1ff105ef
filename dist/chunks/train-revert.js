import { f as lockedTrack, g as withTrack, h as withCandidate, i as memoryOf, n as findOrigin, r as knownTool, s as assertWritableLock } from "./train-origin.js";
import { t as TrainError } from "./kernel-errors.js";
import { t as chooseTool } from "./tools-choose-tool.js";
import { a as recover, c as identityOf, i as recoveredDiff, n as describeRecovered, o as tryToRecover, r as notLocked, s as chooseFormer, t as asRecovered } from "./train-recovered-candidate.js";
import { _ as assertAsFound, t as stationsOf, v as changeLock, y as clearLeftovers } from "./train-stations.js";
import { a as publish } from "./train-publish.js";
import { n as isOtherOverlay } from "./train-todays-overlay.js";
import { i as keyOf } from "./train-vendor-pack.js";

// src/train/revert.ts
async function revert(settings, host, world, { to, published }) {
	const stations = stationsOf(host.log, world.clock);
	await using staging = await host.staging();
	await clearLeftovers(settings, world);
	const origin = await findOrigin(settings, await memoryOf(settings, null, world));
	const { productName: product, channel, installed, locked } = origin;
	if (locked === null) throw notLocked(settings, product);
	const former = chooseFormer(locked, to, origin.product.version);
	if (former === null) return {
		outcome: "up-to-date",
		product,
		channel,
		installed
	};
	host.log.info(`${product} (${settings.track}) goes from level ${locked.level} to the candidate of level ${former.entry.level} of ${former.entry.firstPassed}.`);
	await using tool = chooseTool(settings, knownTool(origin), world);
	const availability = await stations.run("check", () => checkFormer(origin, former.entry, tool));
	for (const warning of availability.warnings) host.log.warning(warning);
	await assertWritableLock(settings.lock);
	const recovery = {
		settings,
		origin,
		tool,
		host,
		world,
		published,
		staging: staging.path
	};
	const recovered = await stations.run("recover", () => recover(former.entry, former.older, recovery));
	return await stations.run("publish", async () => {
		const current = await tryToRecover(identityOf(locked), locked.history, recovery);
		const entry = await asRecovered(former.entry, recovered);
		const candidate = describeRecovered(recovery, entry, recovered, availability, "reverted");
		candidate.stations = stations.times;
		const notes = whatToKnow(former, recovered.commit, await isOtherOverlay(settings, former.entry, world));
		for (const note of notes) host.log.info(note);
		candidate.warnings.push(...notes);
		const diff = await recoveredDiff(candidate, current, recovered.pack, recovery);
		const files = {
			pack: recovered.pack.file,
			diff,
			vendor: recovered.vendor
		};
		const finished = await publish(candidate, files, {
			...recovery,
			availability
		});
		await changeLock(settings.lock, world, (found) => {
			const { track } = settings;
			assertAsFound(lockedTrack(found, product, track), locked, entry, `${product} (${track})`);
			return withCandidate(withTrack(found, product, track, locked), product, track, entry);
		});
		const key = keyOf(origin, former.entry.baseSha256, tool, former.entry.level);
		if (recovered.vendor !== null) await host.keepVendorPack(key, recovered.vendor, availability.restricted);
		return {
			outcome: "reverted",
			candidate,
			published: finished,
			proposal: null,
			toCommit: [settings.lock]
		};
	});
}
async function checkFormer(origin, entry, tool) {
	const { product, installed, fileList: pinnedFileList } = origin;
	const channel = entry.level === 0 ? origin.channel : entry.channel;
	const wanted = {
		at: "former",
		level: entry.level
	};
	const availability = await tool.check({
		product,
		channel,
		installed,
		pinnedFileList,
		wanted
	});
	if (entry.fileList === null || availability.target.fileList === entry.fileList) return availability;
	throw new TrainError("verification", `Level ${entry.level} was rewritten: its file list is ${availability.target.fileList}, not ${entry.fileList}.`, { hint: "A published level must never change: ask the publisher what happened before you go on." });
}
function whatToKnow({ entry, others }, commit, another) {
	const { level, firstPassed } = entry;
	const notes = [`The next run goes on to newer levels again; set the track’s level to ${level} to stay.`];
	if (others > 0) notes.push(`The lock holds level ${level} more than once: this is the newest, of ${firstPassed}.`);
	if (commit !== null) notes.push(`The overlay and the recorded answers were taken from commit ${commit}; the next run lays today’s again. Check them out as of that commit to stay.`);
	else if (another) notes.push("The overlay is another today than this candidate was made with: the next run lays today’s over it, also at this level. Check it out as of the commit that took this candidate in to stay.");
	return notes;
}

export { revert };