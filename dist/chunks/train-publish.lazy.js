import { a as differenceOf, c as replacedFolder, i as diffFile, l as reportName, n as conflictsFolder, o as packNameOf, r as diffBetween, s as publish, t as candidateName, u as testLogName } from "./train-publish.js";

export { diffBetween };