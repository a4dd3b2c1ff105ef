import type { SideNames } from '../external/side-files.ts'

/** How the tool lays a conflict out (WSO2 docs-updates, *Resolve conflicts*). */
export const sides: SideNames = { base: '.original', theirs: '.new', final: '.final', others: [] }
