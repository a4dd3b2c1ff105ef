/** Where the tool keeps a pack's level, below the product's root (WSO2 docs-updates, *Update tool*; public packs). */
export const configFile = 'updates/config.json'
