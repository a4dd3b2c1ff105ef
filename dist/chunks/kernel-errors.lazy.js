import { a as reasonOf, c as writeError, i as messageOf, n as firstError, o as systemCode, r as isErrorCode, s as toldError, t as TrainError } from "./kernel-errors.js";

export { writeError };