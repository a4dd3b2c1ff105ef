import { a as resolutionsIn, i as resolutionSchema, n as jsonName, r as listResolutions, t as blobName } from "./merge-resolutions.js";

export { listResolutions };