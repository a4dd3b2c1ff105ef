import { s as __toESM } from "./rolldown-runtime.js";
import { a as reasonOf$1, c as writeError, i as messageOf, o as systemCode, t as TrainError } from "./kernel-errors.js";
import { i as toolNames, n as nameOfProduct } from "./kernel-product.js";
import { n as sha256, r as sha256OfFile } from "./kernel-sha256.js";
import { c as writeFileAtomically, n as exists, r as isFolder, u as removeAll } from "./kernel-files.js";
import { a as filesPath, i as feedPath, n as blobPath, o as updatesPath, r as channelPath } from "./feed-layout.js";
import { i as fileListSchema, l as updatesSchema, o as newerThanKnown, r as feedSchema, t as channelSchema } from "./feed-format.js";
import { t as assertSpace } from "./kernel-disk-space.js";
import { n as temporaryFolder } from "./kernel-temporary.js";
import { t as parentsOf } from "./kernel-writable-folders.js";
import { a as replayedByHunk, c as keepDirectory, f as same, l as takeKinds, n as keepAllReplaced, o as settlePath, r as planHome, s as decideTree, t as writeHome, u as decide } from "./pack-write-home.js";
import { t as homeTree } from "./pack-inventory.js";
import { S as stateFile, _ as stateAt, a as programNames, b as configFile, c as programName, d as numbersOf, f as positionIn, g as saysNothingNew, h as runsFolder, i as isProgram$1, l as assertAbove, m as readRuns, n as isRewritten, o as isOwn, p as readLevel, r as isOwn$1, s as isProgram, u as documentsIn, v as timestampsIn, y as wantedTimestamp } from "./tools-u2-rebuilt.js";
import { t as formatFeedState } from "./tools-feed-state.js";
import { t as withoutCredentials } from "./kernel-environment.js";
import { n as formatElapsed } from "./kernel-time.js";
import { n as secretsOf } from "./kernel-secrets.js";
import { t as configFile$1 } from "./tools-u2-config-file.js";
import { t as require_dist } from "./yaml.js";
import { t as openPack } from "./pack-open-pack.js";
import { r as mergeFiles } from "./merge-text-merge-files.js";
import { n as comparePacks, r as compareTrees } from "./pack-difference.js";
import { n as keepReplaced } from "./merge-merging.js";
import { r as keyOf, s as showConflict } from "./merge-show-conflict.js";
import { t as extractPack } from "./pack-extract.js";
import { t as holdsHotfixes } from "./tools-external-holds-hotfixes.js";
import { r as readU2State, t as atLevel } from "./tools-u2-config-json.js";
import { t as require_semver } from "./semver.js";
import { t as openArchive } from "./pack-archive.js";
import { a as readPieces } from "./pack-entry-content.js";
import { basename, delimiter, dirname, join, resolve } from "node:path";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { chmod, constants as constants$2, copyFile, mkdir, open, readFile, readdir, realpath, rm, stat, writeFile } from "node:fs/promises";
import { isUtf8 } from "node:buffer";
import { stripVTControlCharacters } from "node:util";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { spawn } from "node:child_process";
import { setTimeout as setTimeout$1 } from "node:timers/promises";
import { StringDecoder } from "node:string_decoder";

// src/feed/blobs.ts
const concurrency$1 = 6;
const tries$2 = 3;
async function fetchBlobs(transport, wanted, folder, world) {
	const blobs = [...new Map(wanted.map((blob) => [blob.sha256, blob])).values()];
	const total = blobs.reduce((sum, blob) => sum + blob.size, 0);
	const queue = blobs.values();
	let done = 0;
	let count = 0;
	let failed = false;
	const worker = async () => {
		for (const blob of queue) {
			if (failed) return;
			await fetchBlob(transport, blob, join(folder, blob.sha256), world).catch((error) => {
				failed = true;
				throw error;
			});
			done += blob.size;
			count += 1;
			world.log.progress("fetching changed files", done, total, {
				done: count,
				total: blobs.length
			});
		}
	};
	const ends = await Promise.allSettled(Array.from({ length: Math.min(concurrency$1, blobs.length) }, worker));
	for (const end of ends) if (end.status === "rejected") throw end.reason;
	return total;
}
async function fetchBlob(transport, blob, to, world) {
	if (await exists(to)) return;
	for (let attempt = 1;; attempt += 1) {
		world.signal.throwIfAborted();
		const pieces = await transport.open(blobPath(blob.sha256));
		if (pieces === null) throw broken(blob, "is missing from the feed");
		try {
			await store(pieces, blob, to);
			return;
		} catch (error) {
			await rm(to, { force: true });
			world.signal.throwIfAborted();
			if (error instanceof TrainError) throw error;
			if (attempt === tries$2) throw new TrainError("unreachable", `The content of ${blob.path} broke off: ${messageOf(error)}.`, {
				hint: "Check the network, then run again; nothing was changed.",
				cause: error
			});
		}
	}
}
async function store(pieces, blob, to) {
	const hasher = createHash("sha256");
	let size = 0;
	const file = await open(to, "wx").catch((error) => {
		throw writeError(error, to);
	});
	try {
		for await (const piece of pieces) {
			size += piece.length;
			if (size > blob.size) throw broken(blob, `is longer than its ${blob.size} bytes`);
			hasher.update(piece);
			await file.writeFile(piece).catch((error) => {
				throw writeError(error, to);
			});
		}
	} finally {
		await file.close();
	}
	if (size !== blob.size) throw broken(blob, `has ${size} bytes, not ${blob.size}`);
	const found = hasher.digest("hex");
	if (found !== blob.sha256) throw broken(blob, `has the SHA-256 ${found}`);
}
function broken(blob, what) {
	return new TrainError("verification", `The blob ${blob.sha256} of ${blob.path} ${what}.`, { hint: "The feed is damaged or was tampered with; tell its publisher. Nothing was changed." });
}

// src/feed/folder-transport.ts
function folderTransport(location) {
	const folder = folderOf(location);
	return { open: async (path) => {
		try {
			const handle = await open(join(folder, path), constants$2.O_RDONLY | constants$2.O_NONBLOCK);
			if (!(await handle.stat()).isFile()) {
				await handle.close();
				throw new Error("it is no file");
			}
			return handle.createReadStream({ highWaterMark: 65536 });
		} catch (error) {
			if (systemCode(error) === "ENOENT" || systemCode(error) === "ENOTDIR") return null;
			throw new TrainError("unreachable", `Cannot read ${join(folder, path)}: ${reasonOf$1(error)}.`, {
				hint: "Make the feed readable, or correct `feed` (--feed).",
				cause: error
			});
		}
	} };
}
function folderOf(location) {
	if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(location)) return location;
	try {
		return fileURLToPath(location);
	} catch (error) {
		throw new TrainError("config", `${location} is no address of a feed.`, {
			hint: "`feed` (--feed) takes a folder, or an address that begins with https://, http:// or file://.",
			cause: error
		});
	}
}

// src/feed/http-transport.ts
const tries$1 = 3;
const replyTimeout = 3e4;
const silenceTimeout = 6e4;
const firstPause = 500;
const longestPause = 6e4;
function httpTransport(location, world) {
	const root = URL.parse(location.endsWith("/") ? location : `${location}/`);
	if (root === null) throw new TrainError("config", `${location} is no address of a feed.`, { hint: "`feed` (--feed) takes an address such as https://updates.example.com/feed, or a folder." });
	if (root.username !== "" || root.password !== "") throw new TrainError("config", "The address of the feed holds credentials.", { hint: "Take them out of `feed` and set UPDATE_TRAIN_FEED_USERNAME and UPDATE_TRAIN_FEED_PASSWORD, or UPDATE_TRAIN_FEED_TOKEN." });
	const headers = credentials(root, world);
	return { open: async (path) => {
		const response = await request(new URL(path, root), headers, world);
		if (response === null) return null;
		return response.body === null ? none() : watched(response.body, world);
	} };
}
async function* none() {}
function credentials(root, { env, log }) {
	const token = env["UPDATE_TRAIN_FEED_TOKEN"] ?? "";
	const username = env["UPDATE_TRAIN_FEED_USERNAME"] ?? "";
	const password = env["UPDATE_TRAIN_FEED_PASSWORD"] ?? "";
	if (token === "" && username === "") return {};
	if (!/^[\x21-\x7e]*$/.test(token)) throw new TrainError("usage", "The token of the feed holds white space or characters that no token has.", { hint: "Set UPDATE_TRAIN_FEED_TOKEN (input `feed-token`) again, without line ends around it." });
	if (root.protocol !== "https:" && !isLoopback(root.hostname)) {
		log.warning(`The feed's credentials are not sent: ${root.origin} is not https.`);
		return {};
	}
	const basic = Buffer.from(`${username}:${password}`).toString("base64");
	return { authorization: token === "" ? `Basic ${basic}` : `Bearer ${token}` };
}
function isLoopback(host) {
	return host === "localhost" || host === "[::1]" || /^127(\.\d+){3}$/.test(host);
}
async function request(url, headers, world) {
	for (let attempt = 1;; attempt += 1) {
		const answer = await attemptOnce(url, headers, world);
		if (answer instanceof Response) {
			if (answer.ok) return answer;
			await answer.body?.cancel();
			if (answer.status === 404 || answer.status === 410) return null;
			assertNotRefused(url, answer.status);
		} else if (reasonOf(answer).includes("Proxy response (407)")) assertNotRefused(url, 407);
		if (attempt === tries$1 || !isPassing(answer)) throw unreachable(url, answer, attempt);
		await world.clock.sleep(pauseAfter(answer, attempt, world), world.signal);
	}
}
async function attemptOnce(url, headers, world) {
	const tooLong = new AbortController();
	const timer = setTimeout(() => tooLong.abort(/* @__PURE__ */ new Error("no reply within 30 s")), replyTimeout);
	try {
		return await world.fetch(url, {
			headers,
			signal: AbortSignal.any([world.signal, tooLong.signal])
		});
	} catch (error) {
		world.signal.throwIfAborted();
		return error instanceof Error ? error : new Error(String(error));
	} finally {
		clearTimeout(timer);
	}
}
function isPassing(answer) {
	return !(answer instanceof Response) || answer.status === 429 || answer.status >= 500;
}
function assertNotRefused(url, status) {
	const hint = {
		401: "Enter valid credentials: UPDATE_TRAIN_FEED_TOKEN, or UPDATE_TRAIN_FEED_USERNAME and UPDATE_TRAIN_FEED_PASSWORD.",
		403: "You do not have an active subscription, or the channel does not exist: ask the publisher of the feed.",
		407: "The proxy wants credentials: set them in HTTPS_PROXY."
	}[status];
	if (hint !== void 0) throw new TrainError("refused", `${url.origin} refused the feed's files with HTTP ${status}.`, { hint });
}
function pauseAfter(answer, attempt, { clock }) {
	const backOff = firstPause * 2 ** (attempt - 1);
	const after = answer instanceof Response ? answer.headers.get("retry-after") : null;
	if (after === null) return backOff;
	const seconds = Number(after);
	const wait = Number.isFinite(seconds) ? seconds * 1e3 : Date.parse(after) - clock.now();
	return Number.isFinite(wait) ? Math.min(Math.max(wait, 0), longestPause) : backOff;
}
function unreachable(url, answer, attempts) {
	const reason = answer instanceof Response ? `HTTP ${answer.status}` : reasonOf(answer);
	return new TrainError("unreachable", `Cannot read ${url.href}: ${reason}${attempts === 1 ? "" : `, after ${attempts} tries`}.`, {
		hint: "Check the address of the feed, the network and HTTPS_PROXY; then run again.",
		cause: answer instanceof Error ? answer : void 0
	});
}
function reasonOf(error) {
	return error.cause === void 0 ? error.message : messageOf(error.cause) || error.message;
}
async function* watched(body, world) {
	const reader = body.getReader();
	try {
		for (;;) {
			const silence = Promise.withResolvers();
			const timer = setTimeout(() => silence.reject(/* @__PURE__ */ new Error(`no data for ${silenceTimeout / 1e3} s`)), silenceTimeout);
			try {
				const { done, value } = await Promise.race([reader.read(), silence.promise]);
				if (done) return;
				yield value;
			} finally {
				clearTimeout(timer);
			}
			world.signal.throwIfAborted();
		}
	} finally {
		await reader.cancel().catch(() => void 0);
	}
}

// src/feed/transport.ts
function transportFor(location, world) {
	return /^https?:\/\//i.test(location) ? httpTransport(location, world) : folderTransport(location);
}

// src/feed/open-feed.ts
const largestDocument = 67108864;
const tries = 3;
function openFeed(location, world) {
	const transport = transportFor(location, world);
	let isSaid = false;
	const sayUnsigned = () => {
		if (!isSaid) world.log.warning(`unsigned feed: ${location} is trusted as it is; nothing proves who published it.`);
		isSaid = true;
	};
	return {
		location,
		channel: async (product, channel) => {
			const path = channelPath(product, channel);
			const bytes = await read(transport, path);
			if (bytes === null) throw await unknownChannel(transport, location, product, channel);
			sayUnsigned();
			const document = parse$1(channelSchema, bytes, path, location);
			assertAbout(document, {
				product,
				channel
			}, path, location);
			if (document.requires !== null) throw new TrainError("config", `${path} of ${location} requires update-train ${document.requires}.`, { hint: "This version cannot compare versions yet: upgrade update-train." });
			return document;
		},
		fileList: async (channel, level) => {
			const path = filesPath(channel.product, channel.channel, level);
			const files = level === 0 ? channel.base.files : levelOf(channel, level).files;
			const list = parse$1(fileListSchema, await readPinned(transport, path, files, location), path, location);
			assertAbout(list, {
				product: channel.product,
				channel: level === 0 ? null : channel.channel,
				level
			}, path, location);
			return list;
		},
		updates: async (channel, level) => {
			const path = updatesPath(channel.product, channel.channel, level);
			const { updates } = levelOf(channel, level);
			const document = parse$1(updatesSchema, await readPinned(transport, path, updates, location), path, location);
			assertAbout(document, { level }, path, location);
			return document;
		},
		fetchBlobs: (wanted, folder) => fetchBlobs(transport, wanted, folder, world)
	};
}
function assertAbout(document, expected, path, location) {
	const { product, channel, level } = expected;
	if (document.product?.name === product?.name && document.product?.version === product?.version && document.channel === channel && document.level === level) return;
	const { product: found } = document;
	const about = [
		...found === void 0 ? [] : [`of ${found.name}-${found.version}`],
		...document.channel == null ? [] : [`channel ${document.channel}`],
		...document.level === void 0 ? [] : [`level ${document.level}`]
	];
	throw new TrainError("verification", `${path} of ${location} is ${about.join(", ")}.`, { hint: "The feed is damaged or was tampered with; tell its publisher." });
}
function levelOf(channel, level) {
	const found = channel.levels.find((one) => one.level === level);
	if (found === void 0) throw new Error(`Level ${level} was not looked up before.`);
	return found;
}
async function read(transport, path, maximum = largestDocument) {
	for (let attempt = 1;; attempt += 1) {
		const pieces = await transport.open(path);
		if (pieces === null) return null;
		try {
			return await collect(pieces, path, maximum);
		} catch (error) {
			if (error instanceof TrainError) throw error;
			if (attempt === tries) throw new TrainError("unreachable", `${path} of the feed broke off: ${messageOf(error)}.`, {
				hint: "Check the network, then run again; nothing was changed.",
				cause: error
			});
		}
	}
}
async function collect(pieces, path, maximum) {
	const chunks = [];
	let size = 0;
	for await (const piece of pieces) {
		size += piece.length;
		if (size > maximum) throw new TrainError("verification", `${path} of the feed is longer than ${maximum} bytes.`, { hint: "The feed is damaged or was tampered with; tell its publisher." });
		chunks.push(piece);
	}
	return Buffer.concat(chunks);
}
async function readPinned(transport, path, expected, location) {
	const bytes = await read(transport, path, Math.min(expected.size, largestDocument));
	const problem = bytes === null ? "is missing" : sha256(bytes) === expected.sha256 ? void 0 : "is not what its channel.json names";
	if (bytes !== null && problem === void 0) return bytes;
	throw new TrainError("verification", `${path} of ${location} ${problem ?? ""}.`, { hint: "The feed is damaged, was tampered with, or is being published right now: try again, then tell its publisher." });
}
function parse$1(schema, bytes, path, location) {
	let value;
	try {
		value = JSON.parse(bytes.toString("utf8"));
	} catch (error) {
		throw new TrainError("verification", `${path} of ${location} is no JSON.`, {
			hint: "Check that `feed` is the address of a feed and no web page; else tell its publisher.",
			cause: error
		});
	}
	const newer = newerThanKnown(value);
	if (newer !== void 0) throw new TrainError("config", `${path} of ${location} needs a newer update-train: ${newer}.`, { hint: "Upgrade update-train." });
	const parsed = schema.safeParse(value);
	if (parsed.success) return parsed.data;
	const problems = parsed.error.issues.map((issue) => ({
		message: `${issue.path.join(".")}: ${issue.message}`,
		file: path
	}));
	throw new TrainError("verification", `${path} of ${location} is not as the feed's format says.`, {
		hint: "Nothing was changed; tell the publisher of the feed.",
		problems: problems.slice(0, 20)
	});
}
async function unknownChannel(transport, location, product, channel) {
	const name = `${product.name}-${product.version}`;
	const bytes = await read(transport, feedPath);
	if (bytes === null) return new TrainError("config", `There is no feed at ${location}.`, { hint: "Correct `feed` (--feed): it names the folder or address that holds feed.json." });
	const { products } = parse$1(feedSchema, bytes, feedPath, location);
	const known = products.find((one) => one.name === product.name && one.version === product.version);
	if (known === void 0) return new TrainError("config", `The feed ${location} has no updates of ${name}.`, { hint: `It has: ${products.map((one) => `${one.name}-${one.version}`).join(", ") || "nothing yet"}.` });
	return new TrainError("config", `The feed ${location} has no channel ${channel} of ${name}.`, { hint: `Its channels are: ${known.channels.join(", ") || "none yet"}.` });
}

