import { a as jsonName, c as readResolution, i as filesOfAnswer, l as resolutionSchema, n as answersDigest, o as listResolutions, r as blobName, s as oursName, t as answerOf, u as resolutionsIn } from "./merge-resolutions.js";

export { listResolutions };