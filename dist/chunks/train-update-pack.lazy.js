import { a as updatePack, i as unpack, n as dateOf, r as measurePack, t as contentSize } from "./train-update-pack.js";

export { measurePack };