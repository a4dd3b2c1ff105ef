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
  /** Bytes. */
  peakMemory: number
}

export function figuresOf({ operation, samples }: Measured, name: string): Figures {
  const time = (of: string): number => median((samples.get(of) ?? []).map(({ milliseconds }) => milliseconds))
  const milliseconds = time(name)
  const peakMemory = Math.max(0, ...(samples.get(name) ?? []).map(sample => sample.peakMemory || 0))
  return { milliseconds, ratio: milliseconds / time(operation.baseline), peakMemory }
}

/** Of the quickest runs, which what else runs on the machine disturbs least; NaN where the baseline is missing. */
export function fastestRatio({ operation, samples }: Measured): number {
  const fastest = (name: string): number =>
    Math.min(...(samples.get(name) ?? []).map(({ milliseconds }) => milliseconds))
  return samples.has(operation.baseline) ? fastest('ours') / fastest(operation.baseline) : Number.NaN
}

/** One row an operation: ours, what it is compared with, and the others. */
export function tableOf(measured: readonly Measured[]): string {
  const head = '| operation | ours | baseline | ratio | at most | peak memory | others |'
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
      formatBytes(ours.peakMemory),
      told.join(', '),
    ]
    return `| ${cells.join(' | ')} |`
  })
  return [head, '|---|---|---|---|---|---|---|', ...rows].join('\n')
}

/** Every sample, so that whoever doubts a median can look. */
export function rawOf(measured: readonly Measured[]): string {
  return measured
    .flatMap(({ operation, samples }) =>
      [...samples].map(([name, runs]) => {
        const times = runs.map(({ milliseconds }) => Math.round(milliseconds)).join(' ')
        return `${operation.name} | ${name} | ${times}`
      }),
    )
    .join('\n')
}

/** The ratios of a table that `tableOf` wrote, by the operation's name. */
export function ratiosIn(table: string): Map<string, number> {
  const ratios = new Map<string, number>()
  for (const line of table.split('\n')) {
    const [, name = '', , , ratio = ''] = line.split('|').map(cell => cell.trim())
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
