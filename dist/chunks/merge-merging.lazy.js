import { n as keepReplaced, t as conflictPolicies } from "./merge-merging.js";

export { conflictPolicies };