import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import * as z from 'zod/mini'

/** `updates/config.json` as packs of 2021 and later hold it. */
const configSchema = z.object({
  username: z.string(),
  /** `-1`: this tool has not updated the pack yet. */
  'update-level': z.string(),
  channel: z.string(),
  environment: z.string(),
  'backup-dir': z.string(),
  product: z.object({
    pattern: z.string(),
    name: z.string(),
    version: z.string(),
    /** The last backup; empty where there is none. */
    backup: z.string(),
    /** Bytes. */
    'backup-size': z.number(),
  }),
  service: z.object({
    url: z.string(),
    'token-url': z.string(),
    'app-key': z.string(),
    'access-token': z.string(),
    'refresh-token': z.string(),
  }),
  hotfixes: z.nullable(z.array(z.string())),
})

export type Config = z.infer<typeof configSchema>

export function configFile(home: string): string {
  return join(home, 'updates', 'config.json')
}

export function hasConfig(home: string): boolean {
  return existsSync(configFile(home))
}

export function readConfig(home: string): Config {
  return configSchema.parse(JSON.parse(readFileSync(configFile(home), 'utf8')))
}

/** Indented with tabs, without a newline at the end. */
export function writeConfig(home: string, config: Config): void {
  mkdirSync(dirname(configFile(home)), { recursive: true })
  writeFileSync(configFile(home), JSON.stringify(config, null, '\t'))
}

export function newConfig(name: string, version: string): Config {
  return {
    username: '',
    'update-level': '-1',
    channel: 'full',
    environment: 'live',
    'backup-dir': '',
    product: { pattern: `${name}-${version}`, name, version, backup: '', 'backup-size': 0 },
    service: {
      url: 'https://api.updates.wso2.com',
      'token-url': 'https://api.updates.wso2.com/token',
      'app-key': 'c3RhbmQtaW46c3RhbmQtaW4=',
      'access-token': '',
      'refresh-token': '',
    },
    hotfixes: null,
  }
}
