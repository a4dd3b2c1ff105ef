import { a as differenceOf, c as replacedFolder, d as testLogName, i as diffFile, l as reportName, n as conflictsFolder, o as packNameOf, r as diffBetween, s as publish, t as candidateName, u as sbomName } from "./train-publish.js";

export { diffBetween };