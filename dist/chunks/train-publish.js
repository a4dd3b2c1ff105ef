import { n as exists, o as writeFileAtomically, r as makeFolder } from "./kernel-files.js";
import { r as sha256OfFile } from "./kernel-sha256.js";
import { t as conflictsListName } from "./merge-record.js";
import { t as comparePacks } from "./pack-difference.js";
import { i as startPace, o as readHomeFile } from "./pack-extract.js";
import { l as contentOf$1, u as writeZip } from "./train-update-pack.js";
import { a as readPieces, i as localSignature, m as endsAsZip, p as endSignature, r as openArchive, t as openPack } from "./pack-open-pack.js";
import { n as formatElapsed, t as formatBytes } from "./kernel-time.js";
import { t as countsOf } from "./report-candidate.js";
import { a as writeError, t as TrainError } from "./kernel-errors.js";
import { n as temporaryFolder } from "./kernel-temporary.js";
import { o as vouchedPack } from "./train-vendor-pack.js";
import { readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { closeSync, openSync, rmSync, statSync, writeSync } from "node:fs";

// src/pack/diff-zip.ts
const diffManifestName = "update-train-diff.json";
/** Writes the diff zip from one pack to another: a manifest, then every changed and added file as it lies in `after`. */
async function writeDiffZip(work) {
	const { before, after, out, timestamp } = work;
	const difference = comparePacks(before, after);
	const directories = compareDirectories(before, after);
	const manifest = {
		format: "update-train-diff",
		version: 1,
		root: after.root,
		contentDigest: work.digests,
		sha256: work.sha256,
		removed: difference.removed,
		renamed: difference.renamed,
		modes: modesOf(after, [
			...difference.modeChanged,
			...difference.renamed.map(({ to }) => to),
			...directories.modeChanged,
			...directories.added
		]),
		addedDirectories: directories.added,
		removedDirectories: directories.removed
	};
	const wanted = /* @__PURE__ */ new Set([...difference.changed, ...difference.added]);
	const pace = startPace(work, after.size);
	return writeZip(out, Buffer.alloc(0), pace, async (output) => {
		const content = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
		await output.add({
			name: diffManifestName,
			kind: "file",
			mode: 420,
			timestamp
		}, contentOf$1(content));
		for (const [path, entry] of after.entries) if (wanted.has(path)) await output.copy(after.archive, entry);
	});
}
function compareDirectories(before, after) {
	const changes = {
		added: [],
		removed: [],
		modeChanged: []
	};
	const directory = (pack, path) => {
		const entry = pack.entries.get(path);
		return entry?.kind === "directory" ? entry.mode : void 0;
	};
	for (const path of /* @__PURE__ */ new Set([...before.entries.keys(), ...after.entries.keys()])) {
		const old = directory(before, path);
		const now = directory(after, path);
		if (old === now) continue;
		if (old === void 0) changes.added.push(path);
		else if (now === void 0) changes.removed.push(path);
		else changes.modeChanged.push(path);
	}
	return {
		added: changes.added.sort(),
		removed: changes.removed.sort(),
		modeChanged: changes.modeChanged.sort()
	};
}
function modesOf(pack, paths) {
	const modes = {};
	for (const path of [...paths].sort()) {
		const entry = pack.entries.get(path);
		if (entry !== void 0) modes[path] = entry.mode;
	}
	return modes;
}

// src/report/changes-by-area.ts
/** Groups a difference by the product's top folders, in the order of their names. */
function changesByArea(difference) {
	const areas = /* @__PURE__ */ new Map();
	const note = (column, sign, path, shown = path) => {
		const name = path.includes("/") ? path.slice(0, path.indexOf("/")) : ".";
		const area = areas.get(name) ?? {
			name,
			counts: [
				0,
				0,
				0,
				0,
				0
			],
			lines: []
		};
		area.counts[column] += 1;
		area.lines.push({
			sign,
			path: shown
		});
		areas.set(name, area);
	};
	for (const path of difference.changed) note(0, "changed", path);
	for (const path of difference.added) note(1, "added", path);
	for (const path of difference.removed) note(2, "removed", path);
	for (const { from, to } of difference.renamed) note(3, "renamed", to, `${from} → ${to}`);
	for (const path of difference.modeChanged) note(4, "mode changed", path);
	return [...areas.values()].sort((one, other) => one.name < other.name ? -1 : 1);
}

// src/report/markdown-text.ts
/**
* Text from a feed or a file name, as Markdown that shows it and does nothing else:
* one line, no markup, no HTML, no mention of people.
*/
function plain(text) {
	return oneLine(text).replace(/[\\`*_{}[\]<>#~!]|^[-+=]|(?<=^\d+)[.)]/g, (character) => `\\${character}`).replace(/@/g, "@​").replace(/&/g, "&amp;");
}
/** A path or a hash as a code span, whatever it holds. */
function code(text) {
	const line = oneLine(text);
	const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map((run) => run.length));
	const fence = "`".repeat(longest + 1);
	return longest === 0 ? `${fence}${line}${fence}` : `${fence} ${line} ${fence}`;
}
/** Lines of output as a fenced block that they cannot close. */
function block(lines) {
	const longest = Math.max(2, ...lines.flatMap((line) => line.match(/`+/g) ?? []).map((run) => run.length));
	const fence = "`".repeat(longest + 1);
	return `${fence}text\n${lines.join("\n")}\n${fence}`;
}
/** Cells are `plain` or `code`; their `|` are escaped here, as a code span outside of a table would show the backslash. */
function table(head, rows) {
	const line = (cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
	return [
		line(head),
		line(head.map(() => "---")),
		...rows.map(line)
	].join("\n");
}
/** `1 update`, `3 updates`. */
function plural(count, noun) {
	return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
function oneLine(text) {
	return text.replace(/\p{Cc}+/gu, " ").trim();
}

// src/report/markdown.ts
/**
* The report as Markdown, in the order of what a reader needs: what happened, what to decide, what changed, the proof.
* Where it would be longer than `limit` bytes, its longest sections are left out, and it says so.
*/
function renderMarkdown(candidate, limit = Number.POSITIVE_INFINITY) {
	return `${within(limit, reportSections(candidate), "see report.md").join("\n\n")}\n`;
}
/** The report's sections, its headline first; those with nothing to say are left out. */
function reportSections(candidate) {
	return [
		headline(candidate),
		conflicts(candidate),
		warnings(candidate),
		updates(candidate),
		toolSummary(candidate),
		takenAway(candidate),
		manualSteps(candidate),
		tests(candidate),
		changes(candidate),
		customisations(candidate),
		drift(candidate),
		evidence(candidate),
		stations(candidate)
	].filter((section) => section !== "");
}
/** Sections that are `limit` bytes at most with a blank line between: of the longest only the heading stays, and `where` the rest is. */
function within(limit, sections, where) {
	const sizes = sections.map((section) => Buffer.byteLength(section) + 2);
	if (sizes.reduce((sum, size) => sum + size, 0) <= limit) return sections;
	const longest = sizes.indexOf(Math.max(...sizes));
	const [heading = ""] = sections[longest]?.split("\n", 1) ?? [];
	const note = `${heading}\n\nToo long to be shown here: ${where}.`;
	if (Buffer.byteLength(note) + 2 >= (sizes[longest] ?? 0)) return sections;
	return within(limit, sections.with(longest, note), where);
}
/** `acme-gateway-1.0.0: level 2 → 6`. */
function titleOf(candidate) {
	const { product, from, to, outcome } = candidate;
	if (outcome === "reverted") return `${product}: reverted from level ${from.level} to ${to.level}`;
	return from.level === to.level ? `${product}: level ${to.level}, built again` : `${product}: level ${from.level} → ${to.level}`;
}
const verdicts = {
	updated: "✅ **Updated.** The candidate is ready.",
	reverted: "↩️ **Reverted.** The track runs an earlier candidate again, byte for byte. No tests were run: these bytes passed before.",
	conflict: "⛔ **Conflict.** Nothing was changed: the update and the team changed the same files.",
	"tests-failed": "❌ **The tests failed.** The candidate is not published."
};
function verdictOn({ outcome, tests, firstPassed }) {
	if (firstPassed !== void 0) return `✅ **Published.** This is the candidate of the lock, which first passed ${firstPassed}: its content digest is the same.`;
	return outcome === "updated" && tests === null ? "✅ **Updated.** No tests were configured, so nothing is known of how it behaves." : verdicts[outcome];
}
function headline(candidate) {
	const { updates: count, security } = countsOf(candidate);
	const parts = [
		`channel ${code(candidate.channel)}`,
		`track ${code(candidate.track)}`,
		plural(count, "update"),
		...security === 0 ? [] : [`**${plural(security, "security fix").replace("fixs", "fixes")}**`]
	];
	return `# ${plain(titleOf(candidate))}\n\n${verdictOn(candidate)}\n\n${parts.join(" · ")}`;
}
function conflicts(candidate) {
	if (candidate.conflicts.length === 0) return "";
	const rows = candidate.conflicts.map((conflict) => [
		code(conflict.path),
		conflict.kind,
		stateOf(conflict)
	]);
	const hunks = candidate.conflicts.flatMap(({ path, open }) => open.map((hunk) => `<details><summary>${plain(path)}</summary>\n\n${sidesOf(hunk)}\n\n</details>`));
	return [
		"## To decide",
		table([
			"file",
			"what meets",
			"where it stands"
		], rows),
		...hunks,
		"All sides lie in the folder `conflicts`: `.base` (the installed level), `.ours`, `.theirs` (the update) and `.merged`. To answer, put the file that a path should become beside it as `.final`, or choose a side, and record it: `update-train resolve`. The answer is kept in `.update-train/resolutions`: commit it, and it counts for the same conflict everywhere. A `.merged` without marks can simply be taken into your overlay (or your pack)."
	].join("\n\n");
}
function stateOf({ merged, open, kind, renamedTo }) {
	if (renamedTo !== void 0) return `the update has ${code(renamedTo)} instead: choose one`;
	if (kind === "delete/modify") return "it was deleted here: let it stay so (`--delete`), or take the update’s";
	if (merged === null) return kind === "binary" ? "no text: choose one" : "choose one";
	return open.length === 0 ? `both changes fit together: take ${code(merged)}` : `${plural(open.length, "place")}${open.length === 5 ? " or more" : ""} to decide in ${code(merged)}`;
}
function sidesOf({ base, ours, theirs }) {
	const side = (name, text) => `${name}\n\n${block(text.replace(/\n$/, "").split("\n"))}`;
	return [
		side("installed level", base),
		side("ours", ours),
		side("update", theirs)
	].join("\n\n");
}
function warnings(candidate) {
	if (candidate.warnings.length === 0) return "";
	return `## Warnings\n\n${candidate.warnings.map((warning) => `- ${plain(warning)}`).join("\n")}`;
}
function updates(candidate) {
	return candidate.updates.length === 0 ? "" : `## Updates\n\n${updateTable(candidate.updates)}`;
}
function takenAway(candidate) {
	return candidate.takenAway.length === 0 ? "" : `## Updates that go away\n\n${updateTable(candidate.takenAway)}`;
}
function updateTable(updates) {
	const marks = {
		security: "🔒 security",
		fix: "fix",
		improvement: "improvement"
	};
	const rows = updates.map((update) => [
		String(update.level),
		code(update.id),
		update.severity === null ? marks[update.kind] : `${marks[update.kind]}, ${update.severity}`,
		[plain(update.title), ...update.cves.map(plain)].join("; ")
	]);
	return table([
		"level",
		"update",
		"kind",
		"what"
	], rows);
}
/** What a tool that lists no updates says in its own words; its text is shown as text, whatever is in it. */
function toolSummary({ summary }) {
	if (summary === null) return "";
	const { numbers, source, text, added, changed, removed } = summary;
	const sources = {
		changelog: "by the update tool’s own changelog",
		log: "by the update tool’s log",
		difference: "by comparing the pack; the update tool does not say"
	};
	const list = numbers.length === 0 ? "" : `: ${numbers.map(code).join(", ")}`;
	const counts = `${added.length} added, ${changed.length} changed, ${removed.length} removed`;
	const details = `<details><summary>changelog</summary>\n\n${block(text.split("\n"))}\n\n</details>`;
	return [
		"## What was updated",
		`${plural(numbers.length, "update")}${list} (${sources[source]}). Files: ${counts}.`,
		...text === "" ? [] : [details]
	].join("\n\n");
}
function manualSteps(candidate) {
	const steps = candidate.updates.filter((update) => update.instructions !== "");
	if (steps.length === 0) return "";
	return `## To do by hand\n\n${steps.map((update) => `- [ ] ${code(update.id)} ${plain(update.instructions)}`).join("\n")}`;
}
function tests({ tests: evidence }) {
	if (evidence === null) return "";
	const took = formatElapsed(evidence.milliseconds);
	const verdict = evidence.passed ? `✅ passed in ${took}` : `❌ ${plain(evidence.reason)} (${took})`;
	const output = `<details><summary>last output</summary>\n\n${block(evidence.tail)}\n\n</details>`;
	return `## Tests\n\n${code(evidence.command)} ${verdict}${evidence.tail.length === 0 ? "" : `\n\n${output}`}`;
}
function changes({ difference }) {
	if (difference === null) return "";
	const areas = changesByArea(difference);
	if (areas.length === 0) return "## Files\n\nNo file changed.";
	const rows = areas.map((area) => [code(area.name), ...area.counts.map((count) => count === 0 ? "" : String(count))]);
	const list = areas.flatMap((area) => area.lines.map(({ sign, path }) => `- ${sign} ${code(path)}`));
	return [
		"## Files",
		table([
			"where",
			"changed",
			"added",
			"removed",
			"renamed",
			"mode"
		], rows),
		`<details><summary>every file</summary>\n\n${list.join("\n")}\n\n</details>`
	].join("\n\n");
}
function customisations({ overlay, notices }) {
	const added = new Set(overlay?.added);
	const lines = [
		...(overlay?.laid ?? []).map((path) => added.has(path) ? `- ${code(path)} is yours; the product has no such file` : `- ${code(path)} is yours and replaces the product’s`),
		...(overlay?.converged ?? []).map((path) => `- ${code(path)} is now the same in the product: your copy can go`),
		...notices.filter((notice) => !isDrift(notice)).map(noticeLine)
	];
	return lines.length === 0 ? "" : `## Your customisations\n\n${lines.join("\n")}`;
}
/** Rows 5 and 6 of the decision table, and what says so itself. */
function isDrift({ row, drift = row === "5" || row === "6" }) {
	return drift;
}
/** What differs from the vendor's product, and will again with its next change. */
function drift({ notices }) {
	const lines = notices.filter(isDrift).map(noticeLine);
	return lines.length === 0 ? "" : `## Drift\n\n${lines.join("\n")}`;
}
function noticeLine({ path, severity, message }) {
	return `- ${severity === "warning" ? "⚠️ " : ""}${code(path)} ${plain(message)}`;
}
function evidence({ digests, pack, diff }) {
	if (digests === null) return "";
	const rows = [
		...pack === null ? [] : [["pack", `${code(pack)}, ${formatBytes(digests.packSize)}`]],
		["pack SHA-256", code(digests.packSha256)],
		["content digest", code(digests.content)],
		...diff === null ? [] : [["diff zip", `${code(diff.name)}, ${formatBytes(diff.size)}`]],
		["vendor content digest", code(digests.vendor)],
		["base SHA-256", code(digests.base)],
		...digests.overlay === null ? [] : [["overlay digest", code(digests.overlay)]],
		...digests.resolutions === null ? [] : [["resolutions digest", code(digests.resolutions)]]
	];
	return `## Evidence\n\n${table(["what", "value"], rows)}`;
}
function stations({ stations: times, createdAt }) {
	const line = times.map(({ name, milliseconds }) => `${name} ${formatElapsed(milliseconds)}`).join(" → ");
	return `---\n\n${line === "" ? "" : `${line} · `}${createdAt}`;
}

// src/pack/needles.ts
/**
* Prepares one pass for all needles, each of two bytes or more (Wu and Manber, *A fast algorithm for multi-pattern
* searching*, 1994): the last two bytes of a window as long as the shortest needle say how far it may move on.
*/
function needlesOf(forms) {
	const window = Math.min(...forms.map(({ bytes }) => bytes.length));
	const longest = Math.max(0, ...forms.map(({ bytes }) => bytes.length));
	if (forms.length === 0) return {
		longest,
		find: () => null
	};
	const shifts = (/* @__PURE__ */ new Uint8Array(65536)).fill(Math.min(window - 1, 255));
	/** By the last two bytes of their first window. */
	const ending = /* @__PURE__ */ new Map();
	for (const form of forms) {
		for (let at = 1; at < window; at += 1) {
			const pair = form.bytes.readUInt16BE(at - 1);
			shifts[pair] = Math.min(shifts[pair] ?? 0, window - 1 - at);
		}
		const pair = form.bytes.readUInt16BE(window - 2);
		ending.set(pair, [...ending.get(pair) ?? [], form]);
	}
	const find = (bytes) => {
		for (let at = window - 1; at < bytes.length;) {
			const pair = (bytes[at - 1] ?? 0) << 8 | (bytes[at] ?? 0);
			const shift = shifts[pair] ?? 0;
			if (shift === 0) {
				const start = at - window + 1;
				const found = ending.get(pair)?.find((form) => isAt(bytes, start, form.bytes));
				if (found !== void 0) return found;
			}
			at += Math.max(1, shift);
		}
		return null;
	};
	return {
		longest,
		find
	};
}
function isAt(bytes, start, wanted) {
	const end = start + wanted.length;
	return end <= bytes.length && bytes.compare(wanted, 0, wanted.length, start, end) === 0;
}
/** Pieces may be used again after `take`: what a needle could begin in is copied. */
function searchInPieces(needles) {
	const reach = Math.max(0, needles.longest - 1);
	let found = null;
	let edge = Buffer.alloc(0);
	return {
		found: () => found,
		take: (piece) => {
			if (reach === 0 || found !== null) return;
			if (edge.length > 0) found = needles.find(Buffer.concat([edge, piece.subarray(0, reach)]));
			found ??= needles.find(piece);
			edge = Buffer.concat([edge, piece.subarray(-reach)]).subarray(-reach);
		}
	};
}

// src/pack/scan-limits.ts
/** How far a scan looks into archives within archives. What is beyond is searched as it lies, and said to be unread. */
const scanLimits = {
	/** Archives around an entry, the pack itself not counted: a jar in a war in an ear of the pack is the third. */
	depth: 3,
	/** Bytes of one such archive, which is laid on disk to be opened. */
	archiveBytes: 1073741824,
	/** How many of them are opened in one scan. */
	archives: 5e4,
	/** Bytes of content in all of them together, as they declare it; every entry is held to what it declares. */
	contentBytes: 17179869184
};
/** What one of them may ask of the memory. */
const nestedLimits = {
	entries: 2e5,
	directoryBytes: 33554432
};

// src/pack/spool.ts
/** Writes `path` anew, from the first piece on; it is gone at the end of the scope. */
function openSpool(path) {
	let fd = -1;
	let size = 0;
	return {
		take: (piece) => {
			try {
				if (fd === -1) fd = openSync(path, "w+");
				for (let done = 0; done < piece.length;) done += writeSync(fd, piece, done, piece.length - done, size + done);
			} catch (error) {
				throw writeError(error, path);
			}
			size += piece.length;
		},
		file: () => ({
			path,
			fd,
			size
		}),
		[Symbol.dispose]: () => {
			if (fd === -1) return;
			closeSync(fd);
			rmSync(path, { force: true });
		}
	};
}

// src/pack/scan-content.ts
/** The content of an entry of an open zip. */
function contentOf(archive, entry, at, pace) {
	const read = async (take) => {
		for await (const piece of readPieces(archive, entry)) {
			take(piece);
			await pace.advance(piece.length);
		}
	};
	return {
		...at,
		size: entry.size,
		read
	};
}
/** What a zip says of an entry besides its content: name, comment, extra fields. */
function scanText({ needles, finds }, bytes, at) {
	const found = needles[at.place].find(bytes);
	if (found !== null) finds.push({
		path: at.path,
		secret: found.secret
	});
}
/** One needle alone: Node's own search is faster. */
const zipEnd = {
	longest: endSignature.length,
	find: (bytes) => bytes.includes(endSignature) ? {
		secret: "",
		bytes: endSignature
	} : null
};
/** Searches content; throws `pack-damaged` where it is not what its zip says. */
async function scanContent(scanning, content) {
	const { finds, unread, needles, work } = scanning;
	const { path, place, depth } = content;
	const search = searchInPieces(needles[place]);
	const end = searchInPieces(zipEnd);
	const tooMuch = beyond(scanning, content);
	const begin = {
		isZip: false,
		isOver: false
	};
	using spool = openSpool(join(work.folder, `${depth}.zip`));
	await content.read((piece) => {
		begin.isZip ||= !begin.isOver && beginsAsZip(piece);
		begin.isOver = true;
		if (begin.isZip && tooMuch === null) spool.take(piece);
		search.take(piece);
		end.take(piece);
	});
	const before = finds.length;
	if (begin.isZip || end.found() !== null) {
		if (tooMuch !== null) unread.push({
			path,
			why: tooMuch
		});
		else {
			if (!begin.isZip) await content.read((piece) => spool.take(piece));
			if (begin.isZip || endsAsZip(spool.file())) await lookInto(scanning, spool.file().path, content);
		}
	}
	const found = search.found();
	if (found !== null && finds.length === before) finds.push({
		path,
		secret: found.secret
	});
}
/** Searches what an archive holds that was laid at `file`. */
async function lookInto(scanning, file, content) {
	const { limits, opened, unread } = scanning;
	const { path } = content;
	opened.archives += 1;
	try {
		await using archive = await openArchive(file, nestedLimits);
		const bytes = archive.entries.reduce((sum, { size }) => sum + size, 0);
		if (opened.contentBytes + bytes <= limits.contentBytes) {
			opened.contentBytes += bytes;
			await scanMembers(scanning, archive, content);
		} else unread.push({
			path,
			why: `archives in archives hold more than ${formatBytes(limits.contentBytes)}`
		});
	} catch (error) {
		if (!(error instanceof TrainError) || !error.code.startsWith("pack-")) throw error;
		unread.push({
			path,
			why: error.message.replace(file, "it").replace(/\.$/, "")
		});
	}
}
/** Names and comments were seen with the archive as it lies. */
async function scanMembers(scanning, archive, around) {
	const { place } = around;
	const pace = startPace({ signal: scanning.work.signal }, 0);
	for (const entry of archive.entries) {
		const at = {
			path: `${around.path}!/${entry.name}`,
			place,
			depth: around.depth + 1
		};
		if (entry.kind !== "directory") await scanContent(scanning, contentOf(archive, entry, at, pace));
	}
}
/** Why an archive is not opened; null where it is. */
function beyond({ limits, opened }, { depth, size }) {
	if (depth >= limits.depth) return `it lies in ${limits.depth} archives`;
	if (size > limits.archiveBytes) return `it has more than ${formatBytes(limits.archiveBytes)}`;
	return opened.archives >= limits.archives ? `${limits.archives} archives were opened` : null;
}
/** A local header, or the end record of an empty zip (APPNOTE.TXT 4.3.7, 4.3.16). */
function beginsAsZip(piece) {
	if (piece.length < 4) return false;
	return piece.readUInt32LE(0) === 67324752 || piece.subarray(0, 4).equals(endSignature);
}

// src/pack/scan.ts
/**
* Begins a scan. Content is searched piece by piece while it is inflated. Archives in it are known by their bytes, not by
* their names, and opened within the limits; what cannot be is searched as it lies, and is in `unread`.
*/
function startScan(work) {
	const needlesIn = (place) => needlesOf(work.secrets.formsIn(place));
	const scanning = {
		work,
		limits: {
			...scanLimits,
			...work.limits
		},
		needles: {
			product: needlesIn("product"),
			updates: needlesIn("updates"),
			report: needlesIn("report")
		},
		finds: [],
		unread: [],
		opened: {
			archives: 0,
			contentBytes: 0
		}
	};
	return {
		finds: scanning.finds,
		unread: scanning.unread,
		zip: (path, known) => scanZip(scanning, path, known),
		file: async (path, name, place) => {
			const pace = startPace(work, 0);
			const { size } = statSync(path);
			const read = (take) => readHomeFile(path, pace, take);
			await scanContent(scanning, {
				path: name,
				place,
				depth: 0,
				size,
				read
			});
		}
	};
}
async function scanZip(scanning, path, known) {
	await using archive = await openArchive(path);
	const vouched = await identitiesIn(known);
	const isUnknown = (entry) => {
		const below = belowRoot(entry.name);
		return placeOf(below) === "updates" || !vouched.has(`${below} ${identityOf(entry)}`);
	};
	const total = archive.entries.filter(isUnknown).reduce((sum, { size }) => sum + size, 0);
	const pace = startPace(scanning.work, total);
	scanText(scanning, archive.comment, {
		path: "the comment of the zip",
		place: "product"
	});
	for (const entry of archive.entries) {
		const below = belowRoot(entry.name);
		const at = {
			path: below,
			place: placeOf(below),
			depth: 0
		};
		scanText(scanning, entry.header, at);
		if (isUnknown(entry)) await scanContent(scanning, contentOf(archive, entry, at, pace));
	}
}
async function identitiesIn(files) {
	const found = /* @__PURE__ */ new Set();
	for (const file of files) {
		await using archive = await openArchive(file);
		for (const entry of archive.entries) found.add(`${belowRoot(entry.name)} ${identityOf(entry)}`);
	}
	return found;
}
function identityOf({ kind, size, crc32 }) {
	return `${kind} ${size} ${crc32}`;
}
/** What lies beside the root folder, as the manifest of a diff zip, keeps its name. */
function belowRoot(name) {
	return name.slice(name.indexOf("/") + 1);
}
function placeOf(path) {
	return path.startsWith("updates/") ? "updates" : "product";
}

// src/train/assert-no-secrets.ts
/** Entries that a message names. */
const shown = 5;
/** Says which secrets are no more than words, and so not looked for everywhere. */
function tellShortSecrets({ log, secrets }) {
	for (const name of secrets.short) log.warning(`${name.charAt(0).toUpperCase()}${name.slice(1)} has fewer than ${8} characters: it is looked for in reports, logs and updates/ only, and with fewer than ${4} nowhere.`);
}
/**
* Looks for the run's secrets in files that are about to be published. Throws `verification` with the places, never with a
* value. Gives a warning, which was logged, for archives that could not be looked into.
*/
async function assertNoSecrets(files, { vendor, base }, world) {
	const { log, secrets, signal, temporary } = world;
	if (secrets.formsIn("updates").length === 0) return [];
	await using folder = await temporaryFolder(temporary);
	const scan = startScan({
		secrets,
		folder: folder.path,
		signal,
		progress: (done, total) => log.progress("looking for secrets", done, total)
	});
	const known = base === null ? [] : [base];
	for (const { path } of files.filter(({ kind }) => kind === "pack")) {
		await scan.zip(path, known);
		known.push(path);
	}
	if (vendor !== null && !known.includes(vendor)) await scan.zip(vendor, known);
	for (const file of files) if (file.kind !== "pack") await scanOther(scan, file, known);
	if (scan.finds.length > 0) throw found(scan.finds, world);
	const warnings = scan.unread.length === 0 ? [] : [unreadWarning(scan.unread)];
	for (const warning of warnings) log.warning(warning);
	return warnings;
}
async function scanOther(scan, { kind, name, path }, known) {
	switch (kind) {
		case "pack":
		case "diff": return scan.zip(path, known);
		case "conflicts":
		case "replaced":
			for (const entry of await readdir(path, {
				recursive: true,
				withFileTypes: true
			})) {
				const file = join(entry.parentPath, entry.name);
				if (entry.isFile()) await scan.file(file, `${name}/${relative(path, file)}`, "product");
			}
			return;
		default: return scan.file(path, name, "report");
	}
}
function found(finds, { secrets }) {
	const clauses = finds.map(({ path, secret }) => `${secrets.redact(path)} holds ${secret}`);
	return new TrainError("verification", `Nothing is published, as ${listed(clauses)}.`, { hint: "Take it out where it comes from (the pack, an overlay, an answer, the tests), and change the secret if others may have read it. If the vendor’s own file happens to hold such a text, name the vanilla pack as `base` (--base)." });
}
function unreadWarning(unread) {
	return `Not looked into for secrets: ${listed(unread.map(({ path, why }) => `${path} (${why})`))}.`;
}
function listed(all) {
	const clauses = [...new Set(all)];
	const more = clauses.length - shown;
	return `${clauses.slice(0, shown).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

// src/train/publish.ts
/** Names of the files that a run makes. */
const reportName = "report.md";
const candidateName = "candidate.json";
const testLogName = "test.log";
function packNameOf(candidate) {
	return `${candidate.product}+${candidate.to.level}.${candidate.channel}.${candidate.track}.zip`;
}
function diffNameOf({ product, from, to, channel, track }) {
	return `${product}+${from.level}..${to.level}.${channel}.${track}.diff.zip`;
}
/** How the candidate's pack differs from another, by their central directories. */
async function differenceOf(before, after) {
	await using old = await openPack(before);
	await using updated = await openPack(after);
	return comparePacks(old, updated);
}
/** Writes the diff zip between two packs into `staging`; gives its path and bytes. `timestamp` dates its manifest. */
async function diffBetween(before, after, timestamp, staging, world) {
	await using old = await openPack(before.file);
	await using updated = await openPack(after.file);
	const file = join(staging, "diff.zip");
	const { size } = await writeDiffZip({
		before: old,
		after: updated,
		digests: {
			before: before.contentDigest,
			after: after.contentDigest
		},
		sha256: {
			before: (await sha256OfFile(before.file, world.signal)).sha256,
			after: (await sha256OfFile(after.file, world.signal)).sha256
		},
		out: file,
		timestamp,
		signal: world.signal
	});
	return {
		file,
		size
	};
}
/** The diff zip with the name users know it by. */
function diffFile(candidate, path) {
	return {
		kind: "diff",
		name: diffNameOf(candidate),
		path
	};
}
/**
* Station 4: hands the finished files to the host, once no secret was found in them. A candidate that did not pass is not
* published as one: only its report, its evidence and the log of its tests are. `vendor` is what will be kept.
*/
async function publish(candidate, files, { staging, host, world, availability, settings }) {
	const finished = [];
	if (files.pack !== null) {
		finished.push({
			kind: "pack",
			name: packNameOf(candidate),
			path: files.pack
		});
		if (files.diff !== null) finished.push(files.diff);
	}
	finished.push(...await evidenceFolders(candidate, staging));
	const log = join(staging, testLogName);
	if (await exists(log)) finished.push({
		kind: "log",
		name: testLogName,
		path: log
	});
	const base = files.pack === null ? null : await vouchedPack(settings, availability, world);
	tellShortSecrets(world);
	candidate.warnings.push(...await assertNoSecrets(finished, {
		vendor: files.vendor,
		base
	}, world));
	const texts = [await textFile("report", reportName, renderMarkdown(candidate), staging), await textFile("candidate", candidateName, `${JSON.stringify(candidate, null, 2)}\n`, staging)];
	await assertNoSecrets(texts, {
		vendor: null,
		base: null
	}, world);
	const { product, track } = candidate;
	return host.publish({
		product,
		track,
		files: [...finished, ...texts],
		restricted: availability.restricted
	});
}
/** What was laid out of conflicts, and what was replaced of the team's, each with a list of it for programs. */
async function evidenceFolders(candidate, staging) {
	const folders = [];
	if (candidate.conflicts.length > 0) {
		const list = candidate.conflicts.map(({ open, ...conflict }) => conflict);
		folders.push(await listedFolder("conflicts", conflictsListName, list, staging));
	}
	const replaced = join(staging, "replaced");
	if (candidate.outcome === "updated" && await exists(replaced)) {
		const paths = (await readdir(replaced, {
			recursive: true,
			withFileTypes: true
		})).flatMap((entry) => entry.isFile() ? [relative(replaced, join(entry.parentPath, entry.name))] : []);
		folders.push(await listedFolder("replaced", "replaced.json", paths.sort(), staging));
	}
	return folders;
}
async function listedFolder(kind, list, content, staging) {
	const path = join(staging, kind);
	await textFile(kind, list, `${JSON.stringify(content, null, 2)}\n`, path);
	return {
		kind,
		name: kind,
		path
	};
}
async function textFile(kind, name, content, staging) {
	const path = join(staging, name);
	await makeFolder(staging);
	await writeFileAtomically(path, content);
	return {
		kind,
		name,
		path
	};
}

export { packNameOf as a, testLogName as c, titleOf as d, within as f, table as g, plural as h, differenceOf as i, renderMarkdown as l, plain as m, diffBetween as n, publish as o, code as p, diffFile as r, reportName as s, candidateName as t, reportSections as u };