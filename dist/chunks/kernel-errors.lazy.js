import { a as systemCode, i as reasonOf, n as firstError, o as toldError, r as messageOf, s as writeError, t as TrainError } from "./kernel-errors.js";

export { writeError };