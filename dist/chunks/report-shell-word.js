import { relative } from "node:path";

// src/report/shell-word.ts
function pathFrom(cwd, path) {
	const below = relative(cwd, path);
	return below === "" ? "." : below.startsWith("-") ? `./${below}` : below;
}
function shellWord(word) {
	return /^[\w./+:@%,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

export { shellWord as n, pathFrom as t };