import { g as string } from "./zod.js";
import { t as isChannelName } from "./kernel-product.js";

// src/tools/external/channel.ts
/** The channel that a state file names; the tools' default where it names none. It becomes part of file names and addresses. */
const channelInPack = string().nullish().transform((channel) => (channel === "" ? null : channel) ?? "full").refine(isChannelName, "must be the name of a channel");

export { channelInPack as t };