import { i as updatePack, n as measurePack, r as unpack, t as dateOf } from "./train-update-pack.js";

export { measurePack };