import { a as reasonOf, i as messageOf, o as systemCode, t as TrainError } from "./kernel-errors.js";
import { a as boolean, b as _isoDateTime, c as literal, g as string, h as strictObject, i as base64, m as record, r as array, s as int, t as ZodISODateTime } from "./zod.js";
import { n as nameOfProduct } from "./kernel-product.js";
import { t as isSha256 } from "./kernel-sha256.js";
import { i as problemsOf, n as parseLocated, r as problemsError, t as assertMerged } from "./config-problems.js";
import { c as writeFileAtomically, i as makeFolder, n as exists } from "./kernel-files.js";
import { i as filesOfAnswer, o as jsonName, s as listResolutions } from "./merge-resolutions.js";
import { t as withoutCredentials } from "./kernel-environment.js";
import { t as openPack } from "./pack-open-pack.js";
import { n as recognisePack, t as parseProduct } from "./tools-recognise.js";
import { dirname, join, resolve } from "node:path";
import { access, constants, readFile, readdir, readlink, realpath, stat } from "node:fs/promises";
import { isDeepStrictEqual, promisify } from "node:util";
import { execFile } from "node:child_process";

// node_modules/zod/v4/classic/iso.js
function datetime(params) {
	return _isoDateTime(ZodISODateTime, params);
}

// src/config/lock.ts
const historyLimit = 20;
const digest = string().refine(isSha256, "must be a SHA-256: 64 lower-case hex digits");
const count = int("must be a whole number").min(0, "must be 0 or more");
const identity = strictObject({
	tool: string(),
	channel: string(),
	level: count,
	timestamp: count.nullable(),
	vendorDigest: digest,
	vendorSha256: digest,
	contentDigest: digest,
	packSha256: digest,
	packSize: count,
	baseSha256: digest,
	fileList: digest.nullable(),
	updates: array(string()),
	hotfixes: array(strictObject({
		name: string(),
		sha256: digest
	})).default([]),
	overlayDigest: digest.nullable(),
	resolutionsDigest: digest.nullable(),
	answered: record(string(), strictObject({
		held: digest.nullable(),
		key: digest,
		result: digest.nullable().optional(),
		yields: boolean().optional(),
		left: literal(true).optional()
	})).default({}),
	tests: strictObject({
		passed: count,
		failed: count
	}).nullable(),
	tested: boolean().default(false),
	firstPassed: datetime("must be a time such as 2026-03-01T09:30:00.000Z")
});
const trackSchema = identity.extend({ history: array(identity).max(20) });
const lockSchema = strictObject({
	version: literal(1, "must be 1; a newer lock needs a newer update-train"),
	products: record(string(), strictObject({ tracks: record(string(), trackSchema) }))
});
const emptyLock = {
	version: 1,
	products: {}
};
async function readLock(file) {
	let text;
	try {
		text = await readFile(file, "utf8");
	} catch (error) {
		if (systemCode(error) === "ENOENT") return emptyLock;
		throw new TrainError("config", `Cannot read the lock ${file}: ${reasonOf(error)}.`, {
			hint: "Name a readable file with `lock` (--lock).",
			cause: error
		});
	}
	return parseLock(text, file);
}
const oneSide = "Take one side of it whole (`git checkout --ours` or `--theirs`, then `git add`) and run again: what the other side ran is checked anew.";
function parseLock(text, file) {
	const json = parseJson(text.replace(/^\ufeff/, ""));
	const strict = lockSchema.safeParse(json.value);
	if (strict.success) return strict.data;
	assertMerged(text, file, oneSide);
	const located = parseLocated(text, file);
	const { fault } = json;
	if (fault !== void 0) throw problemsError(file, [{
		message: `it is no JSON (${fault}): take it as it was committed`,
		file
	}]);
	throw problemsError(file, problemsOf(strict.error.issues, file, located.lineOf));
}
function parseJson(text) {
	try {
		return { value: JSON.parse(text) };
	} catch (error) {
		return {
			value: void 0,
			fault: messageOf(error)
		};
	}
}
function formatLock(lock) {
	return `${JSON.stringify(sorted(lock), null, 2)}\n`;
}
function sorted(value) {
	if (Array.isArray(value)) return value.map(sorted);
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(Object.entries(value).sort(([one], [other]) => one < other ? -1 : 1).map(([key, member]) => [key, sorted(member)]));
}
function lockedTrack(lock, product, trackName) {
	const tracks = Object.hasOwn(lock.products, product) ? lock.products[product]?.tracks : void 0;
	return tracks !== void 0 && Object.hasOwn(tracks, trackName) ? tracks[trackName] ?? null : null;
}
function withTrack(lock, product, trackName, entry) {
	if (lockedTrack(lock, product, trackName) !== null) return lock;
	const tracks = {
		...lock.products[product]?.tracks,
		[trackName]: entry
	};
	return {
		...lock,
		products: {
			...lock.products,
			[product]: { tracks }
		}
	};
}
function withoutTrack(lock, product, trackName) {
	if (lockedTrack(lock, product, trackName) === null) return lock;
	const { [trackName]: _gone, ...tracks } = lock.products[product]?.tracks ?? {};
	const { [product]: _former, ...products } = lock.products;
	return {
		...lock,
		products: Object.keys(tracks).length === 0 ? products : {
			...products,
			[product]: { tracks }
		}
	};
}
function withCandidate(lock, product, trackName, candidate) {
	const former = lockedTrack(lock, product, trackName);
	if (former !== null && isSameCandidate(former, candidate)) return lock;
	const tracks = { ...lock.products[product]?.tracks };
	tracks[trackName] = {
		...candidate,
		history: former === null ? [] : historyOf(former)
	};
	return {
		...lock,
		products: {
			...lock.products,
			[product]: { tracks }
		}
	};
}
function isSameCandidate(former, candidate) {
	const { history, ...formerIdentity } = former;
	return isDeepStrictEqual(formerIdentity, {
		...candidate,
		firstPassed: former.firstPassed
	});
}
function historyOf({ history, ...identityOfFormer }) {
	return [identityOfFormer, ...history].slice(0, 20);
}
async function lockFile(lock) {
	const target = await readlink(lock).catch(() => null);
	return target === null ? lock : lockFile(resolve(await realpath(dirname(lock)), target));
}
async function writeLock(file, lock) {
	await writeFileAtomically(file, formatLock(lock));
}
async function assertWritableLock(lock) {
	const file = await lockFile(lock);
	let folder = dirname(file);
	while (!await exists(folder) && folder !== dirname(folder)) folder = dirname(folder);
	try {
		if (!(await stat(folder)).isDirectory()) throw new Error(`${folder} is no folder`);
		await access(folder, constants.W_OK);
		if (await exists(file)) await access(file, constants.W_OK);
	} catch (error) {
		throw new TrainError("not-writable", `The lock ${file} could not be written: ${reasonOf(error)}.`, {
			hint: "Name a file in a folder that can be written with `lock` (--lock); nothing was changed.",
			cause: error
		});
	}
}

