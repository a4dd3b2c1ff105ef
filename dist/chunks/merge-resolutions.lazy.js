import { a as listResolutions, c as resolutionSchema, i as jsonName, l as resolutionsIn, n as answersDigest, o as oursName, r as blobName, s as readResolution, t as answerOf } from "./merge-resolutions.js";

export { listResolutions };