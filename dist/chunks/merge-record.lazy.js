import { a as recordAll, i as readConflicts, n as forget, o as writeResolution, r as keepHeld, t as conflictsListName } from "./merge-record.js";

export { forget, readConflicts, recordAll };