import { a as updateKinds, i as toolNames, n as nameOfProduct, r as severities, t as isChannelName } from "./kernel-product.js";

export { nameOfProduct };