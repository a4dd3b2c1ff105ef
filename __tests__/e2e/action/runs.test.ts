import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Stage, setScene, setStage, trainStep } from '../../helpers/action-runs.ts'

let stage: Stage

beforeAll(async () => {
  stage = await setStage()
}, 120_000)
afterAll(async () => {
  await stage[Symbol.asyncDispose]()
})

test('the first run publishes the updated pack, the second one says that nothing is new', async () => {
  await using scene = await setScene(stage)

  const first = await scene.update()
  const second = await scene.update()

  expect(trainStep(first).outputs).toMatchObject({ outcome: 'updated', 'from-level': '0', 'to-level': '3' })
  expect(trainStep(second).outputs).toMatchObject({ outcome: 'up-to-date', 'from-level': '3', pack: '' })
})
