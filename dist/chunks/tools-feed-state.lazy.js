import { n as parseFeedState, t as formatFeedState } from "./tools-feed-state.js";

export { parseFeedState };