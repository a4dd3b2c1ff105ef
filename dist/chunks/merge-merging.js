import { copyFile, mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";

// src/merge/merging.ts
/** Who has the word where both sides changed a path and nobody has answered. */
const conflictPolicies = [
	"fail",
	"ours",
	"theirs"
];
/** Keeps a file of the team's that is about to be replaced. */
async function keepReplaced(folder, path, file) {
	await mkdir(join(folder, dirname(path)), { recursive: true });
	await copyFile(file, join(folder, path));
}

export { keepReplaced as n, conflictPolicies as t };