/** How a pull request is merged. */
export type MergeMethod = 'merge' | 'squash' | 'rebase'

/** A pull request as it stands. */
export interface Proposal {
  number: number
  url: string
  /** What the service's second API calls it. */
  id: string
  title: string
  body: string
  labels: readonly string[]
  open: boolean
  merged: boolean
  draft: boolean
  /** The service merges it by itself once its rules are met. */
  autoMerge: boolean
  /** The last commit: of the branch while it is open, of its end afterwards. */
  head: string
  /** The branch that it goes into. */
  base: string
}

export interface BranchCommit {
  sha: string
  tree: string
  parents: readonly string[]
  message: string
}

/** The branch that pull requests go into, as it is now. */
export interface BaseBranch {
  name: string
  commit: string
  tree: string
}

/** A branch of ours, compared with the base. */
export interface Branch {
  head: string
  /** What the base has not, oldest first; null where it is more than can be listed. */
  commits: readonly BranchCommit[] | null
  /** Paths that merging it would change; null where they are more than can be listed. */
  changes: readonly string[] | null
  /** The commit of the base that it holds all of; null where it lacks some of it. */
  holds: string | null
}

export interface NewCommit {
  /** The tree that it starts from. */
  tree: string
  parents: readonly string[]
  /** Written over that tree; paths from the root of the repository. */
  files: ReadonlyMap<string, Buffer>
  /** Those of them that are programs. */
  executable?: ReadonlySet<string>
  /** Told the commit's tree. */
  message: (tree: string) => string
  /** Where the tree would be this commit's, that one is given back and none is made. */
  same: Pick<BranchCommit, 'sha' | 'tree'> | null
}

export interface MadeCommit {
  sha: string
  /** Null where none was made. */
  signature: { verified: boolean; reason: string } | null
}

/** What is written onto a pull request when it is opened or refreshed. */
export interface ProposalText {
  title: string
  body: string
  draft: boolean
}

/** People and things that a new pull request is given to. */
export interface ProposalWishes {
  /** Logins, or `org/team`. */
  reviewers: readonly string[]
  assignees: readonly string[]
  milestone: string | null
}

/**
 * Where updates are proposed to people: branches and pull requests of one repository. Commits are only ever appended.
 * Every call throws `refused`, `busy`, `unreachable` or `failure` with what to do.
 */
export interface Proposals {
  /** The path of a file as the repository knows it. Throws `config` for one outside of it. */
  pathOf(file: string): string
  /** The branch that pull requests go into. */
  readonly baseName: string
  /** The newest pull requests of a branch of this repository, into whatever branch. */
  ofBranch(branch: string): Promise<readonly Proposal[]>
  base(): Promise<BaseBranch>
  /** Null where there is no such branch. */
  branch(name: string, base: BaseBranch): Promise<Branch | null>
  /** A commit without its branch, such as the end of a closed pull request; null where it is gone. */
  findCommit(sha: string): Promise<BranchCommit | null>
  /** Paths that a commit changed; null where they are more than can be listed. */
  changesOf(commit: string): Promise<readonly string[] | null>
  /** Files of a commit below a folder, by path from there, with git's name of their content. */
  list(commit: string, folder: string): Promise<ReadonlyMap<string, string>>
  /** A file of a commit; null where it has none of that path. */
  readFile(commit: string, path: string): Promise<Buffer | null>
  /** A content by git's name. */
  read(blob: string): Promise<Buffer>
  /** Makes a commit that no branch names yet. */
  commit(wanted: NewCommit): Promise<MadeCommit>
  /** Moves a branch forward, or makes it (`from` null); false where another run or a person was first. */
  moveBranch(name: string, from: string | null, to: string): Promise<boolean>
  /** Removes a branch that still ends with `head`. */
  removeBranch(name: string, head: string): Promise<boolean>
  /**
   * Keeps it from being merged: as a draft, and without the service merging it by itself. What fails is a warning; gives it
   * as it is then, and whether the service refuses to make it a draft, and would again.
   */
  hold(proposal: Proposal): Promise<Proposal & { refused: boolean }>
  /** Null where the branch has an open pull request already. */
  open(branch: string, text: ProposalText): Promise<Proposal | null>
  /** Writes what differs. */
  refresh(proposal: Proposal, text: ProposalText): Promise<void>
  close(proposal: Proposal, body: string): Promise<void>
  /**
   * Adds and takes away labels; a team's own labels stay. What cannot be set is only worth a warning; false where the service
   * refuses to add them, and would again.
   */
  label(proposal: Proposal, wanted: readonly string[], unwanted: readonly string[]): Promise<boolean>
  /** What cannot be given is only worth a warning. */
  assign(proposal: Proposal, wishes: ProposalWishes): Promise<void>
  /** Says something once: a comment that holds `marker` is not said again. */
  commentOnce(proposal: Proposal, marker: string, text: string): Promise<void>
  /** The commit that was reviewed last; null where none was. */
  lastReviewed(proposal: Proposal): Promise<string | null>
  /** Whether the service itself says that it cannot be merged as it is. */
  isStuck(proposal: Proposal): Promise<boolean>
  /** What speaks for us: `default` is the service's own account, whose pull requests start no workflows. */
  account(): Promise<'default' | 'other' | 'unknown'>
  /** Takes back that the service merges it by itself. What fails is a warning; gives it as it is then. */
  stopMerging(proposal: Proposal): Promise<Proposal>
  /**
   * Lets the service merge it once its rules are met, where it still ends with `head`. False where the service does not, which
   * is only worth a warning.
   */
  mergeWhenReady(proposal: Proposal, method: MergeMethod): Promise<boolean>
  /** Whether everybody may see what the repository holds. */
  isPublic(): Promise<boolean>
}
