import { _ as withoutTrack, a as formatState, c as emptyLock, f as lockedTrack, g as withTrack, h as withCandidate, i as memoryOf, l as formatLock, m as readLock, n as findOrigin, p as parseLock, r as knownTool, s as assertWritableLock, u as isSameCandidate } from "./train-origin.js";
import { a as boolean, c as literal, g as string, h as strictObject, n as _enum, r as array, s as int } from "./zod.js";
import { c as writeFileAtomically, i as makeFolder, n as exists } from "./kernel-files.js";
import { n as sha256, r as sha256OfFile } from "./kernel-sha256.js";
import { n as temporaryFolder } from "./kernel-temporary.js";
import { a as writeResolution, i as recordAll, n as formatResolution, r as keepHeld$1 } from "./merge-record.js";
import { c as runProcess, t as chooseTool } from "./tools-choose-tool.js";
import { t as assertSpace } from "./kernel-disk-space.js";
import { c as writeError, o as systemCode, t as TrainError } from "./kernel-errors.js";
import { a as layAgain, b as lockCandidate, c as takeOver, d as isAnsweredAnew, f as areHotfixesNew, g as readHotfixes, h as hotfixedPack, i as withoutTool, l as answeredOverlay, m as hotfixedAgain, n as componentsIfWanted, o as layTeamFiles, p as hotfixEvidence, r as removeTool, s as teamFiles, t as stationsOf, u as formerAnswers, x as lockedCandidate, y as clearLeftovers } from "./train-stations.js";
import { t as openPack } from "./pack-open-pack.js";
import { a as unpack, i as measurePack, l as repack, n as dateOf, o as updatePack, s as inParts, t as contentSize } from "./train-update-pack.js";
import { c as mergingIn, i as keyOf, n as findVendorPack } from "./train-vendor-pack.js";
import { n as releaseCandidate, r as attestIfAsked, t as findRelease } from "./train-release.js";
import { a as overlayUser, n as defaultResolutions } from "./config-settings.js";
import { i as filesOfAnswer, n as answersDigest, o as jsonName, r as blobName, u as resolutionSchema } from "./merge-resolutions.js";
import { t as pathFrom } from "./report-shell-word.js";
import { r as countsIn, t as check } from "./train-check.js";
import { r as differenceOf, t as diffBetween } from "./train-diff-packs.js";
import { n as securityUpdatesOf, t as countsOf } from "./report-candidate.js";
import { a as keyOfHolding } from "./merge-show-conflict.js";
import { n as parseConflicts, r as readConflicts, t as conflictsListName } from "./merge-waiting.js";
import { t as contentDigest } from "./pack-content-digest.js";
import { t as openArchive } from "./pack-archive.js";
import { n as readAt } from "./pack-pack-file.js";
import { a as publish, c as assertNoSecrets, f as within, g as table, h as plain, i as packNameOf, m as code, p as conflictsSection, r as diffFile, s as testLogName, u as reportSections } from "./train-publish.js";
import { t as formatBytes } from "./kernel-time.js";
import { t as withoutCredentials } from "./kernel-environment.js";
import { n as nameOfProduct } from "./kernel-product.js";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { appendFileSync, closeSync, mkdirSync, openSync } from "node:fs";
import { constants as constants$1, copyFile, cp, readFile, readdir, realpath, stat } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";

// src/train/apply.ts
async function apply(work) {
	return await inParts(work.world, (parts) => applyIn(parts, work));
}
async function applyIn(parts, work) {
	const { settings, origin, availability, tool, host, world, staging } = work;
	const installed = await parts.run("reading the pack", () => findVendorPack(settings, origin, availability, tool, host, world, staging));
	const updated = await update(work, installed, parts);
	if (updated.kind === "conflict") return updated;
	const { vendor, home, notices, used, summary } = updated;
	const hotfix = async () => {
		if (work.hotfixes.length === 0) return vendor;
		const [out, timestamp] = [join(staging, "hotfixed.zip"), dateOf(availability.target)];
		return hotfixedPack(work.hotfixes, {
			origin,
			tool,
			world,
			vendor,
			home,
			out,
			timestamp
		});
	};
	const { overlay } = work;
	const laid = overlay === null ? withoutOverlay(await hotfix(), origin.locked?.answered ?? null) : await parts.run("laying hotfixes and the overlay", () => layTeamFiles(overlay, {
		installed,
		vendor,
		home,
		hotfix
	}, work));
	if (laid.kind === "conflict") return laid;
	const { ground } = laid;
	const former = origin.locked?.hotfixes ?? [];
	const candidate = await withoutTool(laid.candidate, work);
	await removeTool(laid.candidate, home, tool);
	return {
		...laid,
		candidate,
		installed,
		vendor,
		home,
		notices: [...notices, ...laid.notices],
		summary,
		hotfixes: hotfixEvidence(work.hotfixes, former, [vendor.tree, ground.tree]),
		used: [...used, ...laid.used]
	};
}
function withoutOverlay(ground, former) {
	return {
		kind: "applied",
		ground,
		candidate: ground,
		overlay: null,
		notices: [],
		used: [],
		made: [],
		answered: formerAnswers({ tree: /* @__PURE__ */ new Map() }, /* @__PURE__ */ new Map(), former),
		held: []
	};
}
async function update(work, installed, parts) {
	const { settings, availability, origin, tool, world, folder, staging } = work;
	const { installed: from, target: to } = availability;
	if (from.level === to.level) return {
		kind: "applied",
		...await parts.run("building again", () => sameLevel(installed, work)),
		notices: [],
		summary: null,
		used: []
	};
	const out = join(staging, "vendor.zip");
	const { home, application } = await updatePack({
		pack: installed.file,
		madeOf: installed.madeOf,
		from,
		to,
		folder,
		out,
		parts,
		later: (pack) => beyondVendorPack(work, pack)
	}, origin, tool, mergingIn(staging, settings), world);
	if (application.kind === "conflict") return application;
	const { notices, used, summary } = application;
	return {
		kind: "applied",
		vendor: await parts.run("verifying", () => measurePack(out, world, installed)),
		home,
		notices,
		used,
		summary
	};
}
async function sameLevel(installed, work) {
	const { settings, origin, tool, availability, world, folder, staging } = work;
	await using pack = await openPack(installed.file);
	await assertSpace(`Building ${origin.productName} again`, [
		{
			folder,
			bytes: contentSize(pack)
		},
		{
			folder: staging,
			bytes: pack.size
		},
		...beyondVendorPack(work, pack)
	]);
	const file = join(staging, "vendor.zip");
	const home = await unpack(pack, folder, world);
	if (tool.can.sameBytes) {
		await copyFile(installed.file, file, constants$1.COPYFILE_FICLONE);
		return {
			vendor: {
				...installed,
				file
			},
			home
		};
	}
	if (settings.hotfixes !== null) await tool.hotfixes?.revert(origin.product, home);
	await tool.scrub(home);
	await repack({
		from: pack,
		home,
		out: file,
		timestamp: dateOf(availability.target),
		signal: world.signal
	});
	return {
		vendor: await measurePack(file, world, installed),
		home
	};
}
function beyondVendorPack({ overlay, hotfixes, tool, origin, folder, staging }, pack) {
	const packs = [
		overlay !== null,
		hotfixes.length > 0,
		tool.unpublished !== null
	].filter((is) => is).length * (origin.locked === null ? 1 : 2);
	const again = (origin.locked?.hotfixes.length ?? 0) === 0 ? 0 : contentSize(pack);
	return [{
		folder: staging,
		bytes: (packs + 1) * pack.size
	}, {
		folder,
		bytes: again
	}];
}
async function formerCandidate(work, installed) {
	const { settings, origin, availability, world, folder, staging } = work;
	const { locked } = origin;
	if (locked === null) return { pack: installed };
	if (locked.overlayDigest !== (work.overlay?.digest ?? null)) return {
		pack: null,
		changed: `the overlay ${settings.base === null ? "" : "or the customised pack "}has changed`
	};
	const hotfixed = await hotfixedAgain(locked, installed, join(folder, "hotfixed"), work);
	if (hotfixed === null) return {
		pack: null,
		changed: "the hotfixes have changed"
	};
	const asLocked = async (laid, changed) => {
		const pack = await withoutTool(laid, work);
		return pack.contentDigest === locked.contentDigest ? { pack } : {
			pack: null,
			changed
		};
	};
	if (work.overlay === null) return asLocked(hotfixed, "the vendor’s pack has changed");
	const at = {
		home: join(folder, "former"),
		out: join(staging, "former.zip"),
		timestamp: dateOf(availability.installed)
	};
	const laid = await layAgain(work.overlay, settings, locked.answered, {
		vendor: installed,
		hotfixed
	}, at, world).catch((error) => {
		if (systemCode(error) === "ENOENT") return null;
		throw error;
	});
	return laid === null ? {
		pack: null,
		changed: "the overlay has changed, while this run was at work,"
	} : asLocked(laid.pack, "a recorded answer to a conflict has changed");
}

// src/train/candidate.ts
function describe(work, applied, stations, world) {
	const { settings, origin, availability, tool, host } = work;
	return {
		format: "update-train-candidate",
		version: 1,
		createdAt: new Date(world.clock.now()).toISOString(),
		outcome: "updated",
		product: origin.productName,
		track: settings.track,
		tool: tool.name,
		channel: origin.channel,
		from: availability.installed,
		to: availability.target,
		updates: availability.updates,
		counts: availability.counts,
		summary: applied.kind === "applied" ? applied.summary : null,
		takenAway: availability.takenAway,
		difference: null,
		components: null,
		hotfixes: applied.kind === "applied" ? applied.hotfixes : null,
		overlay: applied.kind === "applied" ? applied.overlay : null,
		conflicts: [],
		answering: answeringOf(settings, host, world),
		notices: applied.kind === "applied" ? applied.notices : [],
		tests: null,
		digests: null,
		diff: null,
		pack: null,
		stations: stations.times,
		warnings: [...availability.warnings]
	};
}
function answeringOf({ resolutions, overlay }, { conflicts }, { cwd }) {
	const isDefault = resolutions === resolve(cwd, defaultResolutions);
	return {
		conflicts: conflicts === null ? null : pathFrom(cwd, conflicts),
		resolutions: isDefault ? null : pathFrom(cwd, resolutions),
		overlay: overlay === null ? null : pathFrom(cwd, overlay)
	};
}
async function digestsOf(applied, overlay) {
	const { sha256, size } = await sha256OfFile(applied.candidate.file);
	return {
		vendor: applied.vendor.contentDigest,
		content: applied.candidate.contentDigest,
		packSha256: sha256,
		packSize: size,
		base: applied.installed.base,
		overlay: overlay?.digest ?? null,
		resolutions: answersDigest([...applied.used, ...applied.made.map(({ key, resolution }) => ({
			key,
			result: resolution.result
		}))]),
		answered: applied.answered
	};
}
async function assertUntouched(applied, { digests }) {
	const { sha256 } = await sha256OfFile(applied.candidate.file);
	if (sha256 === digests?.packSha256) return;
	throw new TrainError("verification", "The pack was changed while the tests ran; it is not published.", { hint: "Let the tests work on copies: UPDATE_TRAIN_PACK is the very file that would be published." });
}

