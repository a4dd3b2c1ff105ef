import { readFile } from 'node:fs/promises'
import { messageOf } from '../../kernel/errors.ts'
import type { Runner } from './runner.ts'

/** What GitHub's API says of the repository, and lets us tidy there. */
export interface Repository {
  /** False only where GitHub says so: whoever cannot find out must take it for public. */
  isPublic(): Promise<boolean>
  /** Deletes the caches of this branch that begin like `prefix` and are `superseded`; gives how many, null where the token may not. */
  deleteCaches(prefix: string, superseded: (key: string) => boolean): Promise<number | null>
}

/** @param token null where none was given: then nothing is asked. */
export function repositoryOf(runner: Runner, token: string | null): Repository {
  const { owner, repository: repo, ref } = runner
  const connect = async () => {
    const { getOctokit } = await import('@actions/github')
    return token === null ? null : getOctokit(token).rest
  }
  return {
    isPublic: async () => {
      const told = await privateByEvent(runner.eventPath)
      if (told !== null) return !told
      try {
        const api = await connect()
        return api === null || !(await api.repos.get({ owner, repo })).data.private
      } catch {
        return true
      }
    },
    deleteCaches: async (prefix, superseded) => {
      const api = await connect()
      if (api === null) return null
      try {
        const { data } = await api.actions.getActionsCacheList({
          owner,
          repo,
          key: prefix,
          ref,
          per_page: 100,
        })
        const old = data.actions_caches.filter(({ key }) => key !== undefined && superseded(key))
        for (const { id } of old)
          if (id !== undefined) await api.actions.deleteActionsCacheById({ owner, repo, cache_id: id })
        return old.length
      } catch (error) {
        if (/Resource not accessible|\b40[134]\b/.test(messageOf(error))) return null
        throw error
      }
    },
  }
}

/** Most events bring the repository along; null where this one does not say. */
async function privateByEvent(file: string | null): Promise<boolean | null> {
  if (file === null) return null
  try {
    const event: unknown = JSON.parse(await readFile(file, 'utf8'))
    const repository = memberOf(event, 'repository')
    const isPrivate = memberOf(repository, 'private')
    return typeof isPrivate === 'boolean' ? isPrivate : null
  } catch {
    return null
  }
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined
}
