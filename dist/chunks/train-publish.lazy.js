import { a as differenceOf, c as publish, d as sbomName, f as testLogName, i as diffFile, l as replacedFolder, n as conflictsFolder, o as digestsOf, r as diffBetween, s as packNameOf, t as candidateName, u as reportName } from "./train-publish.js";

export { diffBetween, digestsOf };