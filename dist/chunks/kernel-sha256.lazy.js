import { n as sha256, r as sha256OfFile, t as isSha256 } from "./kernel-sha256.js";

export { sha256OfFile };