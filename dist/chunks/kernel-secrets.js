// src/kernel/secret-forms.ts
const shortest = 4;
const frame = /^-----/;
const piece = 24;
function textsOf(value) {
	const lines = value.split(/[\r\n]+/).filter((line) => !frame.test(line));
	return [.../* @__PURE__ */ new Set([
		value,
		value.trim(),
		...lines
	])].filter((text) => text.length >= 4);
}
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
function propertiesForms(text) {
	const backslashed = text.replaceAll("\\", "\\\\");
	const stored = backslashed.replace(/[:=#!]/g, "\\$&").replaceAll("\n", "\\n").replaceAll("\r", "\\r").replaceAll("	", "\\t").replace(/^ /, "\\ ");
	return [
		backslashed,
		stored,
		stored.replace(/[^\x20-\x7e]/g, (one) => `\\u${hex(one, 4).toUpperCase()}`)
	];
}
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
const commonBytes = 90;
function ownPart(value) {
	if (value.startsWith("-----")) return value.slice(commonBytes, -90);
	return /^ey[\w-]+\.[\w-]+\.([\w-]+)$/.exec(value)?.[1] ?? value;
}

// src/kernel/secrets.ts
const redacted = "***";
const telling = 8;
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