// src/train/overlay-sharing.ts
async function overlaySharer({ overlay, overlays, track }, product, lock) {
	if (overlay === null) return null;
	const own = overlayUser(product, track);
	const folder = await realFolder(overlay);
	for (const [user, other] of overlays) if (user !== own && other !== null && areNested(folder, await realFolder(other))) return user;
	for (const [name, { tracks }] of Object.entries(lock.products)) for (const [other, { overlayDigest }] of Object.entries(tracks)) {
		const user = overlayUser(name, other);
		if (user !== own && overlayDigest !== null && (overlays.get(user) ?? null) === null) return user;
	}
	return null;
}
async function realFolder(folder) {
	return realpath(folder).catch(() => folder);
}
function areNested(one, other) {
	return one === other || one.startsWith(`${other}${sep}`) || other.startsWith(`${one}${sep}`);
}

// src/train/carried-on-branch.ts
async function carriedOn(commit, base, { proposals, places: { overlay: folder }, overlay }) {
	const files = /* @__PURE__ */ new Map();
	if (folder === null) return files;
	const before = await proposals.list(base.commit, folder);
	for (const [path, blob] of await proposals.list(commit, folder)) {
		const found = before.get(path);
		if (found === void 0 || found === blob) continue;
		const entry = overlay?.tree.get(path);
		if (entry?.kind !== "file" || sha256(await proposals.read(found)) !== entry.sha256) return null;
		files.set(`${folder}/${path}`, await proposals.read(blob));
	}
	return files;
}
async function areAsCarried(paths, { head, own }, { proposals, places: { overlay: folder } }) {
	if (paths.length === 0) return true;
	if (own === null || folder === null || paths.some((path) => !path.startsWith(`${folder}/`))) return false;
	const [now, made] = [await proposals.list(head, folder), await proposals.list(own, folder)];
	return paths.map((path) => path.slice(folder.length + 1)).every((name) => now.has(name) && now.get(name) === made.get(name));
}

// src/train/proposal-files.ts
async function lockAt(commit, where, { proposals, places }) {
	const content = await proposals.readFile(commit, places.lock);
	return content === null ? emptyLock : parseLock(content.toString("utf8"), `${places.lock} of ${where}`);
}
async function proposedLock(locked, base, head, desk) {
	const { origin, settings, branch } = desk;
	const { lock, entry: former } = await assertBaseAsChecked(base, desk);
	const updates = former?.level === locked.level ? former.updates : locked.updates;
	const entry = {
		...locked,
		updates
	};
	const before = head === null ? null : await earlierProposal(head, branch, desk);
	const kept = before !== null && isSameCandidate(before, entry) ? {
		...entry,
		firstPassed: before.firstPassed
	} : entry;
	const changed = withCandidate(lock, origin.productName, settings.track, kept);
	return Buffer.from(formatLock(changed));
}
async function assertBaseAsChecked(base, desk) {
	const { origin, settings, name, places } = desk;
	const lock = await lockAt(base.commit, base.name, desk);
	const entry = lockedTrack(lock, origin.productName, settings.track);
	assertAsChecked(entry, origin.locked, name, `${places.lock} of ${base.name}`);
	return {
		lock,
		entry
	};
}
async function isBaseAsChecked(base, desk) {
	try {
		await assertBaseAsChecked(base, desk);
		return true;
	} catch (error) {
		if (!(error instanceof TrainError) || error.code !== "busy") throw error;
		desk.world.log.info(`The pull request stays as it is: ${error.message}`);
		return false;
	}
}
async function earlierProposal(head, branch, desk) {
	try {
		const lock = await lockAt(head, branch, desk);
		return lockedTrack(lock, desk.origin.productName, desk.settings.track);
	} catch (error) {
		if (error instanceof TrainError && error.code === "config") return null;
		throw error;
	}
}
function assertAsChecked(now, checked, name, where) {
	if (isDeepStrictEqual(now, checked)) return;
	throw new TrainError("busy", `${where} holds ${now === null ? "nothing" : `level ${now.level}`} for ${name}, and the working directory ${checked === null ? "nothing" : `level ${checked.level}`}: it is not proposed.`, { hint: "Run again on the branch as it is now, with the lock as it is committed there." });
}
async function answerFiles(keys, desk) {
	const files = /* @__PURE__ */ new Map();
	const names = await readdir(desk.settings.resolutions).catch(() => []);
	for (const key of new Set(keys)) for (const name of filesOfAnswer(key, names)) {
		const content = await readFile(join(desk.settings.resolutions, name)).catch(() => null);
		if (content !== null) files.set(`${desk.places.resolutions}/${name}`, content);
	}
	return files;
}

// src/train/proposal-state.ts
const drafts = [
	"conflict",
	"tests",
	"coming"
];
const refusable = ["label", "draft"];
const digest = string().regex(/^[0-9a-f]{64}$/);
const commit = string().regex(/^[0-9a-f]{40,64}$/);
const stepSchema = strictObject({
	head: commit,
	level: int().min(0),
	updates: array(string().max(100)).max(100),
	content: digest.nullable()
});
const stateSchema = strictObject({
	version: literal(1),
	inputs: digest,
	others: digest,
	draft: _enum(drafts).nullable(),
	theirDraft: boolean().default(false),
	autoMerge: _enum(["on", "declined"]).nullable().default(null),
	closed: boolean(),
	refused: array(_enum(refusable)).default([]),
	steps: array(stepSchema).min(1).max(12)
});
const stateLimit = 12e3;
const written = /<!-- update-train:state ([A-Za-z0-9+/=]+) ([0-9a-f]{16}) -->/g;
function formatProposalState(state) {
	const text = Buffer.from(JSON.stringify(state)).toString("base64");
	return `<!-- update-train:state ${text} ${sha256(text).slice(0, 16)} -->`;
}
function bounded(state) {
	const steps = state.steps.slice(-12);
	if (formatProposalState({
		...state,
		steps
	}).length <= stateLimit) return {
		...state,
		steps
	};
	const [first, ...later] = steps;
	if (first === void 0) return state;
	if (later.length > 0) return bounded({
		...state,
		steps: later
	});
	const updates = first.updates.slice(0, Math.floor(first.updates.length / 2));
	return bounded({
		...state,
		steps: [{
			...first,
			updates
		}]
	});
}
function parseProposalState(body) {
	const [, text = "", checksum = ""] = [...body.matchAll(written)].at(-1) ?? [];
	if (text === "" || sha256(text).slice(0, 16) !== checksum) return null;
	try {
		return stateSchema.safeParse(JSON.parse(Buffer.from(text, "base64").toString("utf8"))).data ?? null;
	} catch {
		return null;
	}
}
function withProposalState(body, state) {
	return `${body.replace(written, "").trimEnd()}\n\n${formatProposalState(state)}\n`;
}
function commitMarks({ level, inputs }, tree) {
	return [
		`Update-Train-Level: ${level}`,
		`Update-Train-Inputs: ${inputs}`,
		`Update-Train-Tree: ${tree}`
	].join("\n");
}
function marksOf({ message, tree }) {
	const [, level = "", inputs = "", ofTree] = /^Update-Train-Level: (\d+)\nUpdate-Train-Inputs: ([0-9a-f]{64})\nUpdate-Train-Tree: ([0-9a-f]+)\s*$/m.exec(message) ?? [];
	return ofTree === tree ? {
		level: Number(level),
		inputs
	} : null;
}
const boxes = ["rebuild", "unignore"];
const boxesHeading = "## Boxes";
function isTicked(body, box) {
	const below = body.slice(Math.max(0, body.lastIndexOf(`\n${boxesHeading}\n`)));
	return new RegExp(`^\\s*[-*] \\[[xX]\\] <!-- update-train:${box} -->`, "m").test(below);
}
function boxLine(box, text) {
	return `- [ ] <!-- update-train:${box} --> ${text}`;
}
function withTicksSince(body, before, now) {
	return boxes.filter((box) => isTicked(now, box) && !isTicked(before, box)).reduce((text, box) => {
		const line = boxLine(box, "");
		const at = text.lastIndexOf(line);
		return at < 0 ? text : `${text.slice(0, at)}${line.replace("[ ]", "[x]")}${text.slice(at + line.length)}`;
	}, body);
}

// src/train/stray-files.ts
async function straysOf({ head, own }, touched, { proposals, places }) {
	const recorded = namesWithin(touched, places.resolutions);
	const laid = namesWithin(touched, places.conflicts);
	const strays = [];
	if (recorded.length > 0) {
		const names = [...(await proposals.list(head, places.resolutions)).keys()];
		const keys = names.flatMap((name) => /^([0-9a-f]{64})\.json$/.exec(name)?.[1] ?? []);
		const known = new Set(keys.flatMap((key) => filesOfAnswer(key, names)));
		const isGone = (name) => !names.includes(name) && !names.includes(jsonName(name.slice(0, 64)));
		const gone = recorded.filter(isGone);
		const had = own === null || gone.length === 0 ? null : await proposals.list(own, places.resolutions);
		const others = recorded.filter((name) => names.includes(name) ? !known.has(name) : isGone(name) && had?.has(name) === true);
		strays.push(...others.map((name) => `${places.resolutions}/${name}`));
	}
	if (laid.length > 0) {
		const there = await proposals.list(head, places.conflicts);
		const list = there.get(conflictsListName);
		const waiting = list === void 0 ? null : parseConflicts((await proposals.read(list)).toString("utf8"));
		const known = new Set((waiting ?? []).flatMap(({ path }) => [`${path}.merged`, `${path}.final`]));
		const others = laid.filter((name) => there.has(name) && !known.has(name));
		strays.push(...others.map((name) => `${places.conflicts}/${name}`));
	}
	return strays;
}
function namesWithin(paths, folder) {
	const names = paths.flatMap((path) => path.startsWith(`${folder}/`) ? [path.slice(folder.length + 1)] : []);
	return [...new Set(names)];
}

