import { t as assertSpace } from "./kernel-disk-space.js";
import { g as string, l as looseObject } from "./zod.js";
import { c as writeError, i as messageOf, o as systemCode } from "./kernel-errors.js";
import { t as holdFile } from "./kernel-exclusive.js";
import { d as removeLeftovers, n as exists, t as copyFileAtomically } from "./kernel-files.js";
import { n as temporaryFolder, t as madeFolder } from "./kernel-temporary.js";
import { a as saveHandwritten, i as recoverFolder, n as isOurs, o as tellHandwritten, r as placeFiles, t as assertPlace } from "./host-place-files.js";
import { n as vendorPackPrefix, t as vendorPackName } from "./host-vendor-pack-name.js";
import { t as assertNotInput } from "./host-local-not-input.js";
import { t as namesOfSomeRuns } from "./host-host.js";
import { basename, dirname, join } from "node:path";
import { constants, copyFile, link, lstat, mkdir, readFile, readdir, rename, rm, stat } from "node:fs/promises";

// src/host/local/other-track.ts
const word = string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/);
const candidateSchema = looseObject({
	product: word,
	track: word
});
async function keepOtherTrack({ product, track, files, resolutions }, { folder, nameOf, log }) {
	const candidate = files.find(({ kind }) => kind === "candidate");
	if (candidate === void 0) return null;
	const found = await trackOf(join(folder, nameOf(candidate)));
	if (found === null || found.product === product && found.track === track) return null;
	const own = await ownFolder(folder, found, nameOf(candidate));
	const laid = ["conflicts", "replaced"].map((kind) => ({
		kind,
		name: kind,
		path: ""
	}));
	const single = [
		...["sbom", "log"].map((kind) => ({
			kind,
			name: namesOfSomeRuns[kind],
			path: ""
		})),
		...files.filter(({ kind }) => kind === "report"),
		candidate
	];
	for (const file of [...laid, ...single]) await assertPlace(join(own, nameOf(file)), file.kind);
	try {
		await mkdir(own, { recursive: true });
		await copyFileAtomically(join(folder, nameOf(candidate)), join(own, nameOf(candidate)));
		for (const file of laid) {
			const [from, to] = [join(folder, nameOf(file)), join(own, nameOf(file))];
			await recoverFolder(from, file.kind, {
				resolutions,
				log
			});
			const isLaid = await isOurs(from, file.kind);
			if (await isOurs(to, file.kind)) {
				const written = file.kind === "conflicts" ? await saveHandwritten(to, isLaid ? from : null, resolutions) : null;
				if (written === null) await rm(to, { recursive: true });
				else log.warning(tellHandwritten(written));
			}
			if (isLaid) await rename(from, to);
		}
		for (const file of single) {
			const to = join(own, nameOf(file));
			if (file !== candidate) await rm(to, { force: true });
			await rename(join(folder, nameOf(file)), to).catch((error) => {
				if (systemCode(error) !== "ENOENT") throw error;
			});
		}
	} catch (error) {
		throw writeError(error, own);
	}
	return own;
}
async function ownFolder(folder, { product, track }, candidate) {
	for (let count = 1;; count++) {
		const own = join(folder, count === 1 ? `${product}-${track}` : `${product}-${track}-${count}`);
		if (await lstat(own).catch(() => null) === null) return own;
		const found = await trackOf(join(own, candidate));
		if (found?.product === product && found.track === track) return own;
	}
}
async function trackOf(file) {
	try {
		return candidateSchema.safeParse(JSON.parse(await readFile(file, "utf8"))).data ?? null;
	} catch {
		return null;
	}
}

