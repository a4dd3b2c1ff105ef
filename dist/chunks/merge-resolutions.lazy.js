import { a as resolutionSchema, i as listResolutions, n as blobName, o as resolutionsIn, r as jsonName, t as answerOf } from "./merge-resolutions.js";

export { listResolutions };