import { a as readSettings, i as defaultTrack, n as defaultLock, r as defaultResolutions, t as defaultConfig } from "./config-settings.js";

export { defaultResolutions, readSettings };