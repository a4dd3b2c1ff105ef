import { t as namesOfSomeRuns } from "./host-host.js";
import { c as writeFileAtomically, i as makeFolder, n as exists } from "./kernel-files.js";
import { t as conflictsListName } from "./merge-waiting.js";
import { n as formatElapsed, t as formatBytes } from "./kernel-time.js";
import { t as countsOf } from "./report-candidate.js";
import { t as isByHand } from "./merge-decision.js";
import { t as answerCommands } from "./report-answer-commands.js";
import { n as shellWord } from "./report-shell-word.js";
import { t as TrainError } from "./kernel-errors.js";
import { n as temporaryFolder } from "./kernel-temporary.js";
import { o as nestedLimits, s as scanLimits, t as openArchive } from "./pack-archive.js";
import { a as readPieces, h as endsAsZip, i as localSignature, m as endSignature, u as headerOf } from "./pack-entry-content.js";
import { o as readHomeFile } from "./pack-inventory.js";
import { t as openDiffZip } from "./pack-open-diff.js";
import { t as startPace } from "./pack-pace.js";
import { n as openSpool } from "./pack-spool.js";
import { s as vouchedPack } from "./train-vendor-pack.js";
import { join, posix, relative } from "node:path";
import { statSync } from "node:fs";
import { readdir } from "node:fs/promises";

