// src/kernel/errors.ts
const exitCodes = {
	usage: 2,
	config: 2,
	"pack-missing": 2,
	"not-writable": 2,
	refused: 5,
	unreachable: 6,
	busy: 6,
	verification: 7,
	"pack-damaged": 7,
	"pack-unsafe": 7,
	"disk-full": 1,
	interrupted: 130,
	failure: 1
};
function isErrorCode(code) {
	return Object.hasOwn(exitCodes, code);
}
var TrainError = class extends Error {
	name = "TrainError";
	code;
	hint;
	problems;
	constructor(code, message, details) {
		super(message, { cause: details.cause });
		this.code = code;
		this.hint = details.hint;
		this.problems = details.problems ?? [];
	}
	get exitCode() {
		return exitCodes[this.code];
	}
};
function systemCode(error) {
	return isObject(error) && "code" in error && typeof error.code === "string" ? error.code : "";
}
function isObject(value) {
	return typeof value === "object" && value !== null;
}
function messageOf(error) {
	return isObject(error) && "message" in error && typeof error.message === "string" ? error.message : String(error);
}
function reasonOf(error) {
	const code = systemCode(error);
	return Object.hasOwn(reasons, code) ? reasons[code] ?? "" : messageOf(error);
}
const reasons = {
	ENOENT: "it does not exist",
	EACCES: "permission is denied",
	EPERM: "permission is denied",
	EROFS: "the file system is read-only",
	ENOTDIR: "what should be a folder is a file",
	EISDIR: "it is a folder, not a file",
	EEXIST: "a file of that name is there already",
	ELOOP: "its links lead in a circle",
	EMFILE: "too many files are open"
};
const machines = [
	"EACCES",
	"EPERM",
	"EROFS",
	"EMFILE",
	"ENFILE"
];
function toldError(error) {
	const first = firstError(error);
	if (!isObject(first) || first instanceof TrainError) return first;
	const path = "path" in first && typeof first.path === "string" ? first.path : null;
	if (path === null) return first;
	if (machines.includes(systemCode(first))) return new TrainError("not-writable", `${path} cannot be read or written: ${reasonOf(first)}.`, {
		hint: "Give the user who runs update-train the right to it, then run again.",
		cause: first
	});
	return writeErrorOfSpace(first, path);
}
function writeError(error, path) {
	if (error instanceof TrainError) return error;
	switch (systemCode(error)) {
		case "EACCES":
		case "EPERM":
		case "EROFS":
		case "ENOTDIR":
		case "EEXIST":
		case "ENOENT":
		case "EISDIR": return new TrainError("not-writable", `Cannot write ${path}: ${reasonOf(error)}.`, {
			hint: "Make room for it there, or choose another place (results: --out, temporary files: TMPDIR); nothing was changed.",
			cause: error
		});
		default: return writeErrorOfSpace(error, path);
	}
}
function writeErrorOfSpace(error, path) {
	if (![
		"ENOSPC",
		"EDQUOT",
		"EFBIG"
	].includes(systemCode(error))) return error;
	return new TrainError("disk-full", `No space is left to write ${path}.`, {
		hint: "Free some space, or choose another place with --out or TMPDIR; nothing was changed.",
		cause: error
	});
}
function firstError(error) {
	return error instanceof SuppressedError ? firstError(error.suppressed) : error;
}

export { reasonOf as a, writeError as c, messageOf as i, firstError as n, systemCode as o, isErrorCode as r, toldError as s, TrainError as t };