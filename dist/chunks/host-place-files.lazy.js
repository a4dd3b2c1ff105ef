import { n as isOurs, r as placeFiles, t as assertPlace } from "./host-place-files.js";

export { assertPlace };