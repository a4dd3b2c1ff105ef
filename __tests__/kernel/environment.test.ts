import { expect, test } from '@jest/globals'
import { withoutCredentials } from '../../src/kernel/environment.ts'

test.each([
  'INPUT_PASSWORD',
  'INPUT_FEED-TOKEN',
  'ACTIONS_RUNTIME_TOKEN',
  'ACTIONS_ID_TOKEN_REQUEST_TOKEN',
  'ACTIONS_RESULTS_URL',
  'GITHUB_TOKEN',
  'GH_TOKEN',
  'GITHUB_ENTERPRISE_TOKEN',
  'GH_ENTERPRISE_TOKEN',
  'NODE_AUTH_TOKEN',
  'NPM_TOKEN',
  'UPDATE_TOOL_USERNAME',
  'UPDATE_TOOL_PASSWORD',
  'UPDATE_TRAIN_FEED_TOKEN',
  'UPDATE_TRAIN_FEED_USERNAME',
  'UPDATE_TRAIN_FEED_PASSWORD',
  'GITHUB_OUTPUT',
  'GITHUB_ENV',
  'GITHUB_PATH',
  'GITHUB_STATE',
  'GITHUB_STEP_SUMMARY',
])('%s is withheld', name => {
  const kept = withoutCredentials({ [name]: 'secret', HOME: '/home/team' })

  expect(kept).toEqual({ HOME: '/home/team' })
})

test.each([
  'PATH',
  'JAVA_HOME',
  'CI',
  'GITHUB_SHA',
  'GITHUB_WORKSPACE',
  'GITHUB_ENVIRONMENT',
  'RUNNER_TEMP',
  'UPDATE_TRAIN_PACK',
  'MY_INPUT_FILE',
  'TOKEN_COUNT',
])('%s stays', name => {
  const kept = withoutCredentials({ [name]: 'value' })

  expect(kept).toEqual({ [name]: 'value' })
})

test('an unset variable is not passed on as a text', () => {
  const kept = withoutCredentials({ LANG: undefined })

  expect(kept).toEqual({})
})
