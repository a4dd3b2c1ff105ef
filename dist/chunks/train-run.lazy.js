import { t as run } from "./train-run.js";

export { run };