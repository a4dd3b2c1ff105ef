import { n as findOrigin, r as nameOf, t as assertSameProduct } from "./train-origin.js";

export { assertSameProduct, findOrigin, nameOf };