// src/train/foreign-commits.ts
const other = {
	kind: "other",
	strays: [],
	overlay: []
};
function ownCommit({ commits }) {
	const own = commits?.findLast((commit) => marksOf(commit) !== null);
	const marks = own === void 0 ? null : marksOf(own);
	return own === void 0 || marks === null ? null : {
		...own,
		...marks
	};
}
async function foreignOf(branch, desk) {
	const { commits } = branch;
	const { proposals, places } = desk;
	if (commits === null) return other;
	const own = ownCommit(branch)?.sha ?? null;
	const foreign = commitsSince(own, commits);
	const paths = [];
	for (const { sha } of foreign.filter((commit) => !isMerge(commit))) {
		const changes = await proposals.changesOf(sha);
		if (changes === null) return other;
		paths.push(...changes);
	}
	const answerPlaces = [places.conflicts, places.resolutions];
	if (!areWithin(paths, answerPlaces)) {
		const folder = places.overlay;
		const overlay = folder === null ? [] : [...new Set(paths)].filter((path) => areWithin([path], [folder]));
		return {
			...other,
			overlay
		};
	}
	const all = [...answerPlaces, places.lock];
	const merged = foreign.some(isMerge);
	if (merged && branch.changes === null) return other;
	const further = merged ? (branch.changes ?? []).filter((path) => !areWithin([path], all)) : [];
	if (!await areAsCarried(further, {
		head: branch.head,
		own
	}, desk)) return other;
	if (merged && branch.changes?.includes(places.lock) === true && !await isLockOurs(branch.head, own, desk)) return other;
	if (paths.length === 0) return { kind: "none" };
	const strays = await straysOf({
		head: branch.head,
		own
	}, paths, desk);
	return strays.length === 0 ? {
		kind: "answers",
		paths
	} : {
		...other,
		strays
	};
}
async function isLockOurs(head, own, desk) {
	if (own === null) return false;
	const [now, made] = [await earlierProposal(head, desk.branch, desk), await earlierProposal(own, desk.branch, desk)];
	return isDeepStrictEqual(now, made);
}
function isMerge({ parents }) {
	return parents.length > 1;
}
function commitsSince(own, commits) {
	const bySha = new Map(commits.map((commit) => [commit.sha, commit]));
	const held = /* @__PURE__ */ new Set();
	const open = own === null ? [] : [own];
	for (let sha = open.pop(); sha !== void 0; sha = open.pop()) {
		const commit = bySha.get(sha);
		if (commit === void 0 || held.has(sha)) continue;
		held.add(sha);
		open.push(...commit.parents);
	}
	return commits.filter(({ sha }) => !held.has(sha));
}
function areWithin(paths, places) {
	return paths.every((path) => places.some((place) => path === place || path.startsWith(`${place}/`)));
}

// src/train/branch-answers.ts
async function takeAnswers(standing, desk) {
	const { branch, answers, rebuild } = standing;
	if (branch === null || rebuild) return /* @__PURE__ */ new Set();
	if (standing.proposal === null && answers.length === 0) return /* @__PURE__ */ new Set();
	const kept = new Set(await takeRecorded(branch, desk));
	const { conflicts } = desk.places;
	const touched = new Set(answers.flatMap((path) => path.startsWith(`${conflicts}/`) ? [path.slice(conflicts.length + 1)] : []));
	if (touched.size === 0) return kept;
	return /* @__PURE__ */ new Set([...kept, ...await recordTouched(branch.head, touched, desk)]);
}
async function takeRecorded(branch, { proposals, places, settings, world }) {
	const { head } = branch;
	const onBranch = await proposals.list(head, places.resolutions);
	if (onBranch.size === 0) return [];
	const onBase = await proposals.list((await proposals.base()).commit, places.resolutions);
	const own = ownCommit(branch)?.sha;
	const made = own === void 0 || own === head ? onBranch : await proposals.list(own, places.resolutions);
	const kept = [];
	for (const [name, blob] of onBranch) {
		const key = /^([0-9a-f]{64})\.json$/.exec(name)?.[1];
		if (key === void 0) continue;
		const content = onBranch.get(blobName(key));
		const isAsIn = (there) => there.get(name) === blob && there.get(blobName(key)) === content;
		if (isAsIn(onBase)) continue;
		const written = await proposals.read(blob);
		const recorded = resolutionSchema.safeParse(parseJson(written)).data;
		const isAutomatic = recorded?.answer === "merged" || recorded?.by !== void 0;
		if (isAutomatic && isAsIn(made)) continue;
		const json = isAutomatic ? asPersons(recorded) : written;
		const now = recorded?.by === void 0 ? key : keyOfHolding(recorded.path, recorded.sides);
		if (now !== key && onBranch.has(jsonName(now))) continue;
		await makeFolder(settings.resolutions);
		for (const file of filesOfAnswer(key, onBranch.keys()).slice(0, -1)) {
			const found = onBranch.get(file);
			const place = join(settings.resolutions, `${now}${file.slice(key.length)}`);
			if (found !== void 0) await writeFileAtomically(place, await proposals.read(found));
		}
		await writeFileAtomically(join(settings.resolutions, jsonName(now)), json);
		kept.push(now);
	}
	if (kept.length > 0) world.log.info(`Answers taken from the branch: ${kept.length}.`);
	return kept;
}
function asPersons({ by: _decided, answer, ...rest }) {
	return Buffer.from(formatResolution({
		...rest,
		answer: answer === "merged" ? "final" : answer
	}));
}
function parseJson(text) {
	try {
		return JSON.parse(text.toString("utf8"));
	} catch {
		return;
	}
}
async function recordTouched(head, touched, desk) {
	const { proposals, places, settings, world } = desk;
	const files = await proposals.list(head, places.conflicts);
	if (!files.has("conflicts.json")) return [];
	await using folder = await temporaryFolder(world.temporary);
	for (const [path, blob] of files) {
		await makeFolder(dirname(join(folder.path, path)));
		await writeFileAtomically(join(folder.path, path), await proposals.read(blob));
	}
	const given = [];
	try {
		for (const waiting of await readConflicts(folder.path)) if (await hasFinal(waiting, folder.path, touched)) given.push({
			waiting,
			answer: "final"
		});
		const folders = {
			conflicts: folder.path,
			resolutions: settings.resolutions
		};
		await recordAll(given, folders, false);
	} catch (error) {
		if (!(error instanceof TrainError)) throw error;
		const named = (text) => text.replaceAll(folder.path, places.conflicts);
		throw new TrainError(error.code, `On ${desk.branch}: ${named(error.message)}`, {
			hint: error.hint,
			problems: error.problems.map((problem) => ({
				...problem,
				message: named(problem.message)
			})),
			cause: error
		});
	}
	for (const { waiting } of given) world.log.info(`Answer recorded: ${waiting.path}`);
	return given.map(({ waiting }) => waiting.key);
}
async function hasFinal({ path }, folder, touched) {
	const final = join(folder, `${path}.final`);
	if (await exists(final)) return true;
	const merged = join(folder, `${path}.merged`);
	if (!touched.has(`${path}.merged`) || !await exists(merged)) return false;
	await makeFolder(dirname(final));
	await writeFileAtomically(join(dirname(final), basename(final)), await readFile(merged));
	return true;
}

// src/train/carry-overlay.ts
const nothingCarried = {
	files: /* @__PURE__ */ new Map(),
	executable: /* @__PURE__ */ new Set(),
	former: /* @__PURE__ */ new Map(),
	keys: /* @__PURE__ */ new Set()
};
async function carryOverlay(candidate, { vendor, used, made }, desk) {
	const { overlay: team, proposals, settings, places } = desk;
	const { overlay, digests } = candidate;
	if (overlay === null || digests === null || team === null || overlay.merged.length === 0) return nothingCarried;
	const leave = (left) => {
		candidate.overlay = {
			...overlay,
			left
		};
		return nothingCarried;
	};
	const leaveAll = (reason) => leave(overlay.merged.map(({ path }) => ({
		path,
		reason
	})));
	if (settings.base !== null) return leaveAll("the pack itself is customised");
	if (places.overlay === null) return leaveAll("the overlay is outside of the repository");
	if (overlay.sharer !== null) return leaveAll(`${overlay.sharer} lays the same overlay, or may do so`);
	const base = await proposals.base();
	const there = await proposals.list(base.commit, places.overlay);
	const files = /* @__PURE__ */ new Map();
	const former = /* @__PURE__ */ new Map();
	const tree = new Map(team.tree);
	const carried = [];
	const left = [];
	for (const one of overlay.merged) {
		const { path, key } = one;
		const [entry, blob] = [team.tree.get(path), there.get(path)];
		if (entry?.kind !== "file" || blob === void 0) left.push({
			path,
			reason: `${base.name} does not hold it`
		});
		else if (sha256(await proposals.read(blob)) !== entry.sha256) left.push({
			path,
			reason: `${base.name} holds it otherwise`
		});
		else {
			const file = made.find((answer) => answer.key === key)?.file ?? join(settings.resolutions, blobName(key));
			const content = await readFile(file);
			files.set(`${places.overlay}/${path}`, content);
			former.set(`${places.overlay}/${path}`, blob);
			tree.set(path, {
				...entry,
				sha256: sha256(content),
				size: content.length
			});
			carried.push(one);
		}
	}
	const paths = carried.map(({ path }) => path);
	const answered = without(digests.answered, paths);
	const carrying = {
		...team,
		tree,
		digest: contentDigest(tree)
	};
	if (await isAnsweredAgain(paths, carrying, vendor.tree, settings.resolutions, answered)) return leaveAll("a recorded answer changes it again");
	const keys = new Set(carried.map(({ key }) => key));
	const all = [...used, ...made.map(({ key, resolution: { result } }) => ({
		key,
		result
	}))];
	candidate.overlay = {
		...overlay,
		merged: overlay.merged.filter(({ key }) => !keys.has(key)),
		carried: paths,
		left
	};
	candidate.digests = {
		...digests,
		answered,
		overlay: carrying.digest,
		resolutions: answersDigest(all.filter(({ key }) => !keys.has(key)))
	};
	candidate.notices = candidate.notices.map((notice) => paths.includes(notice.path) && notice.message.endsWith("your overlay can take it from the new pack") ? {
		...notice,
		drift: false,
		message: notice.message.replace(takeOver, comesAlong)
	} : notice);
	return {
		files,
		former,
		keys,
		executable: executableOf(files.keys(), desk)
	};
}
const comesAlong = "the pull request has it for your overlay";
function without(answered, paths) {
	return Object.fromEntries(Object.entries(answered).filter(([path]) => !paths.includes(path)));
}
async function isAnsweredAgain(paths, overlay, vendor, resolutions, answered) {
	const { standing, edited } = await answeredOverlay(overlay, vendor, resolutions, answered);
	return paths.some((path) => standing.has(path) || edited.some((one) => one.path === path));
}
function executableOf(paths, { overlay, places }) {
	const modeOf = (path) => {
		const entry = overlay?.tree.get(path.slice((places.overlay ?? "").length + 1));
		return entry?.kind === "file" ? entry.mode : null;
	};
	return new Set([...paths].filter((path) => modeOf(path) === 493));
}
async function isOverlayAsCarried({ former }, base, { proposals, places: { overlay } }) {
	if (former.size === 0 || overlay === null) return true;
	const there = await proposals.list(base.commit, overlay);
	return [...former].every(([path, blob]) => there.get(path.slice(overlay.length + 1)) === blob);
}

