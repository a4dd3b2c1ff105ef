import type { BareRepository } from './bare-repository.ts'
import { type Answer, type Call, notFound, type Route } from './call.ts'
import { commitNamed } from './commit.ts'

const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904'
/** Files that a reply lists at most, on all of its pages but the first none. */
const filesLimit = 300

interface ChangedFile {
  filename: string
  previous_filename?: string
  status: string
}

const statuses: Readonly<Record<string, string>> = {
  A: 'added',
  M: 'modified',
  D: 'removed',
  R: 'renamed',
  T: 'changed',
}

async function filesBetween(repository: BareRepository, from: string, to: string): Promise<ChangedFile[]> {
  const text = await repository.always(['diff', '--name-status', '-M', '-z', from, to])
  const fields = text.split('\0')
  const files: ChangedFile[] = []
  while (fields.length > 1) {
    const letter = fields.shift()?.charAt(0) ?? ''
    const [former, name] = letter === 'R' ? [fields.shift(), fields.shift()] : [undefined, fields.shift()]
    files.push({
      filename: name ?? '',
      status: statuses[letter] ?? 'changed',
      ...(former === undefined ? {} : { previous_filename: former }),
    })
  }
  return files.slice(0, filesLimit)
}

async function commitBody({ state }: Call, sha: string): Promise<Record<string, unknown>> {
  const { tree = '', parents = [], message } = (await commitNamed(state.repository, sha)) ?? {}
  const url = `${state.apiUrl}/repos/${state.owner}/${state.name}`
  return {
    sha,
    url: `${url}/commits/${sha}`,
    commit: { message, tree: { sha: tree, url: `${url}/git/trees/${tree}` } },
    parents: parents.map(parent => ({ sha: parent, url: `${url}/commits/${parent}` })),
  }
}

async function comparison(call: Call): Promise<Answer> {
  const { repository } = call.state
  const [base = '', head = ''] = (call.path.basehead ?? '').split('...')
  const [from, to] = [
    await repository.resolve(`${base}^{commit}`),
    await repository.resolve(`${head}^{commit}`),
  ]
  if (from === undefined || to === undefined) return notFound
  const only = async (range: string): Promise<string[]> =>
    (await repository.always(['rev-list', '--topo-order', '--reverse', range])).split('\n').slice(0, -1)
  const [theirs, ours] = [await only(`${from}..${to}`), await only(`${to}..${from}`)]
  const [ahead, behind] = [theirs.length, ours.length]
  const meeting = (await repository.always(['merge-base', from, to]).catch(() => '')).trim()
  const body = {
    status: ahead === 0 ? (behind === 0 ? 'identical' : 'behind') : behind === 0 ? 'ahead' : 'diverged',
    ahead_by: ahead,
    behind_by: behind,
    total_commits: ahead,
    base_commit: await commitBody(call, from),
    merge_base_commit: await commitBody(call, meeting === '' ? from : meeting),
    commits: await Promise.all(theirs.slice(0, 250).map(sha => commitBody(call, sha))),
    files: await filesBetween(repository, meeting === '' ? emptyTree : meeting, to),
  }
  return { status: 200, body }
}

/** What lies between two commits, and what one commit changed. */
export const compareRoutes: Readonly<Record<string, Route>> = {
  'repos/compare-commits-with-basehead': comparison,
  'repos/compare-commits': comparison,
  'repos/get-commit': async call => {
    const { repository } = call.state
    const sha = await repository.resolve(`${call.path.ref ?? ''}^{commit}`)
    if (sha === undefined) return notFound
    const parent = (await repository.resolve(`${sha}^1`)) ?? emptyTree
    return {
      status: 200,
      body: { ...(await commitBody(call, sha)), files: await filesBetween(repository, parent, sha) },
    }
  },
}
