import { t as outputsOf } from "./train-outcome.js";

export { outputsOf };