// src/host/local/local-host.ts
function outFolder(folder) {
	return {
		folder,
		nameOf: (file) => file.name,
		hold: ".update-train.running",
		isShared: true
	};
}
const companions = {
	diff: ".diff.zip",
	report: ".report.md",
	candidate: ".candidate.json",
	sbom: ".sbom-diff.cdx.json",
	log: ".test.log",
	conflicts: ".conflicts",
	replaced: ".replaced"
};
function besidePack(pack) {
	const folder = dirname(pack);
	const file = basename(pack);
	const stem = file.replace(/\.zip$/i, "");
	return {
		folder,
		nameOf: ({ kind, name }) => {
			if (kind === "pack") return file;
			return kind === "update-zip" ? name : `${stem}${companions[kind]}`;
		},
		hold: `.${stem}.update-train.running`
	};
}
function localHost(places, { log, ...world }) {
	const { folder, nameOf, cache, inputs, isShared = false } = places;
	let staged = null;
	return {
		log,
		proposals: null,
		conflicts: join(folder, nameOf({
			kind: "conflicts",
			name: "conflicts",
			path: ""
		})),
		releases: null,
		attestations: null,
		staging: async () => {
			const made = await staging(places, world);
			staged = made.path;
			return made;
		},
		findVendorPack: async (key) => {
			const name = `${vendorPackName(key)}.zip`;
			const file = join(cache, name);
			if (staged === null) return await exists(file) ? file : null;
			return lend(file, join(staged, name));
		},
		findState: () => Promise.resolve(null),
		keepState: () => Promise.resolve(),
		findPack: async (name) => {
			const file = join(folder, name);
			return await exists(file) ? file : null;
		},
		keepVendorPack: async (key, file, _restricted, needed = []) => {
			try {
				await keep(cache, `${vendorPackName(key)}.zip`, file);
				const kept = [key, ...needed].map((one) => `${vendorPackName(one)}.zip`);
				await forgetOthers(cache, vendorPackPrefix(key.product), kept);
			} catch (error) {
				log.warning(`The vendor pack could not be kept for the next run: ${messageOf(error)}`);
			}
		},
		publish: async (publication) => {
			const { files, resolutions } = publication;
			for (const file of files) await assertNotInput(join(folder, nameOf(file)), inputs);
			const kept = isShared ? await keepOtherTrack(publication, {
				folder,
				nameOf,
				log
			}) : null;
			if (kept !== null) log.warning(`${folder} held the results of another track: all but its packs are in ${kept} now (its conflicts: --conflicts ${join(kept, "conflicts")}). An --out of its own for each track keeps them apart.`);
			return {
				paths: await placeFiles(files, {
					folder,
					nameOf,
					resolutions,
					log
				}),
				pack: null,
				report: null
			};
		}
	};
}
async function staging({ folder, hold, cache }, { clock, signal }) {
	await removeLeftovers(cache);
	await using scope = new AsyncDisposableStack();
	scope.use(await madeFolder(folder));
	scope.use(await holdFile(join(folder, hold), {
		clock,
		signal,
		limit: 0,
		work: `works on ${folder}`
	}));
	const { path } = scope.use(await temporaryFolder(folder, ".update-train-"));
	const held = scope.move();
	return {
		path,
		[Symbol.asyncDispose]: () => held.disposeAsync()
	};
}
async function lend(file, own) {
	if (await exists(own)) return own;
	try {
		await link(file, own).catch(() => copyFile(file, own, constants.COPYFILE_FICLONE));
		return own;
	} catch {
		await rm(own, { force: true });
		return null;
	}
}
async function keep(cache, name, file) {
	await using beside = await temporaryFolder(cache, ".update-train-");
	await assertSpace("Keeping the vendor pack", [{
		folder: beside.path,
		bytes: (await stat(file)).size
	}]);
	const copy = join(beside.path, name);
	await copyFile(file, copy, constants.COPYFILE_FICLONE);
	await rename(copy, join(cache, name));
}
async function forgetOthers(cache, prefix, kept) {
	for (const name of await readdir(cache)) if (name.startsWith(prefix) && /^[0-9a-f]{12}-/.test(name.slice(prefix.length)) && !kept.includes(name)) await rm(join(cache, name), { force: true });
}

export { localHost as n, outFolder as r, besidePack as t };