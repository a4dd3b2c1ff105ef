import { afterAll, beforeAll } from '@jest/globals'
import { type GitHubApi, startGitHubApi } from '../standins/github-api.ts'
import { type TestWorld, testWorld } from './world.ts'

/** What the tests of a file share that call GitHub's client themselves. */
export interface GitHubOfFile {
  api: GitHubApi
  world: TestWorld
}

/** GitHub and a world for a test file: handed over before its first test, closed after its last. */
export function gitHubOfFile(take: (made: GitHubOfFile) => void): void {
  let made: GitHubOfFile | undefined
  beforeAll(async () => {
    made = { api: await startGitHubApi(), world: await testWorld() }
    // GitHub's client reads it once.
    process.env['GITHUB_API_URL'] = made.api.url
    take(made)
  })
  afterAll(async () => {
    await made?.api.close()
    await made?.world[Symbol.asyncDispose]()
  })
}
