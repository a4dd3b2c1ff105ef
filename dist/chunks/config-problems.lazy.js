import { i as problemsOf, n as parseLocated, r as problemsError, t as assertMerged } from "./config-problems.js";

export { parseLocated, problemsError, problemsOf };