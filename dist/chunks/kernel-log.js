import { t as formatBytes } from "./kernel-time.js";

// src/kernel/log.ts
function progressText(what, done, total, files) {
	if (total === 0) return what;
	return `${what} ${Math.min(100, Math.floor(done / total * 100))} %${files === void 0 ? "" : `, ${files.done} of ${files.total} files`}, ${formatBytes(Math.min(done, total))} of ${formatBytes(total)}`;
}
const silentLog = {
	info: () => void 0,
	warning: () => void 0,
	group: (_title, work) => work(),
	relay: (work) => work(() => void 0),
	progress: () => void 0
};

export { silentLog as n, progressText as t };