import type { Tree } from '../pack/tree.ts'
import { same } from './decide.ts'

/** Endings of configuration management's templates (Ansible's Jinja, Puppet's and Chef's ERB). */
const endings = /\.(?:j2|erb)$/

/** Templates among a team's files whose product's file the update changed: nobody can merge those but a person. */
export function templatesToReview(ours: Tree, before: Tree, after: Tree): string[] {
  return [...ours.keys()].filter(path => {
    const made = path.replace(endings, '')
    return made !== path && !same(before.get(made) ?? null, after.get(made) ?? null)
  })
}
