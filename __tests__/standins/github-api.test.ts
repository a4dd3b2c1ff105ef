import { getOctokit } from '@actions/github'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { type GitHubApi, startGitHubApi } from './github-api.ts'
import { startResultsService } from './results-service.ts'

let api: GitHubApi

beforeEach(async () => {
  api = await startGitHubApi()
})
afterEach(() => api.close())

const repo = { owner: 'octo-org', repo: 'example' }

function octokit(of: GitHubApi = api, token = of.github.token ?? '') {
  return getOctokit(token, { baseUrl: of.url }).rest
}

/** The status and message of a call that is refused. */
async function refusal(call: Promise<unknown>): Promise<{ status: unknown; message: string }> {
  try {
    await call
  } catch (error) {
    if (error instanceof Error && 'status' in error) return { status: error.status, message: error.message }
  }
  throw new Error('The call was not refused.')
}

describe('the repository', () => {
  test('says whether it is public', async () => {
    const before = await octokit().repos.get(repo)
    api.state.visibility = 'public'
    const after = await octokit().repos.get(repo)

    expect([before.data.private, before.data.visibility]).toEqual([true, 'private'])
    expect([after.data.private, after.data.visibility]).toEqual([false, 'public'])
    expect(before.data.permissions).toBeUndefined()
    expect(api.violations).toEqual([])
  })

  test('another repository is not found, a wrong token is refused', async () => {
    const other = await refusal(octokit().repos.get({ owner: 'octo-org', repo: 'other' }))
    const wrong = await refusal(octokit(api, 'ghp_wrong').repos.get(repo))

    expect(other).toMatchObject({ status: 404, message: expect.stringContaining('Not Found') })
    expect(wrong).toMatchObject({ status: 401, message: expect.stringContaining('Bad credentials') })
    expect(api.violations).toEqual([])
  })

  test('a planned failure is answered until it is taken back', async () => {
    api.failures.set('repos/get', { status: 403, message: 'Resource not accessible by integration' })

    const refused = await refusal(octokit().repos.get(repo))
    api.failures.delete('repos/get')
    const answered = await octokit().repos.get(repo)

    expect(refused.message).toContain('Resource not accessible by integration')
    expect(answered.status).toBe(200)
  })
})

