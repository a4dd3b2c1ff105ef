import { i as writeError, n as messageOf, r as systemCode, t as TrainError } from "./kernel-errors.js";
import { n as makeFolder, r as syncFolder, t as exists } from "./kernel-files.js";
import { t as temporaryFolder } from "./kernel-temporary.js";
import { t as assertNotInput } from "./host-local-not-input.js";
import { copyFile, lstat, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

// src/host/vendor-pack-name.ts
/** All vendor packs of a product start like this. */
function vendorPackPrefix(product) {
	return `update-train-pack-v1-${product}-`;
}
/** The key of `docs/reference.md`, *Where state lives*. */
function vendorPackName({ product, base, tool, channel, level }) {
	return `${vendorPackPrefix(product)}${base.slice(0, 12)}-${tool}-${channel}-${level}`;
}

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
	log: ".test.log"
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
		keepVendorPack: async (key, file) => {
			try {
				await keep(cache, `${vendorPackName(key)}.zip`, file);
				await forgetOthers(cache, vendorPackPrefix(key.product), `${vendorPackName(key)}.zip`);
			} catch (error) {
				log.warning(`The vendor pack could not be kept for the next run: ${messageOf(error)}`);
			}
		},
		publish: async (files) => {
			for (const file of files) await assertPlace(join(folder, nameOf(file)), inputs);
			const published = {};
			for (const file of files) {
				const target = join(folder, nameOf(file));
				await moveInto(file.path, target);
				published[file.kind] = target;
			}
			await syncFolder(folder);
			return published;
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
/** Before the first file is moved: a folder in the place of one would stop half-way. */
async function assertPlace(target, inputs) {
	await assertNotInput(target, inputs);
	if ((await lstat(target).catch(() => null))?.isDirectory() !== true) return;
	throw new TrainError("not-writable", `${target} is a folder; a file of that name is to be written there.`, { hint: "Move it away, or choose another place with --out; nothing was changed." });
}
async function moveInto(from, to) {
	try {
		await makeFolder(dirname(to));
		await rename(from, to);
	} catch (error) {
		if (systemCode(error) === "EXDEV") throw new Error(`${from} and ${to} are on different file systems.`);
		throw writeError(error, to);
	}
}

export { localHost as n, outFolder as r, besidePack as t };