import { n as readPair, t as planPair } from "./pack-plan-pair.js";

export { planPair, readPair };