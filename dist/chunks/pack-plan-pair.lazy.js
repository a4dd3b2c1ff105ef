import { t as planPair } from "./pack-plan-pair.js";

export { planPair };