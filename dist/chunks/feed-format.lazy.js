import { a as formatDocument, c as updatesInputSchema, i as fileListSchema, l as updatesSchema, n as classesSchema, o as newerThanKnown, r as feedSchema, s as renamesSchema, t as channelSchema } from "./feed-format.js";

export { classesSchema, renamesSchema, updatesInputSchema };