import { z } from 'zod'

const mergeMethods = ['merge', 'squash', 'rebase'] as const

const takesAutoMerge = 'takes `true`, `false`, `merge`, `squash` or `rebase`'

/** Comma or blank separated in a text, as inputs of an action give them. */
function names(what: string) {
  return z
    .union(
      [z.string().transform(text => text.split(/[\s,]+/).filter(name => name !== '')), z.array(z.string())],
      what,
    )
    .pipe(z.array(z.string().min(1, what), what))
}

/** Labels may hold blanks: only a comma parts them. */
const labels = z
  .union([z.string().transform(text => text.split(',').map(label => label.trim())), z.array(z.string())])
  .pipe(z.array(z.string().min(1, 'takes labels').max(50, 'takes labels of at most 50 characters')))

/** Keys of an entry that say what a pull request is like. */
export const proposalKeys = {
  labels: labels.optional(),
  reviewers: names('takes logins, or `org/team`').optional(),
  assignees: names('takes logins').optional(),
  milestone: z
    .union([z.string().min(1), z.int().min(1)], 'takes the title or the number of a milestone')
    .transform(String)
    .optional(),
  'auto-merge': z
    .union([z.boolean(), z.enum(mergeMethods)], takesAutoMerge)
    .transform(value => (value === true ? 'merge' : value === false ? null : value))
    .optional(),
}

/** What a track's pull request is like. */
export interface ProposalSettings {
  /** Conflicts are laid out on its branch, for people to answer there. */
  conflicts: boolean
  labels: readonly string[]
  reviewers: readonly string[]
  assignees: readonly string[]
  milestone: string | null
  /** How GitHub is to merge it by itself; null: a person does. */
  autoMerge: (typeof mergeMethods)[number] | null
}

type Given = { [key in keyof typeof proposalKeys]: z.infer<(typeof proposalKeys)[key]> }

export function proposalSettings(given: Partial<Given>, conflicts: boolean): ProposalSettings {
  return {
    conflicts,
    labels: given.labels ?? [],
    reviewers: given.reviewers ?? [],
    assignees: given.assignees ?? [],
    milestone: given.milestone ?? null,
    autoMerge: given['auto-merge'] ?? null,
  }
}