// src/tools/feed/list-tree.ts
function treeOf({ files }) {
	const tree = /* @__PURE__ */ new Map();
	for (const [path, entry] of Object.entries(files)) if (path !== "updates" && !path.startsWith("updates/")) tree.set(path, entryOf$1(entry));
	return tree;
}
function entryOf$1(entry) {
	switch (entry.kind) {
		case "file": return {
			kind: "file",
			sha256: entry.sha256,
			size: entry.size,
			mode: entry.mode
		};
		case "link": return {
			kind: "link",
			target: entry.target
		};
		case "directory": return {
			kind: "directory",
			mode: entry.mode
		};
	}
}

// src/tools/feed/apply.ts
async function applyLists(feed, request, world) {
	const channel = await feed.channel(request.product, request.channel);
	assertAsChecked(channel, request.from);
	assertAsChecked(channel, request.to);
	const { home, merging } = request;
	const base = classed(await feed.fileList(channel, request.from.level), merging);
	const target = classed(await feed.fileList(channel, request.to.level), merging);
	const classOf = classes(base, target);
	const ours = await homeTree(home, {
		signal: world.signal,
		skip: isLeftOut(base, target),
		progress: (done, total, files) => world.log.progress("reading the home", done, total, files)
	});
	const trees = {
		base: treeOf(base),
		ours,
		theirs: treeOf(target)
	};
	const decided = decideTree(trees, classOf, target.renames);
	const classOfAny = (path) => merging.classOf(path) ?? classOf(path);
	const decisions = await keepState(base, ours, merging.onConflict === "theirs" ? takeKinds(decided, trees, classOfAny) : decided, home);
	await using blobs = await temporaryFolder(world.temporary);
	const planned = await planHome(decisions, trees, feed, merging, {
		home,
		blobs: blobs.path
	});
	if (planned.kind === "conflict") return planned;
	const { wanted, notices, used, ...steps } = planned;
	const bytes = wanted.reduce((sum, { size }) => sum + size, 0);
	await assertSpace("Fetching and writing what the update changes", [{
		folder: blobs.path,
		bytes
	}, {
		folder: home,
		bytes
	}]);
	const fetchedBytes = await feed.fetchBlobs(wanted, blobs.path);
	await keepAllReplaced(decisions, ours, home, merging.replaced);
	await writeHome({
		...steps,
		home,
		blobs: blobs.path,
		timestamp: request.to.timestamp,
		last: {
			path: stateFile,
			content: stateOf$4(request, target)
		},
		signal: world.signal
	});
	return {
		kind: "applied",
		notices,
		used,
		fetchedBytes,
		summary: null
	};
}
function classed(list, { classOf }) {
	const files = {};
	for (const [path, entry] of Object.entries(list.files)) files[path] = {
		...entry,
		class: classOf(path) ?? entry.class
	};
	return {
		...list,
		files
	};
}
function isLeftOut(base, target) {
	const known = new Map([...Object.entries(base.files), ...Object.entries(target.files)]);
	const wanted = /* @__PURE__ */ new Set();
	for (const [path, entry] of known) if (entry.class !== "state") for (const parent of [path, ...parentsOf(path)]) wanted.add(parent);
	const isState = (path) => known.get(path)?.class === "state";
	return (path) => path === "updates" || !wanted.has(path) && (isState(path) || !known.has(path) && parentsOf(path).some(isState));
}
function classes(base, target) {
	const known = new Map([...Object.entries(base.files), ...Object.entries(target.files)]);
	return (path) => known.get(path)?.class ?? "config";
}
function assertAsChecked(channel, state) {
	const found = state.level === 0 ? channel.base : channel.levels.find((one) => one.level === state.level);
	if (state.fileList === null || found?.files.sha256 === state.fileList) return;
	throw new TrainError("verification", `Level ${state.level} of channel ${channel.channel} was rewritten since it was checked.`, { hint: "A published level must never change: ask the publisher what happened before you go on." });
}
async function keepState(base, ours, decisions, home) {
	const state = Object.entries(base.files).filter(([, entry]) => entry.class === "state");
	const kept = new Map(decisions);
	for (const [path, { action }] of decisions) {
		if (action !== "write" || ours.get(path)?.kind !== "directory") continue;
		for (const [inside] of state) {
			if (!inside.startsWith(`${path}/`) || !await exists(join(home, inside))) continue;
			keepDirectory(path, kept);
			break;
		}
	}
	return kept;
}
function stateOf$4({ product, channel, to }, target) {
	const state = Object.entries(target.files).filter(([, entry]) => entry.class === "state" && entry.kind !== "directory");
	return formatFeedState({
		product: `${product.name}-${product.version}`,
		channel,
		level: to.level,
		timestamp: to.timestamp,
		files: to.fileList ?? "",
		state: state.map(([path]) => path).sort()
	});
}

// src/tools/feed/check.ts
const concurrency = 6;
const refusedYanks = ["security", "malicious"];
async function checkChannel(feed, request) {
	const channel = await feed.channel(request.product, request.channel);
	const installed = installedState(channel, request, feed.location);
	const latest = latestState(channel);
	const target = targetState(channel, request.wanted, installed, latest, feed.location);
	const takenAway = await updatesBetween(feed, channel, target.level, installed.level);
	const warnings = [installed, target].filter((state, index) => state.yanked && (index === 0 || state !== installed)).map((state) => yankWarning(channel, state));
	return {
		installed,
		latest,
		target,
		updates: await updatesBetween(feed, channel, installed.level, target.level),
		counts: null,
		takenAway,
		warnings: takenAway.length === 0 ? warnings : [...warnings, downgradeWarning(target, installed, takenAway)],
		base: channel.base.sha256,
		restricted: channel.access === "subscription"
	};
}
function stateOf$3({ level, timestamp, status, files }) {
	return {
		level,
		timestamp,
		yanked: status === "yanked",
		fileList: files.sha256
	};
}
function baseState(channel) {
	return {
		level: 0,
		timestamp: null,
		yanked: false,
		fileList: channel.base.files.sha256
	};
}
function installedState(channel, request, location) {
	const { level } = request.installed;
	const found = level === 0 ? void 0 : channel.levels.find((one) => one.level === level);
	if (level !== 0 && found === void 0) throw new TrainError("verification", `Level ${level}, which is installed, has vanished from channel ${channel.channel} of ${location}.`, { hint: "A publisher withdraws a level by a yank, never by removing it: ask what happened." });
	const state = found === void 0 ? baseState(channel) : stateOf$3(found);
	if (request.pinnedFileList !== null && request.pinnedFileList !== state.fileList) throw new TrainError("verification", `Level ${level} of channel ${channel.channel} was rewritten at ${location}: its file list is ${state.fileList ?? ""}, not ${request.pinnedFileList}.`, { hint: "A published level must never change: ask the publisher what happened before you go on." });
	return state;
}
function latestState(channel) {
	const newest = channel.levels.findLast((level) => level.status === "active");
	return newest === void 0 ? baseState(channel) : stateOf$3(newest);
}
function targetState(channel, wanted, installed, latest, location) {
	if (wanted.at === "latest") return latest.level > installed.level ? latest : installed;
	if (wanted.at !== "timestamp" && wanted.level === installed.level) return installed;
	if (wanted.at !== "timestamp" && wanted.level === 0) return baseState(channel);
	const found = channel.levels.find((one) => wanted.at === "timestamp" ? one.timestamp === wanted.timestamp : one.level === wanted.level);
	if (found === void 0) throw unknownLevel(channel, wanted, location);
	if (found.level === installed.level) return installed;
	const { yanked } = found;
	if (wanted.at !== "former" && found.status === "yanked" && refusedYanks.includes(yanked?.class ?? "")) throw new TrainError("config", `Level ${found.level} was withdrawn: ${yanked?.reason ?? ""}.`, { hint: yanked?.replacement == null ? "Choose another `level`." : `Choose level ${yanked.replacement}, its replacement.` });
	return stateOf$3(found);
}
function unknownLevel(channel, wanted, location) {
	const name = `channel ${channel.channel} of ${location}`;
	const levels = channel.levels.map(({ level, timestamp }) => ({
		level,
		timestamp
	}));
	if (wanted.at !== "timestamp") {
		const asked = wanted.at === "latest" ? "" : wanted.level;
		return new TrainError("config", `There is no level ${asked} on ${name}.`, { hint: `Its levels are: ${levels.map(({ level }) => level).join(", ") || "none yet"}.` });
	}
	const neighbours = [levels.findLast((one) => one.timestamp < wanted.timestamp), levels.find((one) => one.timestamp > wanted.timestamp)].filter((one) => one !== void 0).map(({ level, timestamp }) => `${timestamp} (level ${level})`);
	return new TrainError("config", `No level of ${name} has the timestamp ${wanted.timestamp}.`, { hint: `A timestamp must be exact; its neighbours are ${neighbours.join(" and ") || "none"}.` });
}
function yankWarning(channel, state) {
	const yanked = channel.levels.find((one) => one.level === state.level)?.yanked;
	const replacement = yanked?.replacement == null ? "" : ` Its replacement is level ${yanked.replacement}.`;
	return `Level ${state.level} was withdrawn by its publisher: ${yanked?.reason ?? "no reason is given"}.${replacement}`;
}
function downgradeWarning(target, installed, dropped) {
	const security = dropped.filter((update) => update.kind === "security").map((update) => update.id);
	const lost = security.length === 0 ? "none for security" : `security fixes among them: ${security.join(", ")}`;
	return `Level ${target.level} is below the installed level ${installed.level}: this takes ${dropped.length} update${dropped.length === 1 ? "" : "s"} away, ${lost}.`;
}
async function updatesBetween(feed, channel, from, to) {
	const between = channel.levels.filter((one) => one.level > from && one.level <= to);
	const lists = [];
	const queue = between.entries();
	const worker = async () => {
		for (const [index, { level }] of queue) {
			const { updates } = await feed.updates(channel, level);
			lists[index] = updates.map(({ id, kind, severity, title, description, instructions, cves }) => ({
				id,
				level,
				kind,
				severity,
				title,
				description,
				instructions,
				cves
			}));
		}
	};
	await Promise.all(Array.from({ length: Math.min(concurrency, between.length) }, worker));
	return lists.flat();
}

// src/tools/feed/compare.ts
async function compareToList(feed, request) {
	const { product, channel, level, tree, classOf } = request;
	const list = await feed.fileList(await feed.channel(product, channel), level);
	const listed = treeOf(list);
	const isCompared = (path) => !path.startsWith("updates/") && (classOf(path) ?? list.files[path]?.class) !== "state";
	const wanted = [...listed].filter(([path, { kind }]) => kind !== "directory" && isCompared(path));
	const known = new Set(wanted.map(([path]) => path));
	return {
		listed: wanted.length,
		other: wanted.filter(([path, entry]) => !same(tree.get(path) ?? null, entry)).map(([path]) => path),
		more: [...tree].filter(([path, { kind }]) => kind !== "directory" && !known.has(path) && isCompared(path)).map(([path]) => path)
	};
}

// src/tools/feed/feed-tool.ts
function feedTool(location, world) {
	const feed = openFeed(location, world);
	return {
		name: "feed",
		can: {
			counts: "levels",
			checksWithoutPack: true,
			canPin: true,
			canStep: true,
			writesSummary: true,
			copies: 0,
			sameBytes: true
		},
		hotfixes: null,
		packUpdate: null,
		unpublished: null,
		check: (request) => checkChannel(feed, request),
		compare: (request) => compareToList(feed, request),
		apply: (request) => applyLists(feed, request, world),
		scrub: () => Promise.resolve(),
		[Symbol.asyncDispose]: () => Promise.resolve()
	};
}

// src/tools/external/ended.ts
async function withWayOn(name, work) {
	try {
		return await work();
	} catch (error) {
		if (!(error instanceof TrainError) || !["unreachable", "failure"].includes(error.code)) throw error;
		const hint = `WSO2 ended ${name} in March 2023, so its service may be gone for good. The way on is Updates 2.0: put wso2update_linux into bin/ of the pack (https://updates.docs.wso2.com), or name it with \`tool-path\`, and set \`tool: u2\`. If it is something else: ${error.hint}`;
		throw new TrainError(error.code, error.message, {
			hint,
			cause: error
		});
	}
}

// src/tools/external/program.ts
const laid = /* @__PURE__ */ new WeakSet();
async function findProgram(program, names) {
	const { home, toolPath } = program;
	const paths = names.map((name) => join(home, "bin", name));
	const [first] = paths;
	if (toolPath !== null && first !== void 0 && !laid.has(program)) {
		laid.add(program);
		await mkdir(join(home, "bin"), { recursive: true });
		await copyFile(toolPath, first).catch((error) => {
			throw new TrainError("config", `The update tool ${toolPath} cannot be read: ${reasonOf$1(error)}.`, {
				hint: "Correct `tool-path` (--tool-path): it takes the program itself, such as wso2update_linux.",
				cause: error
			});
		});
		await chmod(first, 493);
	}
	for (const path of paths) if (await exists(path)) return path;
	return null;
}
function noProgram(home, { tool, program }, why) {
	return new TrainError("config", `The pack ${basename(home)} brings no update tool ${tool}: ${why}.`, { hint: `Name WSO2’s program ${program} with \`tool-path\` (--tool-path), or take a pack from WSO2’s site that brings it: those of GitHub releases often do not. The tool signs in with UPDATE_TOOL_USERNAME and UPDATE_TOOL_PASSWORD. For updates from a feed, set \`feed\` (--feed) instead of \`tool\`.` });
}
async function removeTraces(home) {
	for (const path of ["updates/logs", ".tmp"]) await rm(join(home, path), {
		recursive: true,
		force: true
	});
}

// src/tools/external/exit-codes.ts
const exit = {
	success: 0,
	failure: 1,
	selfUpdate: 2,
	conflicts: 3,
	reverted: 4
};

// src/kernel/output-lines.ts
const lineLimit = 16384;
function readLines(stream, onLine, onData) {
	const decoder = new StringDecoder("utf8");
	let line = "";
	let dropped = 0;
	let afterReturn = false;
	const keep = (text) => {
		const room = lineLimit - line.length;
		line += text.slice(0, room);
		dropped += Math.max(0, text.length - room);
	};
	const endLine = () => {
		onLine(dropped === 0 ? line : `${line} … (${dropped} more characters)`);
		line = "";
		dropped = 0;
	};
	const take = (text) => {
		if (text === "") return;
		const fresh = afterReturn && text.startsWith("\n") ? text.slice(1) : text;
		afterReturn = text.endsWith("\r");
		const pieces = fresh.split(/\r\n|\n|\r/);
		for (const [index, piece] of pieces.entries()) {
			if (index > 0) endLine();
			keep(piece);
		}
	};
	stream.on("data", (chunk) => {
		onData();
		take(decoder.write(chunk));
	});
	return {
		rest: () => line,
		finish() {
			stream.removeAllListeners("data");
			stream.destroy();
			take(decoder.end());
			if (line !== "") endLine();
		}
	};
}

// src/kernel/process-group.ts
const pollInterval = 25;
const killTime = 2e3;
function signalGroup(group, signal) {
	try {
		process.kill(-group, signal);
		return true;
	} catch (error) {
		return systemCode(error) === "EPERM";
	}
}
async function endGroup(group, grace) {
	if (!runs(group)) return;
	signalGroup(group, "SIGTERM");
	if (await isGone(group, grace)) return;
	signalGroup(group, "SIGKILL");
	await isGone(group, killTime);
}
async function isGone(group, patience) {
	const deadline = performance.now() + patience;
	while (runs(group)) {
		if (performance.now() >= deadline) return false;
		await setTimeout$1(pollInterval);
	}
	return true;
}
function runs(group) {
	if (!signalGroup(group, 0)) return false;
	if (process.platform !== "linux") return true;
	return readdirSync("/proc").some((name) => /^\d+$/.test(name) && isLiveMember(name, group));
}
function isLiveMember(pid, group) {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
		const [state, , ownGroup] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
		return Number(ownGroup) === group && state !== "Z" && state !== "X";
	} catch {
		return false;
	}
}

