/** How WSO2's tools that work in a home end (WSO2 docs-updates, *Update commands*; puppet-apim's update scripts). */
export const exit = { success: 0, failure: 1, selfUpdate: 2, conflicts: 3, reverted: 4 } as const
