import { i as memoryOf, n as findOrigin, r as knownTool, t as assertSameProduct } from "./train-origin.js";

export { findOrigin, knownTool, memoryOf };