// src/pack/directory-digest.ts
async function directoryDigest(path) {
	try {
		await using archive = await openArchive(path);
		const { size, directoryStart } = archive;
		return sha256(Buffer.concat([Buffer.from(`${size}\n`), readAt(archive, directoryStart, size - directoryStart)]));
	} catch (error) {
		if (!(error instanceof TrainError)) throw error;
		return error.code === "pack-missing" ? null : "damaged";
	}
}

// src/train/proposal-inputs.ts
async function inputsDigest(settings, origin, { installed, target }, overlay, hotfixes) {
	const { track, sha256: packSha256, classes, onConflict, proposal, test, stripTool } = settings;
	const { locked, channel, productName } = origin;
	return sha256(JSON.stringify([
		[
			productName,
			track,
			channel
		],
		[
			installed.level,
			locked?.contentDigest ?? null,
			locked?.baseSha256 ?? null,
			packSha256
		],
		await packsAsTheyLie(settings),
		[
			target.level,
			target.timestamp,
			target.fileList
		],
		hotfixes.map(({ name, sha256: digest }) => [name, digest]),
		[overlay?.digest ?? null, await folderDigest(settings.resolutions)],
		[
			Object.entries(classes),
			onConflict,
			proposal.conflicts,
			stripTool
		],
		test === null ? null : [test.command, test.timeout]
	]));
}
async function packsAsTheyLie(settings) {
	const { pack, sha256: given, base, updateZip } = settings;
	const files = [
		given === null ? pack : null,
		base,
		updateZip
	];
	return Promise.all(files.map(async (file) => file === null ? null : directoryDigest(file)));
}
async function folderDigest(folder) {
	const names = await readdir(folder).catch((error) => {
		if (systemCode(error) === "ENOENT") return [];
		throw error;
	});
	const files = [];
	for (const name of names.filter((one) => /^[0-9a-f]{64}\.(json|blob|[0-9a-f]{12}\.ours)$/.test(one)).sort()) files.push(`${name} ${(await sha256OfFile(join(folder, name))).sha256}`);
	return sha256(files.join("\n"));
}
function othersDigest(lock, product, track) {
	return sha256(formatLock(withoutTrack(lock, product, track)));
}

// src/train/proposal-desk.ts
const conflictsFolder = ".update-train/conflicts";
async function openDesk(work, host, world) {
	const { settings, origin, availability, overlay, hotfixes } = work;
	if (!settings.publish.includes("pull-request")) return null;
	const { proposals } = host;
	if (proposals === null) {
		host.log.info("No pull request is opened: only the action on GitHub does that.");
		return null;
	}
	await assertMayMerge(settings, proposals);
	const { productName: product } = origin;
	const { track } = settings;
	const conflicts = join(world.cwd, conflictsFolder, product, track, "conflicts.json");
	return {
		proposals,
		settings,
		origin,
		availability,
		world,
		branch: branchOf(product, track),
		name: `${product} (${track})`,
		inputs: await inputsDigest(settings, origin, availability, overlay, hotfixes),
		others: othersDigest(await readLock(settings.lock), product, track),
		overlay,
		places: {
			overlay: overlayPlace(settings, proposals),
			lock: proposals.pathOf(settings.lock),
			resolutions: proposals.pathOf(settings.resolutions),
			conflicts: proposals.pathOf(conflicts).replace(/\/conflicts\.json$/, "")
		}
	};
}
async function assertMayMerge({ proposal }, proposals) {
	if (proposal.autoMerge === null || await proposals.account() !== "default") return;
	throw new TrainError("config", "`auto-merge` needs another token than the job’s own: what GitHub merges in its name starts no workflow, so nothing would be published after the merge.", { hint: anotherToken });
}
const anotherToken = "Give the token of a GitHub App as `token` (docs/reference.md, “The token of an App”), or leave `auto-merge` out.";
function overlayPlace({ overlay, lock }, proposals) {
	if (overlay === null) return null;
	const fromLock = join(dirname(proposals.pathOf(lock)), relative(dirname(lock), overlay));
	try {
		const place = dirname(proposals.pathOf(join(overlay, "file")));
		return place === fromLock && place !== "." ? place : null;
	} catch (error) {
		if (error instanceof TrainError && error.code === "config") return null;
		throw error;
	}
}
function branchOf(product, track) {
	for (const name of [product, track]) if (name.includes("..") || name.endsWith(".lock")) throw new TrainError("config", `${name} cannot be part of a branch’s name.`, { hint: "Choose a product or track without `..`, and not ending with `.lock`." });
	return `update-train/${product}/${track}`;
}

// src/report/pull-request.ts
const limits = {
	title: 250,
	body: 6e4
};
function pullRequestTitle(candidate) {
	const { product, track, from, to } = candidate;
	const { security } = countsOf(candidate);
	return `Update ${product} (${track}): ${from.level === to.level ? `level ${to.level}, built again` : `level ${from.level} → ${to.level}`}${security === null || security === 0 ? "" : `, ${security} security ${security === 1 ? "fix" : "fixes"}`}`.slice(0, limits.title);
}
function pullRequestBody(candidate, parts) {
	const [headline = "", ...rest] = reportSections(candidate);
	const conflicts = conflictsSection(candidate);
	const sections = [...[
		headline,
		sinceSection(parts),
		securitySection(candidate),
		conflicts,
		answerSection(parts)
	], ...rest.filter((section) => section !== conflicts)];
	const end = [
		artifactSection(parts),
		parts.boxes.join("\n"),
		parts.hidden
	].filter((section) => section !== "").join("\n\n");
	const room = limits.body - end.length - 2;
	return `${cut(within(room, sections.filter((section) => section !== ""), wholeReport(parts)).join("\n\n"), room, wholeReport(parts))}\n\n${end}\n`;
}
function wholeReport({ artifacts }) {
	return artifacts.report === null ? "with `artifact` among `publish`, an artifact has the whole report" : "the artifact has the whole report";
}
function cut(text, room, where) {
	if (text.length <= room) return text;
	const note = `\n\n**Cut here: ${where}.**`;
	const kept = text.slice(0, room - note.length);
	return `${kept.slice(0, kept.lastIndexOf("\n\n") === -1 ? void 0 : kept.lastIndexOf("\n\n"))}${note}`;
}
function sinceSection({ since }) {
	if (since === null) return "";
	return `## ${since.reviewed ? "Since the last review" : "Since it was last refreshed"}\n\n${since.lines.map((line) => `- ${plain(line)}`).join("\n")}`;
}
function securitySection({ updates }) {
	const fixes = securityUpdatesOf(updates);
	if (fixes.length === 0) return "";
	const rows = fixes.map(({ id, level, severity, title, cves }) => [
		code(id),
		String(level),
		severity ?? "",
		[plain(title), ...cves.map(plain)].join("; ")
	]);
	return `## Security\n\n${table([
		"update",
		"level",
		"severity",
		"what"
	], rows)}`;
}
function answerSection({ conflicts }) {
	if (conflicts === null) return "";
	const { folder, branch, left } = conflicts;
	return [
		"## How to answer here",
		`The sides lie in ${code(folder)} on the branch ${code(branch)}. For each conflict, do one of these there, and commit it to the branch:`,
		[
			"- edit its `.merged` until no line with `<<<<<<<`, `=======` or `>>>>>>>` is left,",
			"- or add the file that the path should become as `<path>.final`,",
			"- or run `update-train resolve --conflicts` in a clone of the branch, with `--ours`, `--theirs` or `--delete` for a side, and commit `.update-train/resolutions`."
		].join("\n"),
		"The next run records the answers, tests the result, takes these files away again and marks the pull request as ready. Until then it is a draft.",
		...left.length === 0 ? [] : [`Not laid there, as too large or not for the public: ${left.map(code).join(", ")}. The artifact has them, where one was uploaded; else \`update-train run\` in a clone lays them out.`]
	].join("\n\n");
}
function artifactSection({ artifacts: { pack, report } }) {
	const links = [...pack === null ? [] : [`[the pack](${pack})`], ...report === null ? [] : [`[report, diff zip and the rest](${report})`]];
	return links.length === 0 ? "" : `Artifacts: ${links.join(" · ")}`;
}

// src/train/finish-proposal.ts
const ownLabel = "update-train";
const changing = ["security", "conflict"];
async function label(proposal, signs, state, { proposals, settings }) {
	const wanted = [
		ownLabel,
		...changing.filter((one) => signs[one]),
		...settings.proposal.labels
	];
	const unwanted = changing.filter((one) => !wanted.includes(one));
	if (!await proposals.label(proposal, [...new Set(wanted)], unwanted)) await rememberRefused(proposal, state, "label", { proposals });
}
async function rememberRefused(proposal, state, what, { proposals }) {
	const next = {
		...state,
		refused: [...state.refused, what]
	};
	const body = withProposalState(proposal.body, next);
	await proposals.refresh(proposal, {
		title: proposal.title,
		body,
		draft: proposal.draft
	});
	return next;
}
function isUnfinished({ labels }, { refused }) {
	return !labels.includes("update-train") && !refused.includes("label");
}
async function mergeItself(proposal, state, { passed }, { proposals, settings, world }) {
	const { autoMerge } = settings.proposal;
	if (autoMerge === null || !passed || proposal.draft || proposal.autoMerge) return state;
	if (state.autoMerge === "declined") {
		world.log.info(`Somebody switched auto-merge of ${proposal.url} off, and it stays so.`);
		return state;
	}
	if (settings.test === null) world.log.warning("`auto-merge` is left out: no tests are configured, so nothing was tested.");
	else if (await proposals.account() === "other" && await proposals.mergeWhenReady(proposal, autoMerge)) {
		const merging = {
			...state,
			autoMerge: "on"
		};
		const body = withProposalState(proposal.body, merging);
		await proposals.refresh(proposal, {
			title: proposal.title,
			body,
			draft: proposal.draft
		});
		return merging;
	}
	return state;
}
async function finishOpening(proposal, state, desk) {
	const { proposals, settings, world } = desk;
	const passed = state.steps.at(-1)?.content !== null;
	await proposals.assign(proposal, settings.proposal);
	const merging = await mergeItself(proposal, state, { passed }, desk);
	await label(proposal, {
		security: /, \d+ security fix(?:es)?$/.test(proposal.title),
		conflict: !passed
	}, merging, desk);
	world.log.info(`Finished: ${proposal.url}, which a run had only opened.`);
}

