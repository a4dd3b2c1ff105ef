import { t as openPack } from "./pack-open-pack.js";

export { openPack };