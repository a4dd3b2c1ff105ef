// src/kernel/errors.ts
/** Exit codes of docs/reference.md. Conflicts (3) and failed tests (4) are outcomes, not errors. */
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
/** An error for the user: what happened, to what (`message`), and what to do (`hint`). */
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
/** The `code` of an error of Node's (`ENOENT`, `ENOSPC`), or the empty string. */
function systemCode(error) {
	return isObject(error) && "code" in error && typeof error.code === "string" ? error.code : "";
}
/** An error may come from another realm, where `instanceof Error` does not hold. */
function isObject(value) {
	return typeof value === "object" && value !== null;
}
/** The message of whatever was thrown. */
function messageOf(error) {
	return isObject(error) && "message" in error && typeof error.message === "string" ? error.message : String(error);
}
/**
* Turns an error of the file system into one for the user.
* A `TrainError` and anything that is not of the file system come back as they are.
*/
function writeError(error, path) {
	if (error instanceof TrainError) return error;
	switch (systemCode(error)) {
		case "ENOSPC":
		case "EDQUOT":
		case "EFBIG": return new TrainError("disk-full", `No space is left to write ${path}.`, {
			hint: "Free some space, or choose another place with --out or TMPDIR; nothing was changed.",
			cause: error
		});
		case "EACCES":
		case "EPERM":
		case "EROFS":
		case "ENOTDIR":
		case "EEXIST":
		case "ENOENT":
		case "EISDIR": return new TrainError("not-writable", `Cannot write ${path}: ${messageOf(error)}.`, {
			hint: "Choose a folder that can be written with --out; nothing was changed.",
			cause: error
		});
		default: return error;
	}
}
/** Where cleaning up failed as well, what happened first is what the user must know. */
function firstError(error) {
	return error instanceof SuppressedError ? firstError(error.suppressed) : error;
}

export { writeError as a, systemCode as i, firstError as n, messageOf as r, TrainError as t };