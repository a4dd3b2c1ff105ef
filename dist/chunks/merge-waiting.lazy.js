import { n as parseConflicts, r as readConflicts, t as conflictsListName } from "./merge-waiting.js";

export { readConflicts };