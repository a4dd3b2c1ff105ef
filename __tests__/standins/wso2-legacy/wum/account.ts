import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { Failure } from '../console.ts'
import { contact, isAccount } from '../service.ts'
import { type Configuration, readConfiguration, writeConfiguration, wumHome } from './configuration.ts'
import { type Call, misuse, type Session } from './session.ts'

/** `wum init [-u EMAIL -p PASSWORD]`; asks for what it was not given. */
export async function init({ settings, console }: Session, { flags }: Call): Promise<void> {
  const ask = async (question: string): Promise<string> => {
    const answer = await console.ask(question)
    if (answer === null) throw new Failure('unable to read your input reason: EOF')
    return answer
  }
  const username = flags.get('--username') ?? (await ask('Username: '))
  const password = flags.get('--password') ?? (await ask(`Password for '${username}': `))
  if (username === '' || password === '') throw new Failure('username or password cannot be empty')
  await contact(settings, console, flags.has('--verbose'))
  if (!isAccount(username, password, settings.value)) throw new Failure('invalid credentials')
  const { version } = settings.value
  const configuration = await readConfiguration(version)
  const { wso2 } = configuration.repositories
  if (wso2 !== undefined) Object.assign(wso2, { refreshtoken: 'refresh-1', accesstoken: 'access-1' })
  await writeConfiguration(version, { ...configuration, username })
  console.say('Done!')
}

/** `wum config KEY VALUE`. */
export async function setConfig({ settings, console }: Session, call: Call): Promise<void> {
  const [key, value, ...others] = call.words
  if (key === undefined || value === undefined || others.length > 0)
    throw misuse(call, 'invalid number of arguments')
  const { version } = settings.value
  if (!existsSync(join(wumHome(version), 'config.yaml')))
    throw new Failure('wum configuration is not available.')
  const configuration = await readConfiguration(version)
  const [, name = '', element = ''] = /^repositories\.([^.]+)\.(.+)$/.exec(key) ?? []
  if (key === 'local.product.repo') configuration.localproductrepo = value.replace(/^~(?=\/)/, homedir())
  else if (name === '') throw misuse(call, `invalid wumconfig element '${key}'`)
  else setRepository(configuration, name, element, value)
  await writeConfiguration(version, configuration)
  console.say('Done!')
}

function setRepository(configuration: Configuration, name: string, element: string, value: string): void {
  if (element === 'refreshtoken' || element === 'accesstoken')
    throw new Failure(`you are not supposed to set a value for 'repositories.${name}.${element}'`)
  const known = configuration.repositories[name]
  if (known === undefined || !(element in known))
    throw new Failure(`invalid repository config element '${element}'`)
  Object.assign(known, { [element]: element === 'enabled' ? value === 'true' : value })
}