// src/kernel/git.ts
const run = promisify(execFile);
const outputLimit = 268435456;
async function git(args, { cwd, env, signal }) {
	try {
		const options = {
			cwd,
			env: withoutCredentials(env),
			signal,
			maxBuffer: outputLimit
		};
		return (await run("git", args, options)).stdout;
	} catch (error) {
		signal.throwIfAborted();
		const reason = systemCode(error) === "ENOENT" ? "there is no such program" : ownWords(messageOf(error));
		throw new TrainError("config", `git cannot help: ${reason}.`, {
			hint: "Install git, or run in a clone with its whole history.",
			cause: error
		});
	}
}
function ownWords(message) {
	const lines = message.trim().split("\n");
	return (lines.findLast((line) => line.startsWith("fatal: ")) ?? lines.at(-1) ?? "").replace(/\.$/, "");
}

// src/train/track-state.ts
const stateSchema = strictObject({
	entry: trackSchema,
	answers: array(strictObject({
		key: string().regex(/^[0-9a-f]{64}$/),
		files: array(strictObject({
			name: string(),
			content: base64()
		}))
	}))
});
async function namesOfAnswers(resolutions) {
	return new Set(await readdir(resolutions).catch(() => []));
}
async function namesOfTeams(resolutions, { env, signal }) {
	const names = await namesOfAnswers(resolutions);
	if (names.size === 0) return names;
	try {
		return new Set((await git(["ls-files", "-z"], {
			cwd: resolutions,
			env,
			signal
		})).split("\0"));
	} catch (error) {
		if (!(error instanceof TrainError)) throw error;
		const runs = (await listResolutions(resolutions)).filter(({ resolution }) => resolution.by !== void 0 || resolution.answer === "merged");
		return new Set([...names].filter((name) => !runs.some(({ key }) => name.startsWith(key))));
	}
}
async function formatState(entry, { used, made }, resolutions, teams) {
	const state = {
		entry,
		answers: []
	};
	const names = await namesOfAnswers(resolutions);
	for (const key of new Set([...used, ...made].map((one) => one.key))) {
		if (!names.has(jsonName(key))) continue;
		const files = [];
		for (const name of filesOfAnswer(key, names)) if (!teams.has(name)) files.push({
			name,
			content: await readFile(join(resolutions, name), "base64")
		});
		if (files.length > 0) state.answers.push({
			key,
			files
		});
	}
	return `${JSON.stringify(state, null, 2)}\n`;
}
function parseState(text) {
	try {
		return stateSchema.safeParse(JSON.parse(text)).data ?? null;
	} catch {
		return null;
	}
}
async function layAnswers({ answers }, resolutions) {
	for (const { key, files } of answers) {
		const known = new Map(files.map(({ name, content }) => [name, content]));
		if (!known.has(jsonName(key)) && !await exists(join(resolutions, jsonName(key)))) continue;
		await makeFolder(resolutions);
		for (const name of filesOfAnswer(key, known.keys())) {
			const file = join(resolutions, name);
			if (!await exists(file)) await writeFileAtomically(file, Buffer.from(known.get(name) ?? "", "base64"));
		}
	}
}

