import { t as shellWord } from "./report-shell-word.js";

// src/kernel/secret-forms.ts
/** Shorter values, and shorter lines of longer ones, would hide half of every text. */
const shortest = 4;
/** The frame of a PEM key is the same in everybody's. */
const frame = /^-----/;
/** A value in the spellings in which programs write text: as it is, line by line, and escaped for what it is put into. */
function spellingsOf(value) {
	const spelled = [
		value,
		...value.split(/[\r\n]+/).filter((line) => !frame.test(line)),
		value.trim()
	].flatMap((text) => [
		text,
		...percentForms(text),
		...jsonForms(text),
		...xmlForms(text),
		...propertiesForms(text)
	]);
	return [...new Set(spelled)].filter((form) => form.length >= 4);
}
/** RFC 3986, 2.1: hex digits of either case; for a path, as a form, and with everything escaped that may be. */
function percentForms(text) {
	const strict = encodeURIComponent(text).replace(/[!'()*]/g, escaped);
	const forms = [
		encodeURIComponent(text),
		new URLSearchParams([["", text]]).toString().slice(1),
		strict,
		strict.replaceAll("%20", "+")
	];
	return [...forms, ...forms.map((form) => form.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()))];
}
function escaped(character) {
	return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
/** RFC 8259, 7; Go escapes what HTML would read (encoding/json), others all that is not ASCII, or the slash. */
function jsonForms(text) {
	const plain = JSON.stringify(text).slice(1, -1);
	return [
		plain,
		plain.replace(/[<>&\u2028\u2029]/g, unicode),
		plain.replace(/[^\0-\x7f]/g, unicode),
		plain.replaceAll("/", "\\/")
	];
}
function unicode(character) {
	return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
/** XML 1.0, 4.6, as text and as attribute; Go and HTML write quotes by their numbers. */
function xmlForms(text) {
	const content = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
	const whole = content.replaceAll(">", "&gt;");
	const quoted = whole.replaceAll("\"", "&quot;");
	return [
		content,
		whole,
		quoted,
		quoted.replaceAll("'", "&apos;"),
		quoted.replaceAll("'", "&#39;"),
		whole.replaceAll("\"", "&#34;").replaceAll("'", "&#39;")
	];
}
/** java.util.Properties, `store` and what `load` takes: separators with a backslash, what is not Latin-1 by its number. */
function propertiesForms(text) {
	const stored = text.replaceAll("\\", "\\\\").replace(/[:=#!]/g, "\\$&").replaceAll("\n", "\\n").replaceAll("\r", "\\r").replaceAll("	", "\\t").replace(/^ /, "\\ ");
	const numbered = stored.replace(/[^\x20-\x7e]/g, (one) => unicode(one).replace(/[0-9a-f]{4}$/, (digits) => digits.toUpperCase()));
	return [
		text.replaceAll("\\", "\\\\"),
		stored,
		numbered
	];
}
/**
* The characters of base64 that depend on nothing but the value, for its three offsets within what was encoded
* (RFC 4648, 4: three bytes make four characters).
*/
function base64Forms(value) {
	if (Buffer.byteLength(value) < 4) return [];
	return [
		0,
		1,
		2
	].flatMap((offset) => {
		const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(value)]);
		const start = Math.ceil(offset * 8 / 6);
		const whole = bytes.toString("base64").slice(start, Math.floor(bytes.length * 8 / 6));
		return [whole, whole.replaceAll("+", "-").replaceAll("/", "_")];
	});
}
/** Both halves: one of them is whole in what is broken into lines (RFC 2045, 6.8), wherever the line ends. */
function halvesOf(form) {
	const middle = Math.floor(form.length / 2);
	return [form.slice(0, middle), form.slice(middle)];
}

// src/kernel/secrets.ts
/** What stands where a secret stood. */
const redacted = "***";
/** Characters from which a secret, and bytes from which a form of it, is no word that a product holds by chance. */
const telling = 8;
/** The credentials that every door takes from its environment. */
function credentialsIn(env) {
	return [
		{
			name: "the token of the feed",
			value: env["UPDATE_TRAIN_FEED_TOKEN"]
		},
		{
			name: "the password of the feed",
			value: env["UPDATE_TRAIN_FEED_PASSWORD"]
		},
		{
			name: "the password of the update tool",
			value: env["UPDATE_TOOL_PASSWORD"]
		},
		{
			name: "the user name of the update tool",
			value: env["UPDATE_TOOL_USERNAME"],
			isAccount: true
		}
	];
}
/** Of a value that is given twice, the first name counts. */
function secretsOf(given) {
	const known = given.flatMap(({ value = "", ...one }) => value === "" ? [] : [{
		...one,
		value
	}]);
	const secrets = known.filter(({ isAccount }) => isAccount !== true);
	const values = [...new Set(secrets.map(({ value }) => value))];
	const texts = values.flatMap(patternsOf).sort((one, other) => other.form.length - one.form.length);
	const pattern = new RegExp([...new Set(texts.map((one) => one.pattern))].join("|"), "g");
	const inReports = distinct(secrets.flatMap(byteForms));
	const inProducts = distinct(secrets.filter(({ value }) => value.length >= 8).flatMap(byteForms));
	const forms = {
		report: inReports,
		updates: distinct([...inReports, ...known.flatMap(byteForms)]),
		product: inProducts.filter(({ bytes }) => bytes.length >= 8)
	};
	return {
		values,
		redact: (text) => texts.length === 0 ? text : text.replace(pattern, "***"),
		formsIn: (place) => forms[place],
		short: values.filter((value) => value.length < 8).map((value) => secrets.find((one) => one.value === value)?.name ?? "")
	};
}
/** What a pattern takes a form for; base64 may be broken into lines anywhere. */
function patternsOf(value) {
	return [...spellingsOf(value).map((form) => ({
		form,
		pattern: RegExp.escape(form)
	})), ...base64Forms(value).map((form) => ({
		form,
		pattern: Array.from(form, (one) => RegExp.escape(one)).join("(?:\\r?\\n[ \\t]*)?")
	}))];
}
function byteForms({ name: secret, value }) {
	const encodings = base64Forms(value);
	const halves = encodings.flatMap(halvesOf).filter((half) => half.length >= 8);
	const texts = [
		...spellingsOf(value),
		...encodings,
		...halves
	].map((form) => Buffer.from(form));
	if (value.length < 4) return texts.map((bytes) => ({
		secret,
		bytes
	}));
	const wide = Buffer.from(value, "utf16le");
	const encoded = [wide, Buffer.from(wide).swap16()];
	if (/^[\0-\xff]*$/.test(value)) encoded.push(Buffer.from(value, "latin1"));
	return [...texts, ...encoded].map((bytes) => ({
		secret,
		bytes
	}));
}
function distinct(forms) {
	const byBytes = /* @__PURE__ */ new Map();
	for (const form of forms) {
		const key = form.bytes.toString("latin1");
		if (!byBytes.has(key)) byBytes.set(key, form);
	}
	return [...byBytes.values()];
}

// src/report/answer-commands.ts
/** Conflicts that commands are given for; the rest goes the same way. */
const shown = 20;
/**
* Lines for a POSIX shell that answer conflicts, ready to be pasted. What takes one side as a whole is a comment, so that
* nothing is decided by pasting them all.
* @param folder the folder of conflicts as a word of the shell, quoted where it must be
*/
function answerCommands(conflicts, folder) {
	const resolve = `update-train resolve --conflicts ${folder}`;
	const sayable = conflicts.filter(({ path }) => !/\p{Cc}/u.test(path));
	const rest = conflicts.length - Math.min(sayable.length, shown);
	return [
		...sayable.slice(0, shown).flatMap((conflict) => commandsFor(conflict, folder, resolve)),
		...rest > 0 ? [`# and ${rest} more, in the same way`] : [],
		"# record every .final that lies there",
		resolve
	];
}
function commandsFor({ path, merged, open, sides }, folder, resolve) {
	const file = (name) => `${folder}/${shellWord(name)}`;
	const isAnswer = (side) => side === "absent" || side.startsWith("file ");
	const choices = [
		...isAnswer(sides.ours) ? ["--ours"] : [],
		...isAnswer(sides.theirs) ? ["--theirs"] : [],
		...sides.ours === "absent" || sides.theirs === "absent" ? [] : ["--delete"]
	].map((choice) => `#   ${resolve} ${choice}=${shellWord(path)}`);
	if (merged === null) return [`# ${path}: choose one`, ...choices];
	return [
		`# ${path}: ${open.length === 0 ? "take what both come to" : "copy, then decide the places between <<<<<<< and >>>>>>>"}`,
		`cp ${file(merged)} ${file(`${path}.final`)}`,
		"# or choose one",
		...choices
	];
}

export { credentialsIn as n, secretsOf as r, answerCommands as t };