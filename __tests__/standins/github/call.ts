import type { ResultsService } from '../results-service.ts'
import type { BareRepository } from './bare-repository.ts'

/** A pull request as the stand-in keeps it. */
export interface PullRequest {
  number: number
  title: string
  body: string | null
  state: 'open' | 'closed'
  head: string
  base: string
  draft: boolean
  merged: boolean
  labels: string[]
  createdAt: string
  /** The branch's last commit when it was closed; null while it is open. */
  end: string | null
  comments: { id: number; body: string }[]
  reviews: { commit: string; state: string }[]
  reviewers: string[]
  assignees: string[]
  milestone: number | null
  /** How GitHub merges it by itself; null where nobody asked. */
  autoMerge: string | null
}

/** A release as the stand-in keeps it. */
export interface Release {
  id: number
  tag: string
  name: string
  body: string
  draft: boolean
  /** A branch or commit that the tag is made at. */
  target: string
  assets: { name: string; bytes: Buffer }[]
}

/** Everything the routes read and change. */
export interface GitHubState {
  /** Base of the API, without a final slash. */
  apiUrl: string
  owner: string
  name: string
  visibility: 'public' | 'private'
  defaultBranch: string
  repository: BareRepository
  pulls: PullRequest[]
  releases: Release[]
  /** The version of a GitHub Enterprise Server; null for GitHub itself. */
  enterprise: string | null
  /** Bundles that were stored, oldest first. */
  attestations: unknown[]
  /** Titles of open milestones; their numbers are their places, from 1. */
  milestones: string[]
  /** Who the token is. */
  viewer: string
  /** What the repository's plan has. */
  drafts: boolean
  /** Where artifacts and caches are, if the test has one. */
  results: ResultsService | undefined
}

/** One request that was matched and found right. */
export interface Call {
  state: GitHubState
  path: Readonly<Record<string, string>>
  query: URLSearchParams
  body: unknown
  /** The body as it came: of an upload, the file. */
  bytes: Buffer
}

/** What a route answers: its status and what it knows of the body; required rest is filled in. */
export interface Answer {
  status: number
  body?: unknown
  headers?: Readonly<Record<string, string>>
  /** Of a list: how many there are on all pages. */
  total?: number
}

export type Route = (call: Call) => Promise<Answer> | Answer

/** GitHub's error body. */
export function failure(status: number, message: string, errors?: unknown[]): Answer {
  const body = { message, documentation_url: 'https://docs.github.com/rest', status: String(status) }
  return { status, body: errors === undefined ? body : { ...body, errors } }
}

export const notFound: Answer = failure(404, 'Not Found')

/** Where the next page of a list is (GitHub's docs, *Using pagination in the REST API*: the `link` header). */
export function nextPage(url: URL, total = 0): Record<string, string> {
  const size = Number(url.searchParams.get('per_page') ?? 30)
  const number = Number(url.searchParams.get('page') ?? 1)
  if (number * size >= total) return {}
  const next = new URL(url)
  next.searchParams.set('page', String(number + 1))
  return { link: `<${next.href}>; rel="next"` }
}

/** One page of a list, by `per_page` (30) and `page` (1). */
export function page<T>(items: readonly T[], query: URLSearchParams): T[] {
  const size = Number(query.get('per_page') ?? 30)
  const number = Number(query.get('page') ?? 1)
  return items.slice((number - 1) * size, number * size)
}
