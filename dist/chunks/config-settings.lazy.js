import { i as readSettings, n as defaultResolutions, r as defaultTrack, t as defaultLock } from "./config-settings.js";

export { defaultResolutions, readSettings };