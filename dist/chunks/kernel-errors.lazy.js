import { i as writeError, n as messageOf, r as systemCode, t as TrainError } from "./kernel-errors.js";

export { writeError };