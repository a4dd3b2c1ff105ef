import { a as writeResolution, i as recordAll, n as forget, r as readConflicts, t as conflictsListName } from "./merge-record.js";

export { forget, readConflicts, recordAll };