import { appendRun, type RecordedRun, readRecord } from '../record.ts'
import { type Settings, sha256 } from '../settings.ts'
import type { Fault } from '../switches.ts'
import { revision } from './stamp.ts'

const shownVariables = [
  'HOME',
  'UPDATE_TOOL_USERNAME',
  'WSO2_UPDATES_SKIP_CONFLICTS',
  'WSO2_UPDATES_SKIP_MIGRATIONS',
]

/** Writes down this run and gives the fault that it is to have. */
export function recordRun(
  tool: string,
  settings: Settings,
  args: readonly string[],
  logsIn: boolean,
): Fault | null {
  const fault = logsIn ? dueFault(settings) : null
  const compare = (text: string) => (sha256(text) === settings.passwordSha256 ? 'expected' : 'other')
  const argv = args.map((arg, at) => maskPassword(arg, args[at - 1], compare))
  const inFlag = argv.flatMap(arg => /<(expected|other)>$/.exec(arg)?.[1] ?? [])
  const inEnvironment = process.env['UPDATE_TOOL_PASSWORD']
  appendRun(settings.record, {
    program: 'wso2update_linux',
    pid: process.pid,
    cwd: process.cwd(),
    file: tool,
    argv,
    envNames: Object.keys(process.env).sort(),
    env: Object.fromEntries(shownVariables.map(name => [name, process.env[name] ?? null])),
    ...passwordOf(inFlag, inEnvironment === undefined ? null : compare(inEnvironment)),
    revision,
    fault,
  })
  return fault
}

function dueFault({ record, switches }: Settings): Fault | null {
  if (switches.faultRuns === 'always' || switches.fault === null) return switches.fault
  const struck = readRecord(record).filter(({ fault }) => fault === switches.fault).length
  return struck < switches.faultRuns ? switches.fault : null
}

type Compared = 'expected' | 'other'

function maskPassword(arg: string, before: string | undefined, compare: (text: string) => Compared): string {
  if (before === '-p' || before === '--password') return `<${compare(arg)}>`
  const [, flag = '', password] = /^(--password=|-p=?)(.+)$/s.exec(arg) ?? []
  return password === undefined ? arg : `${flag}<${compare(password)}>`
}

function passwordOf(
  inFlag: readonly string[],
  inEnvironment: Compared | null,
): Pick<RecordedRun, 'password' | 'passwordFrom'> {
  const [flag] = inFlag
  if (flag !== undefined)
    return { password: flag === 'expected' ? 'expected' : 'other', passwordFrom: 'flag' }
  if (inEnvironment !== null) return { password: inEnvironment, passwordFrom: 'environment' }
  return { password: 'none', passwordFrom: null }
}
