import { a as writeResolution, i as recordAll, n as formatResolution, r as keepHeld, t as forget } from "./merge-record.js";

export { forget, recordAll };