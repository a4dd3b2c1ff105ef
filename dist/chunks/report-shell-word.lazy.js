import { t as shellWord } from "./report-shell-word.js";

export { shellWord };