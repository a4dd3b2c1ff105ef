import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import {
  artifactNamed,
  artifactNames,
  errorsOf,
  membersOf,
  setScene,
  trainStep,
} from '../../helpers/action-runs.ts'
import { stageOfFile } from '../../helpers/stage-of-file.ts'
import { u2Stage } from '../../helpers/u2-stage.ts'
import { account } from '../../standins/wso2/wso2-tool.ts'

const stage = stageOfFile()

const packName = 'wso2acme-1.0.0+4.full.dev.zip'
const reportName = 'update-report-wso2acme-1.0.0-dev'
const updateZip = 'wso2acme-1.0.0.0-1.0.0.4.zip'

test.each([
  ['a private repository', 'private', [packName, reportName], true],
  ['a public one, without pack and zip,', 'public', [reportName], false],
] as const)(
  'in %s the tool’s update zip lies among the results, and its tokens are in no log',
  async (_who, visibility, artifacts, hasZip) => {
    await using vendors = await u2Stage(stage().cli, { saysTokens: 'before' })
    await using scene = await setScene(stage(), { visibility })
    await copyFile(vendors.pack, join(scene.repository, 'packs', 'wso2acme-1.0.0.zip'))

    const inputs = {
      pack: 'packs/wso2acme-1.0.0.zip',
      feed: '',
      username: account.username,
      password: account.password,
      options: 'create-update: true',
    }
    const job = await scene.update(inputs, {
      event: { name: 'workflow_dispatch', payload: { repository: null } },
    })

    expect(errorsOf(job)).toEqual([])
    expect(trainStep(job).outputs).toMatchObject({ outcome: 'updated', 'to-level': '4' })
    expect(artifactNames(scene).sort()).toEqual([...artifacts].sort())
    const members = await membersOf((await artifactNamed(scene, reportName)).bytes)
    expect(members.has(updateZip)).toBe(hasZip)
    expect(members.get('report.md')?.toString()).toContain(updateZip)
    expect(trainStep(job).log).toMatch(/Response: \{"access_token": "\*\*\*"/)
    for (const text of [trainStep(job).log, ...[...members.values()].map(bytes => bytes.toString('latin1'))])
      expect(/(?:access|refresh)-[0-9a-f]{32}/.test(text)).toBe(false)
  },
)
