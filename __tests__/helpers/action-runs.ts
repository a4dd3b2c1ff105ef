import { mkdirSync } from 'node:fs'
import { copyFile, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { fromBufferPromise } from 'yauzl'
import { type PackedCli, packedCli, unpackedPackage } from '../machine/packed-cli.ts'
import { type BlobStore, startBlobStore } from '../standins/blob-store.ts'
import { type GitHubApi, type GitHubApiOptions, startGitHubApi } from '../standins/github-api.ts'
import { type Faults, type ResultsService, startResultsService } from '../standins/results-service.ts'
import { type JobResult, type RunOptions, type RunResult, runWorkflow } from '../standins/runner.ts'
import { type FeedServer, serveFeed } from './feed-server.ts'
import { type SmallProduct, smallProduct, treeAt } from './small-product.ts'
import { type Content, writeTree } from './tree.ts'

/** What all tests of a file share: the package as `npm pack` lists it, a sample product, and a blob store. */
export interface Stage extends AsyncDisposable {
  folder: string
  /** The unpacked package: an action's folder. */
  action: string
  cli: PackedCli
  product: SmallProduct
  blobs: BlobStore
}

export async function setStage(): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'update-train-action-'))
  const cli = packedCli(join(folder, 'package'))
  const product = await smallProduct(join(folder, 'vendor'))
  const blobs = await startBlobStore()
  return {
    folder,
    action: unpackedPackage(join(folder, 'package')),
    cli,
    product,
    blobs,
    async [Symbol.asyncDispose]() {
      await blobs.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** GitHub as one test sees it: a repository, the services, and the feed. */
export interface Scene extends AsyncDisposable {
  /** The repository's folder; what is written here is checked out. */
  repository: string
  api: GitHubApi
  results: ResultsService
  feed: FeedServer
  /** What the feed serves; a copy of the stage's. */
  feedFolder: string
  /** Publishes a level above the third one: the third with `changes`. */
  publish(level: number, changes: Record<string, Content>, update?: Record<string, unknown>): Promise<void>
  /** Runs a workflow once; every run has a number of its own. */
  run(workflow: string, options?: Partial<RunOptions>): Promise<RunResult>
  /** Runs one job whose only action is update-train, with these inputs (`feed` and `pack` are given). */
  update(inputs?: Record<string, string>, options?: Partial<RunOptions>): Promise<JobResult>
}

export type SceneOptions = Partial<Faults> & Omit<GitHubApiOptions, 'results'>

/** A scene of its own for one test. Retries of GitHub's clients wait milliseconds. */
export async function setScene(stage: Stage, options: SceneOptions = {}): Promise<Scene> {
  const folder = await mkdtemp(join(stage.folder, 'scene-'))
  const repository = join(folder, 'repository')
  mkdirSync(join(repository, 'packs'), { recursive: true })
  await copyFile(stage.product.pack, join(repository, 'packs', 'widget-1.0.0.zip'))
  const results = await startResultsService({ ...options, blobs: stage.blobs })
  const api = await startGitHubApi({ ...options, results })
  const feedFolder = join(folder, 'feed')
  await cp(stage.product.feed, feedFolder, { recursive: true })
  const feed = await serveFeed(feedFolder)
  const quick = new URL('../standins/quick-timers.ts', import.meta.url).href
  let runs = 0
  const { NODE_COMPILE_CACHE } = process.env
  const compiled = NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE }

  const run: Scene['run'] = async (workflow, more = {}) => {
    runs += 1
    // Runs may be under way at the same time.
    const number = runs
    const file = join(repository, '.github', 'workflows', 'test.yml')
    await mkdir(join(repository, '.github', 'workflows'), { recursive: true })
    await writeFile(file, workflow)
    const runId = 1000 + number
    return runWorkflow({
      file,
      repository,
      work: join(folder, `run-${number}`),
      actions: { 'update-train/update-train': stage.action },
      ...more,
      env: { NODE_OPTIONS: `--no-warnings --import ${quick}`, ...compiled, ...more.env },
      services: { ...results.environment({ runId }), ...more.services },
      github: {
        ...api.github,
        server_url: `http://github.localhost:${new URL(api.url).port}`,
        run_id: String(runId),
        sha: (await api.state.repository.resolve(api.state.defaultBranch)) ?? '',
        ...more.github,
      },
    })
  }

  const update: Scene['update'] = async (inputs = {}, more = {}) => {
    const given = { pack: 'packs/widget-1.0.0.zip', feed: feed.url, track: 'dev', ...inputs }
    const lines = Object.entries(given).map(([name, value]) => `          ${name}: ${JSON.stringify(value)}`)
    const workflow = `on: workflow_dispatch
jobs:
  update:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - id: train
        uses: update-train/update-train@v1
        with:
${lines.join('\n')}
`
    const { jobs } = await run(workflow, more)
    const [job] = jobs
    if (job === undefined) throw new Error('no job ran')
    return job
  }

  const publish: Scene['publish'] = async (level, changes, more = {}) => {
    const tree = join(folder, `level-${level}`)
    await writeTree(tree, { ...treeAt(3), ...changes })
    const updates = join(folder, `updates-${level}.json`)
    await writeFile(
      updates,
      JSON.stringify([{ id: `W-${level}`, kind: 'fix', title: `Update ${level}`, ...more }]),
    )
    const words = ['--channel', 'full', '--level', String(level), '--tree', tree, '--updates', updates]
    const { exitCode, stderr } = await stage.cli(['feed', 'publish', feedFolder, ...words], folder)
    if (exitCode !== 0) throw new Error(stderr)
  }

  return {
    repository,
    api,
    results,
    feed,
    feedFolder,
    publish,
    run,
    update,
    async [Symbol.asyncDispose]() {
      await feed[Symbol.asyncDispose]()
      await api.close()
      await results.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The step of a job that is update-train. */
export function trainStep(job: JobResult): JobResult['steps'][number] {
  const step = job.steps.find(({ id }) => id === 'train')
  if (step === undefined) throw new Error('update-train did not run')
  return step
}

/** The members of a zip: name → content. */
export async function membersOf(zip: Buffer): Promise<Map<string, Buffer>> {
  const members = new Map<string, Buffer>()
  const archive = await fromBufferPromise(zip)
  for await (const entry of archive.eachEntry())
    members.set(entry.fileName, await buffer(await archive.openReadStreamPromise(entry)))
  return members
}

/** The artifact of a scene with this name: how it was stored, and its bytes. */
export async function artifactNamed(
  { results }: Scene,
  name: string,
): Promise<{ digest: string; bytes: Buffer }> {
  const artifact = results.artifacts().find(one => one.name === name)
  if (artifact === undefined) throw new Error(`There is no artifact ${name}.`)
  return { digest: artifact.digest, bytes: await results.artifactBytes(artifact) }
}

/** What was annotated as an error, without the runner's own word on the exit code. */
export function errorsOf(job: JobResult): string[] {
  return job.annotations
    .filter(({ level, message }) => level === 'error' && !message.startsWith('Process completed'))
    .map(({ message }) => message)
}

export function artifactNames({ results }: Scene): string[] {
  return results.artifacts().map(({ name }) => name)
}

export function cacheKeys({ results }: Scene): string[] {
  return results.cacheEntries().map(({ key }) => key)
}
