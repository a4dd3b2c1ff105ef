// src/tools/u2/config-file.ts
/** Where the tool keeps a pack's level, below the product's root (WSO2 docs-updates, *Update tool*; public packs). */
const configFile = "updates/config.json";

export { configFile as t };