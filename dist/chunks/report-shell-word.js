// src/report/shell-word.ts
/** A word as a POSIX shell takes it: as it is where nothing in it means anything, else in quotes. */
function shellWord(word) {
	return /^[\w./+:@%,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

export { shellWord as t };