import { n as getOctokit, t as context } from "./actions-github.js";

export { getOctokit };