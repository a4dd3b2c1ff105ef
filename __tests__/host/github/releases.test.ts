import '../../helpers/one-realm.ts'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { gitHubReleases } from '../../../src/host/github/releases.ts'
import { gitHubOfFile } from '../../helpers/github-of-file.ts'
import type { TestWorld } from '../../helpers/world.ts'
import type { Release } from '../../standins/github/call.ts'
import type { GitHubApi } from '../../standins/github-api.ts'

let api: GitHubApi
let world: TestWorld

gitHubOfFile(made => {
  ;({ api, world } = made)
})

function releaseOf(id: number, more: Partial<Release>): Release {
  return { id, tag: `v${id}`, name: '', body: '', draft: false, target: 'main', assets: [], ...more }
}

test('however many releases there are, ours is found, and a draft that a stopped run left is removed', async () => {
  const tag = 'widget-1.0.0+2.full.dev'
  const ours = '<!-- update-train:release -->'
  const evidence = { name: 'candidate.json', bytes: Buffer.from('{}') }
  api.state.releases = [
    releaseOf(1, { tag, draft: true, body: `Stopped\n\n${ours}` }),
    releaseOf(2, { tag, draft: true, body: 'A person prepares it' }),
    releaseOf(3, { tag: 'widget-1.0.0+1.full.dev', assets: [evidence] }),
    ...Array.from({ length: 240 }, (_, index) => releaseOf(index + 4, {})),
  ]
  const token = api.github['token'] ?? ''
  const releases = gitHubReleases(runner(), token, () => Promise.resolve(true), world)
  const file = join(world.cwd, 'report.md')
  await writeFile(file, 'Report\n')

  const found = await releases.find('widget-1.0.0+1.full.dev', 'candidate.json')
  await releases.publish({ tag, title: 'Widget', body: 'Body', files: [file] })

  expect(found?.text).toBe('{}')
  expect(api.state.releases.filter(one => one.tag === tag).map(({ id, draft }) => [id, draft])).toEqual([
    [2, true],
    [244, false],
  ])
  expect(api.violations).toEqual([])
})

function runner() {
  const [owner = '', repository = ''] = (api.github['repository'] ?? '').split('/')
  return {
    ...{ workspace: world.cwd, temporary: world.temporary, owner, repository },
    ...{ runId: '1', attempt: 1, serverUrl: 'https://github.com' },
    ...{ ref: 'refs/heads/main', commit: '', eventPath: null },
  }
}
