import { afterAll, beforeAll } from '@jest/globals'
import { type Stage, setStage } from './action-runs.ts'

/** The stage of a test file: set before its first test, struck after its last. */
export function stageOfFile(): () => Stage {
  let stage: Stage | undefined
  beforeAll(async () => {
    stage = await setStage()
  }, 120_000)
  afterAll(async () => {
    await stage?.[Symbol.asyncDispose]()
  })
  return () => {
    if (stage === undefined) throw new Error('The stage is set when the first test begins.')
    return stage
  }
}
