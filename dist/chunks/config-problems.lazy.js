import { n as problemsError, r as problemsOf, t as parseLocated } from "./config-problems.js";

export { parseLocated, problemsError, problemsOf };