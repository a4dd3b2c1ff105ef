import type { Settings } from '../config/settings.ts'
import { levelForms, parseWanted } from '../config/wanted.ts'
import type { Host } from '../host/host.ts'
import { TrainError } from '../kernel/errors.ts'
import { exists } from '../kernel/files.ts'
import { countsOf } from '../report/candidate.ts'
import type { Availability, LevelState, Update, UpdateTool } from '../tools/update-tool.ts'
import type { Origin } from './origin.ts'
import { keyOf, vanillaOf } from './vendor-pack.ts'

/** Station 1: what is new for a track. Reads no pack where the tool needs none. */
export async function check(
  settings: Settings,
  origin: Origin,
  tool: UpdateTool,
  host: Pick<Host, 'findVendorPack'> | null,
): Promise<Availability> {
  const { product, channel, installed, fileList } = origin
  const wanted = parseWanted(settings.level, product.version)
  if (wanted === undefined)
    throw new TrainError('usage', `\`level\` ${settings.level} is no level of ${origin.productName}.`, {
      hint: `\`level\` (--level) ${levelForms}.`,
    })
  const pack = (): Promise<string | null> => packToAskWith(settings, origin, tool, host)
  return tool.check({ product, channel, installed, pinnedFileList: fileList, wanted, pack })
}

/** A pack of the product, at whatever level: the given one, else what an earlier run kept. */
async function packToAskWith(
  settings: Settings,
  origin: Origin,
  tool: UpdateTool,
  host: Pick<Host, 'findVendorPack'> | null,
): Promise<string | null> {
  const { file } = vanillaOf(settings)
  if (file !== null && (await exists(file))) return file
  const { locked, installed } = origin
  if (locked === null || host === null) return null
  return host.findVendorPack(keyOf(origin, locked.baseSha256, tool, installed.level))
}

/** `, 3 updates, 1 of them security`; empty where the tool neither lists nor counts what the step brings, and on the way back. */
export function countsIn(availability: Availability): string {
  const { updates, security } = countsOf({ ...availability, summary: null })
  if (updates === 0) return ''
  const fixes = security === null ? '' : `, ${security} of them security`
  return `, ${updates} update${updates === 1 ? '' : 's'}${fixes}`
}

/** What `update-train check --json` prints. */
export interface CheckResult {
  status: 'up-to-date' | 'available'
  product: string
  channel: string
  installed: ReturnType<typeof positionOf>
  /** What `level` asks for: where a run would go. */
  target: ReturnType<typeof positionOf>
  latest: ReturnType<typeof positionOf>
  held: null
  updates: Pick<Update, 'id' | 'level' | 'kind' | 'severity' | 'title' | 'cves'>[]
  /** Null where the tool does not count them. */
  securityUpdates: number | null
}

export function checkResult(origin: Origin, availability: Availability): CheckResult {
  const { installed, target, latest, updates } = availability
  return {
    status: target.level === installed.level ? 'up-to-date' : 'available',
    product: origin.productName,
    channel: origin.channel,
    installed: positionOf(installed),
    target: positionOf(target),
    latest: positionOf(latest),
    held: null,
    updates: updates.map(({ id, level, kind, severity, title, cves }) => ({
      id,
      level,
      kind,
      severity,
      title,
      cves,
    })),
    securityUpdates: countsOf({ ...availability, summary: null }).security,
  }
}

function positionOf({ level, timestamp, yanked }: LevelState): {
  level: number
  timestamp: number | null
  yanked: boolean
} {
  return { level, timestamp, yanked }
}
