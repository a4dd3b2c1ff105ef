import { a as writeError, i as systemCode, n as firstError, r as messageOf, t as TrainError } from "./kernel-errors.js";

export { writeError };