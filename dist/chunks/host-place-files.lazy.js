import { n as placeFiles, t as assertPlace } from "./host-place-files.js";

export { assertPlace };