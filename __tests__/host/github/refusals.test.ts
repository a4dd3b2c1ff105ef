import { expect, test } from '@jest/globals'
import { refusalOf } from '../../../src/host/github/proposals/refusals.ts'

const runner = {
  ...{ workspace: '/w', temporary: '/t', owner: 'actions', repository: 'example', runId: '1', attempt: 1 },
  ...{ serverUrl: 'https://github.com', ref: 'refs/heads/main', commit: '', eventPath: null },
}

test.each([
  ['https://api.github.com/repos/actions/example/releases', 'Add `contents: write` below'],
  ['https://uploads.github.com/repos/actions/example/releases/1/assets', 'Add `contents: write` below'],
  ['https://api.github.com/repos/actions/example/actions/artifacts', 'Add `actions: read` below'],
  ['https://api.github.com/repos/actions/example/attestations', 'Add `attestations: write` below'],
  [
    'https://api.github.com/repos/actions/example/pulls',
    'Add `pull-requests: write` (a job that proposes needs `contents: write` and `pull-requests: write`) below',
  ],
])('a refusal of %s names the permission that it needs', (url, hint) => {
  const error = Object.assign(new Error('Resource not accessible'), { status: 403, request: { url } })

  expect(refusalOf(error, 'go on', runner)).toMatchObject({
    code: 'refused',
    hint: expect.stringContaining(hint),
  })
})
