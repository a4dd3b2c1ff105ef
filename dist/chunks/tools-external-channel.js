import { g as string } from "./zod.js";
import { t as isChannelName } from "./kernel-product.js";

// src/tools/external/channel.ts
const channelInPack = string().nullish().transform((channel) => (channel === "" ? null : channel) ?? "full").refine(isChannelName, "must be the name of a channel");

export { channelInPack as t };