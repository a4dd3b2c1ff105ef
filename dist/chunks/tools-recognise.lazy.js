import { n as recognisePack, t as parseProduct } from "./tools-recognise.js";

export { parseProduct, recognisePack };