import { mkdirSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type PackedCli, packedCli } from '../machine/packed-cli.ts'
import { type BlobStore, startBlobStore } from '../standins/blob-store.ts'
import { type GitHubApi, type GitHubApiOptions, startGitHubApi } from '../standins/github-api.ts'
import { type Faults, type ResultsService, startResultsService } from '../standins/results-service.ts'
import { type JobResult, type RunOptions, type RunResult, runWorkflow } from '../standins/runner.ts'
import { type FeedServer, serveFeed } from './feed-server.ts'
import { type SmallProduct, smallProduct } from './small-product.ts'

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
  const product = await smallProduct(cli, join(folder, 'vendor'))
  const blobs = await startBlobStore()
  return {
    folder,
    action: join(folder, 'package', 'package'),
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
  const feed = await serveFeed(stage.product.feed)
  const quick = new URL('../standins/quick-timers.ts', import.meta.url).href
  let runs = 0

  const run: Scene['run'] = async (workflow, more = {}) => {
    runs += 1
    const file = join(repository, '.github', 'workflows', 'test.yml')
    await mkdir(join(repository, '.github', 'workflows'), { recursive: true })
    await writeFile(file, workflow)
    const runId = 1000 + runs
    return runWorkflow({
      file,
      repository,
      work: join(folder, `run-${runs}`),
      actions: { 'update-train/update-train': stage.action },
      ...more,
      env: { NODE_OPTIONS: `--no-warnings --import ${quick}`, ...more.env },
      services: { ...results.environment({ runId }), ...more.services },
      github: {
        ...api.github,
        server_url: `http://github.localhost:${new URL(api.url).port}`,
        run_id: String(runId),
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

  return {
    repository,
    api,
    results,
    feed,
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
