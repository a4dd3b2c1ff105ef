import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import type { BareRepository } from './bare-repository.ts'
import { type Answer, type Call, failure, type GitHubState, notFound, type Route } from './call.ts'
import { commitNamed } from './commit.ts'

const refBody = z.object({ ref: z.string(), sha: z.string() })
const updateBody = z.object({ sha: z.string(), force: z.boolean().default(false) })
const blobBody = z.object({ content: z.string(), encoding: z.string().default('utf-8') })
const commitBody = z.object({
  message: z.string(),
  tree: z.string(),
  parents: z.array(z.string()).default([]),
})
const treeBody = z.object({
  base_tree: z.string().optional(),
  tree: z.array(
    z.object({
      path: z.string(),
      mode: z.string().default('100644'),
      type: z.string().default('blob'),
      sha: z.string().nullish(),
      content: z.string().optional(),
    }),
  ),
})

function address({ state }: Call, rest: string): string {
  return `${state.apiUrl}/repos/${state.owner}/${state.name}/${rest}`
}

function refAnswer(call: Call, status: number, ref: string, sha: string): Answer {
  const object = { sha, type: 'commit', url: address(call, `git/commits/${sha}`) }
  return { status, body: { ref, node_id: ref, url: address(call, `git/${ref}`), object } }
}

/** GitHub signs what the job's own token or an App commits, and nobody else's (GitHub's docs, *Signature verification for bots*). */
function signatureOf({ viewer }: GitHubState): { verified: boolean; reason: string } {
  return viewer.endsWith('[bot]')
    ? { verified: true, reason: 'valid' }
    : { verified: false, reason: 'unsigned' }
}

async function commitAnswer(call: Call, status: number, sha: string): Promise<Answer> {
  const { repository } = call.state
  const commit = await commitNamed(repository, sha)
  if (commit === undefined) return notFound
  const { tree, parents, author, committer, message } = commit
  const page = `https://github.com/${call.state.owner}/${call.state.name}/commit`
  const body = {
    sha,
    node_id: sha,
    url: address(call, `git/commits/${sha}`),
    html_url: `${page}/${sha}`,
    author,
    committer,
    message,
    tree: { sha: tree, url: address(call, `git/trees/${tree}`) },
    parents: parents.map(parent => ({
      sha: parent,
      url: address(call, `git/commits/${parent}`),
      html_url: `${page}/${parent}`,
    })),
    verification: { ...signatureOf(call.state), signature: null, payload: null, verified_at: null },
  }
  return { status, body }
}

