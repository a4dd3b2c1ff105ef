import type { Desk } from './proposal-desk.ts'

/**
 * Removes our branch where it still ends with `head`, and where no other pull request is open from it: GitHub would close
 * that with it.
 */
export async function removeOurBranch(head: string, own: number, desk: Desk): Promise<boolean> {
  const { proposals, branch, world } = desk
  const other = (await proposals.ofBranch(branch)).find(({ open, number }) => open && number !== own)
  if (other === undefined) return await proposals.removeBranch(branch, head)
  world.log.info(`The branch ${branch} stays: ${other.url} is open from it.`)
  return false
}
