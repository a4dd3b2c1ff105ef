// src/kernel/secret-forms.ts
/** Shorter values, and shorter lines of longer ones, would hide half of every text. */
const shortest = 4;
/** The frame of a PEM key is the same in everybody's. */
const frame = /^-----/;
/** Characters of base64 that are nobody else's by chance, and of which every line of such text holds some whole. */
const piece = 24;
/** A value as programs may have it: as it was given, without the white space around it, and each of its lines. */
function textsOf(value) {
	const lines = value.split(/[\r\n]+/).filter((line) => !frame.test(line));
	return [.../* @__PURE__ */ new Set([
		value,
		value.trim(),
		...lines
	])].filter((text) => text.length >= 4);
}
/** A text in the spellings in which programs write it: as it is, and escaped for what it is put into. */
function spellingsOf(text) {
	const spelled = [
		text,
		...percentForms(text),
		...jsonForms(text),
		inJson(inJson(text)),
		...markupForms(text),
		...propertiesForms(text),
		text.replaceAll("'", "''"),
		text.replaceAll("'", String.raw`'\''`),
		...[Buffer.from(text).toString("hex")].flatMap((dump) => [dump, dump.toUpperCase()])
	];
	return [...new Set(spelled)].filter((form) => form.length >= 4);
}
/** RFC 3986, 2.1: hex digits of either case; as a part of a URL, as a form, and with more or less escaped. */
function percentForms(text) {
	const part = encodeURIComponent(text);
	const strict = part.replace(/[!'()*]/g, (one) => `%${hex(one, 2).toUpperCase()}`);
	const account = new URL("http://user@host");
	account.password = text;
	const forms = [
		part,
		encodeURI(text),
		part.replaceAll("%2F", "/"),
		strict,
		strict.replaceAll("%20", "+"),
		new URLSearchParams([["", text]]).toString().slice(1),
		account.password
	];
	return [...forms, ...forms.map((form) => form.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()))];
}
/** What writers of JSON escape beyond RFC 8259, 7: Go for HTML, Gson, .NET. */
const escapedToo = [
	/(?!)/g,
	/[<>&]/g,
	/[<>&'=]/g,
	/[<>&'"+`]/g
];
function jsonForms(text) {
	return escapedToo.flatMap((set) => [set, new RegExp(`${set.source}|[^\\0-\\x7f]`, "g")].flatMap((escaped) => [false, true].flatMap((isUpper) => {
		const unicode = (one) => one.split("").map((half) => `\\u${isUpper ? hex(half, 4).toUpperCase() : hex(half, 4)}`).join("");
		const form = text.replace(/[\s\S]/gu, (one) => one.match(escaped) === null ? inJson(one) : unicode(one));
		return [form, form.replaceAll("/", String.raw`\/`)];
	})));
}
function inJson(text) {
	return JSON.stringify(text).slice(1, -1);
}
function hex(character, digits) {
	return character.charCodeAt(0).toString(16).padStart(digits, "0");
}
/** XML 1.0, 4.1 and 4.6, and HTML: as text and as attribute, by names or by numbers. */
function markupForms(text) {
	const content = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
	const whole = content.replaceAll(">", "&gt;");
	const quoted = whole.replaceAll("\"", "&quot;");
	const forms = [
		content,
		whole,
		quoted,
		quoted.replaceAll("'", "&apos;"),
		quoted.replaceAll("'", "&#39;"),
		whole.replaceAll("\"", "&#34;").replaceAll("'", "&#39;")
	];
	const numbered = [
		(point) => `${point}`,
		(point) => `x${point.toString(16)}`,
		(point) => `x${point.toString(16).toUpperCase()}`
	].flatMap((number) => forms.map((form) => form.replace(/[^\0-\x7f]/gu, (one) => `&#${number(one.codePointAt(0) ?? 0)};`)));
	return [...forms, ...numbered];
}
/** java.util.Properties, `store` and what `load` takes: separators with a backslash, what is not ASCII by its number. */
function propertiesForms(text) {
	const backslashed = text.replaceAll("\\", "\\\\");
	const stored = backslashed.replace(/[:=#!]/g, "\\$&").replaceAll("\n", "\\n").replaceAll("\r", "\\r").replaceAll("	", "\\t").replace(/^ /, "\\ ");
	return [
		backslashed,
		stored,
		stored.replace(/[^\x20-\x7e]/g, (one) => `\\u${hex(one, 4).toUpperCase()}`)
	];
}
/**
* The characters of base64 that depend on nothing but the value, for its three offsets within what was encoded
* (RFC 4648, 4: three bytes make four characters).
*/
function base64Forms(text) {
	if (Buffer.byteLength(text) < 4) return [];
	return [
		0,
		1,
		2
	].flatMap((offset) => {
		const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(text)]);
		const start = Math.ceil(offset * 8 / 6);
		const whole = bytes.toString("base64").slice(start, Math.floor(bytes.length * 8 / 6));
		return [.../* @__PURE__ */ new Set([whole, whole.replaceAll("+", "-").replaceAll("/", "_")])];
	});
}
/**
* Parts of base64 of which one at least is whole in what is broken into lines of 60 characters or more (PEM has 64, RFC
* 2045 up to 76), wherever they end: what is broken once is so somewhere in it; of a longer form every line holds a part.
*/
function partsOf(form) {
	if (form.length < 48) return Array.from({ length: form.length - 1 }, (_, at) => at + 1).flatMap((at) => ["\n", "\r\n"].map((end) => form.slice(0, at) + end + form.slice(at)));
	if (form.length < 96) {
		const middle = Math.floor(form.length / 2);
		return [form.slice(0, middle), form.slice(middle)];
	}
	const parts = [];
	for (let at = 0; at + piece <= form.length; at += piece) parts.push(form.slice(at, at + piece));
	return parts;
}
/** Bytes at both ends of a PEM key that are the same in everybody's: its frame, and what says which kind it is. */
const commonBytes = 90;
/** What of a value is its own: PEM keys have a frame, and tokens (RFC 7519) a header and claims that others share. */
function ownPart(value) {
	if (value.startsWith("-----")) return value.slice(commonBytes, -90);
	return /^ey[\w-]+\.[\w-]+\.([\w-]+)$/.exec(value)?.[1] ?? value;
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
		},
		...proxyAccountsIn(env)
	];
}
const proxyVariables = [
	"http_proxy",
	"https_proxy",
	"all_proxy"
];
/** `http://<user>:<password>@<host>:<port>`: tools are given it, and may say it. */
function proxyAccountsIn(env) {
	return proxyVariables.flatMap((name) => [name.toUpperCase(), name]).flatMap((name) => {
		const account = /^(?:[a-z][a-z\d+.-]*:\/\/)?([^/]+)@/i.exec(env[name] ?? "")?.[1];
		if (account === void 0) return [];
		const colon = account.indexOf(":");
		const password = colon < 0 ? void 0 : account.slice(colon + 1);
		return [
			{
				name: `the password in ${name}`,
				value: password
			},
			{
				name: `the password in ${name}`,
				value: unescaped(password)
			},
			{
				name: `the account in ${name}`,
				value: account
			}
		];
	});
}
function unescaped(text) {
	try {
		return text === void 0 ? void 0 : decodeURIComponent(text);
	} catch {
		return;
	}
}
/** Of a value that is given twice, the first name counts. `hide` is told every value, for what hides texts by itself. */
function secretsOf(given, hide = () => void 0) {
	let all = [...given];
	let known = compiled(all);
	for (const value of known.values) hide(value);
	return {
		get values() {
			return known.values;
		},
		redact: (text) => known.redact(text),
		formsIn: (place) => known.formsIn(place),
		get short() {
			return known.short;
		},
		learn: (found) => {
			const fresh = found.filter(({ value = "" }) => value !== "" && !known.values.includes(value));
			if (fresh.length === 0) return;
			const former = known.values;
			all = [...all, ...fresh];
			known = compiled(all);
			for (const value of known.values) if (!former.includes(value)) hide(value);
		}
	};
}
function compiled(given) {
	const known = given.flatMap(({ value = "", ...one }) => value === "" ? [] : [{
		...one,
		value
	}]);
	const secrets = known.filter(({ isAccount }) => isAccount !== true);
	const values = [...new Set(secrets.map(({ value }) => value))];
	const texts = [...new Set(values.flatMap(formsOf))].sort((one, other) => other.length - one.length);
	const pattern = new RegExp(texts.map((form) => RegExp.escape(form)).join("|"), "g");
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
/** What is taken out of texts. Of base64 that is broken into lines, the lines are. */
function formsOf(value) {
	const encoded = base64Forms(value.trim());
	const parts = base64Forms(ownPart(value.trim())).flatMap(partsOf);
	return [
		...textsOf(value).flatMap(spellingsOf),
		...encoded,
		...parts
	];
}
function byteForms({ name: secret, value }) {
	const text = value.trim();
	if (text.length < 4) return [];
	const wide = Buffer.from(text, "utf16le");
	const encoded = [wide, Buffer.from(wide).swap16()];
	if (/^[\0-\xff]*$/.test(text)) encoded.push(Buffer.from(text, "latin1"));
	return [...formsOf(value).map((form) => Buffer.from(form)), ...encoded].map((bytes) => ({
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

export { secretsOf as n, credentialsIn as t };