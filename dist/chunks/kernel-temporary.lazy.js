import { n as temporaryFolder, t as madeFolder } from "./kernel-temporary.js";

export { temporaryFolder };