import { t as assertNotInput } from "./host-local-not-input.js";

export { assertNotInput };