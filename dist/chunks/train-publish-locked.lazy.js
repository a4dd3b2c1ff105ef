import { t as publishLocked } from "./train-publish-locked.js";

export { publishLocked };