// src/train/latest-proposal.ts
function bearsOurSign({ labels, body, title }, name) {
	return labels.includes("update-train") || body.includes("<!-- update-train:state ") || title.startsWith(`Update ${name}: level `);
}
async function latestProposal({ proposals, branch, name }) {
	const all = await proposals.ofBranch(branch);
	const isOurs = (proposal) => bearsOurSign(proposal, name);
	const here = all.filter(({ base }) => base === proposals.baseName);
	const open = here.find((one) => one.open);
	if (open !== void 0) return open;
	const elsewhere = all.find((one) => one.open && isOurs(one));
	if (elsewhere === void 0) return here.find(isOurs) ?? null;
	throw new TrainError("config", `${elsewhere.url} goes into ${elsewhere.base}, and this run stands on ${proposals.baseName}.`, { hint: "Run on that branch, give each branch a track of its own, or change the pull request’s base." });
}

// src/train/changed-meanwhile.ts
async function changedMeanwhile(standing, desk) {
	const { latest } = standing;
	const now = await latestProposal(desk);
	if (now?.number !== latest?.number || now?.open !== latest?.open) return {
		kind: "gone",
		now
	};
	if (now === null || standing.proposal === null) return {
		kind: "same",
		standing
	};
	const state = parseProposalState(now.body);
	return {
		kind: "same",
		standing: {
			...standing,
			proposal: now,
			latest: now,
			state
		}
	};
}

// src/train/conflict-files.ts
const sideLimit = 5e6;
async function conflictFiles(folder, conflicts, desk) {
	const { proposals, settings, availability, places } = desk;
	const isSecret = availability.restricted && !settings.allowPublicPack && await proposals.isPublic();
	const files = /* @__PURE__ */ new Map();
	const left = /* @__PURE__ */ new Map();
	for (const entry of await readdir(folder, {
		recursive: true,
		withFileTypes: true
	})) {
		if (!entry.isFile()) continue;
		const file = join(entry.parentPath, entry.name);
		const path = relative(folder, file).split(sep).join("/");
		const { size } = await stat(file);
		if (size > sideLimit) left.set(path, `${path} (${formatBytes(size)})`);
		else if (isSecret && /\.(base|theirs|merged|proposal)$/.test(path)) left.set(path, path);
		else if (path !== "conflicts.json") files.set(`${places.conflicts}/${path}`, await readFile(file));
	}
	const list = conflicts.map(({ open, ...conflict }) => {
		const there = (name) => name !== null && left.has(name) ? null : name;
		const { base, ours, theirs, merged, proposal } = conflict;
		return {
			...conflict,
			base: there(base),
			ours: there(ours),
			theirs: there(theirs),
			merged: there(merged),
			proposal: there(proposal)
		};
	});
	files.set(`${places.conflicts}/${conflictsListName}`, Buffer.from(`${JSON.stringify(list, null, 2)}\n`));
	return {
		files,
		left: [...left.values()].sort()
	};
}

// src/train/drafts.ts
function isTheirDraft(proposal, state) {
	if (proposal?.draft !== true) return false;
	if (state === null) return !(proposal.labels.includes("update-train") && proposal.labels.includes("conflict"));
	return state.draft === null || state.theirDraft;
}
function autoMergeOf({ draft, autoMerge }, state) {
	if (autoMerge) return "on";
	if (state?.autoMerge === "on") return draft ? null : "declined";
	return state?.autoMerge ?? null;
}
function autoMergeAfter(before, { autoMerge }, state) {
	return before.autoMerge && !autoMerge ? null : autoMergeOf(before, state);
}
function isTakenAllTheSame({ draft }, state) {
	return state?.draft === "tests" && !draft && !holdsConflicts(state);
}
function holdsConflicts({ steps }) {
	return steps.at(-1)?.content === null;
}

// src/train/hold-back.ts
async function holdBack(open, state, how, { proposals }) {
	if (!open.autoMerge && (how === "by-hand" || open.draft)) return open;
	const body = state === null ? open.body : withProposalState(open.body, intended(open, state, how));
	await proposals.refresh(open, {
		title: open.title,
		body,
		draft: open.draft
	});
	return how === "draft" ? proposals.hold({
		...open,
		body
	}) : proposals.stopMerging({
		...open,
		body
	});
}
function intended(open, state, how) {
	const autoMerge = autoMergeAfter(open, { autoMerge: false }, state);
	if (how === "by-hand") return {
		...state,
		autoMerge
	};
	return {
		...state,
		autoMerge,
		draft: "coming",
		theirDraft: isTheirDraft(open, state)
	};
}
function assertHeldBack({ url, autoMerge, draft }) {
	if (!autoMerge || draft) return;
	throw new TrainError("refused", `${url} is merged by GitHub itself, and that could not be switched off: its branch stays as it was.`, { hint: "Switch auto-merge off by hand, or give the token of an App as `token`, and run the job again." });
}
async function letGo(held, before, now, { proposals }) {
	if (held === before || now?.number !== held.number || !now.open || now.body !== held.body) return;
	await proposals.refresh(held, {
		title: before.title,
		body: before.body,
		draft: before.draft
	});
}
async function stopUntested(open, state, foreign, { proposals, branch }) {
	if (!open.autoMerge || state !== null && state.autoMerge !== "on") return;
	const { autoMerge } = await proposals.stopMerging(open);
	if (autoMerge) return;
	if (foreign === "other") await proposals.commentOnce(open, `<!-- update-train:untested ${open.head} -->`, `Auto-merge was switched off: \`${branch}\` has commits that are not update-train’s, and no run of it tested them. To have them merged all the same, merge it by hand or switch auto-merge on again.`);
	if (state === null) return;
	const body = withProposalState(open.body, {
		...state,
		autoMerge: null
	});
	await proposals.refresh(open, {
		title: open.title,
		body,
		draft: open.draft
	});
}

// src/train/proposal-body.ts
async function bodyOf({ candidate, published }, { proposal, state: former }, state, laid, { proposals, places, branch }) {
	const reviewed = proposal === null || former === null ? null : await proposals.lastReviewed(proposal);
	return pullRequestBody(candidate, {
		since: former === null ? null : sinceLines(former, reviewed, state.steps.at(-1)),
		conflicts: laid === null ? null : {
			folder: places.conflicts,
			branch,
			left: laid.left
		},
		artifacts: {
			pack: published.pack?.url ?? null,
			report: published.report?.url ?? null
		},
		boxes: [
			boxesHeading,
			"",
			boxLine("rebuild", "**rebuild from scratch**: the next run makes the branch’s files anew from the base branch"),
			boxLine("unignore", `**propose again**: closing without merging skips level ${candidate.to.level}; ticked, the next run proposes it again`)
		],
		hidden: formatProposalState(state)
	});
}
function sinceLines({ steps }, reviewed, now) {
	const atReview = steps.findLast(({ head }) => head === reviewed);
	const before = atReview ?? steps.at(-1);
	if (before === void 0 || now === void 0) return null;
	const come = now.updates.filter((id) => !before.updates.includes(id));
	const gone = before.updates.filter((id) => !now.updates.includes(id));
	const lines = [
		...before.level === now.level ? [] : [`level ${before.level} → ${now.level}`],
		...come.length === 0 ? [] : [`new updates: ${come.join(", ")}`],
		...gone.length === 0 ? [] : [`updates that are not in it any more: ${gone.join(", ")}`],
		...before.content === null && now.content !== null ? ["the conflicts are answered"] : [],
		...before.content !== null && now.content === null ? ["there are conflicts to answer"] : [],
		...before.content !== null && now.content !== null && before.content !== now.content ? ["other files in the pack"] : []
	];
	return {
		reviewed: atReview !== void 0,
		lines: lines.length === 0 ? ["the same candidate, made again"] : lines
	};
}
const notice = /^<!-- update-train:notice -->[\s\S]*?<!-- update-train:end -->\n\n/;
function withNotice(proposal, text) {
	return `<!-- update-train:notice -->\n${text}\n<!-- update-train:end -->\n\n${withoutNotice(proposal)}`;
}
function withoutNotice({ body }) {
	return body.replace(notice, "");
}

