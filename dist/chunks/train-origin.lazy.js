import { i as nameOf, n as findOrigin, r as memoryOf, t as assertSameProduct } from "./train-origin.js";

export { assertSameProduct, findOrigin, memoryOf, nameOf };