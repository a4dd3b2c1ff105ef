import { expect, test } from '@jest/globals'
import { explain } from '../../src/action/explain.ts'
import { TrainError } from '../../src/kernel/errors.ts'

test('every problem is an annotation at its line, in a file named from the workspace', () => {
  const error = new TrainError('config', 'update-train.yml has 2 problems.', {
    hint: 'Correct them.',
    problems: [
      { message: '`a` is wrong', file: '/runner/repository/conf/update-train.yml', line: 3 },
      { message: '`b` is wrong' },
    ],
  })

  const { annotations, failure, summary } = explain(error, '/runner/repository')

  expect(annotations).toEqual([
    { message: '`a` is wrong', file: 'conf/update-train.yml', startLine: 3 },
    { message: '`b` is wrong' },
  ])
  expect(failure).toBe('update-train.yml has 2 problems. Correct them.')
  expect(summary).toContain('`conf/update-train.yml:3`')
})

test('what nobody planned is said with its stack', () => {
  const { annotations, failure, summary } = explain(new RangeError('too far'), '/runner')

  expect(annotations).toEqual([])
  expect(failure).toMatch(/nobody planned.*RangeError: too far\n\s+at /s)
  expect(summary).toContain('nobody planned')
})

test('text of an error is Markdown that does nothing', () => {
  const { summary } = explain(new TrainError('failure', '<script>@all', { hint: '# [x](y)' }), '/')

  expect(summary).not.toMatch(/(?<!\\)<script|@all|\n# /)
})
