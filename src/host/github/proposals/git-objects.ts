import { isUtf8 } from 'node:buffer'
import type { Proposals } from '../../proposals.ts'
import type { Api, Client } from './client.ts'

type GitObjects = Pick<Proposals, 'list' | 'readFile' | 'read' | 'commit'>

/** Bytes up to which a text goes along with its tree; anything else is a request of its own. */
const inlineLimit = 100_000

type Entries = NonNullable<Parameters<Api['rest']['git']['createTree']>[0]>['tree']

/** Git's database by its API: commits made here have no author, so that GitHub signs them where the token lets it. */
export function gitObjectsOf(client: Client): GitObjects {
  const { owner, repository: repo } = client.runner
  const treeOf = async (sha: string, recursive: boolean) => {
    const { data } = await client.call('read contents', api =>
      api.rest.git.getTree({ owner, repo, tree_sha: sha, ...(recursive ? { recursive: 'true' } : {}) }),
    )
    return data.tree
  }
  const find = async (commit: string, path: string, wanted: 'blob' | 'tree'): Promise<string | null> => {
    let found = { sha: commit, type: 'tree' }
    for (const name of path.split('/')) {
      // A link in the place of a folder is a file to git.
      if (found.type !== 'tree') return null
      const entry = (await treeOf(found.sha, false)).find(one => one.path === name)
      if (entry === undefined) return null
      found = entry
    }
    return found.type === wanted ? found.sha : null
  }
  const read: Proposals['read'] = async blob => {
    const { data } = await client.call('read contents', api =>
      api.rest.git.getBlob({ owner, repo, file_sha: blob }),
    )
    return Buffer.from(data.content, data.encoding === 'base64' ? 'base64' : 'utf8')
  }
  return {
    list: async (commit, folder) => {
      const tree = await find(commit, folder, 'tree')
      const entries = tree === null ? [] : await treeOf(tree, true)
      return new Map(
        entries.flatMap(({ path, type, sha }) => (type === 'blob' ? [[path, sha] as const] : [])),
      )
    },
    readFile: async (commit, path) => {
      const blob = await find(commit, path, 'blob')
      return blob === null ? null : await read(blob)
    },
    read,
    commit: async ({ tree: from, parents, files, executable, message, same }) => {
      const entries: Entries = []
      for (const [path, content] of files) {
        const mode = executable?.has(path) === true ? '100755' : '100644'
        const entry = { path, mode, type: 'blob' } as const
        if (isInline(content)) entries.push({ ...entry, content: content.toString('utf8') })
        else entries.push({ ...entry, sha: await blobOf(content) })
      }
      const tree = entries.length === 0 ? from : await writeTree(from, entries)
      if (tree === same?.tree) return { sha: same.sha, signature: null }
      const { data } = await client.call('write contents', api =>
        api.rest.git.createCommit({ owner, repo, message: message(tree), tree, parents: [...parents] }),
      )
      const { verified, reason } = data.verification
      return { sha: data.sha, signature: { verified, reason } }
    },
  }

  async function blobOf(content: Buffer): Promise<string> {
    const { data } = await client.call('write contents', api =>
      api.rest.git.createBlob({ owner, repo, content: content.toString('base64'), encoding: 'base64' }),
    )
    return data.sha
  }

  async function writeTree(from: string, tree: Entries): Promise<string> {
    const { data } = await client.call('write contents', api =>
      api.rest.git.createTree({ owner, repo, base_tree: from, tree }),
    )
    return data.sha
  }
}

/** What a JSON text can carry as it is. */
function isInline(content: Buffer): boolean {
  return content.length <= inlineLimit && isUtf8(content) && !content.includes(0)
}
