import { n as comparePacks, r as compareTrees, t as compareEntries } from "./pack-difference.js";

export { comparePacks };