import type * as z from 'zod/mini'
import { readProducts, type VendorProduct } from '../catalogue.ts'
import { type Console, Failure } from '../console.ts'
import { contact } from '../service.ts'
import type { Settings, wumSchema } from '../settings.ts'
import { readConfiguration } from './configuration.ts'

/** One run of the tool. */
export interface Session {
  settings: Settings<z.infer<typeof wumSchema>>
  console: Console
}

export interface Call {
  name: string
  words: string[]
  flags: Map<string, string>
}

/** A wrong use of a command, with the second line that all of them have. */
export function misuse({ name }: Call, message: string): Failure {
  return new Failure(`${message}\nTry 'wum ${name} --help' for more information.`)
}

/** Reaches WSO2 Update as the user of `wum init` and gives what it has. */
export async function connect({ settings, console }: Session, { flags }: Call): Promise<VendorProduct[]> {
  const { username } = await readConfiguration(settings.value.version)
  if (username === '') throw new Failure("you haven't initialized WUM with your WSO2 credentials")
  await contact(settings, console, flags.has('--verbose'))
  if (settings.value.sessionTimedOut) throw new Failure('your session has timed out')
  return readProducts(settings.value.vendor)
}
