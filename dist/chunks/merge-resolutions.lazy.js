import { a as followsUpdate, c as oursName, d as resolutionsIn, i as filesOfAnswer, l as readResolution, n as answersDigest, o as jsonName, r as blobName, s as listResolutions, t as answerOf, u as resolutionSchema } from "./merge-resolutions.js";

export { listResolutions };