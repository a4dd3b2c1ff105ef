// src/report/shell-word.ts
function shellWord(word) {
	return /^[\w./+:@%,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

export { shellWord as t };