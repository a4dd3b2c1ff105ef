import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { expect, test } from '@jest/globals'
import { parseLock } from '../../../../src/config/lock.ts'
import { sha256 } from '../../../../src/kernel/sha256.ts'
import { artifactNamed, errorsOf, trainStep } from '../../../helpers/action-runs.ts'
import { cycloneDxProblems } from '../../../helpers/cyclonedx.ts'
import {
  lockName,
  onlyPull,
  outcomeOf,
  type ProposalScene,
  setProposals,
} from '../../../helpers/proposals.ts'
import { stageOfFile } from '../../../helpers/stage-of-file.ts'
import type { JobResult } from '../../../standins/runner.ts'

const stage = stageOfFile()
const examples = resolve(import.meta.dirname, '../../../../examples')

/** A team that copied the two examples; their workflows run on what `main` holds. */
async function team() {
  const proposals = await setProposals(stage())
  const { scene } = proposals
  await proposals.push('main', {
    'update-train.yml': `version: 1
products:
  widget-1.0.0:
    pack: packs/widget-1.0.0.zip
    feed: ${scene.feed.url}
    test: "true"
    tracks:
      dev: { channel: full }
`,
  })
  const { repository } = scene.api.state
  const run = async (example: string, event: string): Promise<JobResult> => {
    const workflow = await readFile(join(examples, example), 'utf8')
    const sha = (await repository.resolve('refs/heads/main')) ?? ''
    const { jobs } = await scene.run(workflow, {
      repository: repository.folder,
      event: { name: event, payload: {} },
      github: { sha },
    })
    const [job] = jobs
    if (job === undefined) throw new Error('no job ran')
    return job
  }
  return { proposals, run }
}

async function lockedEntry(proposals: ProposalScene) {
  const lock = parseLock((await proposals.file('main', lockName)) ?? '', lockName)
  return lock.products['widget-1.0.0']?.tracks['dev']
}

test('what was proposed, tested and merged is released: the very bytes, once', async () => {
  const { proposals, run } = await team()
  await using _end = proposals
  const { scene } = proposals

  const proposed = await run('propose.yml', 'schedule')
  const tested = await artifactNamed(scene, 'widget-1.0.0+3.full.dev.zip')
  await proposals.merge(onlyPull(proposals))
  const published = await run('publish.yml', 'push')
  const notes = scene.api.state.releases[0]?.body
  // What a release is does not hang on its notes, which people edit.
  for (const one of scene.api.state.releases) one.body = 'Our own words.'
  const again = await run('publish.yml', 'push')

  expect([...errorsOf(proposed), ...errorsOf(published), ...errorsOf(again)]).toEqual([])
  expect([outcomeOf(published)[0], outcomeOf(again)[0]]).toEqual(['updated', 'up-to-date'])
  const [release, ...more] = scene.api.state.releases
  expect(more).toEqual([])
  expect(release).toMatchObject({ tag: 'widget-1.0.0+3.full.dev', draft: false })
  const entry = await lockedEntry(proposals)
  expect(notes).toContain(`first passed ${entry?.firstPassed ?? ''}`)
  expect(notes).toContain(entry?.contentDigest)
  const assets = new Map(release?.assets.map(({ name, bytes }) => [name, bytes]))
  expect([...assets.keys()]).toEqual([
    'widget-1.0.0+3.full.dev.zip',
    'report.md',
    'sbom-diff.cdx.json',
    'candidate.json',
    'SHA256SUMS',
  ])
  expect(assets.get('widget-1.0.0+3.full.dev.zip')?.equals(tested.bytes)).toBe(true)
  const sums = [...assets].filter(([name]) => name !== 'SHA256SUMS')
  const sbom: unknown = JSON.parse(assets.get('sbom-diff.cdx.json')?.toString() ?? '')
  expect(cycloneDxProblems(sbom)).toEqual([])
  expect(sbom).toMatchObject({
    metadata: { component: { name: 'widget', version: '1.0.0', hashes: [{ content: entry?.packSha256 }] } },
    components: [{ 'bom-ref': 'lib/core-1.1.jar', name: 'core', version: '1.1' }],
  })
  expect(assets.get('SHA256SUMS')?.toString()).toBe(
    sums.map(([name, bytes]) => `${sha256(bytes)}  ${name}\n`).join(''),
  )
  const uploads = scene.api.requests.filter(({ path }) => path.includes('/assets?'))
  // GitHub takes no upload whose length it does not know.
  for (const { headers, body } of uploads) expect(headers['content-length']).toBe(String(body.length))
  expect(published.log).toContain('widget-1.0.0+3.full.dev.zip still lies in')
  expect(scene.api.violations).toEqual([])
})

test('without the artifact and the cache the pack is built again, and is the same', async () => {
  const { proposals, run } = await team()
  await using _end = proposals
  const { scene } = proposals
  await run('propose.yml', 'schedule')
  await proposals.merge(onlyPull(proposals))
  for (const artifact of scene.results.artifacts()) await scene.results.deleteArtifact(artifact)
  for (const entry of scene.results.cacheEntries()) await scene.results.deleteCacheEntry(entry)

  const published = await run('publish.yml', 'push')

  expect(errorsOf(published)).toEqual([])
  const entry = await lockedEntry(proposals)
  expect(trainStep(published).outputs).toMatchObject({
    outcome: 'updated',
    'to-level': '3',
    'content-digest': entry?.contentDigest,
    'pack-sha256': entry?.packSha256,
  })
  const [pack] = scene.api.state.releases[0]?.assets ?? []
  expect(sha256(pack?.bytes ?? Buffer.alloc(0))).toBe(entry?.packSha256)
})

test('a pack that is not the tested one any more is not released', async () => {
  const { proposals, run } = await team()
  await using _end = proposals
  const { scene } = proposals
  await run('propose.yml', 'schedule')
  await proposals.merge(onlyPull(proposals))
  for (const artifact of scene.results.artifacts()) await scene.results.deleteArtifact(artifact)
  for (const entry of scene.results.cacheEntries()) await scene.results.deleteCacheEntry(entry)
  const lock = (await proposals.file('main', lockName)) ?? ''
  const entry = await lockedEntry(proposals)
  const other = sha256('something else')
  await proposals.push('main', { [lockName]: lock.replaceAll(entry?.contentDigest ?? '?', other) })

  const published = await run('publish.yml', 'push')

  expect(published.conclusion).toBe('failure')
  expect(errorsOf(published).join()).toMatch(/content digest|content is another/)
  expect(scene.api.state.releases).toEqual([])
})

test('a release that was not finished is begun again', async () => {
  const { proposals, run } = await team()
  await using _end = proposals
  const { scene } = proposals
  await run('propose.yml', 'schedule')
  await proposals.merge(onlyPull(proposals))
  scene.api.failures.set('repos/update-release', { status: 422, message: 'Validation Failed' })
  const failed = await run('publish.yml', 'push')
  const left = scene.api.state.releases.map(({ draft }) => draft)
  scene.api.failures.clear()
  const [ours] = scene.api.state.releases
  // What a person prepares under the same tag.
  if (ours !== undefined) scene.api.state.releases.push({ ...ours, id: 999, body: 'My notes', assets: [] })

  const published = await run('publish.yml', 'push')

  expect(failed.conclusion).toBe('failure')
  expect(left).toEqual([true])
  expect(errorsOf(published)).toEqual([])
  const drafts = scene.api.state.releases.map(({ id, draft }) => (id === 999 ? 'theirs' : draft))
  expect(drafts.sort()).toEqual([false, 'theirs'])
})
