import { t as isByHand } from "./merge-decision.js";
import { n as shellWord } from "./report-shell-word.js";

// src/report/answer-commands.ts
const shown = 20;
const byPolicy = "once others are answered, run with --options 'on-conflict: ours' (or theirs), which decides all that is open, or change your overlay or pack by hand";
function answerCommands(conflicts, { conflicts: folder, resolutions, byHand = byPolicy }) {
	const resolve = `update-train resolve --conflicts ${folder}${resolutions === null ? "" : ` --resolutions ${resolutions}`}`;
	const sayable = conflicts.filter(({ path }) => !/\p{Cc}/u.test(path));
	const rest = conflicts.length - Math.min(sayable.length, shown);
	const isRecorded = conflicts.some((conflict) => !isByHand(conflict, conflict.sides));
	return [
		...sayable.slice(0, shown).flatMap((conflict) => commandsFor(conflict, folder, resolve, byHand)),
		...rest > 0 ? [`# and ${rest} more, in the same way`] : [],
		...isRecorded ? ["# record every .final that lies there", resolve] : []
	];
}
function commandsFor({ path, row, kind, theirs, merged, open, sides }, folder, resolve, byHand) {
	if (isByHand({
		row,
		kind
	}, sides)) return [`# ${path}: ${byHand}`];
	const isThere = theirs !== null || !/^(file |deleted$)/.test(sides.theirs);
	const file = (name) => `${folder}/${shellWord(name)}`;
	const isLink = sides.ours.startsWith("link ");
	const choices = [
		...isLink ? [] : ["--ours"],
		...isThere ? ["--theirs"] : [],
		...sides.ours === "absent" || sides.theirs === "absent" ? [] : ["--delete"]
	].map((choice) => `#   ${resolve} ${choice}=${shellWord(path)}`);
	if (merged === null) return [`# ${path}: choose one${isLink ? `; to keep your link, ${byHand}` : ""}`, ...choices];
	return [
		`# ${path}: ${open.length === 0 ? "take what both come to" : "copy, then decide the places between <<<<<<< and >>>>>>>"}`,
		`cp -i ${file(merged)} ${file(`${path}.final`)}`,
		"# or choose one",
		...choices
	];
}

export { answerCommands as t };