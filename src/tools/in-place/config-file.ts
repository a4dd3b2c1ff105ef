/** Where the tool keeps its settings for a pack, below the product's root (public packs; WSO2 docs-updates, *Finding the update tool*). */
export const configFile = 'updates/config.yaml'