// src/kernel/process.ts
const tailLength = 200;
const defaultGrace = 5e3;
const settleTime = 500;
const drainTime = 1e3;
const promptTime = 3e4;
const answeredPromptTime = 3e5;
const longestPrompt = 250;
const longestDelay = 2 ** 31 - 1;
async function runProcess(request) {
	const started = performance.now();
	const tail = [];
	if (request.signal?.aborted === true) return {
		exitCode: null,
		signal: null,
		ended: "aborted",
		leftBehind: false,
		elapsed: 0,
		tail
	};
	const child = startChild(request);
	const exit = new Promise((resolve) => {
		child.once("exit", (exitCode, signal) => resolve({
			exitCode,
			signal
		}));
	});
	const closed = new Promise((resolve) => child.once("close", () => resolve()));
	const group = await groupOf(child, request);
	using scope = new DisposableStack();
	scope.use(endedWithUs(group));
	const interruption = Promise.withResolvers();
	const limits = scope.use(setLimits(request, interruption.resolve));
	const failures = [];
	const take = (line) => {
		tail.push(line);
		if (tail.length > 200) tail.shift();
		try {
			request.onLine?.(line);
		} catch (error) {
			failures.push(error instanceof Error ? error : new Error(messageOf(error), { cause: error }));
			interruption.resolve("aborted");
		}
	};
	const outputs = [child.stdout, child.stderr].map((stream) => readLines(stream, take, () => limits.heard()));
	scope.use(watchPrompt(request, outputs, tail, interruption.resolve));
	const ended = await Promise.race([exit.then(() => "exited"), interruption.promise]);
	const leftBehind = ended === "exited" && !await isGone(group, settleTime);
	await endGroup(group, request.grace ?? 5e3);
	const end = await exit;
	await Promise.race([closed, setTimeout$1(drainTime, void 0, { ref: false })]);
	for (const output of outputs) output.finish();
	const [failure] = failures;
	if (failure !== void 0) throw failure;
	return {
		...end,
		ended,
		leftBehind,
		elapsed: Math.round(performance.now() - started),
		tail
	};
}
function startChild({ command, args, cwd, env, input }) {
	const options = {
		cwd,
		env,
		detached: true
	};
	try {
		if (input === void 0) return spawn(command, args, {
			...options,
			stdio: [
				"ignore",
				"pipe",
				"pipe"
			]
		});
		const child = spawn(command, args, {
			...options,
			stdio: [
				"pipe",
				"pipe",
				"pipe"
			]
		});
		child.stdin.on("error", () => void 0);
		child.stdin.end(input);
		return child;
	} catch (error) {
		throw startError(command, cwd, error);
	}
}
async function groupOf(child, { command, cwd }) {
	try {
		if (child.pid === void 0) await once(child, "spawn");
	} catch (error) {
		throw startError(command, cwd, error);
	}
	if (child.pid === void 0) throw startError(command, cwd, /* @__PURE__ */ new Error("it has no process id"));
	return child.pid;
}
function startError(command, cwd, cause) {
	if (!existsSync(cwd)) return new TrainError("config", `Cannot start ${command}: the folder ${cwd} does not exist.`, {
		hint: "Correct the folder that the command is to run in.",
		cause
	});
	const code = systemCode(cause);
	const reason = code === "ENOENT" ? "there is no such program" : code === "EACCES" ? "it is not executable" : messageOf(cause);
	return new TrainError("config", `Cannot start ${command}: ${reason}.`, {
		hint: "Correct the path, make the file executable (chmod +x), or install the program.",
		cause
	});
}
function setLimits(request, interrupt) {
	const after = (milliseconds, why) => milliseconds === void 0 ? void 0 : setTimeout(() => interrupt(why), Math.min(milliseconds, longestDelay));
	const timeout = after(request.timeout, "timed-out");
	const silence = after(request.silence, "silent");
	const abort = () => interrupt("aborted");
	request.signal?.addEventListener("abort", abort);
	if (request.signal?.aborted === true) abort();
	return {
		heard: () => silence?.refresh(),
		[Symbol.dispose]() {
			clearTimeout(timeout);
			clearTimeout(silence);
			request.signal?.removeEventListener("abort", abort);
		}
	};
}
function watchPrompt({ prompt, input = "" }, outputs, tail, interrupt) {
	let before = "";
	const look = () => {
		const line = input === "" ? tail.at(-1) ?? "" : "";
		const rest = outputs.map((output) => output.rest()).find((text) => text.trim() !== "") ?? line;
		if (rest !== "" && rest === before && rest.length <= longestPrompt && prompt?.test(rest) === true) interrupt("prompting");
		before = rest;
	};
	const timer = prompt === void 0 ? void 0 : setInterval(look, input === "" ? promptTime : answeredPromptTime);
	return { [Symbol.dispose]: () => clearInterval(timer) };
}
function endedWithUs(group) {
	const end = () => void signalGroup(group, "SIGKILL");
	process.once("exit", end);
	return { [Symbol.dispose]: () => process.removeListener("exit", end) };
}

// src/tools/external/network-failure.ts
const networkFailure = /\b(?:get|post|put|head) \\?"https?:\/\/|no such host|dial tcp|could not resolve host|connection re(?:fused|set)|broken pipe|no route to host|network is unreachable|i\/o timeout|deadline exceeded|proxyconnect|proxy authentication|x509|\btls: |certificate (?:verif|problem|has expired)|stream error|unable to connect to WSO2/i;

// src/tools/external/credentials.ts
const usernameVariable = "UPDATE_TOOL_USERNAME";
const passwordVariable = "UPDATE_TOOL_PASSWORD";
const noCredentialsHint = "Give the e-mail address and password of your WSO2 account as UPDATE_TOOL_USERNAME and UPDATE_TOOL_PASSWORD (`username` and `password` of the action). A `$` needs no escape here, as no shell reads them.";
function credentialsOf({ env }) {
	const username = env["UPDATE_TOOL_USERNAME"] ?? "";
	const password = env["UPDATE_TOOL_PASSWORD"] ?? "";
	if (username === "" || password === "") return null;
	assertWithout(/\0/, "a NUL", {
		username,
		password
	});
	return {
		username,
		password
	};
}
function handedOver(credentials) {
	if (credentials === null) return {
		env: {},
		input: ""
	};
	const { username, password } = credentials;
	return {
		env: {
			[usernameVariable]: username,
			[passwordVariable]: password
		},
		input: linesOf(credentials)
	};
}
function asAnswers(credentials) {
	if (credentials === null) return "";
	assertWithout(/[\r\n]/, "a line end", credentials);
	return linesOf(credentials);
}
function linesOf({ username, password }) {
	return `${username}\n${password}\n`;
}
function assertWithout(what, name, { username, password }) {
	const variable = what.test(username) ? usernameVariable : what.test(password) ? passwordVariable : null;
	if (variable === null) return;
	throw new TrainError("config", `${variable} holds ${name}, which the update tool cannot be given.`, { hint: "Store the secret again without it: `printf %s` adds no line end, `echo` does." });
}
function asArguments({ username, password }) {
	return [
		"-u",
		username,
		"-p",
		password
	];
}
function warnOfArguments(who, way, { log }) {
	log.warning(`${who} reads credentials from its arguments only: for as long as it runs, every process of this machine can see them. ${way}`);
}
const inVain = /unable to read (?:your )?input|cannot be empty|invalid email address|inappropriate ioctl for device|not a terminal/i;
const notSignedIn = /error while authenticating user/i;
const otherReasons = [/invalid credentials|invalid_grant|active subscription|servers are busy|time(?:d )?-?out|status code|: (?:unexpected )?EOF\W*$/i, networkFailure];
function askedInVain(lines) {
	if (lines.some((line) => inVain.test(line))) return !lines.some((line) => /invalid credentials|invalid_grant/i.test(line));
	const isOther = (line) => otherReasons.some((reason) => reason.test(line));
	return lines.some((line) => notSignedIn.test(line)) && !lines.some(isOther);
}

// src/tools/external/private-keys.ts
const token = "token(?![-_]?(?:url|uri|endpoint|type|expir))";
const privateKey = new RegExp(`user|e-?mail|passw|${token}|backup|trial`, "i");
const tokenKey = new RegExp(token, "i");
const word = /^(?:[A-Za-z][a-z]*|[A-Z]+)$/;
function isPrivate(key) {
	return privateKey.test(key);
}
function secretsIn(value, below = null) {
	if (typeof value === "string") {
		const isWord = below === "token" && value.length < 8 && word.test(value);
		return below === null || value === "" || isWord ? [] : [value];
	}
	if (typeof value === "bigint") return below !== null && value >= 10n ** 7n ? [String(value)] : [];
	if (typeof value !== "object" || value === null) return [];
	return Object.entries(value).flatMap(([key, member]) => {
		if (key === "hotfixes") return [];
		return secretsIn(member, (Array.isArray(value) ? null : kindOf(key)) ?? below);
	});
}
function kindOf(key) {
	if (/passw/i.test(key)) return "password";
	return tokenKey.test(key) ? "token" : null;
}

// src/tools/external/settings-text.ts
var import_dist = require_dist();
function parsedSettings(text) {
	try {
		return (0, import_dist.parse)(text, {
			logLevel: "silent",
			intAsBigInt: true
		});
	} catch {
		return null;
	}
}
function blankedJson(text) {
	const config = JSON.parse(text);
	const [before, after] = [config, blanked(config, false)].map((value) => JSON.stringify(value, null, "	"));
	return before === after ? text : after ?? text;
}
function blanked(value, isBelow) {
	if (typeof value === "string") return isBelow ? "" : value;
	if (typeof value === "number") return isBelow ? 0 : value;
	if (Array.isArray(value)) return value.map((member) => blanked(member, isBelow));
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, key === "hotfixes" ? member : blanked(member, isBelow || isPrivate(key))]));
}
function blankedYaml(text) {
	const document = (0, import_dist.parseDocument)(text);
	const [error] = document.errors;
	if (error !== void 0) throw error;
	let count = 0;
	(0, import_dist.visit)(document, { Pair: (_index, pair) => {
		const { key, value } = pair;
		if (!(0, import_dist.isScalar)(key) || !isPrivate(String(key.value)) || value === null) return;
		if ((0, import_dist.isScalar)(value) && (value.value === "" || value.value === null)) return;
		count += 1;
		pair.value = blank((0, import_dist.isNode)(value) && "anchor" in value ? value.anchor : void 0);
	} });
	return count > 0 ? document.toString() : text;
}
function blank(anchor) {
	const scalar = new import_dist.Scalar("");
	if (anchor !== void 0) scalar.anchor = anchor;
	return scalar;
}

