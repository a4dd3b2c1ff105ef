import { n as formatElapsed, t as formatBytes } from "./kernel-time.js";

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
/** The report as Markdown, in the order of what a reader needs: what happened, what to decide, what changed, the proof. */
function renderMarkdown(candidate) {
	return `${[
		headline(candidate),
		conflicts(candidate),
		warnings(candidate),
		updates(candidate),
		manualSteps(candidate),
		tests(candidate),
		changes(candidate),
		customisations(candidate),
		evidence(candidate),
		stations(candidate)
	].filter((section) => section !== "").join("\n\n")}\n`;
}
/** `acme-gateway-1.0.0: level 2 → 6`. */
function titleOf(candidate) {
	const { product, from, to } = candidate;
	return from.level === to.level ? `${product}: level ${to.level}, built again` : `${product}: level ${from.level} → ${to.level}`;
}
function securityUpdatesOf(updates) {
	return updates.filter((update) => update.kind === "security");
}
const verdicts = {
	updated: "✅ **Updated.** The candidate is ready.",
	conflict: "⛔ **Conflict.** Nothing was changed: the update and the team changed the same files.",
	"tests-failed": "❌ **The tests failed.** The candidate is not published.",
	"up-to-date": "✅ **Up to date.** There is nothing new."
};
function headline(candidate) {
	const security = securityUpdatesOf(candidate.updates).length;
	const parts = [
		`channel ${code(candidate.channel)}`,
		`track ${code(candidate.track)}`,
		plural(candidate.updates.length, "update"),
		...security === 0 ? [] : [`**${plural(security, "security fix").replace("fixs", "fixes")}**`]
	];
	const verdict = candidate.outcome === "updated" && candidate.tests === null ? "✅ **Updated.** No tests were configured, so nothing is known of how it behaves." : verdicts[candidate.outcome];
	return `# ${plain(titleOf(candidate))}\n\n${verdict}\n\n${parts.join(" · ")}`;
}
function conflicts(candidate) {
	if (candidate.conflicts.length === 0) return "";
	const rows = candidate.conflicts.map(({ path, kind }) => [code(path), kind]);
	return `## To decide\n\n${table(["file", "what meets"], rows)}\n\nTake the vendor's change over into your file (or drop your change), then run again.`;
}
function warnings(candidate) {
	if (candidate.warnings.length === 0) return "";
	return `## Warnings\n\n${candidate.warnings.map((warning) => `- ${plain(warning)}`).join("\n")}`;
}
function updates(candidate) {
	if (candidate.updates.length === 0) return "";
	const marks = {
		security: "🔒 security",
		fix: "fix",
		improvement: "improvement"
	};
	const rows = candidate.updates.map((update) => [
		String(update.level),
		code(update.id),
		update.severity === null ? marks[update.kind] : `${marks[update.kind]}, ${update.severity}`,
		[plain(update.title), ...update.cves.map(plain)].join("; ")
	]);
	return `## Updates\n\n${table([
		"level",
		"update",
		"kind",
		"what"
	], rows)}`;
}
function manualSteps(candidate) {
	const steps = candidate.updates.filter((update) => update.instructions !== "");
	if (steps.length === 0) return "";
	return `## To do by hand\n\n${steps.map((update) => `- [ ] ${code(update.id)} ${plain(update.instructions)}`).join("\n")}`;
}
function tests({ tests: evidence }) {
	if (evidence === null) return "";
	const took = formatElapsed(evidence.milliseconds);
	const verdict = evidence.passed ? `✅ passed in ${took}` : `❌ ${plain(evidence.reason)} after ${took}`;
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
	const lines = [
		...(overlay?.laid ?? []).map((path) => `- ${code(path)} is yours and was laid over the update`),
		...(overlay?.converged ?? []).map((path) => `- ${code(path)} is now the same in the product: your copy can go`),
		...(overlay?.superseded ?? []).map((path) => `- ${code(path)} equals the old version and gave way to the new one`),
		...notices.map((notice) => `- ${code(notice.path)} ${plain(notice.message)}`)
	];
	return lines.length === 0 ? "" : `## Your customisations\n\n${lines.join("\n")}`;
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
		...digests.overlay === null ? [] : [["overlay digest", code(digests.overlay)]]
	];
	return `## Evidence\n\n${table(["what", "value"], rows)}`;
}
function stations({ stations: times, createdAt }) {
	const line = times.map(({ name, milliseconds }) => `${name} ${formatElapsed(milliseconds)}`).join(" → ");
	return `---\n\n${line === "" ? "" : `${line} · `}${createdAt}`;
}

export { securityUpdatesOf as n, renderMarkdown as t };