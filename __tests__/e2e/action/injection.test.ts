import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { setScene, trainStep } from '../../helpers/action-runs.ts'
import { stageOfFile } from '../../helpers/stage-of-file.ts'

const stage = stageOfFile()

const commands = [
  '::set-output name=outcome::hacked',
  '::error file=a.txt,line=1::injected',
  '  ::warning::injected',
  '::notice::injected',
  '::add-path::/injected',
  '::add-mask::widget',
  '::stop-commands::injected',
  '::endgroup::',
  '::group::injected',
  '::save-state name=a::injected',
  '##[error]injected',
  'text ##[warning]injected',
  '\r::error::injected',
  '::injected::',
]

test('what the tests print is shown and not obeyed', async () => {
  await using scene = await setScene(stage())
  await writeFile(join(scene.repository, 'commands.txt'), `${commands.join('\n')}\n`)

  const job = await scene.update({ test: 'cat commands.txt; cat commands.txt >&2; exit 3' })

  expect(job.annotations.filter(({ message }) => message.includes('injected'))).toEqual([])
  expect(trainStep(job).outputs).toMatchObject({ outcome: 'tests-failed', reason: 'exit code 3' })
  expect(job.masks).not.toContain('widget')
  expect(job.log).toContain('::error file=a.txt,line=1::injected')
  expect(job.log).toMatch(/test took .*\n##\[endgroup\]/)
})

test('what a feed says is shown and not obeyed, in the log and in the summary', async () => {
  await using scene = await setScene(stage())
  await scene.publish(
    4,
    { 'conf/::error::injected': 'x' },
    {
      id: 'W-4',
      title:
        '::error::injected\n::set-output name=outcome::hacked\n##[error]injected @everyone <script>injected()</script>',
      description: '</details><img src=x onerror=injected()>',
      instructions: '::warning::injected [click](javascript:injected())',
    },
  )

  const job = await scene.update({ test: 'cat "$PRODUCT_HOME"/conf/*injected' })

  expect(job.conclusion).toBe('success')
  expect(job.annotations.filter(({ message }) => message.includes('injected'))).toEqual([])
  expect(trainStep(job).outputs['outcome']).toBe('updated')
  expect(job.summary).toContain('injected')
  expect(job.summary).not.toMatch(/(?<!\\)<script|<img|@everyone|(?<!\\)\]\(javascript/)
})
