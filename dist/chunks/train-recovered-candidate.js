import { i as messageOf, t as TrainError } from "./kernel-errors.js";
import { f as lockedTrack, o as git, p as parseLock } from "./train-origin.js";
import { r as sha256OfFile } from "./kernel-sha256.js";
import { r as parseWanted } from "./config-wanted.js";
import { n as exists } from "./kernel-files.js";
import { n as temporaryFolder } from "./kernel-temporary.js";
import { a as layAgain, i as withoutTool, m as hotfixedAgain, n as componentsIfWanted, s as teamFiles } from "./train-stations.js";
import { i as packNameOf, r as diffFile } from "./train-publish.js";
import { i as measurePack, n as dateOf, o as updatePack } from "./train-update-pack.js";
import { a as madeOf, c as mergingIn, i as keyOf, o as vanillaOf, r as keptPack, t as buildFromPack } from "./train-vendor-pack.js";
import { r as differenceOf, t as diffBetween } from "./train-diff-packs.js";
import { basename, dirname, join, posix, relative } from "node:path";
import { constants, copyFile, mkdir, mkdtemp } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";

// src/train/former-candidate.ts
function chooseFormer(locked, to, version) {
	const { history } = locked;
	const wanted = to === null ? null : parseWanted(to, version);
	if (wanted === void 0 || wanted?.at === "latest") throw new TrainError("usage", `\`--to ${to}\` names no level.`, { hint: `Its history holds: ${levelsOf(history)}.` });
	const isWanted = ({ level, timestamp }) => wanted?.at === "timestamp" ? wanted.timestamp === timestamp : wanted?.level === level;
	if (wanted !== null && isWanted(locked)) return null;
	const index = wanted === null ? firstTimeOf(locked) + 1 : history.findIndex(isWanted);
	const entry = history[index];
	if (entry === void 0) throw new TrainError("config", to === null ? `The lock holds no candidate that ran before level ${locked.level} came.` : `No earlier candidate in the lock is at level ${to}.`, { hint: `Its history holds: ${levelsOf(history)}. Name one of them with --to.` });
	const others = history.filter(({ level }) => level === entry.level).length - 1;
	return {
		entry,
		older: history.slice(index + 1),
		others
	};
}
function firstTimeOf({ history, channel, level, contentDigest }) {
	return history.findLastIndex((one) => one.channel === channel && one.level === level && one.contentDigest === contentDigest);
}
function levelsOf(history) {
	return [...new Set(history.map(({ level }) => level))].join(", ") || "none yet";
}
function identityOf({ history, ...identity }) {
	return identity;
}
function routeTo(entry, older) {
	const first = older.findLastIndex(({ vendorSha256 }) => vendorSha256 === entry.vendorSha256);
	const [before, ...rest] = older.slice(first + 1);
	if (before === void 0 || before.baseSha256 !== entry.baseSha256) return [entry];
	return [...routeTo(before, rest), entry];
}

