import { t as assertSpace } from "./kernel-disk-space.js";

export { assertSpace };