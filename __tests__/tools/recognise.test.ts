import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { openPack } from '../../src/pack/open-pack.ts'
import { chooseTool } from '../../src/tools/choose-tool.ts'
import { parseProduct, recognisePack } from '../../src/tools/recognise.ts'
import { type Files, packOf } from '../helpers/acme-feed.ts'
import { testWorld } from '../helpers/world.ts'

async function recognised(root: string, files: Files) {
  await using world = await testWorld()
  await using pack = await openPack(await packOf(world, root, files))
  return await recognisePack(pack)
}

const state = { product: 'acme-1.0.0', channel: 'full', level: 3, timestamp: 5, files: 'ab'.repeat(32) }

describe('a product', () => {
  test.each([
    ['wso2is-7.1.0', 'wso2is', '7.1.0'],
    ['apache-tomcat-11.0.13', 'apache-tomcat', '11.0.13'],
    ['apache-tomcat-11.0.0-M1', 'apache-tomcat', '11.0.0-M1'],
    ['wso2-integration-control-plane-1.0.0', 'wso2-integration-control-plane', '1.0.0'],
  ])('%s is read as name and version', (text, name, version) => {
    expect(parseProduct(text)).toEqual({ name, version })
  })

  test.each(['wso2is', '-7.1.0', 'wso2is-', '../x-1.0', 'x-1/../..', 'a b-1.0', ''])('is not %j', text => {
    expect(() => parseProduct(text)).toThrow(expect.objectContaining({ code: 'config' }))
  })
})

describe('a pack', () => {
  test('that no tool has touched is known by its root folder', async () => {
    const identity = await recognised('acme-1.0.0', { 'bin/run': 'x' })

    expect(identity).toEqual({
      product: { name: 'acme', version: '1.0.0' },
      tool: null,
      toolSaidBy: '',
      isRebuilt: null,
      channel: null,
      position: null,
      fileList: null,
      hasHotfixes: false,
      statePaths: [],
    })
  })

  test('is known by updates/product.txt before its root folder', async () => {
    const identity = await recognised('renamed', { 'updates/product.txt': 'acme-2.0.0\n' })

    expect(identity.product).toEqual({ name: 'acme', version: '2.0.0' })
  })

  test('that the feed tool updated says its channel and level', async () => {
    const text = JSON.stringify({ ...state, state: ['data/db'] })

    const identity = await recognised('acme-1.0.0', { 'updates/update-train.json': text })

    expect(identity).toMatchObject({
      tool: 'feed',
      channel: 'full',
      position: { level: 3, timestamp: 5 },
      fileList: state.files,
      statePaths: ['data/db'],
    })
  })

  test.each([
    ['no JSON', '{'],
    ['a level below the base', JSON.stringify({ ...state, level: -1 })],
    ['a short hash', JSON.stringify({ ...state, files: 'ab' })],
  ])('whose level file has %s is damaged', async (_what, text) => {
    const recognising = recognised('acme-1.0.0', { 'updates/update-train.json': text })

    await expect(recognising).rejects.toMatchObject({
      code: 'pack-damaged',
      message: expect.stringContaining('updates/update-train.json'),
    })
  })
})

const asked = {
  tool: 'auto',
  toolPath: null,
  stripTool: false,
  hotfixes: null,
  updateZip: null,
  createUpdate: false,
} as const
const nothingKnown = { tool: null, saidBy: '' }

describe('the tool', () => {
  test('without a feed cannot be chosen, and the error says what to set', async () => {
    await using world = await testWorld()

    const choosing = () => chooseTool({ ...asked, feed: null }, nothingKnown, world)

    expect(choosing).toThrow(
      expect.objectContaining({ code: 'config', hint: expect.stringContaining('--feed') }),
    )
  })

  test('for a feed is feed, which trusts nothing that is not there', async () => {
    await using world = await testWorld()

    const installed = { level: 0, timestamp: null }
    const wanted = { at: 'latest' } as const
    const request = { product: parseProduct('a-1'), channel: 'full', installed, pinnedFileList: null, wanted }
    const tool = chooseTool({ ...asked, feed: join(world.temporary, 'feed') }, nothingKnown, world)

    expect(tool.name).toBe('feed')
    await expect(tool.check(request)).rejects.toThrow('There is no feed')
    expect(world.warnings).toEqual([])
  })
})
