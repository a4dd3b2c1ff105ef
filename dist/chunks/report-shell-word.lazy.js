import { n as shellWord, t as pathFrom } from "./report-shell-word.js";

export { pathFrom, shellWord };