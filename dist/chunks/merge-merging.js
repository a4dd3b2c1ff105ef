import { o as systemCode } from "./kernel-errors.js";
import { dirname, join } from "node:path";
import { constants, copyFile, mkdir, writeFile } from "node:fs/promises";

// src/merge/merging.ts
const conflictPolicies = [
	"fail",
	"ours",
	"theirs"
];
async function keepReplaced(folder, path, ours, at) {
	if (ours.kind !== "file" && ours.kind !== "link") return;
	await mkdir(join(folder, dirname(path)), { recursive: true });
	const isKept = (error) => {
		if (systemCode(error) !== "EEXIST") throw error;
	};
	if (ours.kind === "file") await copyFile(at, join(folder, path), constants.COPYFILE_EXCL).catch(isKept);
	else await writeFile(join(folder, path), ours.target, { flag: "wx" }).catch(isKept);
}

export { keepReplaced as n, conflictPolicies as t };