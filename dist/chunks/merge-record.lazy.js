import { a as writeResolution, i as record, n as forget, r as readConflicts, t as conflictsListName } from "./merge-record.js";

export { forget, readConflicts, record };