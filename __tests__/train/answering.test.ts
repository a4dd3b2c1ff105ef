import { expect, test } from '@jest/globals'
import { answeringOf } from '../../src/train/candidate.ts'

test.each([
  ['the working directory itself', '/team', '.'],
  ['a folder that begins like an option', '/team/-r/overlay', './-r/overlay'],
  ['a folder beside', '/overlay', '../overlay'],
  ['a folder below', '/team/my overlay', 'my overlay'],
])('commands name an overlay that is %s so that they reach it and nothing else', (_, overlay, named) => {
  const settings = { resolutions: '/team/.update-train/resolutions', overlay }

  expect(answeringOf(settings, { conflicts: overlay }, { cwd: '/team' })).toEqual({
    conflicts: named,
    resolutions: null,
    overlay: named,
  })
})
