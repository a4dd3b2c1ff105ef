import { i as messageOf, t as TrainError } from "./kernel-errors.js";
import { n as exists } from "./kernel-files.js";
import { r as sha256OfFile } from "./kernel-sha256.js";
import { t as openPack } from "./pack-open-pack.js";
import { a as unpack, i as measurePack, l as repack, n as dateOf, o as updatePack, t as contentSize } from "./train-update-pack.js";
import { t as holdsHotfixes } from "./tools-external-holds-hotfixes.js";
import { n as recognisePack } from "./tools-recognise.js";
import { t as classMatcher } from "./merge-classes.js";
import { d as resolutionsIn } from "./merge-resolutions.js";
import { t as assertSameProduct } from "./train-origin.js";
import { join } from "node:path";

// src/train/compare-pack.ts
async function comparePack({ file, tree, base }, settings, origin, { installed, base: vendorsBase }, tool) {
	const { product, productName, channel, locked, pack } = origin;
	if (locked !== null || installed.level === 0 && base === vendorsBase) return null;
	const isBase = settings.base !== null;
	if (!isBase && pack?.position !== null) return null;
	const classOf = classMatcher(settings.classes);
	const compared = await tool.compare({
		product,
		channel,
		level: installed.level,
		tree,
		classOf
	});
	if (compared === null) return null;
	const { listed, other, more } = compared;
	const name = `level ${installed.level} of ${productName} as its vendor has published it`;
	const differs = `${other.length} of ${listed} files are other ones or missing${more.length === 0 ? "" : `, ${more.length} more ${more.length === 1 ? "is" : "are"} there`}: ${shown([...other, ...more])}`;
	const vanilla = vendorsBase === null || installed.level > 0 ? "the vendor’s own pack of this level" : `the vendor’s own pack, with the SHA-256 ${vendorsBase}`;
	if (isBase) {
		if (other.length + more.length === 0) return null;
		throw new TrainError("verification", `${file} is not ${name}. ${differs}.`, { hint: `Give ${vanilla}, as \`base\` (--base).` });
	}
	if (other.length * 2 > listed) throw new TrainError("verification", `${file} is not ${name}, nor a customised one. ${differs}.`, { hint: `Give ${vanilla}, as \`pack\` (--pack); or as \`base\` (--base), where so much of \`pack\` is yours.` });
	if (other.length + more.length === 0) return null;
	return `${file} names no level and is taken as level ${installed.level}, but it is not ${name}. ${differs}. What differs is treated as yours; if it is not, give ${vanilla}.`;
}
function shown(paths) {
	return `${paths.slice(0, 5).join(", ")}${paths.length > 5 ? ", …" : ""}`;
}

// src/train/merging-in.ts
function mergingIn(folder, { classes, resolutions, onConflict, withoutBase = false, base = null }) {
	return {
		classOf: classMatcher(classes),
		resolutions: resolutionsIn(resolutions),
		onConflict,
		withoutBase,
		base,
		conflicts: join(folder, "conflicts"),
		replaced: join(folder, "replaced")
	};
}