// src/train/former-vendor-pack.ts
async function formerVendorPack(entry, older, recovery) {
	const { tool, host, world } = recovery;
	const origin = originAt(entry, recovery);
	const kept = await keptPack(keyOf(origin, entry.baseSha256, tool, entry.level), origin, host, world);
	if (kept !== null) return kept;
	await assertBase(entry, recovery);
	const atOnce = await fromBase(entry, recovery);
	const route = routeTo(entry, older);
	if (route.length === 1 || !tool.can.sameBytes || await isPackOf(entry, atOnce, world)) return atOnce;
	return byRoute(route, recovery);
}
async function byRoute(route, recovery) {
	let before = null;
	for (const entry of route) before = {
		entry,
		pack: await stepTo(entry, before, recovery)
	};
	if (before === null) throw new Error("A route has an end.");
	return before.pack;
}
async function stepTo(entry, before, recovery) {
	if (before === null || before.entry.level === entry.level) return fromBase(entry, recovery);
	const pack = await onwards(before.pack, before.entry, entry, recovery);
	if (await isPackOf(entry, pack, recovery.world)) return pack;
	const again = await onwards(await fromBase(before.entry, recovery), before.entry, entry, recovery);
	return await isPackOf(entry, again, recovery.world) ? again : fromBase(entry, recovery);
}
async function isPackOf(entry, { file }, { signal }) {
	return (await sha256OfFile(file, signal)).sha256 === entry.vendorSha256;
}
function originAt(entry, { origin }) {
	const { channel, level, timestamp, fileList } = entry;
	return {
		...origin,
		channel,
		installed: {
			level,
			timestamp
		},
		fileList,
		locked: {
			...entry,
			history: []
		}
	};
}
async function assertBase(entry, { settings, world }) {
	const { file } = vanillaOf(settings);
	if (file === null || !await exists(file)) return;
	const { sha256 } = await sha256OfFile(file, world.signal);
	if (sha256 === entry.baseSha256) return;
	throw new TrainError("config", `Level ${entry.level} was built from the pack with the SHA-256 ${entry.baseSha256}, but ${file} has ${sha256}.`, { hint: "Give that pack as `pack` (--pack)." });
}
async function fromBase(entry, recovery) {
	const { settings, tool, world, staging } = recovery;
	const folder = await mkdtemp(join(staging, "built-"));
	const state = await stateOf(entry, recovery);
	return buildFromPack(settings, originAt(entry, recovery), state, tool, world, folder);
}
async function onwards(pack, from, to, recovery) {
	const { settings, tool, world, staging } = recovery;
	await using home = await temporaryFolder(staging, ".home-");
	const folder = await mkdtemp(join(staging, "built-"));
	const out = join(folder, "vendor.zip");
	const work = {
		pack: pack.file,
		madeOf: await madeOf(from.level, settings),
		from: await stateOf(from, recovery),
		to: await stateOf(to, recovery),
		folder: home.path,
		out
	};
	const { application } = await updatePack(work, originAt(to, recovery), tool, mergingIn(folder, settings), world);
	if (application.kind === "conflict") throw new TrainError("config", `Level ${to.level} cannot be built from level ${from.level} again.`, { hint: "Check the recorded answers out as they were then." });
	return await measurePack(out, world);
}
async function stateOf(entry, recovery) {
	const { product, channel, installed } = originAt(entry, recovery);
	const { level, fileList: pinnedFileList } = entry;
	const request = {
		product,
		channel,
		installed,
		pinnedFileList,
		wanted: {
			at: "level",
			level
		}
	};
	return (await recovery.tool.check(request)).installed;
}

// src/train/past-overlay.ts
async function* pastOverlays(entry, product, settings, staging, world) {
	const { overlay, resolutions, lock, track } = settings;
	const home = dirname(lock);
	const call = {
		cwd: home,
		env: world.env,
		signal: world.signal
	};
	const prefix = (await git(["rev-parse", "--show-prefix"], call)).trim();
	const gitFolder = (await git(["rev-parse", "--absolute-git-dir"], call)).trim();
	const inRepository = (path) => posix.join(prefix, relative(home, path));
	if (inRepository(overlay).startsWith("..")) throw new TrainError("config", `${overlay} is not in the repository of the lock.`, { hint: "Commit overlay and lock side by side." });
	const log = [
		"--literal-pathspecs",
		"log",
		"--full-history",
		"--format=%H",
		"--",
		basename(lock)
	];
	for (const commit of (await git(log, call)).split("\n").filter((line) => line !== "")) {
		if (!await heldAt(commit, entry, product, track, basename(lock), call)) continue;
		await using folder = await temporaryFolder(staging, ".past-");
		const tree = join(folder.path, "tree");
		await mkdir(tree);
		const env = {
			...world.env,
			GIT_DIR: gitFolder,
			GIT_WORK_TREE: tree,
			GIT_INDEX_FILE: join(folder.path, "index")
		};
		const paths = [inRepository(overlay), inRepository(resolutions)];
		await checkOut(commit, paths, {
			...call,
			cwd: tree,
			env
		});
		const [overlayThen = "", resolutionsThen = ""] = paths.map((path) => join(tree, path));
		yield {
			commit,
			overlay: overlayThen,
			resolutions: resolutionsThen
		};
	}
}
async function heldAt(commit, entry, product, track, lock, call) {
	try {
		const held = lockedTrack(parseLock(await git(["show", `${commit}:./${lock}`], call), lock), product, track);
		return held !== null && isDeepStrictEqual(identityOf(held), entry);
	} catch (error) {
		if (error instanceof TrainError) return false;
		throw error;
	}
}
async function checkOut(commit, paths, call) {
	await git([
		"read-tree",
		"--no-sparse-checkout",
		commit
	], call);
	for (const path of paths) await git([
		"--literal-pathspecs",
		"-c",
		"core.hooksPath=/dev/null",
		"checkout",
		"--",
		path
	], call).catch((error) => {
		if (!messageOf(error).includes("did not match any file")) throw error;
	});
}

