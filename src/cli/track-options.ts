import type { Asked, Settings } from '../config/settings.ts'
import type { Call, Option } from './command.ts'

/** Options that are keys of a track's entry, in the words of docs/reference.md. */
const entryOptions: readonly Option[] = [
  { name: 'pack', takes: 'ZIP', does: 'the pack to update' },
  { name: 'sha256', takes: 'HEX', does: 'what the pack must have as SHA-256' },
  { name: 'base', takes: 'ZIP', does: 'the vanilla pack, where `pack` is a customised one, or `none`' },
  {
    name: 'tool',
    takes: 'TOOL',
    does: 'the update tool: `auto` (the default), `feed`, `u2`, `in-place` or `wum`',
  },
  {
    name: 'tool-path',
    takes: 'FILE',
    does: 'the update tool’s program, where the pack brings none or an old one',
  },
  { name: 'feed', takes: 'WHERE', does: 'the update feed: https://…, http://…, file://… or a folder' },
  { name: 'channel', takes: 'NAME', does: 'the channel; else the pack’s own, else `full`' },
  {
    name: 'level',
    takes: 'LEVEL',
    does: '`latest` (the default), a level, `<version>.<level>`, an exact timestamp, or `locked`',
  },
  { name: 'overlay', takes: 'DIR', does: 'your own files, laid over the vendor’s' },
  {
    name: 'resolutions',
    takes: 'DIR',
    does: 'recorded answers to conflicts; else .update-train/resolutions',
  },
  { name: 'test', takes: 'COMMAND', does: 'a shell command that tests the updated product' },
]

export const trackOptions: readonly Option[] = [
  { name: 'config', takes: 'FILE', does: 'the configuration; else update-train.yml where there is one' },
  { name: 'lock', takes: 'FILE', does: 'the lock; else update-train.lock.json' },
  { name: 'product', takes: 'NAME', does: 'the product, such as wso2is-7.1.0; else the pack says it' },
  { name: 'track', takes: 'NAME', does: 'the track, such as dev; else the only one, or `local`' },
  ...entryOptions,
  { name: 'options', takes: 'YAML', does: 'any other key of a track’s entry' },
]

/** What was asked on the command line, laid over the configuration. */
export async function settingsOf(call: Call, cwd: string): Promise<Settings> {
  const { values } = call
  const entry: Record<string, string> = {}
  for (const { name } of entryOptions) {
    const value = values.get(name)
    if (value !== undefined) entry[name] = value
  }
  const asked: Asked = { entry }
  for (const key of ['config', 'lock', 'product', 'track', 'options'] as const) {
    const value = values.get(key)
    if (value !== undefined) asked[key] = value
  }
  const { readSettings } = await import('../config/settings.ts')
  return readSettings(asked, cwd)
}