// src/report/changes-by-area.ts
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
function plain(text) {
	return oneLine(text).replace(/[\\`*_{}[\]<>#~!]|^[-+=]|(?<=^\d+)[.)]/g, (character) => `\\${character}`).replace(/@|#(?=\d)/g, "$&​").replace(/\bGH(?=-\d)|:(?=\/\/)|\bwww(?=\.)/gi, "$&​").replace(/&/g, "&amp;");
}
function code(text) {
	const line = oneLine(text);
	const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map((run) => run.length));
	const fence = "`".repeat(longest + 1);
	return longest === 0 ? `${fence}${line}${fence}` : `${fence} ${line} ${fence}`;
}
function block(lines, language = "text") {
	const longest = Math.max(2, ...lines.flatMap((line) => line.match(/`+/g) ?? []).map((run) => run.length));
	const fence = "`".repeat(longest + 1);
	return `${fence}${language}\n${lines.join("\n")}\n${fence}`;
}
function table(head, rows) {
	const line = (cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
	return [
		line(head),
		line(head.map(() => "---")),
		...rows.map(line)
	].join("\n");
}
function plural(count, noun) {
	return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
function oneLine(text) {
	return text.replace(/\p{Cc}+/gu, " ").trim();
}

// src/report/conflicts-section.ts
function conflictsSection({ conflicts, answering }) {
	if (conflicts.length === 0) return "";
	const rows = conflicts.map((conflict) => [
		code(conflict.path),
		conflict.kind,
		stateOf(conflict)
	]);
	const hunks = conflicts.flatMap(({ path, open }) => open.map((hunk) => `<details><summary>${plain(path)}</summary>\n\n${sidesOf(hunk)}\n\n</details>`));
	const commands = [answering.conflicts === null ? "conflicts=conflicts  # where you have unpacked the folder from the artifact" : `conflicts=${shellWord(answering.conflicts)}`, ...answerCommands(conflicts, {
		conflicts: "\"$conflicts\"",
		resolutions: answering.resolutions === null ? null : shellWord(answering.resolutions)
	})];
	return [
		"## To decide",
		table([
			"file",
			"what meets",
			"where it stands"
		], rows),
		...hunks,
		`All sides lie in the folder ${code(answering.conflicts ?? "conflicts")}: \`.base\` (the installed level, where the table says nothing else), \`.ours\`, \`.theirs\` (the update) and \`.merged\`. To answer, put the file that a path should become beside it as \`.final\`, or choose a side, and record it, in the folder of your repository:`,
		block(commands, "sh"),
		`The answers are kept in ${code(answering.resolutions ?? ".update-train/resolutions")}: commit that folder, and they count for the same conflicts everywhere; then run again. A \`.merged\` without marks can simply be taken into your overlay (or your pack).`
	].join("\n\n");
}
function stateOf(conflict) {
	const todo = whatToDo(conflict);
	return conflict.again === void 0 ? todo : `${whyAgain[conflict.again]}: ${todo}`;
}
const installed = "`.theirs` is what the vendor has at the installed level";
const whyAgain = {
	edited: "you changed it in the overlay after it was answered or merged; `.base` is what it was then, `.theirs` the answer",
	lost: `what was answered or merged for it is not recorded any more; ${installed}`,
	returned: `it left your overlay, and came back as it was before updates that it never met; ${installed}`,
	doubtful: `recorded answers to it contradict each other, and no lock says which one counts here; ${installed}`
};
function whatToDo({ merged, open, row, kind, renamedTo, sides }) {
	if (renamedTo !== void 0) return `the update has ${code(renamedTo)} instead: choose one`;
	if (isByHand({
		row,
		kind
	}, sides)) return "change your overlay or pack by hand, or let `on-conflict` say whose it is";
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

// src/report/customisations-section.ts
function customisations({ overlay, notices }) {
	const said = new Set(notices.map(({ path }) => path));
	const lines = [...overlay === null ? [] : overlayLines(overlay, said), ...notices.filter((notice) => !isDrift(notice)).map(noticeLine)];
	return lines.length === 0 ? "" : `## Your customisations\n\n${lines.join("\n")}`;
}
function overlayLines(overlay, said) {
	const added = new Set(overlay.added);
	const merged = /* @__PURE__ */ new Set([...overlay.merged.map(({ path }) => path), ...overlay.carried]);
	const answered = new Map(overlay.answered.map(({ path, key }) => [path, key]));
	const become = (path) => {
		if (merged.has(path)) return "is yours, merged with the product’s";
		if (answered.get(path) !== void 0) return "is laid as you answered; your overlay can take it from the new pack";
		return added.has(path) ? "is yours; the product has no such file" : "is yours and replaces the product’s";
	};
	return [
		...overlay.laid.filter((path) => !said.has(path)).map((path) => `- ${code(path)} ${become(path)}`),
		...overlay.modes.map(({ path, mode }) => `- ${code(path)} has your permission bits, ${code(bitsOf(mode))}; its content is the product’s`),
		...overlay.removed.filter((path) => !said.has(path)).map((path) => `- ${code(path)} is taken away, as you have it`),
		...overlay.given.filter((path) => !said.has(path)).map((path) => `- ${code(path)} is as the product has it, as was answered: your copy can go`),
		...overlay.converged.map((path) => `- ${code(path)} is now the same in the product: your copy can go`)
	];
}
function bitsOf(mode) {
	return mode.toString(8).padStart(4, "0");
}
function isDrift({ row, drift = row === "5" || row === "6" }) {
	return drift;
}
function drift({ notices, overlay }) {
	const drifted = notices.filter(isDrift);
	const said = new Set(drifted.map(({ path }) => path));
	const lines = [...drifted.map(noticeLine), ...(overlay?.merged ?? []).filter(({ path }) => !said.has(path)).map(({ path }) => `- ${code(path)} was merged with an earlier update; your overlay can take it from the new pack, best before you change it there again`)];
	return lines.length === 0 ? "" : `## Drift\n\n${lines.join("\n")}`;
}
function noticeLine({ path, severity, message }) {
	return `- ${severity === "warning" ? "⚠️ " : ""}${code(path)} ${plain(message)}`;
}

// src/report/take-over-section.ts
const shown$1 = 20;
function takeOver({ overlay, answering }) {
	if (overlay === null || answering.overlay === null) return "";
	const coming = overlay.carried.length === 0 ? [] : [`Merging the pull request does that for ${overlay.carried.map(code).join(", ")}.`];
	const folder = answering.overlay;
	const answers = answering.resolutions ?? ".update-train/resolutions";
	const packed = new Set(overlay.packed);
	const links = new Set(overlay.links);
	const copy = ({ path, key }) => {
		const from = shellWord(`${answers}/${key}.blob`);
		const to = shellWord(`${folder}/${path}`);
		return `${links.has(path) ? `test -f ${from} && rm -f ${to} && ` : packed.has(path) ? `mkdir -p ${shellWord(posix.dirname(`${folder}/${path}`))} && ` : ""}cp ${from} ${to}`;
	};
	const lines = [...[...overlay.merged, ...overlay.answered].map(copy), ...[...overlay.given, ...overlay.converged].filter((path) => !packed.has(path)).map((path) => `rm ${shellWord(`${folder}/${path}`)}`)].filter((line) => !/\p{Cc}/u.test(line));
	if (lines.length + coming.length === 0) return "";
	const rest = lines.length - shown$1;
	const more = rest > 0 ? [`# and ${plural(rest, "more file")}, in the same way`] : [];
	const left = overlay.left.map(({ path, reason }) => `${code(path)} does not come with the pull request: ${plain(reason)}.`);
	const byHand = [
		"Nothing hurries: until then, the recorded answers stand for these files.",
		...overlay.sharer === null ? [] : [`**${plain(overlay.sharer)} lays the same folder, or may do so.** What is taken over counts there as well, whatever its level is: wait until it is at this one, or give it a folder of its own.`],
		...overlay.gone.length === 0 ? [] : [`Leave ${overlay.gone.map(code).join(", ")} where it is: the answer that takes it away stands for it.`],
		block([...lines.slice(0, shown$1), ...more], "sh")
	];
	return [
		"## To bring your overlay up to date",
		...coming,
		...left.length === 0 ? [] : [left.join("\n")],
		...lines.length === 0 ? [] : byHand
	].join("\n\n");
}

// src/report/markdown.ts
function renderMarkdown(candidate, limit = Number.POSITIVE_INFINITY) {
	return `${within(limit, reportSections(candidate), "see report.md").join("\n\n")}\n`;
}
function reportSections(candidate) {
	return [
		headline(candidate),
		conflictsSection(candidate),
		manualSteps(candidate),
		warnings(candidate),
		tests(candidate),
		updates(candidate),
		toolSummary(candidate),
		hotfixes(candidate),
		takenAway(candidate),
		changes(candidate),
		customisations(candidate),
		drift(candidate),
		takeOver(candidate),
		evidence(candidate),
		stations(candidate)
	].filter((section) => section !== "");
}
function within(limit, sections, where) {
	const sizes = sections.map((section) => Buffer.byteLength(section) + 2);
	if (sizes.reduce((sum, size) => sum + size, 0) <= limit) return sections;
	const longest = sizes.indexOf(Math.max(...sizes));
	const [heading = ""] = sections[longest]?.split("\n", 1) ?? [];
	const note = `${heading}\n\nToo long to be shown here: ${where}.`;
	if (Buffer.byteLength(note) + 2 >= (sizes[longest] ?? 0)) return sections;
	return within(limit, sections.with(longest, note), where);
}
function titleOf(candidate) {
	const { product, from, to, outcome } = candidate;
	if (outcome === "reverted") return `${product}: reverted from level ${from.level} to ${to.level}`;
	return from.level === to.level ? `${product}: level ${to.level}, built again` : `${product}: level ${from.level} → ${to.level}`;
}
const verdicts = {
	updated: "✅ **Updated.** The candidate is ready.",
	reverted: "↩️ **Reverted.** The track runs an earlier candidate again, byte for byte.",
	conflict: "⛔ **Conflict.** Nothing was changed: the update and the team changed the same files.",
	"tests-failed": "❌ **The tests failed.** The candidate is not published."
};
function verdictOn({ outcome, tests, firstPassed, tested }) {
	if (outcome === "reverted") return `${verdicts.reverted} ${tested === true ? "No tests were run: these bytes passed before." : "No tests were run, neither now nor when it was built."}`;
	if (firstPassed !== void 0) return `✅ **Published.** This is the candidate of the lock, which ${tested === true ? `first passed ${firstPassed}` : `was built ${firstPassed}, without tests`}: its content digest is the same.`;
	return outcome === "updated" && tests === null ? "✅ **Updated.** No tests were configured, so nothing is known of how it behaves." : verdicts[outcome];
}
function headline(candidate) {
	const { updates: count, security } = countsOf(candidate);
	const parts = [
		`channel ${code(candidate.channel)}`,
		`track ${code(candidate.track)}`,
		plural(count, "update"),
		...security === null || security === 0 ? [] : [`**${plural(security, "security fix").replace("fixs", "fixes")}**`]
	];
	return `# ${plain(titleOf(candidate))}\n\n${verdictOn(candidate)}\n\n${parts.join(" · ")}`;
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
function toolSummary({ summary }) {
	if (summary === null) return "";
	const { by, numbers, source, text, added, changed, removed, documents } = summary;
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
		`${plural(numbers.length, "update")}${list} (${sources[source]}). Files: ${counts}. Made by ${plain(by)}.`,
		...documents.length === 0 ? [] : [`Its own words, in the pack: ${documents.map(code).join(", ")}.`],
		...text === "" ? [] : [details]
	].join("\n\n");
}
function hotfixes({ hotfixes: evidence }) {
	if (evidence === null) return "";
	const { laid, gone, files } = evidence;
	const rows = laid.map(({ name, sha256 }) => [code(name), code(sha256)]);
	const lists = files === null ? [] : [
		...files.added,
		...files.changed,
		...files.removed
	].sort();
	return [
		"## Hotfixes",
		laid.length === 0 ? "None lies over this level." : table(["over this level", "SHA-256"], rows),
		...lists.length === 0 ? [] : [`Files that they changed: ${lists.map(code).join(", ")}.`],
		...gone.length === 0 ? [] : [`No longer there: ${gone.map(code).join(", ")}.`]
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
function evidence({ digests, pack, diff, updateZip }) {
	if (digests === null) return "";
	const rows = [
		...pack === null ? [] : [["pack", `${code(pack)}, ${formatBytes(digests.packSize)}`]],
		["pack SHA-256", code(digests.packSha256)],
		["content digest", code(digests.content)],
		...diff === null ? [] : [["diff zip", `${code(diff.name)}, ${formatBytes(diff.size)}`]],
		...updateZip === void 0 ? [] : [["the vendor’s update zip", `${code(updateZip.name)}, ${formatBytes(updateZip.size)}`]],
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

// src/report/sbom.ts
function renderSbom(candidate, components) {
	const { product, to } = candidate;
	const document = {
		$schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
		bomFormat: "CycloneDX",
		specVersion: "1.6",
		version: 1,
		metadata: {
			...to.timestamp === null ? {} : { timestamp: new Date(to.timestamp).toISOString() },
			tools: { components: [{
				type: "application",
				name: "update-train"
			}] },
			component: productOf(candidate)
		},
		components: components.map(componentOf),
		compositions: [{
			aggregate: "incomplete",
			assemblies: [product]
		}]
	};
	return `${JSON.stringify(document, null, 2)}\n`;
}
function productOf({ product, track, channel, from, to, digests }) {
	const [, name = product, version] = /^(.+)-(\d.*)$/.exec(product) ?? [];
	return {
		type: "application",
		"bom-ref": product,
		name,
		...version === void 0 ? {} : { version },
		...digests === null ? {} : { hashes: [hash(digests.packSha256)] },
		properties: properties({
			track,
			channel,
			level: String(to.level),
			"from-level": String(from.level),
			"content-digest": digests?.content
		})
	};
}
function componentOf({ path, change, sha256, coordinates, former }) {
	const { group, name, version, isMaven } = coordinates;
	return {
		type: /\.[we]ar$/i.test(path) ? "application" : "library",
		"bom-ref": path,
		...group === null ? {} : { group },
		name,
		...version === null ? {} : { version },
		...change === "removed" ? { scope: "excluded" } : {},
		hashes: [hash(sha256)],
		...isMaven && group !== null && version !== null ? { purl: mavenUrl(group, name, version, path) } : {},
		evidence: { occurrences: [{ location: path }] },
		properties: properties({
			change: change ?? void 0,
			"former-path": former === null || former.path === path ? void 0 : former.path,
			"former-version": former?.version ?? void 0,
			"former-sha256": former?.sha256
		})
	};
}
function hash(content) {
	return {
		alg: "SHA-256",
		content
	};
}
function mavenUrl(group, name, version, path) {
	const type = /\.([we]ar)$/i.exec(path)?.[1]?.toLowerCase();
	return `pkg:maven/${[group, name].map(encodeURIComponent).join("/")}@${encodeURIComponent(version)}${type === void 0 ? "" : `?type=${type}`}`;
}
function properties(values) {
	return Object.entries(values).flatMap(([name, value]) => value === void 0 ? [] : [{
		name: `update-train:${name}`,
		value
	}]);
}

// src/pack/needles.ts
function needlesOf(forms) {
	const window = Math.min(...forms.map(({ bytes }) => bytes.length));
	const longest = Math.max(0, ...forms.map(({ bytes }) => bytes.length));
	if (forms.length === 0) return {
		longest,
		find: () => null
	};
	const shifts = (/* @__PURE__ */ new Uint8Array(65536)).fill(Math.min(window - 1, 255));
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

// src/pack/scan-content.ts
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
function scanText({ needles, finds }, bytes, at) {
	const found = needles[at.place].find(bytes);
	if (found !== null) finds.push({
		path: at.path,
		secret: found.secret
	});
}
const zipEnd = {
	longest: endSignature.length,
	find: (bytes) => bytes.includes(endSignature) ? {
		secret: "",
		bytes: endSignature
	} : null
};
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
		begin.isZip ||= !begin.isOver && content.isPart !== true && beginsAsZip(piece);
		begin.isOver = true;
		if (begin.isZip && tooMuch === null) spool.take(piece);
		search.take(piece);
		end.take(piece);
	});
	const before = finds.length;
	if (content.isPart !== true && (begin.isZip || end.found() !== null)) {
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
function beyond({ limits, opened }, { depth, size }) {
	if (depth >= limits.depth) return `it lies in ${limits.depth} archives`;
	if (size > limits.archiveBytes) return `it has more than ${formatBytes(limits.archiveBytes)}`;
	return opened.archives >= limits.archives ? `${limits.archives} archives were opened` : null;
}
function beginsAsZip(piece) {
	if (piece.length < 4) return false;
	return piece.readUInt32LE(0) === 67324752 || piece.subarray(0, 4).equals(endSignature);
}

// src/pack/scan.ts
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
		diff: async (path, known) => scanZip(scanning, path, known, await rangedPaths(path)),
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
async function rangedPaths(path) {
	await using diff = await openDiffZip(path);
	const ranged = diff.manifest.changes.filter(({ kind }) => kind === "ranges");
	return new Set(ranged.map((change) => change.path));
}
async function scanZip(scanning, path, known, parts = /* @__PURE__ */ new Set()) {
	await using archive = await openArchive(path);
	const vouched = await identitiesIn(known);
	const isUnknown = (entry) => {
		const below = belowRoot(entry.name);
		return placeOf(below) === "updates" || !vouched.has(`${below} ${identityOf(entry)}`);
	};
	const unknown = archive.entries.filter(isUnknown);
	const total = unknown.reduce((sum, { size }) => sum + size, 0);
	const pace = startPace(scanning.work, total, unknown.length);
	scanText(scanning, archive.comment, {
		path: "the comment of the zip",
		place: "product"
	});
	for (const entry of archive.entries) {
		const below = belowRoot(entry.name);
		const at = {
			path: below,
			place: placeOf(below),
			depth: 0,
			isPart: parts.has(below)
		};
		scanText(scanning, headerOf(entry), at);
		if (!isUnknown(entry)) continue;
		await scanContent(scanning, contentOf(archive, entry, at, pace));
		pace.next();
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
function belowRoot(name) {
	return name.slice(name.indexOf("/") + 1);
}
function placeOf(path) {
	return path.startsWith("updates/") ? "updates" : "product";
}

// src/train/assert-no-secrets.ts
const shown = 5;
function tellShortSecrets({ log, secrets }) {
	for (const name of secrets.short) log.warning(`${name.charAt(0).toUpperCase()}${name.slice(1)} has fewer than ${8} characters: it is looked for in reports, logs and updates/ only, and with fewer than ${4} nowhere.`);
}
async function assertNoSecrets(files, { vendor, base }, world, without = "Nothing is published") {
	const { log, secrets, signal, temporary } = world;
	if (secrets.formsIn("updates").length === 0) return [];
	await using folder = await temporaryFolder(temporary);
	const scan = startScan({
		secrets,
		folder: folder.path,
		signal,
		progress: (done, total, files) => log.progress("looking for secrets", done, total, files)
	});
	const known = base === null ? [] : [base];
	for (const { path } of files.filter(({ kind }) => kind === "pack")) {
		await scan.zip(path, known);
		known.push(path);
	}
	if (vendor !== null && !known.includes(vendor)) await scan.zip(vendor, known);
	for (const file of files) if (file.kind !== "pack") await scanOther(scan, file, known);
	if (scan.finds.length > 0) throw found(scan.finds, without, world);
	const warnings = scan.unread.length === 0 ? [] : [secrets.redact(unreadWarning(scan.unread))];
	for (const warning of warnings) log.warning(warning);
	return warnings;
}
async function scanOther(scan, { kind, name, path }, known) {
	switch (kind) {
		case "pack":
		case "update-zip": return scan.zip(path, known);
		case "diff": return scan.diff(path, known);
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
function found(finds, without, { secrets }) {
	const clauses = finds.map(({ path, secret }) => `${secrets.redact(path)} holds ${secret}`);
	return new TrainError("verification", `${without}, as ${listed(clauses)}.`, { hint: "Take it out where it comes from (the pack, an overlay, an answer, the tests), and change the secret if others may have read it. If the vendor’s own file happens to hold such a text, name the vanilla pack as `base` (--base)." });
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
const reportName = "report.md";
const candidateName = "candidate.json";
const { sbom: sbomName, log: testLogName } = namesOfSomeRuns;
function packNameOf(candidate) {
	return `${candidate.product}+${candidate.to.level}.${candidate.channel}.${candidate.track}.zip`;
}
function diffNameOf({ product, from, to, channel, track }) {
	return `${product}+${from.level}..${to.level}.${channel}.${track}.diff.zip`;
}
function diffFile(candidate, path) {
	return {
		kind: "diff",
		name: diffNameOf(candidate),
		path
	};
}
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
	if (files.updateZip != null) finished.push(files.updateZip);
	const texts = [
		await textFile("report", reportName, renderMarkdown(candidate), staging),
		await textFile("candidate", candidateName, `${JSON.stringify(candidate, null, 2)}\n`, staging),
		...files.pack === null || candidate.components === null ? [] : [await textFile("sbom", sbomName, renderSbom(candidate, candidate.components), staging)]
	];
	await assertNoSecrets(texts, {
		vendor: null,
		base: null
	}, world);
	const { product, track } = candidate;
	const { resolutions } = settings;
	const { restricted } = availability;
	return host.publish({
		product,
		track,
		files: [...finished, ...texts],
		resolutions,
		restricted
	});
}
async function evidenceFolders(candidate, staging) {
	const conflicts = candidate.conflicts.length === 0 ? [] : [await conflictsFolder(candidate.conflicts, staging)];
	const replaced = candidate.outcome === "updated" ? await replacedFolder(staging) : null;
	return replaced === null ? conflicts : [...conflicts, replaced];
}
function conflictsFolder(conflicts, staging) {
	const list = conflicts.map(({ open, ...conflict }) => conflict);
	return listedFolder("conflicts", conflictsListName, list, staging);
}
async function replacedFolder(staging) {
	const replaced = join(staging, "replaced");
	if (!await exists(replaced)) return null;
	return listedFolder("replaced", "replaced.json", (await readdir(replaced, {
		recursive: true,
		withFileTypes: true
	})).flatMap((entry) => entry.isFile() ? [relative(replaced, join(entry.parentPath, entry.name))] : []).sort(), staging);
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

export { publish as a, assertNoSecrets as c, titleOf as d, within as f, table as g, plain as h, packNameOf as i, renderMarkdown as l, code as m, conflictsFolder as n, replacedFolder as o, conflictsSection as p, diffFile as r, testLogName as s, candidateName as t, reportSections as u };