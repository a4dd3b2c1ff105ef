import { n as checkResult, t as check } from "./train-check.js";

export { check, checkResult };