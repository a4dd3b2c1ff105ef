import { t as publishLevel } from "./feed-publish.js";

export { publishLevel };