import { i as unpackFor, n as initFeed, r as readIndex, t as baseRecordPath } from "./feed-init.js";

export { initFeed };