import { a as listResolutions, i as jsonName, n as answersDigest, o as resolutionSchema, r as blobName, s as resolutionsIn, t as answerOf } from "./merge-resolutions.js";

export { listResolutions };