import { a as writeError, i as systemCode, r as messageOf, t as TrainError } from "./kernel-errors.js";
import { n as sha256 } from "./kernel-sha256.js";
import { a as writeFileAtomically, t as exists } from "./kernel-files.js";
import { a as filesPath, i as feedPath, n as blobPath, o as updatesPath, r as channelPath } from "./feed-layout.js";
import { i as fileListSchema, l as updatesSchema, o as newerThanKnown, r as feedSchema, t as channelSchema } from "./feed-format.js";
import { t as temporaryFolder } from "./kernel-temporary.js";
import { n as keepReplaced } from "./merge-merging.js";
import { t as homeTree } from "./pack-inventory.js";
import { n as mergeFiles } from "./merge-text-merge-files.js";
import { i as showConflict, n as keyOf } from "./merge-show-conflict.js";
import { r as stateFile, t as formatFeedState } from "./tools-feed-state.js";
import { chmod, constants, copyFile, lstat, mkdir, open, readFile, readdir, rename, rm, rmdir, stat, symlink, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createHash, randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";

// src/feed/blobs.ts
/** Blobs on their way at the same time. */
const concurrency$1 = 6;
/** How often a blob that breaks off is tried in all. */
const tries$2 = 3;
/**
* Fetches blobs into `folder`, each under its SHA-256, once. SHA-256 and length are checked while they stream.
* Gives the bytes fetched. Throws `verification` for content that is not what the file list promised.
*/
async function fetchBlobs(transport, wanted, folder, world) {
	const blobs = [...new Map(wanted.map((blob) => [blob.sha256, blob])).values()];
	const total = blobs.reduce((sum, blob) => sum + blob.size, 0);
	const queue = blobs.values();
	let done = 0;
	let failed = false;
	const worker = async () => {
		for (const blob of queue) {
			if (failed) return;
			await fetchBlob(transport, blob, join(folder, blob.sha256), world).catch((error) => {
				failed = true;
				throw error;
			});
			done += blob.size;
			world.log.progress("fetching changed files", done, total);
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
/** A feed in a folder, given by its path or as a `file://` address. */
function folderTransport(location) {
	const folder = folderOf(location);
	return { open: async (path) => {
		try {
			const handle = await open(join(folder, path), constants.O_RDONLY | constants.O_NONBLOCK);
			if (!(await handle.stat()).isFile()) {
				await handle.close();
				throw new Error("it is no file");
			}
			return handle.createReadStream({ highWaterMark: 65536 });
		} catch (error) {
			if (systemCode(error) === "ENOENT" || systemCode(error) === "ENOTDIR") return null;
			throw new TrainError("unreachable", `Cannot read ${join(folder, path)}: ${messageOf(error)}.`, {
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
/** How often a request is tried in all. */
const tries$1 = 3;
/** Milliseconds until the reply has to begin. */
const replyTimeout = 3e4;
/** Milliseconds that a reply may pause. */
const silenceTimeout = 6e4;
/** Milliseconds before the second try; doubled for the third. */
const firstPause = 500;
/** Milliseconds that `Retry-After` may make us wait. */
const longestPause = 6e4;
/** A feed on a web server or object store. Credentials go to the feed's own origin only, and not over plain http. */
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
/** One file's reply, after retries; null for 404. */
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
/** The reply, or what prevented one. */
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
/** Whether another try may end better: a broken connection, 429 and what the server has to answer for. */
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
/** `fetch` hides what happened in its cause. */
function reasonOf(error) {
	return error.cause === void 0 ? error.message : messageOf(error.cause) || error.message;
}
/** The pieces of a body; a pause that is too long ends it with an error. */
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
/** A feed's transport by its location: an `http(s)` or `file` address, or a folder. */
function transportFor(location, world) {
	return /^https?:\/\//i.test(location) ? httpTransport(location, world) : folderTransport(location);
}

// src/feed/open-feed.ts
/** Bytes that the documents of a feed may have; 8,000 files are about 1.8 MB. */
const largestDocument = 67108864;
/** How often a document whose connection breaks is read in all. */
const tries = 3;
/** Opens a feed by its location: `https://…`, `http://…`, `file://…` or an absolute folder. Nothing is read yet. */
function openFeed(location, world) {
	const transport = transportFor(location, world);
	world.log.warning(`unsigned feed: ${location} is trusted as it is; nothing proves who published it.`);
	return {
		location,
		channel: async (product, channel) => {
			const path = channelPath(product, channel);
			const bytes = await read(transport, path);
			if (bytes === null) throw await unknownChannel(transport, location, product, channel);
			const document = parse(channelSchema, bytes, path, location);
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
			const list = parse(fileListSchema, await readPinned(transport, path, files, location), path, location);
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
			const document = parse(updatesSchema, await readPinned(transport, path, updates, location), path, location);
			assertAbout(document, { level }, path, location);
			return document;
		},
		fetchBlobs: (wanted, folder) => fetchBlobs(transport, wanted, folder, world)
	};
}
/** A document in another's place would lead to other files, or out of the feed. */
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
/** Reads a whole document, again where the connection breaks; null where there is none. */
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
/** Reads a document and verifies its bytes before anything looks into them. */
async function readPinned(transport, path, expected, location) {
	const bytes = await read(transport, path, Math.min(expected.size, largestDocument));
	const problem = bytes === null ? "is missing" : sha256(bytes) === expected.sha256 ? void 0 : "is not what its channel.json names";
	if (bytes !== null && problem === void 0) return bytes;
	throw new TrainError("verification", `${path} of ${location} ${problem ?? ""}.`, { hint: "The feed is damaged, was tampered with, or is being published right now: try again, then tell its publisher." });
}
/** Narrows a document of the feed. Throws `verification` with all that is wrong, `config` for a newer format. */
function parse(schema, bytes, path, location) {
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
/** Names what the feed has instead, where it can be found out. */
async function unknownChannel(transport, location, product, channel) {
	const name = `${product.name}-${product.version}`;
	const bytes = await read(transport, feedPath);
	if (bytes === null) return new TrainError("config", `There is no feed at ${location}.`, { hint: "Correct `feed` (--feed): it names the folder or address that holds feed.json." });
	const { products } = parse(feedSchema, bytes, feedPath, location);
	const known = products.find((one) => one.name === product.name && one.version === product.version);
	if (known === void 0) return new TrainError("config", `The feed ${location} has no updates of ${name}.`, { hint: `It has: ${products.map((one) => `${one.name}-${one.version}`).join(", ") || "nothing yet"}.` });
	return new TrainError("config", `The feed ${location} has no channel ${channel} of ${name}.`, { hint: `Its channels are: ${known.channels.join(", ") || "none yet"}.` });
}

// src/kernel/writable-folders.ts
/**
* Lets the folders above some paths of a home be written while a scope lasts; then they have their permission bits again.
* A pack may hold folders that even their owner may not write.
*/
async function writableFolders(home, paths) {
	const folders = new Set(paths.flatMap(parentsOf));
	const closed = [];
	for (const folder of [...folders].sort()) {
		const at = join(home, folder);
		const stat = await lstat(at).catch(() => null);
		if (stat?.isDirectory() !== true || (stat.mode & 192) === 192) continue;
		closed.push({
			folder: at,
			mode: stat.mode & 511
		});
		await chmod(at, stat.mode & 511 | 448);
	}
	return { [Symbol.asyncDispose]: async () => {
		for (const { folder, mode } of closed.toReversed()) if ((await lstat(folder).catch(() => null))?.isDirectory() === true) await chmod(folder, mode);
	} };
}
/** The folders above a relative path, nearest first: `a/b/c` has `a/b` and `a`. */
function parentsOf(path) {
	const parents = [];
	for (let parent = dirname(path); parent !== "."; parent = dirname(parent)) parents.push(parent);
	return parents;
}

// src/merge/decide.ts
/** Same kind and same content; permission bits are decided apart. */
function same(one, other) {
	if (one === null || other === null) return one === other;
	if (one.kind === "file") return other.kind === "file" && one.sha256 === other.sha256;
	if (one.kind === "link") return other.kind === "link" && one.target === other.target;
	return one.kind === other.kind;
}
/**
* The table of `docs/reference.md`, *Decisions*, for one path: total, and without a look at the disk.
* A path that both sides changed is a conflict (merging comes later), but for the vendor's own files: those become the update's.
* Use `decideTree` for whole trees: it also sees what a path's parents and children mean for it.
*/
function decide(sides, pathClass) {
	const decision = decideAlike(sides, pathClass);
	return pathClass === "vendor" ? decideVendors(sides, decision) : decision;
}
/** Rows that only the update may change: the vendor's column of rows 11 to 17 and 19. */
const vendorsRows = [
	"11",
	"13",
	"14",
	"15",
	"16",
	"17",
	"19"
];
const aside = "yours is in the folder replaced";
function decideVendors({ ours, theirs }, decision) {
	if (decision.action === "nothing" && (decision.row === "5" || decision.row === "6")) {
		const { notice, ...rest } = decision;
		return notice === void 0 ? decision : {
			...rest,
			warning: notice
		};
	}
	if (decision.action !== "conflict" || !vendorsRows.includes(decision.row)) return decision;
	const { row } = decision;
	if (theirs === null) return {
		row,
		action: "delete",
		replaces: true,
		notice: `was changed here and is gone from the product; ${aside}`
	};
	if (ours === null) return {
		row,
		action: "write",
		notice: "was deleted here and is back",
		...modeOf$1(theirs)
	};
	return {
		row,
		action: "write",
		replaces: true,
		notice: `was changed here and is the update’s now; ${aside}`,
		...modeOf$1(theirs)
	};
}
function decideAlike(sides, pathClass) {
	const { base, ours, theirs } = sides;
	if (pathClass === "state") return {
		row: "state",
		action: "nothing"
	};
	if (pathClass === "user") return decideUser(sides);
	if (ours?.kind === "special") return decideSpecial(theirs);
	if (pathClass === "seed" && (base !== null || ours !== null)) return {
		row: "seed",
		action: "nothing"
	};
	if (ours === null) return decideAbsent(base, theirs);
	if (theirs === null) return decideDropped(base, ours);
	if (same(ours, theirs)) return withMode(sides, {
		row: rowOfEqual(sides),
		action: "nothing"
	}, pathClass);
	if (same(base, ours)) return withMode(sides, {
		row: rowOfReplaced(base, theirs),
		action: "write"
	}, pathClass);
	if (base === null) return decideBothAdded(ours, theirs);
	if (same(base, theirs)) return decideDrift(sides, ours, theirs, pathClass);
	return decideBothChanged(ours, theirs);
}
function decideSpecial(theirs) {
	if (theirs === null) return {
		row: "23",
		action: "nothing"
	};
	return {
		row: "23",
		action: "conflict",
		conflict: "special"
	};
}
function decideUser({ base, theirs }) {
	const decision = {
		row: "user",
		action: "nothing"
	};
	if (theirs !== null && !same(base, theirs)) decision.notice = "the update has a version of its own; ours is kept";
	return decision;
}
/** Rows 4, 6, 10 and 14: nothing on disk. */
function decideAbsent(base, theirs) {
	if (theirs === null) return {
		row: "10",
		action: "nothing"
	};
	if (base === null) return {
		row: "4",
		action: "write",
		...modeOf$1(theirs)
	};
	if (same(base, theirs)) return {
		row: "6",
		action: "nothing",
		notice: "was deleted here and stays deleted"
	};
	return {
		row: "14",
		action: "conflict",
		conflict: "delete/modify"
	};
}
/** Rows 3, 7, 13 and 21: nothing at the target level. */
function decideDropped(base, ours) {
	if (base === null) return {
		row: "7",
		action: "nothing"
	};
	if (same(base, ours)) return {
		row: ours.kind === "directory" ? "21" : "3",
		action: "delete"
	};
	return {
		row: "13",
		action: "conflict",
		conflict: "modify/delete"
	};
}
/** Rows 5 and 24: changed here only. */
function decideDrift(sides, ours, theirs, pathClass) {
	if (ours.kind === "link" && theirs.kind === "directory") return {
		row: "24",
		action: "nothing",
		notice: "a link stands in for the directory and is kept"
	};
	const kept = {
		row: "5",
		action: "nothing",
		notice: "was changed here and is kept"
	};
	return ours.kind === theirs.kind ? withMode(sides, kept, pathClass) : kept;
}
/** Rows 15 and 22: added here and by the update. */
function decideBothAdded(ours, theirs) {
	const conflict = kindOf(ours, theirs, "add/add");
	return {
		row: conflict === "kind" ? "22" : "15",
		action: "conflict",
		conflict
	};
}
/** Rows 11 to 13, 16, 17 and 19: changed here and by the update, in different ways. */
function decideBothChanged(ours, theirs) {
	if (ours.kind === "link" && theirs.kind === "link") return {
		row: "17",
		action: "conflict",
		conflict: "link"
	};
	const conflict = kindOf(ours, theirs, "modify/modify");
	const rowOfKind = theirs.kind === "directory" ? "19" : "16";
	return {
		row: conflict === "kind" ? rowOfKind : "11",
		action: "conflict",
		conflict
	};
}
function kindOf(ours, theirs, otherwise) {
	return ours.kind === theirs.kind ? otherwise : "kind";
}
function rowOfEqual({ base, ours, theirs }) {
	if (base === null) return "9";
	return same(base, theirs) && same(base, ours) ? "1" : "8";
}
function rowOfReplaced(base, theirs) {
	return base?.kind === "link" && theirs.kind === "link" ? "18" : "2";
}
function modeOf$1(entry) {
	return entry?.kind === "file" || entry?.kind === "directory" ? { mode: entry.mode } : {};
}
const executable = 73;
/** Rows M1 to M3: the user's bits are kept, the update's new bits are set, and an x bit of the vendor's is never lost. */
function withMode(sides, decision, pathClass) {
	const base = modeOf$1(sides.base).mode;
	const ours = modeOf$1(sides.ours).mode;
	const theirs = modeOf$1(sides.theirs).mode;
	if (theirs === void 0) return decision;
	if (ours === void 0) return {
		...decision,
		mode: theirs
	};
	if (ours === theirs) return decision.action === "write" ? {
		...decision,
		mode: ours
	} : decision;
	if (base === void 0 || ours === base) return {
		...decision,
		mode: theirs
	};
	if (pathClass === "vendor" && (theirs & executable & ~ours) !== 0) return {
		...decision,
		mode: theirs,
		warning: "had lost its x bit and gets the permission bits of the vendor"
	};
	if (base === theirs) return decision.action === "write" ? {
		...decision,
		mode: ours
	} : decision;
	if (pathClass === "vendor") return {
		...decision,
		mode: theirs
	};
	return {
		...decision,
		mode: ours | theirs & executable,
		notice: "permission bits changed on both sides"
	};
}

// src/merge/decide-tree.ts
/**
* Decides a whole tree: every path by `decide`, then what parents and children mean for each other (rows 19, 20, 22, 24).
* All three trees must list their directories. Nothing is read or written.
*/
function decideTree(trees, classOf, renames = []) {
	const decisions = /* @__PURE__ */ new Map();
	const paths = /* @__PURE__ */ new Set([
		...trees.base.keys(),
		...trees.ours.keys(),
		...trees.theirs.keys()
	]);
	for (const path of [...paths].sort()) decisions.set(path, decideBelow(path, trees, decisions, classOf) ?? decide(sidesOf(path, trees), classOf(path)));
	for (const [path, decision] of decisions) if (decision.action === "write" && keepsSomethingInside(path, trees, decisions)) decisions.set(path, {
		row: "20",
		action: "conflict",
		conflict: "kind"
	});
	for (const { from, to } of renames) {
		const decision = decisions.get(from);
		if (decision?.row === "13") decisions.set(from, pointingAt(to, decision));
	}
	return decisions;
}
/** Row R1: a file that was changed here is gone, and has a successor. */
function pointingAt(to, decision) {
	if (decision.action === "conflict") return {
		...decision,
		row: "R1",
		renamedTo: to
	};
	return {
		...decision,
		row: "R1",
		notice: `${decision.notice ?? ""}; ${to} is there instead`
	};
}
/** The conflicts among decisions, in the order of the paths. */
function conflictsOf(decisions) {
	const conflicts = [];
	for (const [path, decision] of decisions) {
		if (decision.action !== "conflict") continue;
		const { row, conflict: kind, renamedTo } = decision;
		conflicts.push({
			path,
			row,
			kind,
			...renamedTo === void 0 ? {} : { renamedTo }
		});
	}
	return conflicts;
}
/** What of the decisions is to be said. */
function noticesOf(decisions) {
	return [...decisions].flatMap(([path, { row, notice, warning }]) => [...warning === void 0 ? [] : [{
		path,
		row,
		severity: "warning",
		message: warning
	}], ...notice === void 0 ? [] : [{
		path,
		row,
		severity: "notice",
		message: notice
	}]]);
}
function sidesOf(path, trees) {
	return {
		base: trees.base.get(path) ?? null,
		ours: trees.ours.get(path) ?? null,
		theirs: trees.theirs.get(path) ?? null
	};
}
/** Where something of ours that is no directory, and stays, stands in the way of `path`. */
function decideBelow(path, trees, decided, classOf) {
	const parent = nearestNonDirectory(path, trees.ours);
	if (parent === void 0) return void 0;
	const { base, theirs } = sidesOf(path, trees);
	const above = decided.get(parent.path);
	if (above?.action === "write" || above?.action === "delete") return void 0;
	if (above?.action === "conflict") return {
		row: above.row,
		action: "nothing"
	};
	const pathClass = classOf(path);
	if (pathClass === "state" || pathClass === "user") return {
		row: pathClass,
		action: "nothing"
	};
	if (same(base, theirs) || theirs === null) return {
		row: "6",
		action: "nothing"
	};
	if (parent.entry.kind === "link") return {
		row: "24",
		action: "conflict",
		conflict: "escape"
	};
	return {
		row: "22",
		action: "conflict",
		conflict: "kind"
	};
}
function nearestNonDirectory(path, tree) {
	for (let end = path.indexOf("/"); end !== -1; end = path.indexOf("/", end + 1)) {
		const parent = path.slice(0, end);
		const entry = tree.get(parent);
		if (entry !== void 0 && entry.kind !== "directory") return {
			path: parent,
			entry
		};
	}
}
/** Row 20: our directory would become something else while something of the team's is inside. */
function keepsSomethingInside(path, trees, decisions) {
	if (trees.ours.get(path)?.kind !== "directory" || trees.theirs.get(path)?.kind === "directory") return false;
	for (const below of trees.ours.keys()) {
		if (!below.startsWith(`${path}/`)) continue;
		if (decisions.get(below)?.action !== "delete") return true;
	}
	return false;
}

// src/merge/settle-path.ts
/**
* Settles a path in this order: the recorded answer to exactly these three sides; a merge; recorded answers to every place
* that is open in it. What comes near is only proposed.
*/
async function settlePath(path, sides, { resolutions }) {
	const answer = await resolutions.find(path, sides);
	if (answer !== null) return {
		kind: "answered",
		answer
	};
	const { base, ours, theirs } = sides;
	const nearest = () => resolutions.nearest(path, sides);
	if (ours.file === null || theirs.file === null || base.file === null && base.entry !== null) return {
		kind: "open",
		merge: null,
		proposal: await nearest()
	};
	const files = {
		base: base.file,
		ours: ours.file,
		theirs: theirs.file
	};
	const merge = await mergeFiles(path, files);
	if (merge.kind === "merged") return {
		...merge,
		byPlace: false
	};
	if (merge.kind === "binary") return {
		kind: "open",
		merge,
		proposal: await nearest()
	};
	const again = await mergeFiles(path, files, await resolutions.places(path));
	if (again.kind === "merged") return {
		...again,
		byPlace: true
	};
	return {
		kind: "open",
		merge,
		proposal: (again.kind === "conflict" && again.answered > 0 ? again.marked : null) ?? await nearest()
	};
}
/** What the report says of a file that `settlePath` put together from answers to each of its places. */
const replayedByHunk = "your recorded answers to each place of it decide (replayed by hunk)";
/** Whether a side holds exactly what a merge came to. */
async function holds(file, content) {
	return file !== null && (await readFile(file)).equals(content);
}

// src/tools/feed/settle.ts
/**
* Settles conflicts by recorded answers, merges what can be merged, and lays the rest out. Both contents of the feed's are
* fetched into `blobs`; nothing of the home is written.
*/
async function settle(conflicts, trees, feed, merging, places) {
	await feed.fetchBlobs(conflicts.flatMap(({ path }) => [trees.base.get(path), trees.theirs.get(path)].flatMap((entry) => entry?.kind === "file" ? [{
		path,
		sha256: entry.sha256,
		size: entry.size
	}] : [])), places.blobs);
	const settled = {
		writes: [],
		deletes: [],
		notices: [],
		used: [],
		open: []
	};
	for (const conflict of conflicts) {
		const { path, row } = conflict;
		const say = (message) => {
			settled.notices.push({
				path,
				row,
				severity: "notice",
				message: `was changed here and by the update; ${message}`
			});
		};
		const sides = {
			base: trees.base.get(path) ?? null,
			ours: trees.ours.get(path) ?? null,
			theirs: trees.theirs.get(path) ?? null
		};
		const three = {
			base: blobSide(sides.base, places.blobs),
			ours: {
				entry: sides.ours,
				file: sides.ours?.kind === "file" ? join(places.home, path) : null
			},
			theirs: blobSide(sides.theirs, places.blobs)
		};
		const settlement = isPlain(conflict, sides) ? await settlePath(path, three, merging) : {
			kind: "open",
			merge: null,
			proposal: null
		};
		if (settlement.kind === "answered") {
			const { answer } = settlement;
			settled.used.push({
				key: keyOf(path, three),
				result: answer.kind === "file" ? answer.sha256 : null
			});
			say("your recorded answer decides");
			await takeAnswer(settled, path, answer, sides, places.blobs);
		} else if (settlement.kind === "merged") {
			say(settlement.byPlace ? replayedByHunk : "both changes are in it");
			const entry = await blobOf(settlement.content, modeOf(sides), places.blobs);
			settled.writes.push({
				path,
				entry,
				mode: entry.mode
			});
			if (settlement.byPlace) settled.used.push({
				key: keyOf(path, three),
				result: entry.sha256
			});
		} else if (merging.onConflict === "ours") say("ours is kept, as on-conflict says");
		else if (merging.onConflict === "theirs" && isPlain(conflict, sides)) {
			say("the update’s is taken, ours is in the folder replaced");
			if (sides.ours !== null) await keepReplaced(merging.replaced, path, sides.ours, join(places.home, path));
			takeTheirs(settled, path, sides);
		} else {
			const { merge, proposal } = settlement;
			settled.open.push(await showConflict(merging.conflicts, conflict, three, merge, proposal));
		}
	}
	return settled;
}
async function takeAnswer(settled, path, answer, sides, blobs) {
	if (answer.kind === "delete") {
		if (sides.ours !== null) settled.deletes.push(path);
		return;
	}
	await copyFile(answer.file, join(blobs, answer.sha256));
	const { size } = await stat(answer.file);
	const entry = {
		kind: "file",
		sha256: answer.sha256,
		size,
		mode: modeOf(sides)
	};
	settled.writes.push({
		path,
		entry,
		mode: entry.mode
	});
}
function takeTheirs(settled, path, { theirs }) {
	if (theirs === null) settled.deletes.push(path);
	else if (theirs.kind === "file") settled.writes.push({
		path,
		entry: theirs,
		mode: theirs.mode
	});
	else if (theirs.kind === "link") settled.writes.push({
		path,
		entry: theirs
	});
}
/** Whether each side is a file, a link or not there: nothing below or above the path has a part in it. */
function isPlain({ kind }, { base, ours, theirs }) {
	const hasPart = (entry) => entry?.kind === "directory" || entry?.kind === "special";
	return kind !== "escape" && ![
		base,
		ours,
		theirs
	].some(hasPart);
}
function blobSide(entry, blobs) {
	return {
		entry,
		file: entry?.kind === "file" ? join(blobs, entry.sha256) : null
	};
}
async function blobOf(content, mode, blobs) {
	const hash = sha256(content);
	await writeFile(join(blobs, hash), content);
	return {
		kind: "file",
		sha256: hash,
		size: content.length,
		mode
	};
}
/** Rows M1 to M3: who changed the bits has the word; the vendor's x is never lost. Where one side has no file, the other has it. */
function modeOf({ base, ours, theirs }) {
	if (ours?.kind !== "file") return theirs?.kind === "file" ? theirs.mode : 420;
	if (theirs?.kind !== "file") return ours.mode;
	const before = base?.kind === "file" ? base.mode : theirs.mode;
	return ours.mode === before ? theirs.mode : ours.mode | theirs.mode & 73;
}

// src/tools/feed/write-home.ts
/** Carries a plan out: contents are set beside, then deletes, directories, files, links, permission bits, and the level last. */
async function writeHome(plan) {
	const { home, signal } = plan;
	try {
		const touched = [...plan.deletes, ...plan.writes.map(({ path }) => path)];
		await using _writable = await writableFolders(home, [...touched, stateFile]);
		await makeUpdatesFolder(join(home, dirname(stateFile)));
		await keepCopies(plan);
		for (const path of plan.deletes.toReversed()) await remove(home, path);
		for (const write of plan.writes) {
			signal.throwIfAborted();
			await makeRoom(home, write);
			if (write.entry.kind === "file") await writeFileFrom(plan, write, write.entry);
		}
		for (const { path, entry } of plan.writes) if (entry.kind === "link") await symlink(entry.target, join(home, path));
		for (const [path, mode] of plan.modes) await chmod(join(home, path), mode);
		for (const { path, entry, mode } of plan.writes.toReversed()) if (entry.kind === "directory" && mode !== void 0) await chmod(join(home, path), mode);
		await writeFileAtomically(join(home, stateFile), plan.state);
	} catch (error) {
		throw writeError(error, home);
	}
}
/** No decision is about `updates/`, so that it may be anything: the level is not written through a link. */
async function makeUpdatesFolder(at) {
	const found = await lstat(at).catch(() => null);
	if (found === null) await mkdir(at);
	else if (!found.isDirectory()) throw new TrainError("pack-unsafe", `${at} must be a directory, and neither a file nor a link.`, { hint: "Put a directory in its place in the pack; nothing was changed." });
}
/** Sets aside the home's own contents that are wanted elsewhere, before anything is deleted or replaced. */
async function keepCopies({ home, blobs, copies }) {
	for (const [sha256, path] of copies) await copyFile(join(home, path), join(blobs, sha256));
}
async function remove(home, path) {
	const at = join(home, path);
	if (!(await lstat(at)).isDirectory()) await rm(at);
	else if ((await readdir(at)).length === 0) await rmdir(at);
}
/** Takes away what another kind has to make room for, and makes the directories above. */
async function makeRoom(home, { path, entry }) {
	const at = join(home, path);
	const found = await lstat(at).catch(() => null);
	if (entry.kind === "directory") {
		if (found?.isDirectory() === false) await rm(at);
		await mkdir(at, { recursive: true });
		return;
	}
	await mkdir(dirname(at), { recursive: true });
	if (found?.isDirectory() === true) await removeEmpty(at);
	else if (found !== null && entry.kind === "link") await rm(at);
}
/** Removes a directory in which nothing but directories is left. */
async function removeEmpty(at) {
	for (const inside of await readdir(at, { withFileTypes: true })) if (inside.isDirectory()) await removeEmpty(join(at, inside.name));
	await rmdir(at);
}
async function writeFileFrom({ home, blobs, timestamp }, write, entry) {
	const at = join(home, write.path);
	const beside = `${at}.${randomBytes(8).toString("hex")}.tmp`;
	const source = join(blobs, entry.sha256);
	await copyFile(source, beside, constants.COPYFILE_EXCL);
	await chmod(beside, write.mode ?? entry.mode);
	if (timestamp !== null) await utimes(beside, timestamp / 1e3, timestamp / 1e3);
	await rename(beside, at);
}

// src/tools/feed/apply.ts
/**
* Brings a home from one level to another by the two levels' file lists: base and target of the decision table.
* Every decision is taken and every blob is there and verified before the first write; a conflict writes nothing.
*/
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
		progress: (done, total) => world.log.progress("reading the home", done, total)
	});
	const theirs = treeOf(target);
	const trees = {
		base: treeOf(base),
		ours,
		theirs
	};
	const decisions = decideTree(trees, classOf, target.renames);
	const conflicts = [...conflictsOf(decisions), ...await stateInTheWay(base, ours, decisions, home)];
	await using blobs = await temporaryFolder(world.temporary);
	const settled = await settle(conflicts, trees, feed, merging, {
		home,
		blobs: blobs.path
	});
	if (settled.open.length > 0) return {
		kind: "conflict",
		conflicts: settled.open
	};
	const writes = plan(decisions, theirs);
	const { copies, wanted } = sources(writes, ours);
	const fetchedBytes = await feed.fetchBlobs(wanted, blobs.path);
	for (const [path, decision] of decisions) {
		const entry = ours.get(path);
		if ((decision.action === "write" || decision.action === "delete") && decision.replaces && entry !== void 0) await keepReplaced(merging.replaced, path, entry, join(home, path));
	}
	await writeHome({
		home,
		deletes: [...[...decisions].filter(([, { action }]) => action === "delete").map(([path]) => path), ...settled.deletes].sort(),
		writes: [...writes, ...settled.writes],
		modes: modesOf(decisions, ours),
		copies,
		blobs: blobs.path,
		timestamp: request.to.timestamp,
		state: stateOf$1(request, target),
		signal: world.signal
	});
	return {
		kind: "applied",
		notices: [...noticesOf(decisions), ...settled.notices],
		used: settled.used,
		fetchedBytes
	};
}
/** A list with the classes that the team gives its paths. */
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
/**
* What of a home is never read: `updates/`, files of class `state`, and what lies unlisted below a directory of that class.
* A directory is looked into where a listed path of another class lies below it.
*/
function isLeftOut(base, target) {
	const known = new Map([...Object.entries(base.files), ...Object.entries(target.files)]);
	const wanted = /* @__PURE__ */ new Set();
	for (const [path, entry] of known) if (entry.class !== "state") for (const parent of [path, ...parentsOf(path)]) wanted.add(parent);
	const isState = (path) => known.get(path)?.class === "state";
	return (path) => path === "updates" || !wanted.has(path) && (isState(path) || !known.has(path) && parentsOf(path).some(isState));
}
/** The target's word counts; a path that it no longer has keeps the base's class. */
function classes(base, target) {
	const known = new Map([...Object.entries(base.files), ...Object.entries(target.files)]);
	return (path) => known.get(path)?.class ?? "config";
}
/** Between check and apply a level may be rewritten as well. */
function assertAsChecked(channel, state) {
	const found = state.level === 0 ? channel.base : channel.levels.find((one) => one.level === state.level);
	if (state.fileList === null || found?.files.sha256 === state.fileList) return;
	throw new TrainError("verification", `Level ${state.level} of channel ${channel.channel} was rewritten since it was checked.`, { hint: "A published level must never change: ask the publisher what happened before you go on." });
}
/** Row 20 for what no tree shows: a directory that is to become something else while state is inside. */
async function stateInTheWay(base, ours, decisions, home) {
	const state = Object.entries(base.files).filter(([, entry]) => entry.class === "state");
	const conflicts = [];
	for (const [path, { action }] of decisions) {
		if (action !== "write" || ours.get(path)?.kind !== "directory") continue;
		for (const [inside] of state) {
			if (!inside.startsWith(`${path}/`) || !await exists(join(home, inside))) continue;
			conflicts.push({
				path,
				row: "20",
				kind: "kind"
			});
			break;
		}
	}
	return conflicts;
}
/** `updates/` belongs to the update tools, whatever a list says. */
function treeOf({ files }) {
	const tree = /* @__PURE__ */ new Map();
	for (const [path, entry] of Object.entries(files)) if (path !== "updates" && !path.startsWith("updates/")) tree.set(path, entryOf(entry));
	return tree;
}
function entryOf(entry) {
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
function plan(decisions, theirs) {
	const writes = [];
	for (const [path, decision] of decisions) {
		const entry = theirs.get(path);
		if (decision.action !== "write" || entry === void 0 || entry.kind === "special") continue;
		writes.push(entry.kind === "link" ? {
			path,
			entry
		} : {
			path,
			entry,
			mode: decision.mode ?? entry.mode
		});
	}
	return writes;
}
/** Where each content comes from: a file that the home holds already, or a blob to fetch. */
function sources(writes, ours) {
	const held = /* @__PURE__ */ new Map();
	for (const [path, entry] of ours) if (entry.kind === "file") held.set(entry.sha256, path);
	const copies = /* @__PURE__ */ new Map();
	const wanted = [];
	for (const { path, entry } of writes) {
		if (entry.kind !== "file") continue;
		const holder = held.get(entry.sha256);
		if (holder === void 0) wanted.push({
			sha256: entry.sha256,
			size: entry.size,
			path
		});
		else copies.set(entry.sha256, holder);
	}
	return {
		copies,
		wanted
	};
}
/** Permission bits of paths whose content stays. A link has none, and `chmod` would set those of what it leads to. */
function modesOf(decisions, ours) {
	const modes = /* @__PURE__ */ new Map();
	for (const [path, { action, mode }] of decisions) if (action === "nothing" && mode !== void 0 && ours.get(path)?.kind !== "link") modes.set(path, mode);
	return modes;
}
function stateOf$1({ product, channel, to }, target) {
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
/** Update lists that are read at the same time. */
const concurrency = 6;
/** Yanks of these classes are never applied, not even when pinned. */
const refusedYanks = ["security", "malicious"];
/** What a feed offers. With nothing new it is one request: `channel.json`. */
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
		takenAway,
		warnings: takenAway.length === 0 ? warnings : [...warnings, downgradeWarning(target, installed, takenAway)],
		restricted: channel.access === "subscription"
	};
}
function stateOf({ level, timestamp, status, files }) {
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
/** The installed level as the feed knows it. A level that vanished or was rewritten is never taken for a downgrade. */
function installedState(channel, request, location) {
	const { level } = request.installed;
	const found = level === 0 ? void 0 : channel.levels.find((one) => one.level === level);
	if (level !== 0 && found === void 0) throw new TrainError("verification", `Level ${level}, which is installed, has vanished from channel ${channel.channel} of ${location}.`, { hint: "A publisher withdraws a level by a yank, never by removing it: ask what happened." });
	const state = found === void 0 ? baseState(channel) : stateOf(found);
	if (request.pinnedFileList !== null && request.pinnedFileList !== state.fileList) throw new TrainError("verification", `Level ${level} of channel ${channel.channel} was rewritten at ${location}: its file list is ${state.fileList ?? ""}, not ${request.pinnedFileList}.`, { hint: "A published level must never change: ask the publisher what happened before you go on." });
	return state;
}
function latestState(channel) {
	const newest = channel.levels.findLast((level) => level.status === "active");
	return newest === void 0 ? baseState(channel) : stateOf(newest);
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
	return stateOf(found);
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
	const lost = security.length === 0 ? "none of them security" : `security fixes among them: ${security.join(", ")}`;
	return `Level ${target.level} is below the installed level ${installed.level}: this takes ${dropped.length} updates away, ${lost}.`;
}
/** Everything after `from` up to `to`, oldest first; nothing on the way back. */
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

// src/tools/feed/feed-tool.ts
/** The native tool: reads an open update feed, needs no binary and no subscription of its own. */
function feedTool(location, world) {
	const feed = openFeed(location, world);
	return {
		name: "feed",
		can: {
			counts: "levels",
			checksWithoutPack: true,
			canPin: true,
			canStep: true,
			writesSummary: true
		},
		check: (request) => checkChannel(feed, request),
		apply: (request) => applyLists(feed, request, world)
	};
}

// src/tools/choose-tool.ts
/** The update tool for a product. `auto` is the feed, the one tool there is so far. */
function chooseTool(asked, world) {
	if (asked.feed !== null) return feedTool(asked.feed, world);
	throw new TrainError("config", "It is not said where the updates come from.", { hint: "Set `feed` (--feed) to the address or folder of an update feed; `update-train demo` shows one." });
}

export { decide as a, settlePath as i, holds as n, same as o, replayedByHunk as r, writableFolders as s, chooseTool as t };