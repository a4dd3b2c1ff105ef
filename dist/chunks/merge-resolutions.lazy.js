import { a as listResolutions, c as resolutionsIn, i as jsonName, n as answersDigest, o as oursName, r as blobName, s as resolutionSchema, t as answerOf } from "./merge-resolutions.js";

export { listResolutions };