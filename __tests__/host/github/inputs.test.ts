import { tmpdir } from 'node:os'
import { afterEach, expect, test } from '@jest/globals'
import { maskSecrets, readInputs } from '../../../src/host/github/inputs.ts'

afterEach(() => {
  for (const name of Object.keys(process.env))
    if (name.startsWith('INPUT_')) Reflect.deleteProperty(process.env, name)
})

/** Sets inputs as a runner does. */
function given(inputs: Record<string, string>): void {
  for (const [name, value] of Object.entries(inputs)) process.env[`INPUT_${name.toUpperCase()}`] = value
}

test('an empty input counts as not given, and an entry has the keys of the configuration', () => {
  given({ pack: 'a.zip', 'pack-sha256': 'ab', level: '', track: '', 'dry-run': 'False' })

  const inputs = readInputs(tmpdir())

  expect(inputs.entry).toEqual({ pack: 'a.zip', sha256: 'ab' })
  expect(inputs.track).toBeUndefined()
  expect(inputs.dryRun).toBe(false)
  expect(inputs.problems).toEqual([])
  expect(inputs.workingDirectory).toBe(tmpdir())
})

test('wrong words are problems, not errors', () => {
  given({ 'dry-run': '1', 'working-directory': 'not/there' })

  const { problems, workingDirectory } = readInputs(tmpdir())

  expect(problems.map(({ message }) => message.split(' ')[0])).toEqual(['`dry-run`', '`working-directory`'])
  expect(workingDirectory).toBe(tmpdir())
})

test('secrets of inputs are known to be secrets', () => {
  given({ token: 'ghs_1234', 'feed-token': 'feed-1234' })

  expect(maskSecrets().values).toEqual(expect.arrayContaining(['ghs_1234', 'feed-1234']))
})
