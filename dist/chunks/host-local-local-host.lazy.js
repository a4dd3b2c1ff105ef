import { n as localHost, r as outFolder, t as besidePack } from "./host-local-local-host.js";

export { besidePack, localHost, outFolder };