import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { readConfiguration } from './configuration.ts'
import type { Session } from './session.ts'

/** A zip of the product store. */
export interface Distribution {
  /** Absolute. */
  path: string
  /** `wso2am-2.1.0`. */
  pattern: string
  /** 0 for the vanilla pack. */
  timestamp: number
  /** Null for the vanilla pack and in WUM 2. */
  channel: string | null
}

/** `wso2am-2.1.0` is `['wso2am', '2.1.0']`; null for anything without a version. */
export function splitPattern(pattern: string): [string, string] | null {
  const [, name, version] = /^([\w-]+)-(\d+\.\d+\.\d+)$/.exec(pattern) ?? []
  return name === undefined || version === undefined ? null : [name, version]
}

/** Reads the name of a zip, in the manner of WUM 3 or 2; null for other names. */
export function readDistributionName(path: string): Distribution | null {
  const name = basename(path).replace(/\.zip$/, '')
  const [, three, stamp, channel = ''] = /^(.+-\d+\.\d+\.\d+)\+(\d+)\.(.+)$/.exec(name) ?? []
  if (three !== undefined) return { path, pattern: three, timestamp: Number(stamp), channel }
  const [, two, timestamp = '0'] = /^(.+-\d+\.\d+\.\d+)(?:\.(\d+))?$/.exec(name) ?? []
  return two === undefined ? null : { path, pattern: two, timestamp: Number(timestamp), channel: null }
}

/** Where a zip belongs: vanilla for timestamp 0, else a result of an update. */
export async function placeOf(
  { settings }: Session,
  pattern: string,
  timestamp: number,
  channel: string,
): Promise<string> {
  const { version } = settings.value
  const { localproductrepo } = await readConfiguration(version)
  const folder = join(localproductrepo, ...(splitPattern(pattern) ?? [pattern]))
  if (timestamp === 0) return join(folder, `${pattern}.zip`)
  return version === 3
    ? join(folder, channel, `${pattern}+${timestamp}.${channel}.zip`)
    : join(folder, `${pattern}.${timestamp}.zip`)
}

/** All zips of the product store, by product and then from the oldest. */
export async function distributions({ settings }: Session): Promise<Distribution[]> {
  const { localproductrepo } = await readConfiguration(settings.value.version)
  if (!existsSync(localproductrepo)) return []
  const names = await readdir(localproductrepo, { recursive: true })
  return names
    .filter(name => name.endsWith('.zip'))
    .flatMap(name => readDistributionName(join(localproductrepo, name)) ?? [])
    .toSorted((a, b) => a.pattern.localeCompare(b.pattern) || a.timestamp - b.timestamp)
}