// src/train/origin.ts
async function memoryOf({ lock, resolutions }, host, world) {
	return {
		lock: await readLock(lock),
		host,
		resolutions,
		teams: await namesOfTeams(resolutions, world)
	};
}
async function findOrigin(settings, memory) {
	const named = settings.product;
	const lockedByName = named === null ? null : await remembered(memory, named, settings.track);
	if (named !== null && lockedByName !== null) return fromLock(settings, named, lockedByName);
	const pack = settings.pack === null ? null : await identify(settings.pack);
	const productName = named ?? (pack === null ? null : nameOfProduct(pack.product));
	if (productName === null) throw new TrainError("usage", "It is not said which product this is about.", { hint: "Set `product` (--product), such as wso2is-7.1.0, or `pack` (--pack), or go to a folder with an update-train.yml." });
	if (pack !== null) assertSameProduct(productName, pack, settings.pack ?? "");
	const locked = named === null ? await remembered(memory, productName, settings.track) : null;
	if (locked !== null) return {
		...fromLock(settings, productName, locked),
		pack
	};
	const installed = pack?.position ?? {
		level: 0,
		timestamp: null
	};
	const channel = settings.channel ?? pack?.channel ?? "full";
	assertSameChannel(channel, pack?.channel ?? null, installed);
	return {
		product: parseProduct(productName),
		productName,
		channel,
		installed,
		fileList: pack?.fileList ?? null,
		locked: null,
		pack
	};
}
async function remembered(memory, product, track) {
	if (memory === null) return null;
	const locked = lockedTrack(memory.lock, product, track);
	if (locked !== null || memory.host === null) return locked;
	const state = await memory.host.findState(product, track);
	if (state === null) return null;
	const kept = parseState(state);
	if (kept === null) {
		memory.host.log.warning(`What an earlier run kept of ${product} (${track}) cannot be read and is left.`);
		return null;
	}
	memory.host.log.info(`The lock does not hold ${product} (${track}); an earlier run says that it is at level ${kept.entry.level}.`);
	await layAnswers(kept, memory.resolutions);
	return kept.entry;
}
function assertSameProduct(productName, pack, file) {
	const found = nameOfProduct(pack.product);
	if (found === productName) return;
	throw new TrainError("config", `${file} is ${found}, not ${productName}.`, { hint: "Correct `product` (--product) or `pack` (--pack)." });
}
function fromLock(settings, productName, locked) {
	const channel = settings.channel ?? locked.channel;
	assertSameChannel(channel, locked.channel, locked);
	return {
		product: parseProduct(productName),
		productName,
		channel,
		installed: {
			level: locked.level,
			timestamp: locked.timestamp
		},
		fileList: locked.fileList,
		locked,
		pack: null
	};
}
function knownTool({ locked, pack }) {
	return locked === null ? {
		tool: pack?.tool ?? null,
		saidBy: `${pack?.toolSaidBy ?? ""} in the pack`
	} : {
		tool: locked.tool,
		saidBy: "the lock"
	};
}
function assertSameChannel(channel, installedChannel, installed) {
	if (installedChannel === null || installedChannel === channel || installed.level === 0) return;
	throw new TrainError("config", `Level ${installed.level} of channel ${installedChannel} is installed; it cannot go on with channel ${channel}.`, { hint: `Use channel ${installedChannel}, or start again from the base pack with a track of its own.` });
}
async function identify(file) {
	await using pack = await openPack(file);
	return await recognisePack(pack);
}

export { withoutTrack as _, formatState as a, emptyLock as c, lockFile as d, lockedTrack as f, withTrack as g, withCandidate as h, memoryOf as i, formatLock as l, readLock as m, findOrigin as n, git as o, parseLock as p, knownTool as r, assertWritableLock as s, assertSameProduct as t, isSameCandidate as u, writeLock as v, datetime as y };