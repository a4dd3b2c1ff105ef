import { n as isOtherOverlay, t as changedOverlay } from "./train-todays-overlay.js";

export { changedOverlay };