// src/train/recover.ts
async function recover(entry, older, recovery) {
	const recovered = await fromPublished(entry, recovery) ?? await build(entry, older, recovery);
	const { sha256, size } = await sha256OfFile(recovered.pack.file, recovery.world.signal);
	const isSame = recovered.pack.contentDigest === entry.contentDigest;
	if (isSame && (sha256 === entry.packSha256 || !recovery.tool.can.sameBytes)) return {
		...recovered,
		sha256,
		size
	};
	throw new TrainError("verification", `The pack of level ${entry.level} was built again, but ${isSame ? "its bytes are others, though every file in it is the same" : "its content is another"}: its SHA-256 is ${sha256}, not ${entry.packSha256}.`, { hint: `Put the pack as it was published then into ${recovery.published} and run again.` });
}
async function fromPublished(entry, recovery) {
	const { origin, settings, published, staging, world } = recovery;
	const { channel, vendorSha256, packSha256 } = entry;
	const name = packNameOf({
		product: origin.productName,
		track: settings.track,
		channel,
		to: entry
	});
	const file = join(published, name);
	if (!await exists(file)) return null;
	if ((await sha256OfFile(file, world.signal)).sha256 !== packSha256) return null;
	world.log.info(`${name} still lies in ${published}.`);
	const copy = await copied(file, staging, entry);
	return {
		pack: await measurePack(copy, world),
		vendor: vendorSha256 === packSha256 ? file : null,
		overlay: null,
		commit: null
	};
}
async function copied(file, staging, { packSha256 }) {
	const copy = join(staging, `${packSha256}.zip`);
	await copyFile(file, copy, constants.COPYFILE_FICLONE);
	return copy;
}
async function build(entry, older, recovery) {
	const vendor = await formerVendorPack(entry, older, recovery);
	await using folder = await temporaryFolder(recovery.staging, ".hotfixed-");
	const hotfixed = await hotfixedAgain(entry, vendor, folder.path, recovery);
	if (hotfixed === null) throw hotfixesLost(entry);
	if (entry.overlayDigest === null) {
		const pack = await withoutTool(hotfixed, recovery);
		const file = await copied(pack.file, recovery.staging, entry);
		return {
			pack: {
				...pack,
				file
			},
			vendor: vendor.file,
			overlay: null,
			commit: null
		};
	}
	const ground = {
		vendor,
		hotfixed
	};
	const { settings, origin, staging, world } = recovery;
	const { overlay } = settings;
	if (overlay === null && settings.base === null) throw overlayLost(entry, "no overlay is given");
	const now = await layAsThen(entry, ground, {
		commit: null,
		overlay,
		resolutions: settings.resolutions
	}, recovery);
	if (now !== null) return now;
	if (overlay === null) throw overlayLost(entry, "no overlay is given");
	world.log.info(`The overlay is not the one of level ${entry.level}; git is asked for that.`);
	try {
		const past = pastOverlays(entry, origin.productName, {
			...settings,
			overlay
		}, staging, world);
		for await (const one of past) {
			const found = await layAsThen(entry, ground, one, recovery);
			if (found !== null) return found;
		}
	} catch (error) {
		if (!(error instanceof TrainError) || error.code !== "config") throw error;
		throw overlayLost(entry, error.message.replace(/\.$/, ""), error);
	}
	throw overlayLost(entry, "git knows no commit in which the lock held this candidate with the overlay and the answers that it was made with");
}
async function layAsThen(entry, ground, { overlay, resolutions, commit }, { settings, tool, staging, world }) {
	if (overlay !== null && !await exists(overlay)) return null;
	await using team = await teamFiles({
		...settings,
		overlay
	}, world);
	if (team.overlay?.digest !== entry.overlayDigest) return null;
	await using folder = await temporaryFolder(staging, ".laid-");
	const timestamp = dateOf({
		...entry,
		yanked: false
	});
	const at = {
		home: join(folder.path, "home"),
		out: join(folder.path, "pack.zip"),
		timestamp
	};
	const then = {
		...settings,
		resolutions
	};
	const laid = await layAgain(team.overlay, then, entry.answered, ground, at, world);
	if (laid === null) return null;
	const pack = await withoutTool(laid.pack, {
		tool,
		staging,
		world
	});
	if (pack.contentDigest !== entry.contentDigest) return null;
	const file = await copied(pack.file, staging, entry);
	return {
		pack: {
			...pack,
			file
		},
		vendor: ground.vendor.file,
		overlay: laid.evidence,
		commit
	};
}
function hotfixesLost({ level, hotfixes, packSha256 }) {
	return new TrainError("config", `Level ${level} cannot be built as it was: ${hotfixes.map(({ name }) => name).join(", ")} went over it, and not all of them are among \`hotfixes\` as they were.`, { hint: `Name these very zips in \`hotfixes\` (--options), or put the published pack (SHA-256 ${packSha256}) into the folder of --out.` });
}
function overlayLost(entry, why, cause) {
	return new TrainError("config", `Level ${entry.level} cannot be built as it was: the overlay or the recorded answers have changed since, and ${why}.`, {
		hint: `Check the overlay and the answers out as they were at ${entry.firstPassed} and name them with --overlay and --resolutions, or put the published pack (SHA-256 ${entry.packSha256}) into the folder of --out.`,
		cause
	});
}
async function tryToRecover(...[entry, older, recovery]) {
	try {
		return {
			pack: (await recover(entry, older, recovery)).pack,
			reason: ""
		};
	} catch (error) {
		recovery.world.signal.throwIfAborted();
		if (!(error instanceof TrainError)) throw error;
		return {
			pack: null,
			reason: messageOf(error)
		};
	}
}