// src/train/propose.ts
async function assertProposable({ settings, proposals }) {
	if (settings.proposal.autoMerge === null || await proposals.account() === "other") return;
	throw new TrainError("config", "`auto-merge` needs a token of which GitHub says whose it is: what the job’s own merges starts no workflow, so nothing would be published after the merge.", { hint: anotherToken });
}
async function propose(making, standing, desk) {
	const { proposals, branch, settings, world } = desk;
	const first = await changedMeanwhile(standing, desk);
	if (first.kind === "gone") return lost(first.now, desk);
	const base = await proposals.base();
	const carried = making.passed?.carried ?? nothingCarried;
	if (!await isOverlayAsCarried(carried, base, desk)) return overtaken(first.standing.proposal, base, desk);
	const { files, laid } = await filesOf(making, base, standing, desk);
	const { candidate } = making;
	const title = world.secrets.redact(pullRequestTitle(candidate));
	const marks = {
		level: candidate.to.level,
		inputs: desk.inputs
	};
	const former = standing.branch;
	const made = await proposals.commit({
		tree: base.tree,
		parents: parentsOf(former, base),
		files,
		executable: carried.executable,
		message: (tree) => `${title}\n\n${commitMarks(marks, tree)}`,
		same: former?.holds === base.commit ? headOf(former) : null
	});
	tellSignature(made.signature, desk);
	const before = await changedMeanwhile(standing, desk);
	if (before.kind === "gone") return lost(before.now, desk);
	const going = before.standing;
	const held = going.proposal === null ? null : await heldBack(going.proposal, going.state, candidate, desk);
	const state = nextState(making, going, held, made.sha, desk);
	const draft = state.draft !== null || state.theirDraft;
	if (made.sha !== former?.head && !await proposals.moveBranch(branch, former?.head ?? null, made.sha)) {
		const latest = await latestProposal(desk);
		if (held !== null && going.proposal !== null) await letGo(held, going.proposal, latest, desk);
		return lost(latest, desk);
	}
	const after = held === null ? null : await changedMeanwhile(standing, desk);
	if (after?.kind === "gone") return lost(after.now, desk);
	const seen = after?.standing.proposal ?? null;
	const open = seen === null || held === null ? null : {
		...seen,
		draft: held.draft,
		autoMerge: held.autoMerge
	};
	const described = world.secrets.redact(await bodyOf(making, going, state, laid, desk));
	const text = {
		title,
		body: withTicksSince(described, standing.proposal?.body ?? "", open?.body ?? ""),
		draft
	};
	const proposal = open ?? await proposals.open(branch, text) ?? await openedAlready(state, desk);
	if (proposal === null) return lost(await latestProposal(desk), desk);
	if (open !== null) await proposals.refresh(open, text);
	if (!proposal.labels.includes("update-train")) await proposals.assign(proposal, settings.proposal);
	const now = {
		...proposal,
		...text,
		head: made.sha
	};
	const merging = await mergeItself(now, state, { passed: candidate.outcome === "updated" }, desk);
	const security = (countsOf(candidate).security ?? 0) > 0;
	const said = open === null && draft && !proposal.draft ? await rememberRefused(now, merging, "draft", desk) : merging;
	await label(now, {
		security,
		conflict: candidate.outcome === "conflict"
	}, said, desk);
	world.log.info(`${open === null ? "Opened" : "Refreshed"}: ${proposal.url}`);
	await tellDefaultAccount(desk);
	return {
		kind: "proposed",
		proposal: now
	};
}
async function heldBack(open, state, { outcome, tests }, desk) {
	const isConflict = outcome === "conflict";
	if (!isConflict && (desk.settings.proposal.autoMerge === null || tests?.passed === true)) return open;
	const held = await holdBack(open, state, isConflict ? "draft" : "by-hand", desk);
	assertHeldBack(held);
	return isConflict ? {
		...held,
		draft: true
	} : held;
}
async function openedAlready({ inputs, steps }, desk) {
	const found = await latestProposal(desk);
	const said = found === null ? null : parseProposalState(found.body);
	return found?.open === true && said?.inputs === inputs && found.head === steps.at(-1)?.head ? found : null;
}
async function filesOf({ candidate, published, kept, passed }, base, { branch }, desk) {
	if (passed === null) {
		const folder = published.paths.conflicts;
		if (folder === void 0) throw new Error("A conflict without a folder of conflicts cannot be proposed.");
		await assertBaseAsChecked(base, desk);
		const laid = await conflictFiles(folder, candidate.conflicts, desk);
		return {
			files: new Map([...await answerFiles(kept, desk), ...laid.files]),
			laid
		};
	}
	const { locked, applied, carried } = passed;
	const lock = await proposedLock(locked, base, branch?.head ?? null, desk);
	const had = [...applied.used, ...applied.made].map(({ key }) => key);
	const files = await answerFiles([...kept, ...had.filter((key) => !carried.keys.has(key))], desk);
	return {
		files: new Map([
			...files,
			...carried.files,
			[desk.places.lock, lock]
		]),
		laid: null
	};
}
function parentsOf(branch, base) {
	if (branch === null) return [base.commit];
	return branch.holds === base.commit ? [branch.head] : [branch.head, base.commit];
}
function headOf({ commits, head }) {
	return commits?.find(({ sha }) => sha === head) ?? null;
}
function nextState({ candidate }, { proposal, state, rebuild }, held, head, { inputs, others }) {
	const step = {
		head,
		level: candidate.to.level,
		updates: candidate.updates.map(({ id }) => id.slice(0, 100)).slice(0, 100),
		content: candidate.digests?.content ?? null
	};
	const former = rebuild ? [] : state?.steps ?? [];
	return bounded({
		version: 1,
		inputs,
		others,
		draft: candidate.outcome === "conflict" ? "conflict" : null,
		theirDraft: isTheirDraft(proposal, state),
		autoMerge: held === null || proposal === null ? null : autoMergeAfter(proposal, held, state),
		closed: false,
		refused: [],
		steps: [...former, step]
	});
}
function lost(proposal, { branch, world }) {
	const end = proposal?.merged === true ? "merged" : "closed";
	world.log.info(proposal === null || proposal.open ? `${branch} was moved by another run or a person meanwhile: this run leaves it as it is.` : `${proposal.url} was ${end} meanwhile: this run leaves it as it is.`);
	return {
		kind: "lost",
		proposal
	};
}
function overtaken(proposal, { name }, { world }) {
	world.log.info(`The overlay was changed on ${name} meanwhile: the next run proposes with that.`);
	return {
		kind: "lost",
		proposal
	};
}
function tellSignature(signature, { world }) {
	if (signature === null) return;
	world.log.info(signature.verified ? "The commit is signed by GitHub (verified)." : `The commit is not signed (${signature.reason}): GitHub signs what the job’s own token or an App commits.`);
}
async function tellDefaultAccount({ proposals, world }) {
	if (await proposals.account() === "default") world.log.info("This is the job’s own token: workflows of its pull requests wait until somebody approves their run. With the token of an App they start at once (docs/reference.md, “The token of an App”).");
}

// src/train/keep-mergeable.ts
async function keepMergeable(proposal, state, desk) {
	const { proposals, branch, others, places, settings, origin, world } = desk;
	const step = state.steps.at(-1);
	if (state.others === others || state.draft === "conflict" || step === void 0) return;
	if (!await proposals.isStuck(proposal)) return;
	const base = await proposals.base();
	if (!await isBaseAsChecked(base, desk)) return;
	const [now, ours] = [await proposals.readFile(base.commit, places.lock), await proposals.readFile(proposal.head, places.lock)];
	if (ours === null) return;
	const { productName: product } = origin;
	const entry = lockedTrack(parseLock(ours.toString(), `${places.lock} of ${branch}`), product, settings.track);
	if (entry === null) return;
	const lock = parseLock(now?.toString() ?? "{\"version\": 1, \"products\": {}}", `${places.lock} of ${base.name}`);
	const laid = withTrack(withoutTrack(lock, product, settings.track), product, settings.track, entry);
	const carried = await carriedOn(proposal.head, base, desk);
	if (carried === null) return;
	const files = new Map([...carried, [places.lock, Buffer.from(formatLock(laid))]]);
	for (const [path, blob] of await proposals.list(proposal.head, places.resolutions)) files.set(`${places.resolutions}/${path}`, await proposals.read(blob));
	const { sha } = await proposals.commit({
		tree: base.tree,
		parents: [proposal.head, base.commit],
		files,
		executable: executableOf(carried.keys(), desk),
		message: (tree) => `Lay ${desk.name} over the lock of ${base.name}\n\n${commitMarks({
			level: step.level,
			inputs: state.inputs
		}, tree)}`,
		same: null
	});
	if (!await proposals.moveBranch(branch, proposal.head, sha)) {
		world.log.info(`${branch} was moved by somebody else meanwhile; it is left as it is.`);
		return;
	}
	const steps = [...state.steps.slice(0, -1), {
		...step,
		head: sha
	}];
	const body = withProposalState(proposal.body, {
		...state,
		others,
		steps
	});
	await proposals.refresh(proposal, {
		title: proposal.title,
		body,
		draft: proposal.draft
	});
	world.log.info(`${proposal.url} met the lock of ${base.name}, and was laid over it again.`);
}

// src/train/remove-branch.ts
async function removeOurBranch(head, own, desk) {
	const { proposals, branch, world } = desk;
	const other = (await proposals.ofBranch(branch)).find(({ open, number }) => open && number !== own);
	if (other === void 0) return await proposals.removeBranch(branch, head);
	world.log.info(`The branch ${branch} stays: ${other.url} is open from it.`);
	return false;
}

// src/train/standing-proposal.ts
async function tidyProposal(desk) {
	const { branch, world } = desk;
	const latest = await latestProposal(desk);
	if (latest?.merged === true && await removeOurBranch(latest.head, latest.number, desk)) world.log.info(`The branch ${branch} is merged and was deleted.`);
	if (latest?.open === true && bearsOurSign(latest, desk.name)) await closeSuperseded(latest, desk);
}
async function closeSuperseded(proposal, desk) {
	const { proposals, branch: name, availability, world } = desk;
	const { level } = availability.installed;
	const state = parseProposalState(proposal.body);
	if (state?.closed === true) return;
	const base = await proposals.base();
	if (!await isBaseAsChecked(base, desk)) return;
	const branch = await proposals.branch(name, base);
	const isOurs = branch?.commits?.every((commit) => marksOf(commit) !== null) === true;
	const reason = `Closed: ${base.name} is at level ${level}, and there is nothing newer to take. What this pull request proposed is there already, or was withdrawn.`;
	const kept = branch === null || isOurs ? "" : `\n\nThe branch \`${name}\` stays, as it has commits that are not update-train’s: nothing of yours is lost. Take them from there, or reopen the pull request: then it is left open.`;
	const marker = `<!-- update-train:superseded ${proposal.head} -->`;
	await proposals.commentOnce(proposal, marker, `${reason}${kept}`);
	const body = state === null ? proposal.body : withProposalState(proposal.body, {
		...state,
		closed: true
	});
	await proposals.close(proposal, body);
	world.log.info(`${proposal.url} is superseded and was closed.`);
	if (branch !== null && isOurs) await removeOurBranch(branch.head, proposal.number, desk);
}
async function markFailed({ to, tests }, standing, desk) {
	const { proposals, world } = desk;
	if (standing.proposal === null) return;
	const now = await changedMeanwhile(standing, desk);
	if (now.kind === "gone") {
		world.log.info(`${standing.proposal.url} was closed or merged meanwhile, and stays as it is.`);
		return;
	}
	const { proposal, state } = now.standing;
	if (proposal === null) return;
	const level = state?.steps.at(-1)?.level;
	const text = `> [!WARNING]\n> The tests of level ${to.level} failed (${plain(tests?.reason ?? "")}). The branch still holds ${level === void 0 ? "the candidate" : `level ${level}`} described below; it is a draft until a newer candidate passes. To take it all the same, mark it as ready.`;
	const noticed = withNotice(proposal, text);
	const isTaken = isTakenAllTheSame(proposal, state);
	const held = isTaken ? proposal : {
		...await holdBack(proposal, state, "draft", desk),
		draft: true
	};
	const next = state === null ? null : failing(proposal, held, state);
	const body = next === null ? noticed : withProposalState(noticed, next);
	await proposals.refresh(held, {
		title: proposal.title,
		body,
		draft: held.draft
	});
	world.log.info(isTaken ? `${proposal.url} is marked as ready, and stays so.` : `${proposal.url} is a draft now.`);
}
function failing(before, held, state) {
	const theirDraft = isTheirDraft(before, state);
	return {
		...state,
		draft: "tests",
		theirDraft,
		autoMerge: autoMergeAfter(before, held, state)
	};
}
async function clearFailure(proposal, state, desk) {
	const isConflict = holdsConflicts(state);
	const theirDraft = state.theirDraft && proposal.draft;
	const draft = isConflict || theirDraft;
	const next = {
		...state,
		draft: isConflict ? "conflict" : null,
		theirDraft,
		autoMerge: autoMergeOf(proposal, state)
	};
	const body = withProposalState(withoutNotice(proposal), next);
	await desk.proposals.refresh(proposal, {
		title: proposal.title,
		body,
		draft
	});
	await mergeItself({
		...proposal,
		body,
		draft
	}, next, { passed: !isConflict }, desk);
}
async function reopened(open, { proposals }) {
	const state = parseProposalState(open.body);
	if (state?.closed !== true) return open;
	const body = withProposalState(open.body, {
		...state,
		closed: false
	});
	await proposals.refresh(open, {
		title: open.title,
		body,
		draft: open.draft
	});
	return {
		...open,
		body
	};
}

