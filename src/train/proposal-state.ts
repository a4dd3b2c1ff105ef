import { z } from 'zod'
import type { BranchCommit } from '../host/proposals.ts'
import { sha256 } from '../kernel/sha256.ts'

/** Why a pull request of ours is a draft; `coming`: a run holds it, and writes why when that has come. */
const drafts = ['conflict', 'tests', 'coming'] as const

/** What a service may refuse to do with a pull request. */
const refusable = ['label', 'draft'] as const

const digest = z.string().regex(/^[0-9a-f]{64}$/)
const commit = z.string().regex(/^[0-9a-f]{40,64}$/)

const stepSchema = z.strictObject({
  /** The branch's last commit then. */
  head: commit,
  level: z.int().min(0),
  /** Ids of the updates that it brings. */
  updates: z.array(z.string().max(100)).max(100),
  /** Content digest of the candidate; null where there were conflicts. */
  content: digest.nullable(),
})

const stateSchema = z.strictObject({
  version: z.literal(1),
  /** What the candidate was made from, as a digest. */
  inputs: digest,
  /** The lock's other entries, as a digest: a merge of theirs may come into ours. */
  others: digest,
  draft: z.enum(drafts).nullable(),
  /** A person had made it one before. */
  theirDraft: z.boolean().default(false),
  /** That GitHub merges it by itself: it did when this was written, or a person switched it off. */
  autoMerge: z.enum(['on', 'declined']).nullable().default(null),
  /** We closed it ourselves: nobody decided against the level. */
  closed: z.boolean(),
  /** What was tried, refused and said: nobody tries it again until the pull request is refreshed. */
  refused: z.array(z.enum(refusable)).default([]),
  /** What it held, newest last. */
  steps: z.array(stepSchema).min(1).max(12),
})

export type ProposalStep = z.infer<typeof stepSchema>
/** What a pull request carries for the next run, where people do not look. */
export type ProposalState = z.infer<typeof stateSchema>
export type Draft = (typeof drafts)[number]
export type Refusable = (typeof refusable)[number]

/** Steps that are kept for "since the last review". */
const stepLimit = 12

/** Characters of a state as it is written: a body has room for so many. */
const stateLimit = 12_000

const written = /<!-- update-train:state ([A-Za-z0-9+/=]+) ([0-9a-f]{16}) -->/g

/** As a comment that the page does not show: base64 of JSON, and the beginning of its SHA-256. */
export function formatProposalState(state: ProposalState): string {
  const text = Buffer.from(JSON.stringify(state)).toString('base64')
  return `<!-- update-train:state ${text} ${sha256(text).slice(0, 16)} -->`
}

/** The state with as many of its latest steps, and of the last one's updates, as there is room for. */
export function bounded(state: ProposalState): ProposalState {
  const steps = state.steps.slice(-stepLimit)
  if (formatProposalState({ ...state, steps }).length <= stateLimit) return { ...state, steps }
  const [first, ...later] = steps
  if (first === undefined) return state
  if (later.length > 0) return bounded({ ...state, steps: later })
  const updates = first.updates.slice(0, Math.floor(first.updates.length / 2))
  return bounded({ ...state, steps: [{ ...first, updates }] })
}

/** Null for a body without a state, or with one that somebody changed. */
export function parseProposalState(body: string): ProposalState | null {
  const [, text = '', checksum = ''] = [...body.matchAll(written)].at(-1) ?? []
  if (text === '' || sha256(text).slice(0, 16) !== checksum) return null
  try {
    return stateSchema.safeParse(JSON.parse(Buffer.from(text, 'base64').toString('utf8'))).data ?? null
  } catch {
    return null
  }
}

/** The body with another state. */
export function withProposalState(body: string, state: ProposalState): string {
  return `${body.replace(written, '').trimEnd()}\n\n${formatProposalState(state)}\n`
}

/** What a commit of ours says of itself: nobody can change it without making another commit. */
export interface CommitMark {
  level: number
  inputs: string
}

/** The last lines of a commit's message. The tree is named so that an amended commit is not taken for ours. */
export function commitMarks({ level, inputs }: CommitMark, tree: string): string {
  return [
    `Update-Train-Level: ${level}`,
    `Update-Train-Inputs: ${inputs}`,
    `Update-Train-Tree: ${tree}`,
  ].join('\n')
}

/** Null for a commit that is not ours, or not as we made it. */
export function marksOf({ message, tree }: Pick<BranchCommit, 'message' | 'tree'>): CommitMark | null {
  const found =
    /^Update-Train-Level: (\d+)\nUpdate-Train-Inputs: ([0-9a-f]{64})\nUpdate-Train-Tree: ([0-9a-f]+)\s*$/m.exec(
      message,
    )
  const [, level = '', inputs = '', ofTree] = found ?? []
  return ofTree === tree ? { level: Number(level), inputs } : null
}

const boxes = ['rebuild', 'unignore'] as const
export type Box = (typeof boxes)[number]

/** Begins the part of a body that holds boxes. */
export const boxesHeading = '## Boxes'

/** Whether somebody ticked a box of ours. What stands above them may be output of tests, which ticks nothing. */
export function isTicked(body: string, box: Box): boolean {
  const below = body.slice(Math.max(0, body.lastIndexOf(`\n${boxesHeading}\n`)))
  return new RegExp(`^\\s*[-*] \\[[xX]\\] <!-- update-train:${box} -->`, 'm').test(below)
}

/** A box to tick, with its text. */
export function boxLine(box: Box, text: string): string {
  return `- [ ] <!-- update-train:${box} --> ${text}`
}

/** The body with the boxes ticked that were ticked after the run had looked. */
export function withTicksSince(body: string, before: string, now: string): string {
  return boxes
    .filter(box => isTicked(now, box) && !isTicked(before, box))
    .reduce((text, box) => {
      const line = boxLine(box, '')
      const at = text.lastIndexOf(line)
      return at < 0
        ? text
        : `${text.slice(0, at)}${line.replace('[ ]', '[x]')}${text.slice(at + line.length)}`
    }, body)
}
