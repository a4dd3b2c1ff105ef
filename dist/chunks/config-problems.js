import { t as require_dist } from "./yaml.js";
import { i as messageOf, t as TrainError } from "./kernel-errors.js";
import { t as meant } from "./kernel-meant.js";

// src/config/problems.ts
var import_dist = require_dist();
function parseLocated(text, file) {
	if (/^\ufffd{2}[^]*\0/.test(text)) throw problemsError(file, [{
		message: "the file is saved as UTF-16: save it as UTF-8",
		file
	}]);
	assertMerged(text, file, decideEach);
	const lineCounter = new import_dist.LineCounter();
	const document = (0, import_dist.parseDocument)(text, {
		lineCounter,
		prettyErrors: false
	});
	if (document.errors.length > 0) throw problemsError(file, document.errors.map((error) => ({
		message: error.message,
		file,
		line: lineCounter.linePos(error.pos[0]).line
	})));
	return {
		value: valueOf(document, file),
		lineOf: (path) => lineOf(document, lineCounter, path)
	};
}
const decideEach = "Decide each place between <<<<<<< and >>>>>>>, remove the marks, and run again.";
function assertMerged(text, file, hint) {
	const line = text.split("\n").findIndex((one) => /^(<{7}|>{7})(\s|$)/.test(one));
	if (line === -1) return;
	throw new TrainError("config", `${file} still holds the marks of a merge that is unfinished.`, {
		hint,
		problems: [{
			message: "here it begins",
			file,
			line: line + 1
		}]
	});
}
function valueOf(document, file) {
	try {
		return document.toJS();
	} catch (error) {
		throw problemsError(file, [{
			message: messageOf(error),
			file
		}]);
	}
}
function lineOf(document, counter, path) {
	for (let length = path.length; length >= 0; length -= 1) {
		const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
		if ((0, import_dist.isNode)(node) && node.range) return counter.linePos(node.range[0]).line;
	}
}
function problemsOf(issues, file, lineOfPath, keys = []) {
	return issues.flatMap(innermost).flatMap((issue) => {
		return (issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [issue.path]).map((path) => {
			const line = lineOfPath(path);
			const message = issue.code === "unrecognized_keys" ? `is not known${meant(String(path.at(-1)), keys)}` : inWords(issue.message);
			return {
				message: `\`${path.join(".") || "the document"}\` ${message}`,
				...file === void 0 ? {} : { file },
				...line === void 0 ? {} : { line }
			};
		});
	}).sort((one, other) => (one.line ?? 0) - (other.line ?? 0));
}
function innermost(issue) {
	const within = (inner) => inner.map((one) => ({
		...one,
		path: [...issue.path, ...one.path]
	}));
	if (issue.code === "invalid_key" && issue.issues.length > 0) return within(issue.issues);
	if (issue.code !== "invalid_union") return [issue];
	const form = issue.errors.find((errors) => errors.every(({ code, path }) => path.length > 0 || code === "unrecognized_keys"));
	return form === void 0 || form.length === 0 ? [issue] : within(form).flatMap(innermost);
}
function inWords(message) {
	const match = /^Invalid (?:input|option): expected (.*?)(?:, received (.*))?$/.exec(message);
	if (match === null) return message;
	const [, expected = "", received] = match;
	return received === void 0 || received === "undefined" ? `must be given: ${expected}` : `must be ${expected}, not ${received}`;
}
function problemsError(file, problems) {
	const count = problems.length === 1 ? "a problem" : `${problems.length} problems`;
	return new TrainError("config", `${file} has ${count}.`, {
		hint: "Correct what is listed; docs/reference.md names every key and what it takes.",
		problems
	});
}

export { problemsOf as i, parseLocated as n, problemsError as r, assertMerged as t };