import { a as readConflicts, i as parseConflicts, n as forget, o as recordAll, r as keepHeld, s as writeResolution, t as conflictsListName } from "./merge-record.js";

export { forget, readConflicts, recordAll };