// src/train/standing.ts
async function standingOf(desk) {
	const { branch: name } = desk;
	const latest = await latestProposal(desk);
	if (latest?.open === true) return standingOfOpen(await reopened(latest, desk), desk);
	if (latest !== null && !latest.merged && await isIgnored(latest, desk)) return {
		kind: "held",
		reason: "ignored",
		proposal: latest
	};
	if (latest?.merged === true && await removeOurBranch(latest.head, latest.number, desk)) desk.world.log.info(`The branch ${name} is merged and was deleted.`);
	return standingOfBranch(latest, desk);
}
function going(branch, latest, more = {}) {
	return {
		kind: "go",
		proposal: null,
		latest,
		state: null,
		branch,
		answers: [],
		rebuild: false,
		...more
	};
}
async function standingOfBranch(latest, desk) {
	const { proposals, branch: name } = desk;
	const branch = await proposals.branch(name, await proposals.base());
	if (branch === null || latest !== null && isTicked(latest.body, "rebuild")) return going(branch, latest, { rebuild: branch !== null });
	const foreign = await foreignOf(branch, desk);
	if (foreign.kind !== "other") return going(branch, latest, { answers: foreign.kind === "answers" ? foreign.paths : [] });
	if (latest === null) throw new TrainError("config", `The branch ${name} holds commits that are not update-train’s.`, { hint: `Move them to a branch of another name, and delete ${name}: update-train proposes with it.` });
	await sayForeign(latest, branch, foreign, desk);
	return {
		kind: "held",
		reason: "awaiting-review",
		proposal: latest
	};
}
async function standingOfOpen(proposal, desk) {
	const { proposals, branch: name, inputs } = desk;
	const held = {
		kind: "held",
		reason: "awaiting-review",
		proposal
	};
	const rebuild = isTicked(proposal.body, "rebuild");
	const state = parseProposalState(proposal.body);
	const head = state?.steps.at(-1)?.head ?? null;
	if (!rebuild && state?.inputs === inputs && head === proposal.head) {
		await keepUp(proposal, state, desk);
		return held;
	}
	const branch = await proposals.branch(name, await proposals.base());
	if (branch === null || rebuild) return going(branch, proposal, {
		proposal,
		state,
		rebuild
	});
	const own = ownCommit(branch);
	const foreign = await foreignOf(branch, desk);
	if (foreign.kind !== "none") await stopUntested(proposal, state, foreign.kind, desk);
	const isWritten = own !== null && own.inputs === inputs && (head === null || head === own.sha);
	const isMeant = foreign.kind === "answers" || foreign.kind === "other" && foreign.strays.length + foreign.overlay.length > 0;
	const isOurs = state !== null || proposal.labels.includes("update-train");
	if (isWritten && isOurs && !isMeant) return held;
	if (foreign.kind !== "other") return going(branch, proposal, {
		proposal,
		state,
		answers: foreign.kind === "answers" ? foreign.paths : []
	});
	await sayForeign(proposal, branch, foreign, desk);
	return held;
}
async function keepUp(proposal, state, desk) {
	if (isUnfinished(proposal, state)) await finishOpening(proposal, state, desk);
	if (state.draft === "tests" || state.draft === "coming") await clearFailure(proposal, state, desk);
	else if (state.draft === "conflict") await keepHeld(proposal, state, desk);
	else await keepMergeable(proposal, state, desk);
}
async function keepHeld(proposal, state, { proposals }) {
	if (state.refused.includes("draft")) await proposals.stopMerging(proposal);
	else if ((await proposals.hold(proposal)).refused) await rememberRefused(proposal, state, "draft", { proposals });
}
const shown = 10;
async function sayForeign(proposal, branch, { strays, overlay }, desk) {
	const { proposals, branch: name, availability, world } = desk;
	world.log.warning(`${name} has commits of other people’s, and stays as it is.`);
	const wayOut = proposal.open ? "merge or close it" : "delete the branch (take what you need elsewhere first)";
	const named = (paths) => `${paths.slice(0, shown).map(code).join(", ")}${paths.length > shown ? ` and ${paths.length - shown} more` : ""}`;
	const what = strays.length === 0 ? "they are more than answers to conflicts" : `these files among the answers answer nothing, or were taken away: ${named(strays)}`;
	const mend = overlay.length > 0 ? ` What they change in the overlay (${named(overlay)}) is not in the pack that was tested, and merging does not bring it there: make that change on the base branch instead, where the next run finds and tests it.` : strays.length === 0 ? "" : " An answer is the `.merged` of a listed path without marks, a `<path>.final` for one, or what `update-train resolve` recorded: take the others off the branch, or put them back as they were.";
	const text = [`Level ${availability.target.level} waits, as \`${name}\` has commits that are not update-train’s, and ${what}. So it stays as it is: nothing of yours is overwritten.${mend}`, `To go on, ${wayOut}, or tick **rebuild from scratch** in the description: then the files of the branch are made anew from the base branch. Your commits stay in its history, their changes do not count any more.`].join("\n\n");
	const marker = `<!-- update-train:foreign ${ownCommit(branch)?.sha ?? ""}${strays.length + overlay.length === 0 ? "" : ` ${branch.head}`} -->`;
	await proposals.commentOnce(proposal, marker, text);
}
async function isIgnored(closed, desk) {
	const { proposals, availability, inputs } = desk;
	if (isTicked(closed.body, "unignore")) return false;
	const state = parseProposalState(closed.body);
	if (state?.closed === true) return false;
	const { installed, target } = availability;
	const commit = state === null ? await proposals.findCommit(closed.head) : null;
	const marks = commit === null ? null : marksOf(commit);
	const level = (state?.steps.findLast(({ head }) => head === closed.head) ?? state?.steps.at(-1))?.level ?? marks?.level ?? levelInTitle(closed.title);
	if (level === null) throw new TrainError("config", `${closed.url} was closed without merging, and which level it was about cannot be read any more.`, { hint: "Tick its box “propose again”, or put the level back into its title: `level 8 → 12`." });
	if (installed.level === target.level) return (state?.inputs ?? marks?.inputs) === inputs;
	return level === target.level;
}
function levelInTitle(title) {
	const level = /level (?:\d+ → )?(\d+)/.exec(title)?.[1];
	return level === void 0 ? null : Number(level);
}

// src/train/proposing.ts
async function tidyProposals(work, host, world) {
	const desk = await openDesk(work, host, world);
	if (desk !== null) await tidyProposal(desk);
}
async function startProposing(work, scratch, host, world) {
	const given = await openDesk(work, host, world);
	if (given === null) return null;
	const standing = await standingOf(given);
	if (standing.kind === "held") return heldBy(standing.reason, standing.proposal, given);
	await assertProposable(given);
	await copyAnswers(work.settings.resolutions, scratch);
	const desk = {
		...given,
		settings: {
			...given.settings,
			resolutions: scratch
		}
	};
	const kept = await takeAnswers(standing, desk);
	const put = async (making) => {
		const result = await propose({
			...making,
			kept
		}, standing, desk);
		if (result.kind === "lost") return outcomeOfHeld("awaiting-review", result.proposal, desk);
		const { number, url } = result.proposal;
		return {
			number,
			url
		};
	};
	let carried = nothingCarried;
	return {
		resolutions: scratch,
		carry: async (candidate, applied) => {
			carried = await carryOverlay(candidate, applied, desk);
		},
		passed: (candidate, published, locked, applied) => put({
			candidate,
			published,
			passed: {
				locked,
				applied,
				carried
			}
		}),
		conflicted: async (candidate, published) => desk.settings.proposal.conflicts ? put({
			candidate,
			published,
			passed: null
		}) : null,
		failed: async (candidate) => {
			await markFailed(candidate, standing, desk);
			return standing.proposal;
		}
	};
}
async function copyAnswers(from, to) {
	await makeFolder(to);
	if (await exists(from)) await cp(from, to, { recursive: true });
}
function heldBy(reason, proposal, desk) {
	const { target } = desk.availability;
	const where = proposal === null ? desk.branch : proposal.url;
	desk.world.log.info(reason === "ignored" ? `${where} was closed without merging: level ${target.level} is skipped until there is a newer one, or its box “propose again” is ticked.` : `${where} waits for people; nothing was fetched or tested.`);
	return outcomeOfHeld(reason, proposal, desk);
}
function outcomeOfHeld(reason, proposal, { origin, availability }) {
	const { updates, counts, installed, target } = availability;
	return {
		outcome: "held",
		reason,
		product: origin.productName,
		channel: origin.channel,
		installed,
		target,
		counts: countsOf({
			updates,
			counts,
			summary: null
		}),
		proposal: proposal === null ? null : {
			number: proposal.number,
			url: proposal.url
		}
	};
}

// src/suite/run-suite.ts
const defaultTestTimeout = 18e5;
async function runSuite(request) {
	const { command, onLine, redact } = request;
	using log = openLog(request.logFile);
	const result = await runProcess({
		command: "/bin/sh",
		args: [
			"-c",
			"exec /bin/sh -c \"$1\" 2>&1",
			"sh",
			command
		],
		cwd: request.cwd,
		env: suiteEnvironment(request),
		timeout: request.timeout ?? 18e5,
		signal: request.signal,
		onLine: (raw) => {
			const line = redact(raw);
			log.write(line);
			onLine?.(line);
		}
	});
	const { exitCode, ended, leftBehind, elapsed } = result;
	return {
		passed: ended === "exited" && exitCode === 0,
		exitCode,
		ended,
		leftBehind,
		elapsed,
		command: redact(command),
		tail: result.tail.map(redact)
	};
}
function suiteEnvironment(request) {
	return {
		...withoutCredentials(request.env),
		PRODUCT_HOME: request.home,
		UPDATE_TRAIN_PACK: request.pack,
		UPDATE_TRAIN_PRODUCT: request.product,
		UPDATE_TRAIN_CHANNEL: request.channel,
		UPDATE_TRAIN_FROM_LEVEL: String(request.fromLevel),
		UPDATE_TRAIN_TO_LEVEL: String(request.toLevel)
	};
}
function openLog(path) {
	const orThrow = (work) => {
		try {
			return work();
		} catch (error) {
			throw writeError(error, path);
		}
	};
	const descriptor = orThrow(() => {
		mkdirSync(dirname(path), { recursive: true });
		return openSync(path, "w");
	});
	return {
		write: (line) => orThrow(() => appendFileSync(descriptor, `${line}\n`)),
		[Symbol.dispose]: () => closeSync(descriptor)
	};
}

