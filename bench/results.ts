import { formatBytes } from '../src/kernel/time.ts'
import { median, type Sample } from './measure.ts'
import type { Operation } from './operations.ts'

/** The samples of one operation, by contender; a contender that is missing here has none. */
export interface Measured {
  operation: Operation
  samples: ReadonlyMap<string, readonly Sample[]>
}

export interface Figures {
  milliseconds: number
  /** To the baseline; NaN where that is missing. */
  ratio: number
  cpu: number
  /** Bytes. */
  peakMemory: number
}

export function figuresOf({ operation, samples }: Measured, name: string): Figures {
  const time = (of: string): number => median((samples.get(of) ?? []).map(({ milliseconds }) => milliseconds))
  const milliseconds = time(name)
  const cpu = median((samples.get(name) ?? []).map(sample => sample.cpu))
  const peakMemory = Math.max(0, ...(samples.get(name) ?? []).map(sample => sample.peakMemory || 0))
  return { milliseconds, ratio: milliseconds / time(operation.baseline), cpu, peakMemory }
}

/** What every operation of ours is measured by where processors are counted: work of the same kind on the same pack. */
const yardstick = 'unzip -t'

/**
 * How long ours keeps processors busy, in times of what `unzip -t` needs in the same session, by the best run of each:
 * what else runs on the machine disturbs that least. NaN where `unzip` is missing.
 */
export function cpuRatio({ samples }: Measured, all: readonly Measured[]): number {
  const known = all.flatMap(one => one.samples.get(yardstick) ?? [])
  const fastest = (runs: readonly Sample[]): number => Math.min(...runs.map(({ cpu }) => cpu))
  return known.length === 0 ? Number.NaN : fastest(samples.get('ours') ?? []) / fastest(known)
}

/** One row an operation: ours, what it is compared with, and the others. */
export function tableOf(measured: readonly Measured[]): string {
  const head =
    '| operation | ours | baseline | ratio | at most | processors | to `unzip -t` | peak memory | others |'
  const rows = measured.map(one => {
    const { operation, samples } = one
    const { name, baseline, limits } = operation
    const [ours, base] = [figuresOf(one, 'ours'), figuresOf(one, baseline)]
    const others = [...samples.keys()].filter(contender => contender !== 'ours' && contender !== baseline)
    const told = others.map(other => `${other} ${inMilliseconds(figuresOf(one, other).milliseconds)}`)
    const cells = [
      name,
      inMilliseconds(ours.milliseconds),
      `${baseline} ${inMilliseconds(base.milliseconds)}`,
      ours.ratio.toFixed(2),
      limitsOf(limits),
      inMilliseconds(ours.cpu),
      cpuRatio(one, measured).toFixed(2),
      formatBytes(ours.peakMemory),
      told.join(', '),
    ]
    return `| ${cells.join(' | ')} |`
  })
  return [head, '|---|---|---|---|---|---|---|---|---|', ...rows].join('\n')
}

/** Every sample, so that whoever doubts a median can look. */
export function rawOf(measured: readonly Measured[]): string {
  return measured
    .flatMap(({ operation, samples }) =>
      [...samples].map(([name, runs]) => {
        const times = runs
          .map(({ milliseconds, cpu }) => `${Math.round(milliseconds)}/${Math.round(cpu)}`)
          .join(' ')
        return `${operation.name} | ${name} | ${times}`
      }),
    )
    .join('\n')
}

/** What `cpuRatio` was in a table that `tableOf` wrote, by the operation's name. */
export function cpuRatiosIn(table: string): Map<string, number> {
  const ratios = new Map<string, number>()
  for (const line of table.split('\n')) {
    const [, name = '', , , , , , ratio = ''] = line.split('|').map(cell => cell.trim())
    if (/^\d+\.\d+$/.test(ratio)) ratios.set(name, Number(ratio))
  }
  return ratios
}

function limitsOf({ ratio, milliseconds, memory }: Operation['limits']): string {
  const said = [
    ratio === undefined ? [] : [`${ratio} ×`],
    milliseconds === undefined ? [] : [inMilliseconds(milliseconds)],
    memory === undefined ? [] : [formatBytes(memory)],
  ].flat()
  return said.join(', ')
}

function inMilliseconds(milliseconds: number): string {
  return Number.isNaN(milliseconds) ? '–' : `${Math.round(milliseconds)} ms`
}