describe('what GitHub does not describe', () => {
  const call = (method: string, path: string, body?: unknown) =>
    fetch(`${api.url}${path}`, {
      method,
      headers: { authorization: `token ${api.github.token ?? ''}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })

  test.each([
    ['an unknown path', 'GET', '/repos/octo-org/example/nonsense', undefined, 'not described'],
    ['an unknown query parameter', 'GET', '/repos/octo-org/example/actions/caches?kee=x', undefined, 'kee'],
    ['a wrong query value', 'GET', '/repos/octo-org/example/actions/caches?sort=age', undefined, 'sort'],
    ['a missing property', 'POST', '/repos/octo-org/example/git/refs', { ref: 'refs/heads/a' }, "'sha'"],
    ['a wrong type', 'POST', '/repos/octo-org/example/git/blobs', { content: 1 }, 'string'],
    [
      'an unknown property',
      'POST',
      '/repos/octo-org/example/pulls',
      { head: 'a', base: 'main', title: 't', labels: ['x'] },
      'labels',
    ],
  ])('%s is a violation', async (_what, method, path, body, problem) => {
    const reply = await call(method, path, body)

    expect(reply.status).toBe(422)
    expect(api.violations).toMatchObject([{ method, path }])
    expect(api.violations[0]?.problems.join()).toContain(problem)
  })

  test('an operation that nobody has written is a violation too', async () => {
    const reply = await call('GET', '/repos/octo-org/example/labels')

    expect(reply.status).toBe(501)
    expect(api.violations).toHaveLength(1)
  })
})

describe('Actions', () => {
  test('caches and artifacts are those of the Results service', async () => {
    await using results = await startResultsService()
    await using ours = await startGitHubApi({ results })
    const twirp = async (method: string, body: unknown): Promise<string> => {
      const reply = await fetch(`${results.url}/twirp/github.actions.results.api.v1.${method}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${results.token({ runId: 7 })}` },
        body: JSON.stringify(body),
      })
      return /"signed_upload_url":"([^"]*)"/.exec(await reply.text())?.[1] ?? ''
    }
    const put = (url: string) =>
      fetch(url, { method: 'PUT', headers: { 'x-ms-blob-type': 'BlockBlob' }, body: 'four' })
    for (const key of ['pack-1', 'pack-12', 'other']) {
      await put(await twirp('CacheService/CreateCacheEntry', { key, version: 'v' }))
      await twirp('CacheService/FinalizeCacheEntryUpload', { key, version: 'v', size_bytes: '4' })
    }
    const ids = { workflow_run_backend_id: 'run-7', workflow_job_run_backend_id: 'job-7-build' }
    await put(await twirp('ArtifactService/CreateArtifact', { ...ids, name: 'report', version: 7 }))
    await twirp('ArtifactService/FinalizeArtifact', { ...ids, name: 'report', size: '4' })
    const { actions } = octokit(ours)

    const listed = await actions.getActionsCacheList({ ...repo, key: 'pack-', sort: 'created_at' })
    const deleted = await actions.deleteActionsCacheByKey({ ...repo, key: 'pack-1' })
    const byId = await actions.deleteActionsCacheById({ ...repo, cache_id: 2 })
    const missing = await refusal(actions.deleteActionsCacheByKey({ ...repo, key: 'pack' }))
    const ofRun = await actions.listWorkflowRunArtifacts({ ...repo, run_id: 7, name: 'report' })
    const ofOther = await actions.listWorkflowRunArtifacts({ ...repo, run_id: 8 })
    const download = await actions.downloadArtifact({ ...repo, artifact_id: 1, archive_format: 'zip' })
    const removed = await actions.deleteArtifact({ ...repo, artifact_id: 1 })

    expect(listed.data.actions_caches.map(({ key }) => key)).toEqual(['pack-12', 'pack-1'])
    expect(deleted.data.actions_caches.map(({ key }) => key)).toEqual(['pack-1'])
    expect([byId.status, missing.status]).toEqual([204, 404])
    expect(results.cacheEntries().map(({ key }) => key)).toEqual(['other'])
    expect(ofRun.data.artifacts).toMatchObject([{ id: 1, name: 'report', size_in_bytes: 4 }])
    expect(ofOther.data.total_count).toBe(0)
    expect(download.status).toBe(200)
    expect([removed.status, results.artifacts().length]).toEqual([204, 0])
    expect(ours.violations).toEqual([])
  })
})

describe('git and pull requests', () => {
  /** A commit on top of `main` with one file, on a new branch. */
  async function proposeFile(path: string, content: string, branch: string): Promise<string> {
    const { git } = octokit()
    const base = await git.getRef({ ...repo, ref: 'heads/main' })
    const parent = base.data.object.sha
    const { data: commit } = await git.getCommit({ ...repo, commit_sha: parent })
    const blob = await git.createBlob({ ...repo, content, encoding: 'utf-8' })
    const entry = { path, mode: '100644', type: 'blob', sha: blob.data.sha } as const
    const tree = await git.createTree({ ...repo, base_tree: commit.tree.sha, tree: [entry] })
    const { data: made } = await git.createCommit({
      ...repo,
      message: 'Update',
      tree: tree.data.sha,
      parents: [parent],
    })
    await git.createRef({ ...repo, ref: `refs/heads/${branch}`, sha: made.sha })
    return made.sha
  }

  test('a commit made through the API is a real one on its branch', async () => {
    const sha = await proposeFile('update-train.lock.json', '{}\n', 'update-train/a/dev')

    const content = await octokit().repos.getContent({
      ...repo,
      path: 'update-train.lock.json',
      ref: 'update-train/a/dev',
    })
    const log = await api.state.repository.git(['log', '--format=%H %s', 'update-train/a/dev'])

    expect(content.data).toMatchObject({ type: 'file', content: Buffer.from('{}\n').toString('base64') })
    expect(log.split('\n')[0]).toBe(`${sha} Update`)
    expect(api.violations).toEqual([])
  })

  test('a branch moves forward only', async () => {
    const { git } = octokit()
    const first = await proposeFile('a', '1', 'update-train/a')
    const second = await proposeFile('a', '2', 'update-train/b')

    const refused = await refusal(git.updateRef({ ...repo, ref: 'heads/update-train/a', sha: second }))
    const forced = await git.updateRef({ ...repo, ref: 'heads/update-train/a', sha: second, force: true })
    const again = await refusal(git.createRef({ ...repo, ref: 'refs/heads/update-train/a', sha: first }))
    const deleted = await git.deleteRef({ ...repo, ref: 'heads/update-train/a' })

    expect(refused).toMatchObject({ status: 422, message: expect.stringContaining('not a fast forward') })
    expect(forced.data.object.sha).toBe(second)
    expect(again.message).toContain('Reference already exists')
    expect(deleted.status).toBe(204)
    expect(api.violations).toEqual([])
  })

  test('a pull request is opened once, changed and closed', async () => {
    const { pulls } = octokit()
    await proposeFile('a', '1', 'update-train/a')
    const wanted = { ...repo, title: 'Update', head: 'update-train/a', base: 'main', body: 'Hello' }

    const opened = await pulls.create(wanted)
    const twice = await refusal(pulls.create(wanted))
    const empty = await refusal(pulls.create({ ...wanted, head: 'main' }))
    const nowhere = await refusal(pulls.create({ ...wanted, head: 'nowhere' }))
    const listed = await pulls.list({ ...repo, head: 'octo-org:update-train/a' })
    const closed = await pulls.update({ ...repo, pull_number: opened.data.number, state: 'closed' })
    const left = await pulls.list(repo)

    expect(opened.data).toMatchObject({ number: 1, title: 'Update', body: 'Hello', state: 'open' })
    expect(twice.message).toContain('A pull request already exists for octo-org:update-train/a')
    expect(empty.message).toContain('No commits between main and main')
    expect(nowhere.status).toBe(422)
    expect(listed.data.map(({ number }) => number)).toEqual([1])
    expect(closed.data.state).toBe('closed')
    expect(left.data).toEqual([])
    expect(api.violations).toEqual([])
  })
})
