import { expect, test } from '@jest/globals'
import { pairVersions } from '../../src/pack/renames.ts'

test.each([
  ['lib/x_7.8.23.jar', 'lib/x_7.8.23.14.jar'],
  ['lib/org.acme.core-4.9.0.jar', 'lib/org.acme.core-4.9.1-SNAPSHOT.jar'],
  ['lib/guava-31.1-jre.jar', 'lib/guava-33.0-jre.jar'],
  ['lib/commons-io-2.6.0.wso2v1.jar', 'lib/commons-io-2.7.0.wso2v2.jar'],
  ['lib/log4j-1.2-api-2.17.1.jar', 'lib/log4j-1.2-api-2.18.0.jar'],
  ['lib/a-1.0-20230101.jar', 'lib/a-1.1-20240202.jar'],
  ['lib/tool-v1.tar.gz', 'lib/tool-v2.tar.gz'],
  ['axis2_1.6.1.mar', 'axis2_1.6.2.mar'],
  ['bin/tool-1', 'bin/tool-2'],
])('%s goes on as %s', (from, to) => {
  expect(pairVersions([from], [to])).toEqual([{ from, to }])
})

test.each([
  ['another folder', 'lib/x-1.jar', 'ext/x-2.jar'],
  ['another name', 'lib/x-1.jar', 'lib/y-2.jar'],
  ['another extension', 'lib/x-1.jar', 'lib/x-2.war'],
  ['no version', 'lib/x.jar', 'lib/y.jar'],
  ['a name that is a version only', 'lib/-1.jar', 'lib/-2.jar'],
])('%s is another file', (_, from, to) => {
  expect(pairVersions([from], [to])).toEqual([])
})

test('two versions beside each other are left to people, unless more of their names tells them apart', () => {
  const removed = ['x-1.jar', 'x-2.jar', 'api-1.2-a-2.jar', 'api-1.2-b-2.jar']

  const pairs = pairVersions(removed, ['x-3.jar', 'api-1.2-b-3.jar', 'api-1.2-a-3.jar'])

  expect(pairs).toEqual([
    { from: 'api-1.2-a-2.jar', to: 'api-1.2-a-3.jar' },
    { from: 'api-1.2-b-2.jar', to: 'api-1.2-b-3.jar' },
  ])
})
