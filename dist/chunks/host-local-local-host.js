import { r as messageOf } from "./kernel-errors.js";
import { t as exists } from "./kernel-files.js";
import { t as temporaryFolder } from "./kernel-temporary.js";
import { n as vendorPackPrefix, r as placeFiles, t as vendorPackName } from "./host-vendor-pack-name.js";
import { t as assertNotInput } from "./host-local-not-input.js";
import { copyFile, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

// src/host/local/local-host.ts
/** `run --out DIR`: every file under its own name. */
function outFolder(folder) {
	return {
		folder,
		nameOf: (file) => file.name
	};
}
const companions = {
	diff: ".diff.zip",
	report: ".report.md",
	candidate: ".candidate.json",
	log: ".test.log",
	conflicts: ".conflicts",
	replaced: ".replaced"
};
/** `apply --out Q.zip`: the pack under the name asked for, its companions beside it and named after it. */
function besidePack(pack) {
	const folder = dirname(pack);
	const file = basename(pack);
	const stem = file.replace(/\.zip$/i, "");
	return {
		folder,
		nameOf: ({ kind }) => kind === "pack" ? file : `${stem}${companions[kind]}`
	};
}
/** The host of the command line: folders of this machine. */
function localHost(places, log) {
	const { folder, nameOf, cache, inputs } = places;
	return {
		log,
		staging: () => temporaryFolder(folder, ".update-train-"),
		findVendorPack: async (key) => {
			const file = join(cache, `${vendorPackName(key)}.zip`);
			return await exists(file) ? file : null;
		},
		findState: () => Promise.resolve(null),
		keepState: () => Promise.resolve(),
		keepVendorPack: async (key, file) => {
			try {
				await keep(cache, `${vendorPackName(key)}.zip`, file);
				await forgetOthers(cache, vendorPackPrefix(key.product), `${vendorPackName(key)}.zip`);
			} catch (error) {
				log.warning(`The vendor pack could not be kept for the next run: ${messageOf(error)}`);
			}
		},
		publish: async ({ files }) => {
			for (const file of files) await assertNotInput(join(folder, nameOf(file)), inputs);
			return {
				paths: await placeFiles(files, folder, nameOf),
				pack: null,
				report: null
			};
		}
	};
}
async function keep(cache, name, file) {
	await using beside = await temporaryFolder(cache, ".keep-");
	const copy = join(beside.path, name);
	await copyFile(file, copy);
	await rename(copy, join(cache, name));
}
/** Levels and digests follow the prefix; a product whose name goes on after it (`a-1.0.0-2`) is not met, as 12 hex digits must come next. */
async function forgetOthers(cache, prefix, kept) {
	for (const name of await readdir(cache)) if (name.startsWith(prefix) && /^[0-9a-f]{12}-/.test(name.slice(prefix.length)) && name !== kept) await rm(join(cache, name), { force: true });
}

export { localHost as n, outFolder as r, besidePack as t };