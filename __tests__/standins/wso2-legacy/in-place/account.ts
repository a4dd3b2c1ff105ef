import { Failure } from '../console.ts'
import type { CommandLine } from '../flags.ts'
import { contact, isAccount } from '../service.ts'
import type { Session } from './session.ts'

/** Welcomes, takes credentials from the flags or asks, and gives the user's name; empty for a trial subscription. */
export async function logIn(session: Session, { flags }: CommandLine): Promise<string> {
  const { settings, console } = session
  console.say('-------------- Welcome to WSO2 In-place Updates --------------')
  console.say('')
  console.say(
    '[INFO] WSO2 Updates 2.0 is now available! For more information visit https://updates.docs.wso2.com/en/latest/',
  )
  console.say('')
  const username = flags.get('--username') ?? (await askForUser(session))
  if (username === '') console.say('Continuing with trial subscription...')
  const password =
    username === '' ? '' : (flags.get('--password') ?? (await ask(session, `Password for ${username}:`)))
  await contact(settings, console, flags.has('--verbose'))
  if (username !== '' && !isAccount(username, password, settings.value))
    throw new Failure('invalid credentials. Please enter valid WSO2 credentials')
  console.say('Done!')
  return username
}

function askForUser(session: Session): Promise<string> {
  session.console.say("Please press 'enter' to continue with a Trial subscription.")
  session.console.say('If you already have a WSO2 Subscription, please enter your credentials to continue.')
  return ask(session, 'Email:')
}

/** The text for an ended input is WUM's ("Troubleshooting"); what the in-place tool says is not public. */
async function ask({ console }: Session, question: string): Promise<string> {
  const answer = await console.ask(question)
  if (answer === null) throw new Failure('unable to read your input reason: EOF')
  return answer
}
