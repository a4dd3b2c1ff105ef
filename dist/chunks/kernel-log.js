// src/kernel/log.ts
/** For library use and tests: says nothing. */
const silentLog = {
	info: () => void 0,
	warning: () => void 0,
	group: (_title, work) => work(),
	progress: () => void 0
};

export { silentLog };