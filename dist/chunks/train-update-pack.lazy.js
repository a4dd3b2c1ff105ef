import { a as unpack, i as measurePack, n as dateOf, o as updatePack, r as measureOpenPack, t as contentSize } from "./train-update-pack.js";

export { measurePack };