// src/train/test.ts
async function test(settings, origin, availability, applied, logFile, world) {
	if (settings.test === null) return null;
	const { timeout } = settings.test;
	const request = {
		command: settings.test.command,
		timeout: timeout ?? void 0,
		home: applied.home,
		pack: applied.candidate.file,
		product: origin.productName,
		channel: origin.channel,
		fromLevel: availability.installed.level,
		toLevel: availability.target.level,
		cwd: world.cwd,
		env: world.env,
		logFile,
		redact: world.secrets.redact,
		signal: world.signal
	};
	const result = await world.log.relay((onLine) => runSuite({
		...request,
		onLine
	}));
	world.signal.throwIfAborted();
	if (result.leftBehind) world.log.warning("The tests left processes running; they were ended.");
	const { command, passed, elapsed, tail } = result;
	return {
		command,
		passed,
		reason: reasonOf(result),
		milliseconds: elapsed,
		tail
	};
}
function reasonOf({ passed, ended, exitCode }) {
	if (passed) return "";
	if (ended === "timed-out") return "stopped by the time limit";
	if (exitCode === 127) return "exit code 127: a command was not found";
	return exitCode === null ? "ended by a signal" : `exit code ${exitCode}`;
}

// src/train/up-to-date.ts
async function isUpToDate(known) {
	const { settings, origin, availability, overlay, hotfixes, host } = known;
	const { installed, target } = availability;
	if (installed.level !== target.level) return false;
	if ((origin.locked?.overlayDigest ?? null) !== (overlay?.digest ?? null)) return false;
	if (areHotfixesNew(hotfixes, settings, origin)) return false;
	if (!await isAnsweredAnew(origin.locked?.answered ?? {}, settings.resolutions)) return true;
	host.log.info(`Level ${target.level} is built again: a recorded answer that it was built with was replaced by another one.`);
	return false;
}

// src/train/update-zip.ts
async function updateZipIfAsked({ settings, origin, availability, tool, staging, world }, installed, candidate) {
	const { installed: from, target: to } = availability;
	if (!settings.createUpdate || tool.packUpdate === null || from.level === to.level) return null;
	const { product, channel } = origin;
	try {
		const path = await tool.packUpdate({
			product,
			channel,
			from,
			to,
			pack: installed.file,
			out: staging
		});
		const file = {
			kind: "update-zip",
			name: basename(path),
			path
		};
		candidate.warnings.push(...await assertNoSecrets([file], {
			vendor: null,
			base: null
		}, world, "It is not published"));
		candidate.updateZip = {
			name: file.name,
			size: (await stat(path)).size
		};
		return file;
	} catch (error) {
		world.signal.throwIfAborted();
		if (!(error instanceof TrainError)) throw error;
		const warning = world.secrets.redact(`There is no update zip of ${nameOfProduct(product)}: ${error.message} ${error.hint}`);
		world.log.warning(warning);
		candidate.warnings.push(warning);
		return null;
	}
}

// src/train/run.ts
async function run(settings, host, world, { useLock, dryRun }) {
	const stations = stationsOf(host.log, world.clock);
	await using staging = await host.staging();
	await clearLeftovers(settings, world);
	const memory = useLock ? await memoryOf(settings, host, world) : null;
	const origin = await findOrigin(settings, memory);
	await using tool = chooseTool(settings, knownTool(origin), world);
	await using team = await teamFiles(settings, world);
	const { overlay } = team;
	const hotfixes = await readHotfixes(settings, world);
	const availability = await stations.run("check", () => check(settings, origin, tool, host));
	tell(availability, origin, host);
	const proposes = useLock && !dryRun;
	const proposedWork = {
		settings,
		origin,
		availability,
		overlay,
		hotfixes
	};
	if (await isUpToDate({
		settings,
		origin,
		availability,
		overlay,
		hotfixes,
		host
	})) {
		if (proposes) await tidyProposals(proposedWork, host, world);
		return {
			outcome: "up-to-date",
			product: origin.productName,
			channel: origin.channel,
			installed: origin.installed
		};
	}
	await using work = await temporaryFolder(world.temporary);
	const scratch = join(work.path, "answers");
	const proposing = proposes ? await startProposing(proposedWork, scratch, host, world) : null;
	if (isHeld(proposing)) return proposing;
	if (proposes && proposing === null) await assertWritableLock(settings.lock);
	const { resolutions } = proposing ?? settings;
	const applyWork = {
		settings: {
			...settings,
			resolutions
		},
		origin,
		availability,
		tool,
		overlay,
		hotfixes,
		host,
		world,
		folder: work.path,
		staging: staging.path
	};
	const applied = await stations.run("apply", () => apply(applyWork));
	const candidate = describe({
		...applyWork,
		settings
	}, applied, stations, world);
	if (memory === null) candidate.answering.overlay = null;
	else if (candidate.overlay !== null) candidate.overlay.sharer = await overlaySharer(settings, origin.productName, memory.lock);
	if (applied.kind === "conflict") {
		const conflict = {
			...candidate,
			outcome: "conflict",
			conflicts: applied.conflicts
		};
		const outcome = await finish(conflict, noFiles, applyWork);
		const proposal = await proposing?.conflicted(conflict, outcome.published) ?? null;
		return isHeld(proposal) ? proposal : {
			...outcome,
			proposal
		};
	}
	candidate.difference = await differenceOf(applied.installed.file, applied.candidate.file);
	candidate.digests = await digestsOf(applied, overlay);
	const log = join(staging.path, testLogName);
	candidate.tests = settings.test === null ? null : await stations.run("test", () => test(settings, origin, availability, applied, log, world));
	if (candidate.tests?.passed === false) return {
		...await finish({
			...candidate,
			outcome: "tests-failed"
		}, noFiles, applyWork),
		proposal: await proposing?.failed(candidate) ?? null
	};
	const publishing = async (parts) => {
		if (candidate.tests !== null) await assertUntouched(applied, candidate);
		candidate.components = await parts.run("listing libraries", () => componentsIfWanted(settings, candidate, applied.candidate, applied.installed, world));
		await proposing?.carry(candidate, applied);
		const diff = await parts.run("making the diff zip", () => diffZip(applyWork, applied, candidate));
		candidate.pack = packNameOf(candidate);
		candidate.diff = diff === null ? null : {
			name: diff.file.name,
			size: diff.size
		};
		const updateZip = await updateZipIfAsked(applyWork, applied.installed, candidate);
		const [pack, vendor] = [applied.candidate.file, applied.vendor.file];
		const files = {
			pack,
			diff: diff?.file ?? null,
			vendor,
			updateZip
		};
		const vendorSha256 = await vendorDigest(applied, candidate);
		let outcome = await parts.run("searching and handing over", () => finish(candidate, files, applyWork));
		if (dryRun) return outcome;
		let toCommit = [];
		if (memory !== null) {
			const locked = lockedCandidate(candidate, vendorSha256, world);
			const isWritten = await writeAnswers(applied, resolutions);
			if (proposing === null) {
				await attestIfAsked(settings, outcome.published, host, availability.restricted);
				const release = await releaseIfAsked(candidate, outcome, applyWork);
				if (release !== void 0) outcome = {
					...outcome,
					release
				};
				await lockAndKeep(applyWork, candidate, locked, applied, memory.teams);
				toCommit = [settings.lock, ...isWritten ? [resolutions] : []];
			} else {
				const proposed = await proposing.passed(candidate, outcome.published, locked, applied);
				if (isHeld(proposed)) return proposed;
				outcome = {
					...outcome,
					proposal: proposed
				};
			}
		}
		const vendorFile = await stillThere(applied.vendor.file, outcome);
		const key = keyOf(origin, applied.installed.base, tool, candidate.to.level);
		const { level } = availability.installed;
		const needed = proposing === null ? [] : [keyOf(origin, applied.installed.base, tool, level)];
		await parts.run("keeping the vendor pack", () => host.keepVendorPack(key, vendorFile, availability.restricted, needed));
		return {
			...outcome,
			toCommit
		};
	};
	return await stations.run("publish", () => inParts(world, publishing));
}
async function vendorDigest({ vendor, candidate: { file } }, candidate) {
	return (vendor.file === file ? candidate.digests?.packSha256 : void 0) ?? (await sha256OfFile(vendor.file)).sha256;
}
async function writeAnswers({ made, held }, resolutions) {
	for (const { key, resolution, file } of made) await writeResolution(resolutions, key, resolution, file);
	const kept = await Promise.all(held.map(({ key, file }) => keepHeld$1(resolutions, key, file)));
	return made.length > 0 || kept.includes(true);
}
async function lockAndKeep({ settings, origin, host, world }, candidate, locked, applied, teams) {
	const entry = await lockCandidate(settings, candidate, locked, origin.locked, world);
	if (entry === null) return;
	const state = await formatState(entry, applied, settings.resolutions, teams);
	await host.keepState(candidate.product, candidate.track, state);
}
const noFiles = {
	pack: null,
	diff: null,
	vendor: null
};
function tell(availability, origin, host) {
	const { warnings, installed, target, updates } = availability;
	for (const warning of warnings) host.log.warning(warning);
	const where = `${origin.productName}, channel ${origin.channel}`;
	host.log.info(installed.level === target.level ? `${where}: level ${installed.level} is up to date.` : `${where}: level ${installed.level} → ${target.level}${countsIn(availability)}.`);
	for (const { id, kind, severity, title } of updates) host.log.info(`  ${id} ${severity === null ? kind : `${kind}, ${severity}`}: ${title}`);
}
async function diffZip(work, applied, candidate) {
	const former = await formerCandidate(work, applied.installed);
	if (former.pack !== null) {
		const date = dateOf(candidate.to);
		const after = {
			...applied.candidate,
			sha256: candidate.digests?.packSha256
		};
		const { file, size } = await diffBetween(former.pack, after, date, work.staging, work.world);
		return {
			file: diffFile(candidate, file),
			size
		};
	}
	const warning = `There is no diff zip: ${former.changed} since the installed candidate was made, so it cannot be built again.`;
	work.host.log.warning(warning);
	candidate.warnings.push(warning);
	return null;
}
async function finish(candidate, files, work) {
	const published = await publish(candidate, files, work);
	return {
		outcome: candidate.outcome,
		candidate,
		published,
		proposal: null,
		toCommit: []
	};
}
async function releaseIfAsked(candidate, { published }, { settings, host, availability }) {
	const { product, channel, to, digests } = candidate;
	const identity = {
		level: to.level,
		channel,
		contentDigest: digests?.content ?? ""
	};
	const place = await findRelease(settings, host, product, identity);
	if (place === null) return void 0;
	return place.url ?? await releaseCandidate(place.tag, candidate, published, host, availability.restricted);
}
async function stillThere(file, { published }) {
	return await exists(file) ? file : published.paths.pack ?? file;
}
function isHeld(result) {
	return result !== null && result !== void 0 && "outcome" in result && result.outcome === "held";
}

export { run as t };