// src/tools/in-place/config-file.ts
/** Where the tool keeps its settings for a pack, below the product's root (public packs; WSO2 docs-updates, *Finding the update tool*). */
const configFile = "updates/config.yaml";

export { configFile as t };