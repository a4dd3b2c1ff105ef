import { a as packNameOf, c as testLogName, i as differenceOf, n as diffBetween, o as publish, r as diffFile, s as reportName, t as candidateName } from "./train-publish.js";

export { diffBetween };