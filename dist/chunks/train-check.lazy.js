import { n as checkResult, r as countsIn, t as check } from "./train-check.js";

export { check, checkResult, countsIn };