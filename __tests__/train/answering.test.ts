import { expect, test } from '@jest/globals'
import { answeringOf } from '../../src/train/candidate.ts'

test.each([
  ['the working directory itself', '/work', '.'],
  ['a folder that begins like an option', '/work/-r/overlay', './-r/overlay'],
  ['a folder beside', '/overlay', '../overlay'],
  ['a folder below', '/work/my overlay', 'my overlay'],
])('commands name an overlay that is %s so that they reach it and nothing else', (_, overlay, named) => {
  const settings = { resolutions: '/work/.update-train/resolutions', overlay }

  expect(answeringOf(settings, { conflicts: overlay }, { cwd: '/work' })).toEqual({
    conflicts: named,
    resolutions: null,
    overlay: named,
  })
})