async function writeTree(repository: BareRepository, body: z.infer<typeof treeBody>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'index-'))
  try {
    const env = { GIT_INDEX_FILE: join(folder, 'index') }
    if (body.base_tree !== undefined) await repository.git(['read-tree', body.base_tree], '', env)
    const lines: string[] = []
    for (const { path, mode, sha, content } of body.tree) {
      if (path.startsWith('/') || path.split('/').includes('..')) throw new Error(`tree.path ${path}`)
      const object = content === undefined ? sha : await repository.writeBlob(content)
      lines.push(
        object === null || object === undefined
          ? `0 ${'0'.repeat(40)}\t${path}`
          : `${mode} ${object}\t${path}`,
      )
    }
    await repository.git(['update-index', '--index-info'], `${lines.join('\n')}\n`, env)
    return (await repository.git(['write-tree'], '', env)).trim()
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function treeAnswer(call: Call, status: number, sha: string): Promise<Answer> {
  const flags = call.query.get('recursive') === null ? ['-l'] : ['-l', '-r', '-t']
  const listed = await call.state.repository.always(['ls-tree', ...flags, '-z', sha])
  const tree = listed
    .split('\0')
    .filter(line => line !== '')
    .map(line => {
      const [, mode, type, object, size, path] = /^(\d+) (\w+) (\w+) +(\d+|-)\t(.*)$/s.exec(line) ?? []
      return { path, mode, type, sha: object, ...(size === '-' ? {} : { size: Number(size) }) }
    })
  return { status, body: { sha, url: address(call, `git/trees/${sha}`), tree, truncated: false } }
}

/** The git database: refs, commits, trees and blobs, through git's plumbing; contents of text files only. */
export const gitRoutes: Readonly<Record<string, Route>> = {
  'git/get-ref': async call => {
    const ref = `refs/${call.path.ref ?? ''}`
    const sha = await call.state.repository.resolve(ref)
    return sha === undefined ? notFound : refAnswer(call, 200, ref, sha)
  },
  'git/create-ref': async call => {
    const { ref, sha } = refBody.parse(call.body)
    const { repository } = call.state
    if ((await repository.resolve(ref)) !== undefined) return failure(422, 'Reference already exists')
    if ((await repository.resolve(sha)) === undefined) return failure(422, 'Object does not exist')
    await repository.git(['update-ref', ref, sha])
    return refAnswer(call, 201, ref, sha)
  },
  'git/update-ref': async call => {
    const { sha, force } = updateBody.parse(call.body)
    const { repository } = call.state
    const ref = `refs/${call.path.ref ?? ''}`
    const old = await repository.resolve(ref)
    if (old === undefined) return failure(422, 'Reference does not exist')
    if ((await repository.resolve(sha)) === undefined) return failure(422, 'Object does not exist')
    const forward = await repository.git(['merge-base', '--is-ancestor', old, sha]).then(
      () => true,
      () => false,
    )
    if (!forward && !force) return failure(422, 'Update is not a fast forward')
    await repository.git(['update-ref', ref, sha, old])
    return refAnswer(call, 200, ref, sha)
  },
  'git/delete-ref': async call => {
    const ref = `refs/${call.path.ref ?? ''}`
    if ((await call.state.repository.resolve(ref)) === undefined) {
      return failure(422, 'Reference does not exist')
    }
    const branch = ref.replace('refs/heads/', '')
    const end = (await call.state.repository.resolve(ref)) ?? null
    await call.state.repository.git(['update-ref', '-d', ref])
    // GitHub closes what has lost its branch.
    for (const pull of call.state.pulls.filter(({ state, head }) => state === 'open' && head === branch))
      Object.assign(pull, { state: 'closed', end })
    return { status: 204 }
  },
  'git/get-commit': call => commitAnswer(call, 200, call.path.commit_sha ?? ''),
  'git/create-commit': async call => {
    const { message, tree, parents } = commitBody.parse(call.body)
    const { repository } = call.state
    if ((await repository.object(tree))?.kind !== 'tree') return failure(422, 'Tree SHA does not exist')
    const flags = parents.flatMap(parent => ['-p', parent])
    const sha = (await repository.git(['commit-tree', ...flags, tree], message)).trim()
    return commitAnswer(call, 201, sha)
  },
  'git/get-tree': async call => {
    const sha = await call.state.repository.resolve(`${call.path.tree_sha ?? ''}^{tree}`)
    return sha === undefined ? notFound : treeAnswer(call, 200, sha)
  },
  'git/create-tree': async call =>
    treeAnswer(call, 201, await writeTree(call.state.repository, treeBody.parse(call.body))),
  'git/create-blob': async call => {
    const { content, encoding } = blobBody.parse(call.body)
    const bytes = Buffer.from(content, encoding === 'base64' ? 'base64' : 'utf8')
    const sha = await call.state.repository.writeBlob(bytes)
    return { status: 201, body: { sha, url: address(call, `git/blobs/${sha}`) } }
  },
  'git/get-blob': async call => {
    const sha = call.path.file_sha ?? ''
    const blob = await call.state.repository.object(sha)
    if (blob?.kind !== 'blob') return notFound
    const { bytes } = blob
    const body = {
      sha,
      size: bytes.length,
      encoding: 'base64',
      content: bytes.toString('base64').replace(/.{60}/g, '$&\n'),
      url: address(call, `git/blobs/${sha}`),
    }
    return { status: 200, body }
  },
  'repos/get-content': async call => {
    const { repository, defaultBranch } = call.state
    const ref = call.query.get('ref') ?? defaultBranch
    const path = call.path.path ?? ''
    const blob = await repository.object(`${ref}:${path}`)
    if (blob?.kind !== 'blob') return notFound
    const { bytes, sha } = blob
    const body = {
      type: 'file',
      encoding: 'base64',
      content: bytes.toString('base64'),
      size: bytes.length,
      name: path.split('/').at(-1),
      path,
      sha,
      url: address(call, `contents/${path}?ref=${ref}`),
    }
    return { status: 200, body }
  },
}
