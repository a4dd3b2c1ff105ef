import type { SideNames } from '../external/side-files.ts'

/** How the tool lays a conflict out (WSO2 In-place updates documentation, *Resolving conflicts*). */
export const sides: SideNames = { base: '.old', theirs: '.updated', final: '.final', others: ['.diff'] }
