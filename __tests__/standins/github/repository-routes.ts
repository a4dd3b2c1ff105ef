import { z } from 'zod'
import type { GitHubState, Route } from './call.ts'

function ownerBody(owner: string): unknown {
  return { login: owner, id: 1, node_id: 'owner', type: 'Organization', site_admin: false }
}

/** The repository itself, as far as it is known. */
export function repositoryBody(state: GitHubState): unknown {
  const full = `${state.owner}/${state.name}`
  return {
    id: 1296269,
    node_id: 'repository',
    name: state.name,
    full_name: full,
    owner: ownerBody(state.owner),
    private: state.visibility === 'private',
    visibility: state.visibility,
    default_branch: state.defaultBranch,
    html_url: `https://github.com/${full}`,
    url: `${state.apiUrl}/repos/${full}`,
    clone_url: `https://github.com/${full}.git`,
  }
}

export const repositoryRoutes: Readonly<Record<string, Route>> = {
  'repos/get': ({ state }) => ({ status: 200, body: repositoryBody(state) }),
  // GitHub Enterprise Server's own description has `installed_version` (GitHub's docs, *Meta*, enterprise-server).
  'meta/get': ({ state }) => ({
    status: 200,
    body: {
      verifiable_password_authentication: true,
      ...(state.enterprise === null ? {} : { installed_version: state.enterprise }),
    },
  }),
  'repos/create-attestation': ({ state, body }) => {
    const { bundle } = z.object({ bundle: z.unknown() }).parse(body)
    return { status: 201, body: { id: state.attestations.push(bundle) } }
  },
}
