// src/tools/u2/config-file.ts
const configFile = "updates/config.json";

export { configFile as t };