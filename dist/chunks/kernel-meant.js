// src/kernel/meant.ts
function meant(text, words) {
	const near = nearest(text, words);
	return near === null ? "" : `; did you mean \`${near}\`?`;
}
function nearest(text, words) {
	const [best] = words.map((word) => ({
		word,
		mistakes: mistakesIn(text.trim().toLowerCase(), word)
	})).filter(({ word, mistakes }) => mistakes <= Math.min(2, Math.floor(word.length / 3))).sort((one, other) => one.mistakes - other.mistakes);
	return best?.word ?? null;
}
function mistakesIn(text, word) {
	if (Math.abs(text.length - word.length) > 2) return Number.POSITIVE_INFINITY;
	let row = Array.from({ length: word.length + 1 }, (_, index) => index);
	for (const [line, letter] of Array.from(text).entries()) {
		const next = [line + 1];
		for (const [column, other] of Array.from(word).entries()) next.push(Math.min((next[column] ?? 0) + 1, (row[column + 1] ?? 0) + 1, (row[column] ?? 0) + Number(letter !== other)));
		row = next;
	}
	return row.at(-1) ?? 0;
}

export { meant as t };