// src/train/vendor-pack.ts
async function findVendorPack(settings, origin, availability, tool, host, world, folder) {
	const { locked } = origin;
	const { installed } = availability;
	if (locked !== null && await isSameBase(settings, locked.baseSha256, world)) {
		const base = locked.baseSha256;
		const kept = await keptPack(keyOf(origin, base, tool, installed.level), origin, host, world);
		if (kept !== null) return {
			...kept,
			base,
			madeOf: await madeOf(installed.level, settings)
		};
	}
	const built = await buildFromPack(settings, origin, installed, tool, world, folder);
	const warning = await comparePack(built, settings, origin, availability, tool);
	if (warning !== null) {
		world.log.warning(warning);
		availability.warnings.push(warning);
	}
	return built;
}
async function isSameBase(settings, base, world) {
	const { file, expected } = vanillaOf(settings);
	if (expected !== null && expected !== base) return false;
	if (file === null || !await exists(file)) return true;
	return (await sha256OfFile(file, world.signal)).sha256 === base;
}
async function madeOf(level, settings) {
	const { file } = vanillaOf(settings);
	if (file === null || !await exists(file)) return null;
	await using pack = await openPack(file);
	return level > ((await recognisePack(pack)).position?.level ?? 0) ? file : null;
}
function vanillaOf({ pack, base, sha256 }) {
	return base === null ? {
		file: pack,
		expected: sha256
	} : {
		file: base,
		expected: null
	};
}
async function vouchedPack({ pack, base }, availability, world) {
	const file = base ?? pack;
	if (file === null || !await exists(file)) return null;
	if (base !== null) return base;
	return (await sha256OfFile(file, world.signal)).sha256 === availability.base ? file : null;
}
function keyOf(origin, base, tool, level) {
	return {
		product: origin.productName,
		base,
		tool: tool.name,
		channel: origin.channel,
		level
	};
}
async function keptPack(key, origin, host, world) {
	const file = await host.findVendorPack(key);
	if (file === null) return null;
	try {
		const { sha256 } = await sha256OfFile(file, world.signal);
		if (sha256 === origin.locked?.vendorSha256) return await measurePack(file, world);
		world.log.warning("The kept vendor pack is not the one of the lock; it is built again from `pack`.");
	} catch (error) {
		if (world.signal.aborted) throw error;
		world.log.warning(`The kept vendor pack is of no use, it is built again from \`pack\`: ${messageOf(error)}`);
	}
	return null;
}
async function buildFromPack(settings, origin, installed, tool, world, folder) {
	const file = await givenPack(settings, origin);
	const base = await verifiedSha256(file, vanillaOf(settings).expected, world);
	const { level: at, hasHotfixes } = await standingOf(file, origin);
	if (hasHotfixes && settings.hotfixes === null && tool.hotfixes !== null) throw holdsHotfixes(origin.productName);
	if (at === installed.level) {
		const own = origin.locked !== null && hasHotfixes && settings.hotfixes !== null ? await withoutHotfixes(file, origin, installed, tool, world, folder) : file;
		return checked({
			...await measurePack(own, world),
			base,
			madeOf: null
		}, origin, file);
	}
	world.log.info(`The pack is at level ${at}; it is brought to the installed level ${installed.level}.`);
	const out = join(folder, "installed.zip");
	const work = {
		pack: file,
		madeOf: null,
		from: (await tool.check({
			product: origin.product,
			channel: origin.channel,
			installed: {
				level: at,
				timestamp: null
			},
			pinnedFileList: null,
			wanted: {
				at: "level",
				level: at
			}
		})).installed,
		to: installed,
		folder: join(folder, "installed"),
		out,
		later: (pack) => [{
			folder,
			bytes: contentSize(pack) + pack.size
		}]
	};
	const { application } = await updatePack(work, origin, tool, mergingIn(join(folder, "installing"), settings), world);
	if (application.kind === "conflict") throw new TrainError("config", `${file} cannot be brought to the installed level ${installed.level}: ${application.conflicts.map(({ path }) => path).join(", ")} was changed in it and by the updates.`, { hint: "Give the vanilla pack as `base` (--base), or as `pack` with the changed files as an `overlay`." });
	return checked({
		...await measurePack(out, world),
		base,
		madeOf: file
	}, origin, file);
}
async function givenPack(settings, origin) {
	const { file } = vanillaOf(settings);
	if (file === null) throw new TrainError("usage", `There is no pack of ${origin.productName} to update.`, { hint: "Set `pack` (--pack) to its zip." });
	if (!await exists(file)) throw new TrainError("pack-missing", `The pack ${file} does not exist.`, { hint: "Correct `pack` (--pack), or `base` (--base)." });
	return file;
}
async function verifiedSha256(file, expected, world) {
	const { sha256 } = await sha256OfFile(file, world.signal);
	if (expected === null || expected === sha256) return sha256;
	throw new TrainError("verification", `${file} has the SHA-256 ${sha256}, not ${expected}.`, { hint: "Get the pack again, or correct `sha256` if the pack was replaced on purpose." });
}
async function withoutHotfixes(file, origin, installed, tool, world, folder) {
	await using pack = await openPack(file);
	const home = await unpack(pack, join(folder, "installed"), world);
	await tool.hotfixes?.revert(origin.product, home);
	await tool.scrub(home);
	const out = join(folder, "installed.zip");
	await repack({
		from: pack,
		home,
		out,
		timestamp: dateOf(installed),
		signal: world.signal
	});
	return out;
}
async function standingOf(file, origin) {
	await using pack = await openPack(file);
	const identity = await recognisePack(pack);
	assertSameProduct(origin.productName, identity, file);
	const level = identity.position?.level ?? 0;
	if (level > 0 && identity.channel !== null && identity.channel !== origin.channel) throw new TrainError("config", `${file} is on channel ${identity.channel}, not ${origin.channel}.`, { hint: "Give the base pack, or a pack of the same channel." });
	return {
		level,
		hasHotfixes: identity.hasHotfixes
	};
}
function checked(pack, origin, file) {
	const expected = origin.locked?.vendorDigest;
	if (expected === void 0 || expected === pack.contentDigest) return pack;
	throw new TrainError("verification", `${file} at level ${origin.installed.level} has the content digest ${pack.contentDigest}, but the lock says ${expected}.`, { hint: "Give the pack that the lock was made from, or remove the track from the lock (without a committed lock: its update-train-state entry from the caches of the repository) to start again." });
}

export { madeOf as a, mergingIn as c, keyOf as i, findVendorPack as n, vanillaOf as o, keptPack as r, vouchedPack as s, buildFromPack as t };