import { n as diffOf, r as differenceOf, t as diffBetween } from "./train-diff-packs.js";

export { diffOf };