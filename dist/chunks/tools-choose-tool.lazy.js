import { t as chooseTool } from "./tools-choose-tool.js";

export { chooseTool };