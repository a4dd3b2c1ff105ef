import { t as temporaryFolder } from "./kernel-temporary.js";

export { temporaryFolder };