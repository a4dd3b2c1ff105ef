import { resolve } from 'node:path'
import { TrainError } from '../../kernel/errors.ts'
import type { Product } from '../../kernel/product.ts'
import type { World } from '../../kernel/world.ts'
import { type Call, type Command, needed } from '../command.ts'
import { readJson } from '../read-json.ts'

const classesOption = {
  name: 'classes',
  takes: 'FILE',
  does: 'JSON: glob → `vendor`, `config`, `seed`, `user` or `state`; the first that matches counts',
}

export const feedInitCommand: Command = {
  name: 'feed init',
  does: 'begins an update feed, or adds a product to one',
  arguments: [{ name: 'DIR', does: 'the feed’s folder; made where it is missing' }],
  options: [
    { name: 'product', takes: 'NAME', does: 'the product, such as wso2is-7.1.0 (required)' },
    { name: 'pack', takes: 'ZIP', does: 'the vanilla pack: level 0 of every channel (required)' },
    classesOption,
  ],
  async run(call, world) {
    const { initFeed } = await import('../../feed/init.ts')
    const { classesSchema } = await import('../../feed/format.ts')
    const { parseProduct } = await import('../../tools/recognise.ts')
    const folder = resolve(world.cwd, call.arguments[0] ?? '')
    const product = parseProduct(needed(call, 'product', 'the product, such as wso2is-7.1.0'))
    const pack = resolve(world.cwd, needed(call, 'pack', 'the vanilla pack'))
    await assertProductOf(pack, product)
    const classes = (await readJson(call, 'classes', classesSchema, world)) ?? {}
    const { files, base } = await initFeed({ folder, product, pack, classes }, world)
    const json = { folder, product: `${product.name}-${product.version}`, files, base }
    return {
      exitCode: 0,
      json,
      text: `${json.product} is in the feed ${folder}: ${files} paths at level 0.\n`,
    }
  },
}

export const feedPublishCommand: Command = {
  name: 'feed publish',
  does: 'adds a level to a channel of a feed',
  arguments: [{ name: 'DIR', does: 'the feed’s folder' }],
  options: [
    { name: 'product', takes: 'NAME', does: 'the product; needed where the feed has several' },
    { name: 'channel', takes: 'NAME', does: 'the channel; begun where it is new (required)' },
    { name: 'level', takes: 'N', does: 'the level: a whole number above the last one (required)' },
    { name: 'pack', takes: 'ZIP', does: 'the product at this level, as a pack' },
    { name: 'tree', takes: 'DIR', does: 'the product at this level, unpacked' },
    { name: 'updates', takes: 'FILE', does: 'JSON: the updates of this level (required)' },
    { name: 'timestamp', takes: 'MS', does: 'epoch milliseconds; else now' },
    classesOption,
    { name: 'renames', takes: 'FILE', does: 'JSON: [{from, to}], files that moved' },
  ],
  async run(call, world) {
    const { productIn, publishLevel } = await import('../../feed/publish.ts')
    const { classesSchema, renamesSchema, updatesInputSchema } = await import('../../feed/format.ts')
    const { parseProduct } = await import('../../tools/recognise.ts')
    const folder = resolve(world.cwd, call.arguments[0] ?? '')
    const product = call.values.get('product')
    const channel = needed(call, 'channel', 'the channel to publish on')
    const level = wholeNumber(needed(call, 'level', 'the level to publish'), 'level')
    needed(call, 'updates', 'a JSON file with the updates of this level')
    const timestamp = call.values.get('timestamp')
    const from = sourceOf(call, world)
    const wanted = product === undefined ? null : parseProduct(product)
    if ('pack' in from) await assertProductOf(from.pack, await productIn(folder, wanted))
    const published = await publishLevel(
      {
        folder,
        product: wanted,
        channel,
        level,
        from,
        updates: (await readJson(call, 'updates', updatesInputSchema, world)) ?? [],
        timestamp: timestamp === undefined ? world.clock.now() : wholeNumber(timestamp, 'timestamp'),
        classes: (await readJson(call, 'classes', classesSchema, world)) ?? {},
        renames: (await readJson(call, 'renames', renamesSchema, world)) ?? [],
        equivalent: null,
      },
      world,
    )
    const name = `${published.product.name}-${published.product.version}`
    const json = { folder, product: name, channel, level, files: published.files }
    return {
      exitCode: 0,
      json,
      text: `Level ${level} of ${name} is on channel ${channel}: ${published.files} paths.\n`,
    }
  },
}

/** A pack of another product would only be noticed by those who use the feed. Its version may differ: releases become levels. */
async function assertProductOf(file: string, product: Product): Promise<void> {
  const { openPack } = await import('../../pack/open-pack.ts')
  const { recognisePack } = await import('../../tools/recognise.ts')
  await using pack = await openPack(file)
  const found = (await recognisePack(pack)).product
  if (found.name === product.name) return
  throw new TrainError('config', `${file} is of ${found.name}, not ${product.name}.`, {
    hint: 'Correct `product` (--product) or `pack` (--pack).',
  })
}

function sourceOf(call: Call, world: World): { pack: string } | { tree: string } {
  const pack = call.values.get('pack')
  const tree = call.values.get('tree')
  if (pack !== undefined && tree === undefined) return { pack: resolve(world.cwd, pack) }
  if (tree !== undefined && pack === undefined) return { tree: resolve(world.cwd, tree) }
  throw new TrainError('usage', 'A level is published from one of `--pack` and `--tree`.', {
    hint: 'Give the product at this level as a zip with --pack, or unpacked with --tree.',
  })
}

function wholeNumber(text: string, option: string): number {
  const number = Number(text)
  if (/^\d+$/.test(text) && Number.isSafeInteger(number) && number > 0) return number
  throw new TrainError('usage', `\`--${option}\` ${text} is no whole number above 0.`, {
    hint: `Give --${option} in digits.`,
  })
}
