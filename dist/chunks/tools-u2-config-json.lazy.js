import { n as parseU2State, r as readU2State, t as atLevel } from "./tools-u2-config-json.js";

export { parseU2State };