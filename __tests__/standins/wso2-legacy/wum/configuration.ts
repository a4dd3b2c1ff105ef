import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import * as z from 'zod/mini'
import { fromYaml, toYaml } from './yaml.ts'

/** `config.yaml`: what the first three keys are called is not public, the others and their order are. */
const configurationSchema = z.object({
  username: z.string(),
  localproductrepo: z.string(),
  localupdaterepo: z.string(),
  defaultchannel: z.string(),
  repositories: z.record(
    z.string(),
    z.object({
      enabled: z.boolean(),
      name: z.string(),
      url: z.string(),
      tokenurl: z.string(),
      appkey: z.string(),
      refreshtoken: z.string(),
      accesstoken: z.string(),
    }),
  ),
  products: z.array(z.string()),
})
export type Configuration = z.infer<typeof configurationSchema>

type Version = 2 | 3

/** `~/.wum3`; WUM 2 has `~/.wum-wso2`. */
export function wumHome(version: Version): string {
  return join(homedir(), version === 3 ? '.wum3' : '.wum-wso2')
}

export async function readConfiguration(version: Version): Promise<Configuration> {
  const path = join(wumHome(version), 'config.yaml')
  if (!existsSync(path)) return initial(version)
  return configurationSchema.parse(fromYaml(await readFile(path, 'utf8')))
}

export async function writeConfiguration(version: Version, configuration: Configuration): Promise<void> {
  await mkdir(wumHome(version), { recursive: true })
  await writeFile(join(wumHome(version), 'config.yaml'), toYaml(configuration))
}

function initial(version: Version): Configuration {
  return {
    username: '',
    localproductrepo: join(wumHome(version), 'products'),
    localupdaterepo: join(wumHome(version), 'updates'),
    defaultchannel: 'full',
    repositories: { wso2: repository('wso2', true), staging: repository('staging', false) },
    products: [],
  }
}

function repository(name: string, enabled: boolean): Configuration['repositories'][string] {
  const url = 'https://api.updates.wso2.com'
  return { enabled, name, url, tokenurl: `${url}/token`, appkey: '', refreshtoken: '', accesstoken: '' }
}

/** Notes an added product in the configuration. */
export async function noteProduct(version: Version, pattern: string): Promise<void> {
  const configuration = await readConfiguration(version)
  await writeConfiguration(version, { ...configuration, products: [...configuration.products, pattern] })
}