// src/tools/external/tokens.ts
const webToken = /(?<![\w-])(?=[\w-]+\.eyJ[\w-]{8})([\w-]*?)\b(eyJ[\w-]{8,}\.eyJ[\w-]{8,}(?:\.[\w-]*)?)/g;
const named$1 = /((?:(?:access|refresh|id|api)[-_ ]?token(?:\\*["']|%22)?\s*(?:[:=]|%3[ad])\s*(?:\\*["']|%22)?)|bearer(?:\s|%20)+)((?=[\w~+/-]*\d)[\w~+-][\w~+/-]{15,}=*)(?![\w~+/-]|\.[\w~+/-])/gi;
const nameAlone = /(?:access|refresh|id|api)[-_ ]?token(?:\\?["'])?\s*[:=]\s*$/i;
const valueAlone = /^(\s*(?:\\?["'])?)((?=[\w~+/-]*\d)[\w~+-][\w~+/-]{15,}=*)(?=(?:\\?["'])?[,;}\]\s]*$)/;
const basic = /(\b[Bb](?:asic|ASIC)\s+)((?=[\w+/-]+[A-Z\d])[\w+/-]{12,}={0,2})/g;
function watchTokens({ cwd, home }) {
	const files = [...[configFile$1, configFile].map((name) => ({
		name,
		file: join(cwd, name)
	})), ...[".wum3/config.yaml", ".wum-wso2/config.yaml"].map((name) => ({
		name,
		file: join(home, name)
	}))];
	const stamps = /* @__PURE__ */ new Map();
	const all = [];
	const known = secretsOf([]);
	const learn = (found) => {
		all.push(...found);
		known.learn(found);
	};
	const withoutLikely = tokenFilter(learn);
	return {
		without: (line) => {
			for (const one of files) learn(freshIn(one, stamps));
			return known.redact(withoutLikely(line));
		},
		found: () => all
	};
}
function withoutTokens(lines, { secrets }) {
	const found = [];
	const shown = lines.map(tokenFilter((tokens) => found.push(...tokens)));
	secrets.learn(found);
	return shown.map((line) => secrets.redact(line));
}
function tokenFilter(learn) {
	const keep = (value) => {
		if (isRandom(value)) learn([{
			name: "a token that the update tool printed",
			value
		}]);
		return "***";
	};
	const keepNamed = (_all, word, token) => `${word}${keep(token)}`;
	let isNamed = false;
	return (line) => {
		const plain = stripVTControlCharacters(line);
		const first = isNamed ? plain.replace(valueAlone, keepNamed) : plain;
		isNamed = nameAlone.test(plain) || isNamed && plain.trim() === "";
		return first.replace(webToken, keepNamed).replace(named$1, keepNamed).replace(basic, `$1${"***"}`);
	};
}
function isRandom(value) {
	if (value.startsWith("eyJ") || /^[\da-f]{8}[\da-f-]{8,}$/i.test(value)) return true;
	return value.length >= 16 && [
		/[a-z]/,
		/[A-Z]/,
		/\d/
	].every((kind) => kind.test(value)) && !/[./]\w+[./]/.test(value);
}
function freshIn({ name, file }, stamps) {
	const stat = statSync(file, { throwIfNoEntry: false });
	const stamp = stat === void 0 ? "" : `${stat.size} ${stat.mtimeMs} ${stat.ino}`;
	if (stamp === (stamps.get(file) ?? "")) return [];
	stamps.set(file, stamp);
	return secretsIn(parsedSettings(textOf(file))).map((value) => ({
		name: `a secret of ${name}`,
		value
	}));
}
function textOf(file) {
	try {
		return readFileSync(file, "utf8");
	} catch {
		return "";
	}
}

// src/tools/external/run-tool.ts
const longest = 54e5;
const silence = 12e5;
const prompt = /^(?:Email|Username|Password(?: for .{1,200})?): ?$|\[[yY]\/[nN]\][:?]? ?$/;
const [keptFirst, keptLast] = [1e4, 2e4];
async function runTool(call, world) {
	const lines = [];
	const tokens = watchTokens(call);
	const result = await world.log.relay((show) => runProcess({
		command: call.command,
		args: call.args,
		cwd: call.cwd,
		env: {
			TERM: "dumb",
			...withoutCredentials(world.env),
			HOME: call.home,
			...call.env
		},
		input: call.input,
		timeout: longest,
		silence,
		prompt,
		signal: world.signal,
		onLine: (said) => {
			const line = tokens.without(said);
			lines.push(line);
			if (lines.length > keptFirst + 2 * keptLast) lines.splice(keptFirst, keptLast);
			show(world.secrets.redact(line));
		}
	}));
	world.secrets.learn(tokens.found());
	world.signal.throwIfAborted();
	const { ended, exitCode, elapsed } = result;
	if (ended === "timed-out" || ended === "silent") throw new TrainError("unreachable", `${call.command} was ended after ${formatElapsed(elapsed)}: it ${ended === "silent" ? `said nothing for ${formatElapsed(silence)}` : "took too long"}.`, { hint: "Look at what it said last above; a proxy or a slow network is a usual cause. Run again." });
	if (ended === "prompting") throw new TrainError("refused", `${call.command} waits at a prompt that nobody answers; it was ended.`, { hint: noCredentialsHint });
	if (exitCode === null) throw new TrainError("failure", `${call.command} was ended by ${result.signal ?? "a signal"}.`, { hint: "Look at what it said last above, and at the memory of the machine; then run again." });
	return {
		exitCode,
		lines
	};
}

// src/tools/external/run-again.ts
const selfUpdates = 2;
async function runAgain(call, world) {
	for (let count = 0;; count += 1) {
		const run = await runTool(call, world);
		if (run.exitCode !== exit.selfUpdate) return {
			...run,
			selfUpdates: count
		};
		if (count === selfUpdates) throw new TrainError("failure", `${call.command} has replaced itself ${count + 1} times and still wants to.`, { hint: "Run it by hand in an unpacked copy of the pack; give a tool that is up to date with `tool-path` (--tool-path)." });
		world.log.info("The update tool has replaced itself; it is run again.");
	}
}
function countSelfUpdates() {
	let count = 0;
	return {
		of: async (run) => {
			const ended = await run;
			count += ended.selfUpdates ?? 0;
			return ended;
		},
		toldIn: (application, path) => {
			if (application.kind !== "applied" || count === 0) return application;
			const notices = [{
				path,
				row: "audit",
				severity: "notice",
				message: `has replaced itself ${count === 1 ? "once" : `${count} times`} before it updated (exit code 2)`
			}];
			return {
				...application,
				notices: [...notices, ...application.notices]
			};
		}
	};
}

// src/tools/external/kept-texts.ts
const folder = "updates";
const signedIn = /^\.?(?:session|tokens?|credentials?|oauth2?|cookies?)(?:\.\w+)?$/i;
const productFile = `${folder}/product.txt`;
const largest$1 = 1048576;
async function learnFromTexts(home, world) {
	for (const kept of await keptTexts(home)) learnFrom(kept, world);
}
async function scrubTexts(home, world) {
	for (const kept of await keptTexts(home)) {
		const lines = (learnFrom(kept, world).length > 0 ? withoutPrivate(kept.text) : kept.text).split("\n");
		const shown = withoutTokens(lines, world);
		const isOther = (line, at) => shown[at] !== stripVTControlCharacters(line);
		const scrubbed = lines.map((line, at) => isOther(line, at) ? shown[at] ?? "" : line).join("\n");
		if (scrubbed !== kept.text) await writeFile(kept.file, scrubbed, kept.encoding);
	}
	const entries = await readdir(join(home, folder), { withFileTypes: true }).catch(() => []);
	for (const entry of entries) if (!entry.isDirectory() && signedIn.test(entry.name)) await rm(join(home, folder, entry.name));
}
function learnFrom({ path, text }, world) {
	const found = /\.(?:json|ya?ml)$/i.test(path) || text.trimStart().startsWith("{") ? secretsIn(parsedSettings(text)) : [];
	const secret = path.startsWith(`${folder}/config.`) ? found : found.filter((value) => !isWord(value));
	world.secrets.learn(secret.map((value) => ({
		name: `a secret of ${path}`,
		value
	})));
	withoutTokens(text.split("\n"), world);
	return secret;
}
function isWord(value) {
	return /^\w{1,15}$/.test(value);
}
function withoutPrivate(text) {
	for (const blanked of [blankedJson, blankedYaml]) try {
		return blanked(text);
	} catch {}
	return text;
}
async function keptTexts(home) {
	const entries = await readdir(join(home, folder), { withFileTypes: true }).catch(() => []);
	const kept = [];
	for (const entry of entries) {
		const path = `${folder}/${entry.name}`;
		const file = join(home, path);
		if (!entry.isFile() || [
			"updates/config.json",
			"updates/config.yaml",
			productFile
		].includes(path)) continue;
		if ((await stat(file)).size > largest$1) continue;
		const content = await readFile(file);
		if (content.includes(0)) continue;
		const encoding = isUtf8(content) ? "utf8" : "latin1";
		kept.push({
			file,
			path,
			text: content.toString(encoding),
			encoding
		});
	}
	return kept;
}

// src/tools/external/scrub.ts
const copyOfSettings = /^\.?config\.(?:(?:json|ya?ml).+|.*(?:bak|backup|old|orig|save|tmp|swp)\d*|.*~)$/i;
async function scrubConfig(home, world) {
	await learnSecrets(home, world);
	await scrubText(join(home, configFile$1), blankedJson);
	await scrubText(join(home, configFile), blankedYaml);
	const names = await readdir(join(home, "updates")).catch(() => []);
	for (const name of names.filter((one) => copyOfSettings.test(one))) await rm(join(home, "updates", name), { recursive: true });
	await scrubTexts(home, world);
}
async function learnSecrets(home, world) {
	for (const file of [configFile$1, configFile]) {
		const text = await readFile(join(home, file), "utf8").catch(() => "");
		world.secrets.learn(secretsIn(parsedSettings(text)).map((value) => ({
			name: `a secret of ${file}`,
			value
		})));
	}
	await learnFromTexts(home, world);
}
async function scrubText(file, scrub) {
	if (!await exists(file)) return;
	const before = await readFile(file, "utf8");
	let after;
	try {
		after = scrub(before);
	} catch (error) {
		throw new TrainError("pack-damaged", `${file} cannot be read, and may hold credentials.`, {
			hint: "Take the pack as the update tool left it, or start again from the base pack.",
			cause: error
		});
	}
	if (after !== before) await writeFile(file, after);
}

// src/tools/external/tool-home.ts
function toolHome({ temporary }) {
	let made = null;
	const root = async () => {
		made ??= temporaryFolder(temporary);
		return (await made).path;
	};
	let count = 0;
	const make = async (name) => {
		const path = join(await root(), name);
		await mkdir(path, { recursive: true });
		return path;
	};
	return {
		user: () => make("home"),
		folder: (name) => make(join(String(count += 1), name)),
		[Symbol.asyncDispose]: async () => {
			await (await made)?.[Symbol.asyncDispose]();
		}
	};
}

// src/tools/external/vanilla.ts
async function vendorsByVanilla(source, before, after) {
	const { vanilla, pack, atBase, isOwn } = source;
	if (pack === null || !await exists(vanilla)) return {
		base: before,
		isMerged: () => false,
		isBlind: true
	};
	await using theirs = await openPack(vanilla);
	await using ours = await openPack(pack);
	const { added, removed, changed, renamed, modeChanged } = comparePacks(theirs, ours);
	const base = new Map(before);
	for (const path of [...added, ...renamed.map(({ to }) => to)]) if (!isOwn(path) && (atBase || !after.has(path))) base.delete(path);
	for (const path of [
		...removed,
		...changed,
		...modeChanged,
		...renamed.map(({ from }) => from)
	]) {
		if (isOwn(path)) continue;
		const entry = await entryOf(theirs, path);
		if (atBase || isSameFile(entry, after.get(path))) base.set(path, entry);
	}
	const altered = atBase ? [...removed, ...changed].filter((path) => !isOwn(path)) : [];
	const others = /* @__PURE__ */ new Set([
		...altered,
		...added,
		...renamed.map(({ to }) => to)
	]);
	const isUntouched = (path) => atBase && before.has(path) && !others.has(path);
	return {
		base,
		altered,
		isUntouched,
		isMerged: (path) => isMerged(source, path)
	};
}
async function entryOf(pack, path) {
	const { kind = "directory", mode = 493, size = 0 } = pack.entries.get(path) ?? {};
	if (kind === "directory") return {
		kind,
		mode
	};
	if (kind === "link") return {
		kind,
		target: (await pack.read(path, size)).toString("utf8")
	};
	const hasher = createHash("sha256");
	for await (const piece of pack.stream(path)) hasher.update(piece);
	return {
		kind,
		mode,
		size,
		sha256: hasher.digest("hex")
	};
}
function isSameFile(one, other) {
	return one?.kind === "file" && other?.kind === "file" && one.sha256 === other.sha256;
}
async function isMerged({ vanilla, pack, home, folder }, path) {
	if (pack === null) return false;
	const at = await folder();
	return holdsOurs({
		path,
		base: await fileOf(vanilla, path, join(at, "base")),
		pack,
		home,
		folder: at
	});
}
async function fileOf(pack, path, out) {
	await using opened = await openPack(pack);
	await writeFile(out, opened.stream(path));
	return out;
}
async function holdsOurs({ path, base, pack, home, folder }) {
	const theirs = join(home, path);
	const files = {
		base,
		ours: await fileOf(pack, path, join(folder, "ours")),
		theirs
	};
	const merge = await mergeFiles(path, files);
	return merge.kind === "merged" && merge.content.equals(await readFile(theirs));
}

// src/tools/external/customised.ts
const shown$1 = 5;
function someOf(paths) {
	const more = paths.length - shown$1;
	return `${paths.slice(0, shown$1).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
async function assertVendors(found, { withoutBase, base = null }, met, what) {
	if (found.length === 0 || withoutBase === true) return;
	const paths = await teamsOf(found, met);
	if (paths.length === 0) return;
	const { level } = met.from;
	const named = someOf(paths);
	const isNot = `${paths.length === 1 ? "is" : "are"} not as the vendor has ${paths.length === 1 ? "it" : "them"}`;
	if (base !== null) throw new TrainError("config", `${what}: ${base} is no vanilla pack, as ${named} ${isNot}.`, { hint: "Give the pack as the vendor has it as `base` (--base): what your pack has other than that is laid over the update." });
	const vanilla = level === 0 ? "the vanilla pack" : `the vanilla pack at level ${level} (\`level: ${level}\` makes it)`;
	throw new TrainError("config", `${what}: the pack is a customised one, as ${named} ${isNot}.`, { hint: `Give ${vanilla} as \`base\` (--base): the tool updates that one, and your files are laid over the result. Where there is none to be had, \`base: none\` lets the tool meet your files; what it does to them is in the report.` });
}
async function teamsOf(paths, { before, madeOf = null }) {
	if (madeOf === null) return [...paths];
	await using pack = await openPack(madeOf);
	const teams = [];
	for (const path of paths) {
		const [ours, theirs] = [before.get(path), pack.entries.has(path) ? await entryOf(pack, path) : void 0];
		if (!(ours?.kind === "file" && theirs?.kind === "file" ? !isSameFile(ours, theirs) : false)) teams.push(path);
	}
	return teams;
}

// src/tools/external/messages.ts
const hostsHint = "The runner must reach api.updates.wso2.com, cdn.updates.wso2.com, product-dist.wso2.com, gateway.api.cloud.wso2.com and wso2.com; behind a proxy set HTTPS_PROXY. Run again.";
const hotfixInTheWay = {
	pattern: /^(?!.*\] INFO\s+- )(?=.*\b(?:revert\w*|remov\w*|appl\w*|install\w*|contain\w*|has|have|with|present|exists?|found|cannot|unable|not)\b).*(?<![\w.+/\\-])hotfix(?:es)?(?![\w+/\\-]|\.\w)/i,
	code: "config",
	says: "a hotfix is in the way",
	hint: "Set `hotfixes` to the zips that go over the update, in their order, or to `[]` to go on without any."
};
const knownMessages = [
	{
		pattern: /invalid credentials|invalid_grant/i,
		code: "refused",
		says: "the credentials were refused",
		hint: noCredentialsHint
	},
	{
		pattern: /username or password cannot be empty|unable to read (?:your )?input|invalid email address|inappropriate ioctl for device|not a terminal|haven't initialized WUM/i,
		code: "refused",
		says: "it was given no credentials, or does not read them from where they were given",
		hint: noCredentialsHint
	},
	{
		pattern: /session has timed out/i,
		code: "refused",
		says: "its session has timed out",
		hint: noCredentialsHint
	},
	{
		pattern: /active subscription|channel does not exist/i,
		code: "refused",
		says: "there is no active subscription, or no such channel",
		hint: "Check the subscription of the account, and `channel` (--channel); without one, a 15-day trial comes with a WSO2 account."
	},
	{
		pattern: /servers are busy|(?:http|status|code)\D{0,12}429\b/i,
		code: "busy",
		says: "the update servers are busy",
		hint: "Wait a while and run again."
	},
	{
		pattern: /insufficient disk space|no space left on device/i,
		code: "disk-full",
		says: "there is not enough disk space",
		hint: "WSO2 asks for three times the pack, and the updates, and 500 MB. Free some space, or set TMPDIR to a larger disk."
	},
	{
		pattern: /invalid (?:requested )?update level|invalid timestamp/i,
		code: "config",
		says: "there is no such level",
		hint: "Correct `level` (--level): a number, or <version>.<number> of this very product version; for tools that count in timestamps, one of theirs."
	},
	{
		pattern: /backup directory .* cannot be inside the product/i,
		code: "config",
		says: "its backup folder is inside the product",
		hint: "Remove `backup-dir` from updates/config.json of the pack."
	},
	{
		pattern: /file validation failed|unable to get md5|md5 check failed|local modifications/i,
		code: "verification",
		says: "a file is not what it must be",
		hint: "Give the vanilla pack: a customised one goes into `pack` with the vanilla one as `base`, or its files into an `overlay`. If the pack is vanilla, run again: a download may have been cut."
	},
	{
		pattern: /unable to identify the product/i,
		code: "config",
		says: "it does not know the product",
		hint: "The pack must hold updates/product.txt with its name and version."
	},
	{
		pattern: /invalid hotfix name/i,
		code: "config",
		says: "it does not know the name of the hotfix",
		hint: "Name the zips of `hotfixes` as WSO2 has named them: <pack>-<id>-hf<N>.zip."
	},
	hotfixInTheWay,
	{
		pattern: /unable to parse json|error while getting access token|token invoked with status/i,
		code: "unreachable",
		says: "the token service did not answer as it should",
		hint: hostsHint
	},
	{
		pattern: /(?:http|status|code)\D{0,12}(?:410|50[0-4])\b/i,
		code: "unreachable",
		says: "the update service does not answer as it should, or is no longer there",
		hint: hostsHint
	},
	...[networkFailure, /error while downloading|unable to download|error while extracting downloaded/i].map((pattern) => ({
		pattern,
		code: "unreachable",
		says: "the update service could not be reached",
		hint: hostsHint
	})),
	{
		pattern: /not supported by WSO2 Update|cannot find a matching product|update configurations are not loaded/i,
		code: "config",
		says: "the product is not one that it can update",
		hint: "Check the name and version of the product, and that its pack is one that WSO2 gives updates for."
	},
	{
		pattern: /requires only 1 product/i,
		code: "config",
		says: "it knows no channels",
		hint: "Leave `channel` out (--channel), or give a newer tool with `tool-path` (--tool-path)."
	},
	{
		pattern: /merging configurations failed/i,
		code: "failure",
		says: "it could not merge the configuration files",
		hint: "Give the vanilla pack, with your files as an `overlay`: they are merged here then, not by the tool."
	},
	{
		pattern: /unknown (?:command|flag|shorthand flag)/i,
		code: "config",
		says: "it is too old for what it was asked",
		hint: "Give a newer tool with `tool-path` (--tool-path)."
	}
];
const messagesOfHotfixes = knownMessages.filter((message) => message !== hotfixInTheWay);
function toolError(what, exitCode, lines, messages = knownMessages) {
	for (const line of lines.toReversed()) {
		if (isDebug(line)) continue;
		const known = messages.find(({ pattern }) => pattern.test(line));
		if (known !== void 0) return new TrainError(known.code, `${what}: ${known.says} (exit code ${exitCode}: ${shown(line)}).`, { hint: known.hint });
	}
	const last = lastSaid(lines);
	return new TrainError("failure", `${what}: it ended with exit code ${exitCode}${last === null ? " and said nothing" : ` and said last: ${last}`}.`, { hint: "Its whole output is in the log above. Run it by hand in an unpacked copy of the pack to see more." });
}
function lastSaid(lines) {
	const last = lines.findLast((line) => line.trim() !== "" && !isDebug(line));
	return last === void 0 ? null : shown(last);
}
function isDebug(line) {
	return /\] DEBUG - /.test(line);
}
const shownCharacters = 300;
function shown(line) {
	const text = line.replace(/^\[[\d\- :]+\] (?:[A-Z]+\s+- )?/, "").trim();
	return text.length <= shownCharacters ? text : `${text.slice(0, shownCharacters)}…`;
}

// src/tools/external/side-files.ts
function findSideFiles(home, before, after, names) {
	const fresh = new Set([...after.keys()].filter((path) => !before.has(path)));
	const stems = new Set([...fresh].flatMap((path) => [names.base, names.theirs].flatMap((ending) => path.endsWith(ending) && before.has(path.slice(0, -ending.length)) ? [path.slice(0, -ending.length)] : [])));
	const at = (path) => fresh.has(path) ? join(home, path) : null;
	return [...stems].sort().map((path) => ({
		path,
		base: at(path + names.base),
		theirs: at(path + names.theirs)
	}));
}
async function settleSides(home, conflicts, names, merging) {
	const settled = {
		open: [],
		notices: [],
		used: [],
		deletes: [],
		finals: /* @__PURE__ */ new Map()
	};
	for (const { path, base, theirs } of conflicts) {
		const ours = join(home, path);
		const sides = {
			base: await sideOf(base),
			ours: await sideOf(ours),
			theirs: await sideOf(theirs)
		};
		const final = `${ours}${names.final}`;
		const say = (message) => {
			settled.notices.push({
				path,
				row: "11",
				severity: "notice",
				message: `was changed here and by the update, and the update tool could not merge it; ${message}`
			});
		};
		const settlement = await settlePath(path, sides, merging);
		if (settlement.kind === "answered") {
			const { answer } = settlement;
			settled.used.push({
				key: keyOf(path, sides),
				result: answer.kind === "file" ? answer.sha256 : null
			});
			await copyFile(answer.kind === "file" ? answer.file : ours, final);
			if (answer.kind !== "file") settled.deletes.push(path);
			const isOurs = answer.kind === "file" && sides.ours.entry?.kind === "file" && sides.ours.entry.sha256 === answer.sha256;
			if (sides.ours.entry !== null && !isOurs) await keepReplaced(merging.replaced, path, sides.ours.entry, ours);
			say("your recorded answer decides");
		} else if (settlement.kind === "merged") {
			await writeFileAtomically(final, settlement.content);
			if (settlement.byPlace) settled.used.push({
				key: keyOf(path, sides),
				result: sha256(settlement.content)
			});
			say(settlement.byPlace ? replayedByHunk : "both changes are in it");
		} else if (merging.onConflict === "ours") {
			await copyFile(ours, final);
			say("ours is kept, as on-conflict says");
		} else if (merging.onConflict === "theirs" && theirs !== null) {
			if (sides.ours.entry !== null) await keepReplaced(merging.replaced, path, sides.ours.entry, ours);
			await copyFile(theirs, final);
			say("the update’s is taken, as on-conflict says; ours is in the folder replaced");
		} else {
			const conflict = {
				path,
				row: "11",
				kind: "modify/modify"
			};
			settled.open.push(await showConflict(merging.conflicts, conflict, sides, settlement.merge, settlement.proposal));
			continue;
		}
		settled.finals.set(path, (await sha256OfFile(final)).sha256);
	}
	return settled;
}
async function sideOf(file) {
	if (file === null || !await exists(file)) return {
		entry: null,
		file: null
	};
	return {
		entry: {
			kind: "file",
			...await sha256OfFile(file),
			mode: 420
		},
		file
	};
}
async function removeSideFiles(home, conflicts, names, before) {
	const endings = [
		names.base,
		names.theirs,
		names.final,
		...names.others
	];
	for (const { path } of conflicts) for (const ending of endings) if (!before.has(`${path}${ending}`)) await rm(join(home, `${path}${ending}`), { force: true });
}

// src/tools/external/answer-conflicts.ts
const nothingToAnswer = {
	open: [],
	notices: [],
	used: [],
	deletes: [],
	finals: /* @__PURE__ */ new Map(),
	lines: []
};
const mostRounds = 5;
async function answerConflicts(run, work) {
	const { what, home, before, merging, around, sides, proceed } = work;
	if (run.exitCode !== exit.conflicts || sides === void 0 || proceed === void 0) throw toolError(what, run.exitCode, run.lines);
	const all = {
		open: [],
		notices: [],
		used: [],
		deletes: [],
		finals: /* @__PURE__ */ new Map(),
		lines: []
	};
	const met = [];
	const known = new Map(before);
	let last = run;
	for (let round = 0; last.exitCode === exit.conflicts; round += 1) {
		const now = await homeTree(home, around);
		const shipped = vendorsOwn(now, await work.shipped?.() ?? /* @__PURE__ */ new Map());
		for (const [path, entry] of shipped) known.set(path, entry);
		const found = findSideFiles(home, known, now, sides);
		const fresh = found.filter(({ path }) => !all.finals.has(path));
		if (fresh.length === 0 || round === mostRounds) throw noConflicts(what, round);
		await assertVendors([...found.map(({ path }) => path), ...all.finals.keys()], merging, work, what);
		const settled = await settleSides(home, fresh, sides, merging);
		met.push(...fresh);
		all.open.push(...settled.open);
		all.notices.push(...settled.notices);
		all.used.push(...settled.used);
		all.deletes.push(...settled.deletes);
		for (const [path, digest] of settled.finals) all.finals.set(path, digest);
		if (all.open.length > 0) return all;
		last = await proceed();
		all.lines.push(...last.lines);
	}
	if (last.exitCode !== exit.success) throw toolError(`${what} with the answers`, last.exitCode, last.lines);
	await assertTaken(what, home, all.finals);
	await removeSideFiles(home, met, sides, known);
	return all;
}
function vendorsOwn(now, shipped) {
	return new Map([...shipped].filter(([path, entry]) => {
		const there = now.get(path);
		return entry.kind === "file" && there?.kind === "file" && there.sha256 === entry.sha256;
	}));
}
function noConflicts(what, rounds) {
	return new TrainError("failure", `${what}: it speaks of conflicts (exit code 3), but ${rounds === mostRounds ? `does so again after ${rounds} rounds of answers` : rounds === 0 ? "has laid nothing beside any file" : "has met no others than those answered"}.`, { hint: "Its output is in the log above. Run it by hand in an unpacked copy of the pack to see them." });
}
async function assertTaken(what, home, finals) {
	const others = [];
	for (const [path, digest] of finals) {
		const file = join(home, path);
		if (!await exists(file) || (await sha256OfFile(file)).sha256 !== digest) others.push(path);
	}
	if (others.length === 0) return;
	throw new TrainError("verification", `${what}: it was given answers to its conflicts and ended as if all were well, but ${others.join(", ")} ${others.length === 1 ? "is not the answer" : "are not the answers"}.`, { hint: "Nothing was published. Give the vanilla pack as `base` (--base), so that your files are merged here and not by the tool." });
}

// src/merge/audit.ts
const fates = {
	"5": "overwritten",
	"6": "restored",
	"7": "dropped",
	"11": "overwritten",
	"13": "dropped",
	"14": "restored",
	"15": "overwritten",
	"16": "overwritten",
	"17": "overwritten",
	"19": "overwritten",
	"22": "overwritten",
	"24": "overwritten"
};
function auditCustomisations(base, before, after, classOf) {
	const findings = [];
	for (const path of [.../* @__PURE__ */ new Set([
		...base.keys(),
		...before.keys(),
		...after.keys()
	])].sort()) {
		if (classOf(path) === "state") continue;
		const sides = {
			base: base.get(path) ?? null,
			ours: before.get(path) ?? null,
			theirs: after.get(path) ?? null
		};
		if (sides.ours?.kind === "directory" || sides.ours === null && sides.theirs?.kind === "directory") continue;
		const { row } = decide(sides, "config");
		const fate = fates[row];
		if (fate !== void 0) findings.push({
			path,
			row,
			fate
		});
		else if (lostMode(sides)) findings.push({
			path,
			row: "M1",
			fate: "mode"
		});
	}
	return findings;
}
function lostMode({ base, ours, theirs }) {
	if (base?.kind !== "file" || ours?.kind !== "file" || theirs?.kind !== "file") return false;
	return ours.mode !== base.mode && theirs.mode !== ours.mode;
}
const messages = {
	overwritten: "was changed here, and the update tool has put something else in its place",
	dropped: "was yours, and the update tool has taken it away",
	restored: "was deleted here, and the update tool has put it back",
	mode: "had permission bits of yours, and the update tool has set others"
};
function noticesOfAudit(findings) {
	return findings.map(({ path, row, fate }) => ({
		path,
		row,
		severity: "warning",
		message: messages[fate]
	}));
}

// src/tools/external/audited.ts
async function audited(around, merging) {
	const { base, before, after, pack } = around;
	const classOf = (path) => merging.classOf(path) ?? "config";
	const lost = [];
	const merged = [];
	for (const finding of auditCustomisations(base, before, after, classOf)) {
		const { path, row } = finding;
		if (row === "11" && await around.isMerged(path)) merged.push({
			path,
			row,
			severity: "notice",
			message: "was changed here and by the update; the update tool has merged both"
		});
		else lost.push(finding);
	}
	await keepLost(lost, pack, before, merging);
	return {
		notices: [...noticesOfAudit(lost), ...merged],
		difference: compareTrees(before, after)
	};
}
async function keepLost(findings, pack, before, { replaced }) {
	const files = findings.filter(({ path }) => before.get(path)?.kind === "file");
	if (files.length === 0 || pack === null) return;
	await using opened = await openPack(pack);
	for (const { path } of files) {
		if (!opened.entries.has(path)) continue;
		await mkdir(join(replaced, dirname(path)), { recursive: true });
		await writeFile(join(replaced, path), opened.stream(path));
	}
}

// src/tools/external/unfinished.ts
function sidesIn(paths, { base, theirs }, isKnown = () => false) {
	const laid = {
		open: [],
		single: []
	};
	for (const path of paths.keys()) {
		const found = [path + base, path + theirs].filter((side) => paths.has(side) && !isKnown(side));
		if (found.length === 2) laid.open.push(path);
		else laid.single.push(...found);
	}
	return laid;
}
const mayBeLeft = "is named as an update tool names a side of a conflict: if an update that was not finished has left it, take it out of the pack";
function unfinished(what, why, open, { base }) {
	return new TrainError("pack-damaged", `${what}: the pack is in the middle of an update, and ${why}`, { hint: `Finish that update where it was begun, or take it back there with --revert, which needs the backup of that machine; then zip the pack again. If ${open.join(", ")} and what lies beside are files of yours, rename those that end in ${base}.` });
}

// src/tools/external/half-update.ts
async function takenBack(arrived, { log, signal }) {
	const { home, before, around, sides } = arrived;
	const { open, single } = sidesIn(before, sides);
	for (const path of single) log.warning(`${path} ${mayBeLeft}.`);
	const notices = single.map((path) => warningOf(path, mayBeLeft));
	if (open.length === 0) return {
		reverted: null,
		notices
	};
	log.warning(`The pack was zipped in the middle of an update: ${open.join(", ")} ${open.length === 1 ? "has" : "have"} ${sides.base} and ${sides.theirs} beside. The update tool is told to revert it.`);
	const level = await arrived.level();
	let why;
	try {
		const { exitCode, lines } = await arrived.revert();
		why = arrived.reverted.includes(exitCode) ? "" : toolError("the tool does not revert it", exitCode, lines).message;
	} catch (error) {
		signal.throwIfAborted();
		why = reasonOf$1(error);
	}
	if (why === "") why = await leftOver(arrived, open, level);
	if (why !== "") throw unfinished(arrived.what, why, open, sides);
	const message = `was in the middle of an update: before this one the tool has put the whole pack back to a backup on this machine (--revert), so look through what else you have changed since that backup`;
	return {
		reverted: await homeTree(home, around),
		notices: [...open.map((path) => warningOf(path, message)), ...notices]
	};
}
function warningOf(path, message) {
	return {
		path,
		row: "audit",
		severity: "warning",
		message
	};
}
async function leftOver({ home, sides, level }, open, before) {
	for (const path of open) {
		for (const ending of [sides.base, sides.theirs]) if (await exists(join(home, `${path}${ending}`))) return `the tool says that it has reverted it, but ${path}${ending} is still there.`;
		if (!await exists(join(home, path))) return `the tool has reverted it to a pack without ${path}.`;
	}
	const now = await level();
	return (now ?? 0) === (before ?? 0) ? "" : `the tool has reverted it to level ${now ?? 0}, not to ${before ?? 0}.`;
}

// src/tools/external/hidden-conflicts.ts
const variable = "WSO2_UPDATES_SKIP_CONFLICTS";
function hidesConflicts({ env }) {
	return env[variable]?.trim().toLowerCase() === "true";
}
function warningsOfHiding(world) {
	if (!hidesConflicts(world)) return [];
	return [`${variable} is set: the update tool hides conflicts, and which side wins is not documented. Unset it to decide them.`];
}

// src/tools/external/left-undone.ts
function assertDone$1(ended, world) {
	const { what, answered, vendors } = ended;
	const isOpen = (path) => !answered.has(path);
	const notTaken = (vendors.notTaken ?? []).filter(isOpen);
	if (notTaken.length > 0) throw new TrainError("verification", `${what}: it ended as if all were well, but ${someOf(notTaken)} ${notTaken.length === 1 ? "is" : "are"} not as it had downloaded ${notTaken.length === 1 ? "it" : "them"}.`, { hint: "Nothing was published. Run again; if it stays so, ask WSO2’s support." });
	const { proved, doubts } = leftSides(ended);
	const left = [.../* @__PURE__ */ new Set([...proved, ...(vendors.hidden ?? []).filter(isOpen)])];
	if (left.length > 0 && !hidesConflicts(world)) throw new TrainError("verification", `${what}: it ended as if all were well, but has left conflicts in ${someOf(left)}.`, { hint: "Nothing was published. Give the vanilla pack as `base` (--base), so that your files are merged here and not by the tool." });
	return [...(vendors.doubts ?? []).filter(({ path }) => isOpen(path)), ...doubts];
}
function leftSides({ home, before, after, sides, vendors, withoutBase }) {
	if (sides === null) return {
		proved: [],
		doubts: []
	};
	const doubtful = new Map([...after].filter(([path]) => vendors.isVendors?.(path) !== true));
	const found = findSideFiles(home, before, doubtful, sides);
	const isSingle = (one) => (one.base === null || one.theirs === null) && vendors.isUntouched?.(one.path) === true && !(withoutBase && vendors.isBlind === true);
	const doubts = found.filter((one) => vendors.isBlind === true && isSingle(one));
	return {
		proved: found.filter((one) => !isSingle(one)).map(({ path }) => path),
		doubts: doubts.map(({ path, base }) => ({
			path,
			row: "audit",
			severity: "warning",
			message: `has a new file beside it that is named like a side of a conflict (${base === null ? sides.theirs : sides.base}), and the update tool speaks of none: look whether it is the vendor’s own`
		}))
	};
}

// src/tools/external/update-home.ts
async function updateHome(request, tool, world) {
	const { home, merging, to } = request;
	const what = whatFails(request);
	const around = {
		signal: world.signal,
		skip: tool.isOwn
	};
	const found = await homeTree(home, around);
	const back = await takenBackIn(home, found, {
		what,
		around
	}, tool, world);
	const before = back.reverted ?? found;
	const pack = back.reverted === null ? request.pack ?? null : null;
	const first = await tool.start();
	const answered = first.exitCode === exit.success ? nothingToAnswer : await answerConflicts(first, {
		what,
		home,
		before,
		merging,
		around,
		from: request.from,
		madeOf: request.madeOf ?? null,
		...tool.conflicts
	});
	if (answered.open.length > 0) return {
		kind: "conflict",
		conflicts: answered.open
	};
	const lines = [...first.lines, ...answered.lines];
	const reached = await tool.reached();
	if (reached.level !== to.level) {
		await tellState(tool, world);
		throw otherLevel(what, reached, lines);
	}
	for (const path of answered.deletes) await rm(join(home, path), { force: true });
	const after = await homeTree(home, around);
	const vendors = await tool.vendors(before, after, lines);
	await assertVendors(vendors.altered ?? [], merging, {
		...request,
		before
	}, what);
	const sides = tool.conflicts?.sides ?? null;
	const { withoutBase = false } = merging;
	const ended = {
		what,
		home,
		before,
		after,
		sides,
		vendors,
		answered: answered.finals,
		withoutBase
	};
	const undone = assertDone$1(ended, world);
	const { notices, difference } = await audited({
		...vendors,
		before,
		after,
		pack
	}, merging);
	const doubts = [...undone, ...doubtsOf(reached.file, vendors, difference)];
	for (const { path, message } of doubts) world.log.warning(`${path} ${message}.`);
	return {
		kind: "applied",
		notices: [
			...back.notices,
			...doubts,
			...answered.notices,
			...notices.filter(({ path }) => !answered.finals.has(path))
		],
		used: answered.used,
		fetchedBytes: 0,
		summary: await tool.summary(lines, difference)
	};
}
async function takenBackIn(home, before, work, { conflicts, reached }, world) {
	if (conflicts === null) return {
		reverted: null,
		notices: []
	};
	const level = async () => (await reached()).level;
	return takenBack({
		...work,
		...conflicts,
		home,
		before,
		level
	}, world);
}
function doubtsOf(file, vendors, difference) {
	const row = "audit";
	const doubts = [];
	const { added, removed, changed, renamed, modeChanged } = difference;
	if ([
		added,
		removed,
		changed,
		renamed,
		modeChanged
	].every(({ length }) => length === 0)) doubts.push({
		path: file,
		row,
		severity: "warning",
		message: "says the new level, but the update tool has changed no file of the product"
	});
	else if (vendors.isBlind === true) doubts.push({
		path: file,
		row,
		severity: "warning",
		message: "says the new level, but the update tool has left nothing to see by what it overwrote: files of yours that were in the pack without a `base` (--base) are to be compared by hand"
	});
	return doubts;
}
function whatFails({ product, to }) {
	return `The update tool cannot bring ${nameOfProduct(product)} to level ${to.level}`;
}
async function tellState({ tellState: tell }, { log, signal }) {
	try {
		await tell?.();
	} catch (error) {
		signal.throwIfAborted();
		if (!(error instanceof TrainError)) throw error;
		log.info("The update tool does not say its state.");
	}
}
function otherLevel(what, { level, file }, lines) {
	const found = level === null ? `there is no ${file}` : `${file} says level ${level}`;
	return new TrainError("verification", `${what}: it ended as if all were well, but ${found}.`, { hint: `Nothing was published. It said last: ${lastSaid(lines) ?? "nothing"}. Run again; if it stays so, ask WSO2’s support.` });
}
function listsOf({ added, changed, removed, renamed }) {
	return {
		added: [...added, ...renamed.map(({ to }) => to)].sort(),
		changed,
		removed: [...removed, ...renamed.map(({ from }) => from)].sort()
	};
}

// src/tools/external/run-signed-in.ts
async function runSignedIn(name, call, run, world) {
	const credentials = credentialsOf(world);
	const given = {
		...call,
		env: {},
		input: asAnswers(credentials)
	};
	const first = await run(given, world);
	if (credentials !== null && first.lines.some((line) => /continuing with (?:a )?trial/i.test(line))) world.log.warning(`${name} went on with a trial subscription: it did not take the account that it was given.`);
	if (first.exitCode === exit.success || credentials === null || !askedInVain(first.lines)) return first;
	warnOfArguments(name, "Its successor U2 reads them from the environment.", world);
	return run({
		...given,
		args: [...call.args, ...asArguments(credentials)]
	}, world);
}

// src/tools/in-place/program.ts
async function runInPlace(program, args, world) {
	const { home, user } = program;
	const command = await findProgram(program, [programName]);
	if (command === null) throw noProgram(home, {
		tool: "in-place",
		program: programName
	}, `there is no bin/${programName}`);
	const call = {
		command,
		args,
		cwd: home,
		home: user
	};
	await learnSecrets(home, world);
	const run = await runSignedIn("The in-place update tool", call, runAgain, world);
	await learnSecrets(home, world);
	if (run.exitCode === exit.success) await removeAll(join(user, ".wso2-updates", "backup"));
	return run;
}

// src/tools/in-place/said.ts
function readCounts(lines) {
	const text = lines.join("\n");
	const updates = /there are (\d+) updates? available/i.exec(text)?.[1];
	if (updates === void 0) return null;
	const security = /there (?:are|is) (\d+) critical security updates?/i.exec(text)?.[1];
	return {
		updates: Number(updates),
		security: Number(security ?? 0)
	};
}
async function replacedAdditions(lines, home) {
	const homes = [home, await realpath(home).catch(() => home)];
	return lines.flatMap((line) => {
		const file = /Added file (.+?) already exists, replacing/.exec(line)?.[1] ?? "";
		const found = homes.find((one) => file.startsWith(`${one}/`));
		return found === void 0 ? [] : [file.slice(found.length + 1)];
	});
}

// src/tools/in-place/side-names.ts
const sides$1 = {
	base: ".old",
	theirs: ".updated",
	final: ".final",
	others: [".diff"]
};

// src/tools/in-place/apply.ts
async function applyInPlace(request, { toolPath, selfUpdates }, tool, world) {
	const { home, from, to, channel, pack = null } = request;
	const product = nameOfProduct(request.product);
	const user = await tool.user();
	const program = {
		home,
		user,
		toolPath
	};
	const former = await readRuns(home);
	const documents = await documentsIn(home, []);
	const driven = {
		isOwn,
		start: () => selfUpdates.of(runInPlace(program, [
			"-t",
			String(to.level),
			"-c",
			channel
		], world)),
		conflicts: {
			sides: sides$1,
			proceed: () => selfUpdates.of(runInPlace(program, ["--continue"], world)),
			revert: () => runInPlace(program, ["--revert"], world),
			reverted: [exit.success, exit.reverted]
		},
		reached: async () => ({
			level: await readLevel(home),
			file: `${runsFolder}/`
		}),
		vendors: async (before, after, lines) => {
			const vanilla = join(user, ".wso2-updates", "products", product, `${product}.zip`);
			const folder = () => tool.folder("sides");
			const source = {
				vanilla,
				pack,
				home,
				atBase: from.level === 0,
				isOwn,
				folder
			};
			const { base, ...vendors } = await vendorsByVanilla(source, before, after);
			const added = new Set(await replacedAdditions(lines, home));
			return {
				...vendors,
				base: new Map([...base].filter(([path]) => !added.has(path)))
			};
		},
		summary: async (lines, difference) => {
			const fresh = (await readRuns(home)).filter((run) => !former.includes(run));
			const numbers = await numbersOf(home, fresh);
			return {
				by: "the in-place tool",
				source: numbers.length > 0 ? "log" : "difference",
				numbers,
				counts: readCounts(lines),
				...listsOf(difference),
				documents: await documentsIn(home, documents),
				text: ""
			};
		}
	};
	return selfUpdates.toldIn(await updateHome(request, driven, world), `bin/${programName}`);
}

// src/tools/external/skeleton.ts
const largest = 1048576;
async function laySkeleton(home, pack, at, { isProgram, stateAt }) {
	await write(home, "updates/product.txt", at.product);
	if (pack === null) return;
	await using opened = await openPack(pack);
	for (const { path, kind, mode, size } of opened.entries.values()) if (kind === "file" && (isProgram(path) || path === "updates/product.txt")) await write(home, path, await opened.read(path, size), mode | 384);
	await layState(home, await stateAt(stateOf$2(opened), at));
}
async function layWhole(home, pack, at, { stateAt }) {
	await using opened = await openPack(pack);
	await extractPack(opened, home);
	await layState(home, await stateAt(stateOf$2(opened), at));
}
function stateOf$2(pack) {
	return {
		paths: [...pack.entries.keys()],
		read: async (path) => pack.entries.get(path)?.kind === "file" ? (await pack.read(path, largest)).toString("utf8") : null
	};
}
async function layState(home, files) {
	for (const [path, content] of files) if (content === null) await rm(join(home, path), { force: true });
	else await write(home, path, content);
}
async function write(home, path, content, mode = 420) {
	const at = join(home, path);
	await mkdir(dirname(at), { recursive: true });
	await writeFile(at, content);
	await chmod(at, mode);
}

// src/tools/external/ask.ts
const worthAnotherTry = [
	"failure",
	"config",
	"verification"
];
async function askTool(request, tool, homes, world) {
	const product = nameOfProduct(request.product);
	const at = {
		product,
		level: request.installed.level,
		channel: request.channel
	};
	const pack = await request.pack?.() ?? null;
	if (pack === null && tool.toolPath === null) throw new TrainError("usage", `There is neither a pack of ${product} nor an update tool to ask with.`, { hint: `Set \`pack\` (--pack) to its zip, or \`tool-path\` (--tool-path) to ${tool.name}.` });
	const user = await homes.user();
	const skeleton = await homes.folder(product);
	await laySkeleton(skeleton, pack, at, tool);
	const first = await tool.ask(skeleton, user, null);
	if ("said" in first) return first.said;
	if (pack === null || !worthAnotherTry.includes(first.failure.code)) throw first.failure;
	world.log.info("The update tool does not answer in a home without files; it is asked in the whole one.");
	const whole = await homes.folder(product);
	await layWhole(whole, pack, at, tool);
	const second = await tool.ask(whole, user, pack);
	await removeAll(whole);
	if ("said" in second) return second.said;
	throw second.failure;
}

// src/tools/external/availability.ts
function available(installed, target, latest, counts) {
	return {
		installed,
		latest,
		target,
		updates: [],
		counts,
		takenAway: [],
		warnings: [],
		restricted: true,
		base: null
	};
}

// src/tools/in-place/skeleton.ts
const skeletonForm$1 = {
	isProgram,
	stateAt: async ({ paths, read }, { level }) => {
		const files = /* @__PURE__ */ new Map();
		const config = await read(configFile);
		if (config !== null) files.set(configFile, config);
		for (const run of timestampsIn(paths)) {
			const path = `${runsFolder}/${run}`;
			files.set(path, run > level ? null : await read(path));
		}
		const newest = `${runsFolder}/${level}`;
		if (level > 0 && !files.has(newest)) files.set(newest, "");
		return files;
	}
};

// src/tools/in-place/check.ts
async function checkInPlace(request, { toolPath, selfUpdates }, tool, world) {
	const { channel } = request;
	const from = stateAt(request.installed.level);
	const wanted = wantedTimestamp(request.wanted);
	if (wanted === from.level) return available(from, from, from, null);
	if (wanted !== null && request.wanted.at === "former") return available(from, stateAt(wanted), from, null);
	if (wanted !== null) assertAbove(wanted, from.level);
	const product = nameOfProduct(request.product);
	const args = [
		...wanted === null ? [] : ["-t", String(wanted)],
		"-c",
		channel
	];
	const ask = async (home, user, pack) => {
		const program = {
			home,
			user,
			toolPath
		};
		const run = await selfUpdates.of(runInPlace(program, args, world));
		return answerOf$1(run.exitCode === exit.conflicts && pack !== null ? await goOn(program, pack, world) : run, run.lines, from.level, await readLevel(home), product);
	};
	const asked = {
		...skeletonForm$1,
		name: programName,
		toolPath,
		ask
	};
	const { level, counts } = await askTool(request, asked, tool, world);
	if (wanted !== null && level !== wanted) throw new TrainError("config", `No level of ${product} on channel ${channel} has the timestamp ${wanted}; ${level} is the newest up to it.`, { hint: `A timestamp must be exact: set \`level\` (--level) to ${level}, or to another level’s.` });
	const target = stateAt(level);
	return available(from, target, target, counts);
}
function answerOf$1({ exitCode, lines }, said, installed, reached, product) {
	const level = reached ?? 0;
	const failure = toolError(`The update tool cannot check ${product}`, exitCode, lines);
	const isFailed = exitCode !== exit.success;
	if (!isFailed && level > installed) return { said: {
		level,
		counts: readCounts(said)
	} };
	if (level === installed && saysNothingNew(lines) && (!isFailed || failure.code === "failure")) return { said: {
		level,
		counts: null
	} };
	if (isFailed) return { failure };
	return { failure: new TrainError("verification", `The update tool checked ${product} and ended as if all were well, but neither updated anything nor said that nothing is new.`, { hint: "Its output is in the log above. Run it by hand in an unpacked copy of the pack to see more." }) };
}
async function goOn(program, pack, world) {
	const { home } = program;
	await using opened = await openPack(pack);
	for (const { path, theirs } of findSideFiles(home, opened.entries, await homeTree(home), sides$1)) await copyFile(theirs ?? join(home, path), `${home}/${path}${sides$1.final}`);
	return await runInPlace(program, ["--continue"], world);
}

// src/tools/in-place/in-place-tool.ts
function inPlaceTool(given, world) {
	const tool = toolHome(world);
	const program = {
		toolPath: given.toolPath,
		selfUpdates: countSelfUpdates()
	};
	const name = "the in-place update tool";
	return {
		name: "in-place",
		can: {
			counts: "timestamps",
			checksWithoutPack: false,
			canPin: true,
			canStep: true,
			writesSummary: true,
			copies: 1,
			sameBytes: false
		},
		hotfixes: null,
		packUpdate: null,
		unpublished: given.strip ? isProgram : null,
		check: (request) => withWayOn(name, () => checkInPlace(request, program, tool, world)),
		compare: () => Promise.resolve(null),
		apply: (request) => withWayOn(name, () => applyInPlace(request, program, tool, world)),
		scrub: async (home) => {
			await scrubConfig(home, world);
			await removeTraces(home);
		},
		[Symbol.asyncDispose]: () => tool[Symbol.asyncDispose]()
	};
}

// src/tools/u2/downloads.ts
async function readDownloads(user, step) {
	const { product, version, from, to } = step;
	const folder = join(user, ".wso2-updates", "updates", `${product}.${from}-${version}.${to}`);
	const read = async (name) => {
		const at = join(folder, name);
		return await exists(at) ? below(await homeTree(at), product) : /* @__PURE__ */ new Map();
	};
	const isThere = await exists(folder);
	const original = await read("modify/original");
	const changed = await read("modify/new");
	const added = new Map([...await read("add")].filter(([path]) => !changed.has(path)));
	const fresh = new Map([...added, ...changed]);
	const fileOf = async (side, path) => {
		const nested = join(folder, side, product, path);
		return await exists(nested) ? nested : join(folder, side, path);
	};
	return {
		folder: isThere ? folder : null,
		original,
		fresh,
		added,
		fileOf
	};
}
function below(tree, product) {
	const files = [...tree].flatMap(([path, entry]) => {
		const inner = path.startsWith(`${product}/`) ? path.slice(product.length + 1) : path;
		const isTools = isOwn$1(inner) || inner.startsWith("updates/");
		return entry.kind === "directory" || isTools ? [] : [[inner, entry]];
	});
	return new Map(files);
}

// src/tools/u2/log.ts
const logFolder = "updates/logs";
const readBytes = 16777216;
async function markLogs(home) {
	const marks = /* @__PURE__ */ new Map();
	for (const name of await logNames(home)) marks.set(name, (await stat(join(home, logFolder, name))).size);
	return marks;
}
async function logSince(home, mark) {
	const lines = [];
	for (const name of await logNames(home)) {
		const content = await readFile(join(home, logFolder, name));
		const fresh = content.subarray(Math.max(mark.get(name) ?? 0, content.length - readBytes));
		lines.push(...fresh.toString("utf8").split(/\r?\n/));
	}
	return lines;
}
async function logNames(home) {
	try {
		return (await readdir(join(home, logFolder))).filter((name) => /^wso2update-.*\.log$/.test(name)).sort();
	} catch (error) {
		if (systemCode(error) === "ENOENT") return [];
		throw error;
	}
}
function readLevels(lines, product) {
	const text = lines.join("\n").replaceAll("\\n", "\n");
	const name = RegExp.escape(product);
	const level = new RegExp(`latest update level is '?${name}\\.(\\d+)|update level '${name}\\.(\\d+)' consists of|${name}\\.(\\d+) is the latest update level`, "gi");
	const found = [...text.matchAll(level)].map(([, one, two, three]) => Number(one ?? two ?? three));
	return {
		latest: found.length === 0 ? null : Math.max(...found),
		updates: numberOf(/consists of (\d+) updates? applied/i.exec(text)),
		security: numberOf(/consists of (\d+) critical security updates?/i.exec(text))
	};
}
function numberOf(match) {
	return match?.[1] === void 0 ? null : Number(match[1]);
}
function readRun(lines) {
	const run = {
		version: null,
		numbers: []
	};
	for (const line of lines) {
		const version = /wso2update version: (\S+)/.exec(line);
		if (version?.[1] !== void 0) run.version = version[1];
		const applied = /Applied updates: (.*)$/.exec(line);
		if (applied?.[1] !== void 0) run.numbers = applied[1].split(/[\s,]+/).filter((word) => /^\d+$/.test(word)).sort((one, other) => Number(one) - Number(other));
	}
	return run;
}

// src/tools/u2/program.ts
var import_semver = /* @__PURE__ */ __toESM(require_semver(), 1);
const readsEnvironmentFrom = "1.8.0";
async function runU2(program, args, world) {
	const credentials = credentialsOf(world);
	const command = await programIn(program, world);
	const mark = await markLogs(program.home);
	await learnSecrets(program.home, world);
	const handed = handedOver(credentials);
	const call = {
		command,
		cwd: program.home,
		home: program.user,
		...handed
	};
	let run = await runAgain({
		...call,
		args
	}, world);
	const logged = async () => withoutTokens(await logSince(program.home, mark), world);
	const lines = [...run.lines, ...await logged()];
	await learnSecrets(program.home, world);
	const { version } = readRun(lines);
	if (run.exitCode === exit.failure && credentials !== null && readsArgumentsOnly(version) && askedInVain(lines)) {
		warnOfArguments(`Version ${version ?? ""} of the update tool`, "A newer tool (`tool-path`) reads them from the environment.", world);
		run = await runAgain({
			...call,
			args: [...args, ...asArguments(credentials)]
		}, world);
	}
	return {
		...run,
		lines: [...run.lines, ...await logged()]
	};
}
async function versionOf(program, world) {
	const { lines } = await runU2(program, ["version"], world);
	return readRun(lines).version ?? /\bversion:?\s+v?(\d+\.\d+\.\d+)/i.exec(lines.join("\n"))?.[1] ?? null;
}
function knowsNoFlag({ exitCode, lines }, flag) {
	return exitCode !== exit.success && lines.some((line) => new RegExp(`unknown flag.*\\b${flag}\\b`, "i").test(line));
}
function knowsNoCommand({ exitCode, lines }, command) {
	return exitCode !== exit.success && lines.some((line) => line.includes(`unknown command "${command}"`));
}
function readsArgumentsOnly(version) {
	return version !== null && (0, import_semver.valid)(version) !== null && (0, import_semver.lt)(version, readsEnvironmentFrom);
}
async function programIn(program, world) {
	const { home, user } = program;
	const names = programNames(process.platform, process.arch);
	const found = await findProgram(program, names);
	if (found !== null) return found;
	const script = join(home, "bin", "update_tool_setup.sh");
	const u2 = {
		tool: "U2",
		program: names.join(" or ")
	};
	if (!await exists(script)) throw noProgram(home, u2, `there is neither bin/${u2.program} nor bin/update_tool_setup.sh`);
	world.log.info("The pack does not bring the update tool; bin/update_tool_setup.sh gets it.");
	const { exitCode, lines } = await runTool({
		command: "/bin/bash",
		args: [script],
		cwd: join(home, "bin"),
		home: user,
		env: {},
		input: ""
	}, world);
	if (exitCode !== exit.success) throw toolError("bin/update_tool_setup.sh could not get the update tool", exitCode, lines);
	const brought = await findProgram({
		...program,
		toolPath: null
	}, names);
	if (brought !== null) return brought;
	const note = lines.find((line) => /does not support/i.test(line));
	throw noProgram(home, u2, `bin/update_tool_setup.sh succeeded and brought none${note === void 0 ? "" : `: ${note.trim()}`}`);
}

// src/tools/u2/side-names.ts
const sides = {
	base: ".original",
	theirs: ".new",
	final: ".final",
	others: []
};

// src/tools/u2/summary.ts
const keptCharacters = 1e5;
const written = /^(?:changelog|update-summary)-\d+-\d+\.md$/;
async function writtenSummaries(home) {
	return (await readdir(join(home, "updates")).catch(() => [])).filter((name) => written.test(name)).sort();
}
async function askForSummary(home, before, ask, { log, signal }) {
	const fresh = (await writtenSummaries(home)).filter((name) => !before.includes(name));
	const has = (kind) => fresh.some((name) => name.startsWith(kind));
	if (!has("changelog-") || has("update-summary-")) return;
	try {
		if ((await ask()).exitCode === exit.success) return;
	} catch (error) {
		signal.throwIfAborted();
		if (!(error instanceof TrainError)) throw error;
	}
	log.info("The update tool gives no summary beside its changelog; the report goes by that.");
}
async function summaryOf(home, before, run, said, from, difference, world) {
	const fresh = (await writtenSummaries(home)).filter((name) => !before.includes(name));
	const texts = await Promise.all(fresh.map((name) => readFile(join(home, "updates", name), "utf8")));
	const security = from === 0 ? said.security ?? 0 : null;
	const counts = run.numbers.length === 0 && (from !== 0 || said.security === null) ? null : {
		updates: run.numbers.length,
		security
	};
	return {
		by: run.version === null ? "U2" : `U2 ${run.version}`,
		source: texts.length > 0 ? "changelog" : run.numbers.length > 0 ? "log" : "difference",
		numbers: run.numbers,
		counts,
		...listsOf(difference),
		documents: fresh.map((name) => `updates/${name}`),
		text: withoutTokens(texts.join("\n").slice(0, keptCharacters).split("\n"), world).join("\n")
	};
}

// src/tools/u2/skipped.ts
const templates = "repository/resources/conf/templates/";
function isRendered(path, homes, lines) {
	return homes.some((home) => home.has(`${templates}${path}.j2`)) || lines.some((line) => line.includes("contains a template file") && line.includes(path));
}
const unpacked = "-extracted-update";
function archiveOf(path, home) {
	const parts = path.split("/");
	for (let at = 1; at < parts.length; at += 1) {
		const folder = parts.slice(0, at).join("/");
		const isUnpacked = folder.endsWith(unpacked);
		const name = isUnpacked ? folder.slice(0, -17) : folder;
		if (home.get(name)?.kind === "file") return name;
		if (home.get(`${name}.war`)?.kind === "file" && !home.has(folder)) return `${name}.war`;
		if (isUnpacked) return name;
	}
	return null;
}
function isInArchive(path, home) {
	return archiveOf(path, home) !== null;
}

// src/tools/u2/taken.ts
async function takenOf(worked) {
	const { before, after, lines, atBase, withoutBase } = worked;
	const { original, fresh } = worked.downloads;
	const notTaken = [];
	const hidden = [];
	const doubts = [];
	const archives = /* @__PURE__ */ new Set();
	const doubt = (path, message) => {
		doubts.push({
			path,
			row: "audit",
			severity: "warning",
			message
		});
	};
	for (const [path, theirs] of fresh) {
		const [ours, now, base] = [
			before.get(path),
			after.get(path),
			original.get(path)
		];
		if (theirs.kind !== "file" || isSameFile(now, theirs)) continue;
		const archive = archiveOf(path, before);
		if (archive !== null) {
			if (!isSameFile(theirs, base) && !isRendered(path, [before, after], lines)) archives.add(archive);
			continue;
		}
		const [isAsBefore, isLeft] = [isSameFile(ours, base), isSameFile(ours, now)];
		const isAbsent = base === void 0 && now === void 0;
		const isMissing = ours === void 0 && now === void 0;
		if ((isLeft || isAbsent || isMissing) && isRendered(path, [before, after], lines)) doubt(path, "was left out: the update tool skips what the product renders from a template");
		else if (isAbsent || isAsBefore && (isLeft || now === void 0)) notTaken.push(path);
		else if (isLeft && base !== void 0) {
			const merge = await mergeOf(path, worked);
			if (merge === "conflict") hidden.push(path);
			if (merge !== "nothing more") doubt(path, "was changed here and by the update; the update tool has left it without the update’s change");
		} else if (now !== void 0 && !isRewritten(path) && (base === void 0 || isAsBefore)) doubt(path, "is another file than the update tool has downloaded for the new level");
		else if (isMissing && !atBase) doubt(path, "is changed by the update, but was not in the pack; the update tool has left it out");
	}
	for (const path of archives) {
		const now = after.get(path);
		if (!isSameFile(before.get(path), now) || isSameFile(now, fresh.get(path))) continue;
		if (withoutBase) doubt(path, "was left as it was, though the update changes files in it");
		else if (!notTaken.includes(path)) notTaken.push(path);
	}
	return {
		notTaken,
		hidden,
		doubts
	};
}
async function mergeOf(path, { home, downloads }) {
	const ours = join(home, path);
	const base = await downloads.fileOf("modify/original", path);
	const merge = await mergeFiles(path, {
		base,
		ours,
		theirs: await downloads.fileOf("modify/new", path)
	});
	if (merge.kind === "conflict") return "conflict";
	if (merge.kind === "binary") return "more";
	return merge.content.equals(await readFile(ours)) ? "nothing more" : "more";
}

// src/tools/u2/three-way.ts
async function vendorsOf(worked) {
	const { before, after, downloads, home, pack, sides } = worked;
	const { folder, original, fresh } = downloads;
	const isMerged = async (path) => {
		const [theirs, now] = [fresh.get(path), after.get(path)];
		if (folder === null || pack === null || !original.has(path)) return false;
		if (theirs?.kind !== "file" || now?.kind !== "file" || theirs.sha256 === now.sha256) return false;
		const base = await downloads.fileOf("modify/original", path);
		return holdsOurs({
			path,
			base,
			pack,
			home,
			folder: await sides()
		});
	};
	const altered = [];
	for (const path of alteredIn(worked)) if (worked.atBase || !await isMerged(path)) altered.push(path);
	return {
		base: baseOf(before, downloads),
		altered,
		...await takenOf(worked),
		isBlind: folder === null,
		isMerged,
		isVendors: (path) => isSameFile(fresh.get(path), after.get(path)),
		isUntouched: (path) => folder === null ? isSameFile(before.get(path), after.get(path)) : !original.has(path) || isSameFile(before.get(path), original.get(path))
	};
}
function alteredIn({ before, after, downloads: { original, fresh }, lines, atBase }) {
	const isLeft = (path) => isSameFile(before.get(path), after.get(path)) || !(before.has(path) || after.has(path));
	const isSkipped = (path) => isInArchive(path, before) || isLeft(path) && (!atBase || isRendered(path, [before, after], lines));
	return [...original].flatMap(([path, entry]) => {
		const ours = before.get(path);
		return isRewritten(path) || isSameFile(ours, entry) || isSameFile(ours, fresh.get(path)) || isSkipped(path) ? [] : [path];
	}).sort();
}
function baseOf(before, { original, added }) {
	const base = new Map(before);
	for (const [path, entry] of added) if (entry.kind === "file" && !original.has(path) && !isRewritten(path)) base.delete(path);
	for (const [path, entry] of original) {
		const ours = before.get(path);
		if (entry.kind === "file") base.set(path, ours?.kind === "file" ? {
			...entry,
			mode: ours.mode
		} : entry);
	}
	return base;
}

// src/tools/u2/update-zip.ts
const appliesZipsFrom = "1.3.0";
async function readUpdateZip(file, product) {
	const [pack, version] = [nameOfProduct(product), product.version].map((text) => RegExp.escape(text));
	const [, start, end] = new RegExp(`^${pack}\\.(\\d+)-${version}\\.(\\d+)\\.zip$`).exec(basename(file)) ?? [];
	const [from, to] = [Number(start), Number(end)];
	if (!(from < to)) throw new TrainError("config", `The name of ${file} does not say an update of ${nameOfProduct(product)}.`, { hint: `\`update-zip\` takes a zip as \`wso2update_linux create-update\` names it, such as ${nameOfProduct(product)}.2-${product.version}.5.zip.` });
	if (await exists(file)) return {
		file,
		from,
		to
	};
	throw new TrainError("config", `The update ${file} does not exist.`, { hint: "Correct `update-zip`." });
}
function checkUpdateZip({ file, from, to }, { wanted, installed, product }) {
	const stands = stateOf$1(installed.level);
	const level = wanted.at === "level" ? wanted.level : to;
	if (level === installed.level || wanted.at === "latest" && installed.level >= to) return available(stands, stands, stands, null);
	if (level !== to) throw new TrainError("config", `${file} leads to level ${to}, not to ${level}.`, { hint: `Leave \`level\` (--level) out, or get another update with \`wso2update_linux create-update -s ${installed.level} -e ${level}\` where there is internet.` });
	if (installed.level !== from) throw otherStart({
		file,
		from,
		to
	}, installed.level, product);
	return available(stands, stateOf$1(to), stateOf$1(to), null);
}
async function assertApplies(zip, step, program, world) {
	if (step.from.level !== zip.from || step.to.level !== zip.to) throw otherStart(zip, step.from.level, step.product);
	const version = await versionOf(program, world);
	if (version === null || (0, import_semver.valid)(version) === null || !(0, import_semver.lt)(version, appliesZipsFrom)) return;
	throw new TrainError("config", `The update tool is of version ${version}, and applies no zips: ${appliesZipsFrom} was the first that does.`, { hint: "Give a newer tool with `tool-path` (--tool-path)." });
}
function otherStart({ file, from, to }, level, product) {
	return new TrainError("config", `${file} leads from level ${from} to ${to}, but the pack is at level ${level}.`, { hint: `Give a pack of ${nameOfProduct(product)} at level ${from} as \`pack\` (--pack), or get the update with \`wso2update_linux create-update -s ${level} -e ${to}\` where there is internet.` });
}
function stateOf$1(level) {
	return {
		level,
		timestamp: null,
		yanked: false,
		fileList: null
	};
}

// src/tools/u2/update-command.ts
async function updateCommand({ from, to, channel, product }, program, updateZip, tool, world) {
	let args = [
		"--level",
		String(to.level),
		"--channel",
		channel
	];
	if (updateZip !== null) {
		const zip = await readUpdateZip(updateZip, product);
		await assertApplies(zip, {
			from,
			to,
			product
		}, program, world);
		args = ["apply-update", zip.file];
	}
	let backup = ["--no-backup"];
	return async (...more) => {
		const ended = await runU2(program, [
			...args,
			...backup,
			...more
		], world);
		if (backup.length !== 1 || !knowsNoFlag(ended, "no-backup")) return ended;
		world.log.info("The update tool knows no --no-backup; its backup goes with the run.");
		backup = ["--backup", await tool.folder("backup")];
		return runU2(program, [
			...args,
			...backup,
			...more
		], world);
	};
}

// src/tools/u2/apply.ts
async function applyU2(request, program, updateZip, tool, world) {
	const { home, from, to } = request;
	const product = nameOfProduct(request.product);
	await assertUpdatable(home, product);
	const summaries = await writtenSummaries(home);
	const { user } = program;
	const step = {
		product,
		version: request.product.version,
		from: from.level,
		to: to.level
	};
	const run = await updateCommand(request, program, updateZip, tool, world);
	const selfUpdates = countSelfUpdates();
	const driven = {
		isOwn: isOwn$1,
		start: () => selfUpdates.of(run()),
		conflicts: {
			sides,
			proceed: () => selfUpdates.of(run("--continue")),
			revert: () => runU2(program, ["--revert"], world),
			reverted: [exit.reverted],
			shipped: async () => (await readDownloads(user, step)).fresh
		},
		tellState: () => runU2(program, ["current-state"], world),
		reached: async () => ({
			level: (await readU2State(home))?.level ?? null,
			file: configFile$1
		}),
		vendors: async (before, after, lines) => {
			const around = {
				before,
				after,
				downloads: await readDownloads(user, step),
				lines,
				home,
				pack: request.pack ?? null
			};
			const { withoutBase = false } = request.merging;
			const sides = () => tool.folder("sides");
			return vendorsOf({
				...around,
				atBase: from.level === 0,
				withoutBase,
				sides
			});
		},
		summary: async (lines, difference) => {
			const summarise = [
				"get-summary",
				String(from.level),
				String(to.level)
			];
			await askForSummary(home, summaries, () => runU2(program, summarise, world), world);
			const logged = readRun(lines);
			const version = logged.version ?? await versionOf(program, world);
			const run = {
				...logged,
				version
			};
			const summary = await summaryOf(home, summaries, run, readLevels(lines, product), from.level, difference, world);
			world.log.info(`${product} was brought to level ${to.level} by ${summary.by}.`);
			return summary;
		}
	};
	const application = await updateHome(request, driven, world);
	return selfUpdates.toldIn(application, `bin/${programNames(process.platform, process.arch)[0] ?? ""}`);
}
async function assertUpdatable(home, product) {
	const state = await readU2State(home);
	if (state === null || state.hotfixes === 0) return;
	throw holdsHotfixes(product);
}

// src/tools/u2/skeleton.ts
const skeletonForm = {
	isProgram: isProgram$1,
	stateAt: async ({ read }, { level, channel }) => {
		const text = await read(configFile$1);
		return new Map(text === null ? [] : [[configFile$1, atLevel(text, level, channel)]]);
	}
};

// src/tools/u2/check.ts
async function checkU2(request, { toolPath, updateZip }, tool, world) {
	const { wanted, installed, channel } = request;
	if (wanted.at === "timestamp") throw new TrainError("config", "WSO2’s update tool counts in levels, not in timestamps.", { hint: "Give `level` (--level) as a number, as in 12 or 7.1.0.12." });
	const from = stateOf(installed.level);
	if (wanted.at !== "latest" && wanted.level === installed.level) return available(from, from, from, null);
	if (wanted.at === "former") return available(from, stateOf(wanted.level), from, null);
	if (updateZip !== null) return checkUpdateZip(await readUpdateZip(updateZip, request.product), request);
	const product = nameOfProduct(request.product);
	const ask = async (home, user) => answerOf(await runCheck({
		home,
		user,
		toolPath
	}, channel, world), product);
	const asked = {
		...skeletonForm,
		name: "wso2update_linux",
		toolPath,
		ask
	};
	const said = await askTool(request, asked, tool, world);
	const latest = stateOf(Math.max(said.latest, installed.level));
	if (wanted.at === "latest") return available(from, latest, latest, countsUpTo(latest, from, latest, said));
	if (wanted.level < installed.level) throw new TrainError("config", `Level ${wanted.level} is below the installed level ${installed.level}, and WSO2’s update tool cannot go back.`, { hint: "Use `update-train revert` for a level that this track ran before, or start from the base pack on a track of its own." });
	if (wanted.level > latest.level) throw new TrainError("config", `There is no level ${wanted.level} of ${product} on channel ${channel}; ${latest.level} is the latest.`, { hint: "Correct `level` (--level)." });
	const target = stateOf(wanted.level);
	return available(from, target, latest, countsUpTo(target, from, latest, said));
}
async function runCheck(program, channel, world) {
	if (channel === "full") return runU2(program, ["check"], world);
	const run = await runU2(program, [
		"check",
		"--channel",
		channel
	], world);
	if (!knowsNoFlag(run, "channel")) return run;
	if ((await readU2State(program.home))?.channel === channel) return runU2(program, ["check"], world);
	throw new TrainError("config", `The update tool cannot be asked for channel ${channel}: its \`check\` knows no --channel, and ${configFile$1} of the pack does not name it.`, { hint: "Give a newer tool with `tool-path` (--tool-path), or a pack that the tool has updated on that channel before." });
}
function stateOf(level) {
	return {
		level,
		timestamp: null,
		yanked: false,
		fileList: null
	};
}
function countsUpTo(target, installed, latest, { updates, security }) {
	if (installed.level !== 0 || target.level === 0 || target.level !== latest.level) return null;
	return {
		updates: updates ?? 0,
		security: security ?? 0
	};
}
function answerOf({ exitCode, lines }, product) {
	const said = readLevels(lines, product);
	const failure = toolError(`The update tool cannot check ${product}`, exitCode, lines);
	const isFailed = exitCode !== exit.success;
	if (said.latest !== null && (!isFailed || failure.code === "failure")) return { said: {
		...said,
		latest: said.latest
	} };
	if (isFailed) return { failure };
	return { failure: new TrainError("failure", `The update tool checked ${product} and did not say which level is the latest.`, { hint: "Its output is in the log above. Run it by hand in an unpacked copy of the pack to see more." }) };
}

// src/tools/u2/create-update.ts
async function packU2Update(request, toolPath, tool, world) {
	const { from, to, channel, pack, out } = request;
	const product = nameOfProduct(request.product);
	const name = `${product}.${from.level}-${request.product.version}.${to.level}.zip`;
	const what = `The update tool cannot pack the update of ${product} from level ${from.level} to ${to.level}`;
	const ask = async (home, user) => {
		if (channel !== "full" && (await readU2State(home))?.channel !== channel) throw otherChannel(what, channel);
		const before = await zipsIn([home, user]);
		const levels = [
			"-s",
			String(from.level),
			"-e",
			String(to.level)
		];
		const run = await runU2({
			home,
			user,
			toolPath
		}, ["create-update", ...levels], world);
		if (knowsNoCommand(run, "create-update")) throw toolError(what, run.exitCode, run.lines);
		if (run.exitCode !== exit.success) return { failure: toolError(what, run.exitCode, run.lines) };
		const fresh = [...await zipsIn([home, user])].filter(([file, stamp]) => before.get(file) !== stamp);
		const made = fresh.map(([file]) => file).find((file) => file.endsWith(`/${name}`));
		if (made === void 0) return { failure: noZip(what, name, fresh) };
		await copyFile(made, join(out, name), constants$2.COPYFILE_FICLONE);
		return { said: name };
	};
	const asked = {
		...skeletonForm,
		name: "wso2update_linux",
		toolPath,
		ask
	};
	const installed = {
		level: from.level,
		timestamp: null
	};
	await askTool({
		product: request.product,
		installed,
		channel,
		pack: () => Promise.resolve(pack)
	}, asked, tool, world);
	await assertReadable(join(out, name));
	return join(out, name);
}
async function zipsIn(folders) {
	const found = /* @__PURE__ */ new Map();
	for (const folder of folders) for (const entry of await readdir(folder, {
		recursive: true,
		withFileTypes: true
	})) {
		if (!entry.isFile() || !entry.name.endsWith(".zip")) continue;
		const file = join(entry.parentPath, entry.name);
		const { size, mtimeMs } = await stat(file);
		found.set(file, `${size} ${mtimeMs}`);
	}
	return found;
}
async function assertReadable(file) {
	await using archive = await openArchive(file);
	for (const entry of archive.entries) for await (const _piece of readPieces(archive, entry));
	if (archive.entries.some(({ kind }) => kind === "file")) return;
	throw new TrainError("pack-damaged", `${file} holds no file.`, { hint: "Run the update tool by hand." });
}
function noZip(what, name, fresh) {
	const found = fresh.map(([file]) => file.slice(file.lastIndexOf("/") + 1));
	return new TrainError("verification", `${what}: it ended as if all were well, but there is no ${name}${found.length === 0 ? "" : `, only ${found.join(", ")}`}.`, { hint: "Its output is in the log above. Run it by hand in an unpacked copy of the pack to see more." });
}
function otherChannel(what, channel) {
	return new TrainError("config", `${what} on channel ${channel}: its \`create-update\` takes no channel, and ${configFile$1} of the pack does not name this one.`, { hint: "Give a pack that the tool has updated on that channel before." });
}

// src/tools/u2/hotfixes.ts
function assertHotfixNames(files, product) {
	const pack = nameOfProduct(product);
	const name = new RegExp(`^${RegExp.escape(pack)}-(.+)-hf(\\d+)\\.zip$`);
	const newest = /* @__PURE__ */ new Map();
	for (const file of files) {
		const [, id, number] = name.exec(basename(file)) ?? [];
		if (id === void 0) throw new TrainError("config", `${file} is no hotfix of ${pack}: ${pack}-<id>-hf<N>.zip is expected.`, { hint: "Name the hotfixes in `hotfixes` as WSO2 has named them; the update tool goes by their names." });
		if (Number(number) <= (newest.get(id) ?? -1)) throw new TrainError("config", `${file} stands behind a later hotfix of ${id}, or twice.`, { hint: "List `hotfixes` in the order in which they are applied: hf1 before hf2." });
		newest.set(id, Number(number));
	}
}
async function revertHotfixes(product, program, world) {
	const { home } = program;
	const what = `The update tool cannot revert the hotfixes of ${nameOfProduct(product)}`;
	for (let state = await readU2State(home); state !== null && state.hotfixes > 0;) {
		const run = await runU2(program, ["revert-hotfix"], world);
		if (run.exitCode !== exit.success && run.exitCode !== exit.reverted) throw toolError(what, run.exitCode, run.lines, messagesOfHotfixes);
		const left = await readU2State(home);
		if (left === null || left.hotfixes >= state.hotfixes || left.level !== state.level) throw notAsSaid(what, `${configFile$1} ${saying(left)}`, run);
		world.log.info(`${state.hotfixes - left.hotfixes} of its hotfixes reverted, ${left.hotfixes} left.`);
		state = left;
	}
}
async function layHotfixes(product, program, hotfixes, world) {
	const { home } = program;
	for (const { name, file } of hotfixes) {
		const what = `The update tool cannot apply the hotfix ${name} to ${nameOfProduct(product)}`;
		const before = await readU2State(home);
		const run = await applyHotfix(program, [file, ...credentialsOf(world) === null ? ["--offline"] : []], world);
		if (run.exitCode === exit.conflicts) throw new TrainError("config", `${what}: it meets changes in the pack that are not the vendor’s.`, { hint: "Give the vanilla pack as `base` (--base), or as `pack` with your files as an `overlay`: then they meet the hotfix here." });
		if (run.exitCode !== exit.success) throw toolError(what, run.exitCode, run.lines, messagesOfHotfixes);
		const after = await readU2State(home);
		if (!(after !== null && after.hotfixes > 0 && after.hotfixesSaid !== before?.hotfixesSaid) || after.level !== (before?.level ?? 0)) throw notAsSaid(what, `${configFile$1} ${saying(after)}`, run);
		world.log.info(`The hotfix ${name} is applied.`);
	}
}
async function applyHotfix(program, args, world) {
	const run = await runU2(program, ["apply-hotfix", ...args], world);
	return knowsNoFlag(run, "offline") ? runU2(program, ["apply-hotfix", ...args.slice(0, 1)], world) : run;
}
function saying(state) {
	return state === null ? "is not there" : `says level ${state.level} and ${state.hotfixes === 0 ? "no hotfix" : `${state.hotfixes} hotfixes`}`;
}
function notAsSaid(what, found, { lines }) {
	return new TrainError("verification", `${what}: it ended as if all were well, but ${found}.`, { hint: `Nothing was published. It said last: ${lines.findLast((line) => line.trim() !== "")?.trim() ?? "nothing"}. Run again; if it stays so, ask WSO2’s support.` });
}

// src/tools/u2/u2-tool.ts
function u2Tool(given, world) {
	const { toolPath, hotfixes, updateZip } = given;
	const tool = toolHome(world);
	const programIn = async (home) => ({
		home,
		user: await tool.user(),
		toolPath
	});
	return {
		name: "u2",
		can: {
			counts: "levels",
			checksWithoutPack: false,
			canPin: true,
			canStep: true,
			writesSummary: true,
			copies: 0,
			sameBytes: false
		},
		hotfixes: {
			revert: async (product, home) => revertHotfixes(product, await programIn(home), world),
			lay: async (product, home, list) => layHotfixes(product, await programIn(home), list, world)
		},
		packUpdate: (request) => packU2Update(request, toolPath, tool, world),
		unpublished: given.strip ? isProgram$1 : null,
		check: async (request) => {
			assertHotfixNames(hotfixes ?? [], request.product);
			const availability = await checkU2(request, given, tool, world);
			return {
				...availability,
				warnings: [...availability.warnings, ...warningsOfHiding(world)]
			};
		},
		compare: () => Promise.resolve(null),
		apply: async (request) => {
			const program = await programIn(request.home);
			if (hotfixes !== null) await revertHotfixes(request.product, program, world);
			return applyU2(request, program, updateZip, tool, world);
		},
		scrub: async (home) => {
			await scrubConfig(home, world);
			await removeTraces(home);
		},
		[Symbol.asyncDispose]: () => tool[Symbol.asyncDispose]()
	};
}

// src/tools/wum/program.ts
const usualFolder = "/usr/local/wum/bin";
async function findWum(toolPath, { env, cwd }) {
	if (toolPath !== null) return toolPath;
	const folders = [...(env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== ""), usualFolder];
	for (const folder of folders) {
		const file = resolve(cwd, folder, "wum");
		if (await exists(file) && !await isFolder(file)) return file;
	}
	throw new TrainError("config", `There is no wum on the PATH, nor in ${usualFolder}.`, { hint: "Install it, or name it with `tool-path` (--tool-path)." });
}
async function runWum({ command, user }, args, world) {
	return runTool({
		command,
		args,
		cwd: user,
		home: user,
		env: {},
		input: ""
	}, world);
}
async function initWum({ command, user }, world) {
	return runSignedIn("wum", {
		command,
		args: ["init"],
		cwd: user,
		home: user
	}, runTool, world);
}

// src/tools/wum/store.ts
const folders = [".wum3", ".wum-wso2"];
function storesOf(user, { name, version }) {
	return folders.map((folder) => join(user, folder, "products", name, version));
}
async function vanillaIn(user, product) {
	for (const store of storesOf(user, product)) {
		const file = join(store, `${nameOfProduct(product)}.zip`);
		if (await exists(file)) return file;
	}
	return null;
}
async function resultsIn(user, product, channel) {
	const start = RegExp.escape(nameOfProduct(product));
	const name = new RegExp(`^${start}(?:\\+(\\d+)\\.${RegExp.escape(channel)}|\\.(\\d+))\\.zip$`);
	const results = [];
	for (const store of storesOf(user, product)) for (const folder of [join(store, channel), store]) for (const entry of await readdir(folder).catch(() => [])) {
		const [, three, two] = name.exec(entry) ?? [];
		const timestamp = Number(three ?? two);
		if (Number.isSafeInteger(timestamp)) results.push({
			file: join(folder, entry),
			timestamp
		});
	}
	return results.toSorted((one, other) => one.timestamp - other.timestamp);
}

// src/tools/wum/bring-newest.ts
async function bringNewest(asked, tool, world) {
	const { product, channel } = asked;
	const name = nameOfProduct(product);
	const user = await tool.user();
	const program = {
		command: await findWum(asked.toolPath, world),
		user
	};
	if (credentialsOf(world) !== null) assertDone("wum cannot sign in", await initWum(program, world));
	if (await vanillaIn(user, product) === null) await add(asked, program, tool, world);
	const words = channel === "full" ? [name] : [name, channel];
	const checked = await runWum(program, ["check-update", ...words], world);
	if (isNothingNew(checked)) return null;
	const failure = toolError(`wum cannot check ${name}`, checked.exitCode, checked.lines);
	if (checked.exitCode !== exit.success && failure.code !== "failure") throw failure;
	await assertRoom(name, user, product);
	const updated = await runWum(program, ["update", ...words], world);
	const newest = (await resultsIn(user, product, channel)).at(-1);
	if (newest === void 0 && isNothingNew(updated)) return null;
	assertDone(`wum cannot update ${name}`, updated);
	if (newest !== void 0) return newest;
	throw new TrainError("verification", `wum ended as if it had updated ${name}, but there is no new pack in its product store.`, { hint: "Its output is in the log above. Run it by hand to see more." });
}
async function add({ product, pack }, program, tool, world) {
	const name = nameOfProduct(product);
	const own = pack !== null && await isAtBase(pack) ? await named(pack, name, tool) : null;
	const args = own === null ? [
		"add",
		name,
		"-y"
	] : [
		"add",
		"--file",
		own,
		"-y"
	];
	assertDone(`wum cannot take in ${name}`, await runWum(program, args, world));
}
async function isAtBase(pack) {
	await using opened = await openPack(pack);
	return positionIn(opened.entries.keys()) === null;
}
async function named(pack, name, tool) {
	const file = join(await tool.folder("given"), `${name}.zip`);
	await copyFile(pack, file, constants$2.COPYFILE_FICLONE);
	return file;
}
async function assertRoom(name, user, product) {
	const vanilla = await vanillaIn(user, product);
	if (vanilla === null) return;
	await using pack = await openPack(vanilla);
	const unpacked = [...pack.entries.values()].reduce((sum, { size }) => sum + size, 0);
	await assertSpace(`Updating ${name} by wum`, [{
		folder: user,
		bytes: unpacked + pack.size
	}]);
}
function isNothingNew({ exitCode, lines }) {
	if (!saysNothingNew(lines)) return false;
	return exitCode === exit.success || toolError("", exitCode, lines).code === "failure";
}
function assertDone(what, { exitCode, lines }) {
	if (exitCode !== exit.success) throw toolError(what, exitCode, lines);
}

// src/tools/wum/check.ts
async function checkWum(request, toolPath, tool, world) {
	const { product, channel } = request;
	const from = stateAt(request.installed.level);
	const wanted = wantedTimestamp(request.wanted);
	if (wanted === from.level) return available(from, from, from, null);
	if (wanted !== null && request.wanted.at === "former") return available(from, stateAt(wanted), from, null);
	if (wanted !== null) assertAbove(wanted, from.level);
	const pack = await request.pack?.() ?? null;
	const newest = await bringNewest({
		product,
		channel,
		pack,
		toolPath
	}, tool, world);
	const latest = stateAt(Math.max(newest?.timestamp ?? 0, from.level));
	if (wanted === null || wanted === latest.level) return available(from, latest, latest, null);
	throw onlyNewest(`${nameOfProduct(product)} to level ${wanted}`, latest.level);
}
function onlyNewest(what, latest) {
	return new TrainError("config", `wum cannot bring ${what}: it goes to the newest level only, which is ${latest}.`, { hint: "Set `level` (--level) to `latest`, or give the pack that an earlier run published as `pack` (--pack)." });
}

// src/tools/wum/apply.ts
async function applyWum(request, toolPath, tool, world) {
	const { home, from, channel, pack = null } = request;
	const user = await tool.user();
	const former = await numbersOf(home, await readRuns(home));
	const documents = await documentsIn(home, []);
	const start = async () => {
		const { file } = await resultAt(request, toolPath, tool, world);
		await replaceHome(home, file, nameOfProduct(request.product));
		return {
			exitCode: exit.success,
			lines: [`${file} takes the place of the pack`]
		};
	};
	const driven = {
		isOwn: (path) => path === "updates" || path.startsWith("updates/"),
		start,
		conflicts: null,
		reached: async () => ({
			level: await readLevel(home),
			file: `${runsFolder}/`
		}),
		vendors: async (before, after) => {
			const vanilla = await vanillaIn(user, request.product) ?? "";
			const folder = () => tool.folder("sides");
			const source = {
				vanilla,
				pack,
				home,
				atBase: from.level === 0,
				isOwn: driven.isOwn,
				folder
			};
			return {
				...await vendorsByVanilla(source, before, after),
				isMerged: () => false
			};
		},
		summary: async (_lines, difference) => {
			const numbers = (await numbersOf(home, await readRuns(home))).filter((number) => !former.includes(number));
			const security = channel === "security" ? numbers.length : 0;
			return {
				by: "WUM",
				source: numbers.length > 0 ? "log" : "difference",
				numbers,
				counts: {
					updates: numbers.length,
					security
				},
				...listsOf(difference),
				documents: await documentsIn(home, documents),
				text: ""
			};
		}
	};
	return updateHome(request, driven, world);
}
async function resultAt({ product, channel, to, pack }, toolPath, tool, world) {
	const found = (await resultsIn(await tool.user(), product, channel)).find(({ timestamp }) => timestamp === to.level);
	if (found !== void 0) return found;
	const newest = await bringNewest({
		product,
		channel,
		pack: pack ?? null,
		toolPath
	}, tool, world);
	if (newest?.timestamp === to.level) return newest;
	throw onlyNewest(`${nameOfProduct(product)} to level ${to.level}`, newest?.timestamp ?? 0);
}
async function replaceHome(home, result, product) {
	await using pack = await openPack(result);
	if (pack.root !== product) throw new TrainError("verification", `${result} holds ${pack.root}, not ${product}.`, { hint: "Nothing was published. Run wum by hand to see what it makes of the product." });
	await removeAll(home);
	await extractPack(pack, home);
}

// src/tools/wum/wum-tool.ts
function wumTool({ toolPath }, world) {
	const tool = toolHome(world);
	return {
		name: "wum",
		can: {
			counts: "timestamps",
			checksWithoutPack: true,
			canPin: false,
			canStep: false,
			writesSummary: true,
			copies: 0,
			sameBytes: false
		},
		hotfixes: null,
		packUpdate: null,
		unpublished: null,
		check: (request) => withWayOn("WUM", () => checkWum(request, toolPath, tool, world)),
		compare: () => Promise.resolve(null),
		apply: (request) => withWayOn("WUM", () => applyWum(request, toolPath, tool, world)),
		scrub: async (home) => {
			await scrubConfig(home, world);
			await removeTraces(home);
		},
		[Symbol.asyncDispose]: () => tool[Symbol.asyncDispose]()
	};
}

// src/tools/choose-tool.ts
function chooseTool(asked, known, world) {
	const name = asked.tool === "auto" ? recognised(asked, known, world) : asked.tool;
	const { toolPath, stripTool: strip, hotfixes, updateZip } = asked;
	const createUpdate = asked.createUpdate || null;
	if (name !== "u2") assertNotGiven({
		hotfixes,
		"update-zip": updateZip,
		"create-update": createUpdate
	}, name);
	else if (updateZip !== null && createUpdate !== null) throw bothWays();
	switch (name) {
		case "feed":
			if (asked.feed !== null) return feedTool(asked.feed, world);
			throw new TrainError("config", "It is not said where the updates come from.", { hint: "Set `feed` (--feed) to the address or folder of an update feed; `update-train demo` shows one." });
		case "u2": return u2Tool({
			toolPath,
			strip,
			hotfixes,
			updateZip
		}, world);
		case "in-place": return inPlaceTool({
			toolPath,
			strip
		}, world);
		case "wum": return wumTool({ toolPath }, world);
	}
}
function assertNotGiven(keys, name) {
	for (const [key, value] of Object.entries(keys)) if (value !== null) throw new TrainError("config", `\`${key}\` is for the update tool u2; this is ${name}.`, { hint: `Leave \`${key}\` out, or set \`tool\` (--tool) to u2.` });
}
function bothWays() {
	return new TrainError("config", "`create-update` and `update-zip` exclude each other.", { hint: "Set `create-update` where there is internet, and `update-zip` where there is none." });
}
function recognised({ feed }, { tool, saidBy }, { log }) {
	if (feed !== null) return "feed";
	const found = toolNames.find((name) => name === tool);
	if (found === void 0 || found === "feed") return "feed";
	log.info(`The update tool is ${found}: ${saidBy} says so.`);
	return found;
}

export { mayBeLeft as a, runProcess as c, listsOf as i, sides as n, sidesIn as o, sides$1 as r, unfinished as s, chooseTool as t };