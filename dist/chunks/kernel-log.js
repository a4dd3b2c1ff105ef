import { t as formatBytes } from "./kernel-time.js";

// src/kernel/log.ts
/** `unpacking 40 %, 3412 of 7085 files, 210.4 MB of 526.9 MB`; how much there is need not be known. */
function progressText(what, done, total, files) {
	if (total === 0) return what;
	return `${what} ${Math.min(100, Math.floor(done / total * 100))} %${files === void 0 ? "" : `, ${files.done} of ${files.total} files`}, ${formatBytes(Math.min(done, total))} of ${formatBytes(total)}`;
}
/** For library use and tests: says nothing. */
const silentLog = {
	info: () => void 0,
	warning: () => void 0,
	group: (_title, work) => work(),
	relay: (work) => work(() => void 0),
	progress: () => void 0
};

export { silentLog as n, progressText as t };