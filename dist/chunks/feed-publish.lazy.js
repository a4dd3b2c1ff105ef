import { n as publishLevel, t as productIn } from "./feed-publish.js";

export { productIn, publishLevel };