// src/train/recovered-candidate.ts
async function asRecovered(entry, { sha256: packSha256, size: packSize, vendor }) {
	const vendorSha256 = vendor === null ? entry.vendorSha256 : (await sha256OfFile(vendor)).sha256;
	return {
		...entry,
		packSha256,
		packSize,
		vendorSha256
	};
}
function describeRecovered({ settings, origin, tool, world }, entry, { pack, overlay }, availability, outcome) {
	const candidate = {
		format: "update-train-candidate",
		version: 1,
		createdAt: new Date(world.clock.now()).toISOString(),
		outcome,
		product: origin.productName,
		track: settings.track,
		tool: tool.name,
		channel: entry.channel,
		from: availability.installed,
		to: availability.target,
		updates: availability.updates,
		counts: null,
		summary: null,
		takenAway: availability.takenAway,
		difference: null,
		components: null,
		hotfixes: entry.hotfixes.length === 0 ? null : {
			laid: entry.hotfixes,
			gone: [],
			files: null
		},
		overlay,
		conflicts: [],
		answering: {
			conflicts: null,
			resolutions: null,
			overlay: null
		},
		notices: [],
		tests: null,
		digests: {
			vendor: entry.vendorDigest,
			content: pack.contentDigest,
			packSha256: entry.packSha256,
			packSize: entry.packSize,
			base: entry.baseSha256,
			overlay: entry.overlayDigest,
			resolutions: entry.resolutionsDigest,
			answered: entry.answered
		},
		diff: null,
		pack: null,
		stations: [],
		warnings: [...availability.warnings],
		tested: entry.tested
	};
	return {
		...candidate,
		pack: packNameOf(candidate)
	};
}
async function recoveredDiff(candidate, current, pack, { settings, staging, host, world }) {
	if (current.pack !== null) candidate.difference = await differenceOf(current.pack.file, pack.file);
	candidate.components = await componentsIfWanted(settings, candidate, pack, current.pack, world);
	if (current.pack === null) {
		const warning = `There is no diff zip: ${current.reason}`;
		host.log.warning(warning);
		candidate.warnings.push(warning);
		return null;
	}
	const { file, size } = await diffBetween(current.pack, pack, dateOf(candidate.to), staging, world);
	const diff = diffFile(candidate, file);
	candidate.diff = {
		name: diff.name,
		size
	};
	return diff;
}
function notLocked({ lock, track }, product) {
	return new TrainError("config", `The lock ${lock} does not hold ${product} (${track}).`, { hint: "Name them with `lock`, `product` and `track` (--lock, --product, --track)." });
}

export { recover as a, identityOf as c, recoveredDiff as i, describeRecovered as n, tryToRecover as o, notLocked as r, chooseFormer as s, asRecovered as t };