import type { Settings } from '../config/settings.ts'
import { levelForms, parseWanted } from '../config/wanted.ts'
import { TrainError } from '../kernel/errors.ts'
import { securityUpdatesOf } from '../report/candidate.ts'
import type { Availability, LevelState, Update, UpdateTool } from '../tools/update-tool.ts'
import type { Origin } from './origin.ts'

/** Station 1: what is new for a track. Reads no pack where the tool needs none. */
export async function check(settings: Settings, origin: Origin, tool: UpdateTool): Promise<Availability> {
  const { product, channel, installed, fileList } = origin
  const wanted = parseWanted(settings.level, product.version)
  if (wanted === undefined)
    throw new TrainError('usage', `\`level\` ${settings.level} is no level of ${origin.productName}.`, {
      hint: `\`level\` (--level) ${levelForms}.`,
    })
  return tool.check({ product, channel, installed, pinnedFileList: fileList, wanted })
}

/** What `update-train check --json` prints. */
export interface CheckResult {
  status: 'up-to-date' | 'available'
  product: string
  channel: string
  installed: ReturnType<typeof positionOf>
  latest: ReturnType<typeof positionOf>
  held: null
  updates: Pick<Update, 'id' | 'level' | 'kind' | 'severity' | 'title' | 'cves'>[]
  securityUpdates: number
}

export function checkResult(origin: Origin, availability: Availability): CheckResult {
  const { installed, target, latest, updates } = availability
  return {
    status: target.level === installed.level ? 'up-to-date' : 'available',
    product: origin.productName,
    channel: origin.channel,
    installed: positionOf(installed),
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
    securityUpdates: securityUpdatesOf(updates).length,
  }
}

function positionOf({ level, timestamp, yanked }: LevelState): {
  level: number
  timestamp: number | null
  yanked: boolean
} {
  return { level, timestamp, yanked }
}
