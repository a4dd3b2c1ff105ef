import type { VendorUpdate } from './catalogue.ts'
import { type Files, plainFile } from './files.ts'
import { type Run, summaryName, summaryPdf } from './summary.ts'

/**
 * What both tools leave in a pack for one run: `updates/wum/<timestamp>` with the numbers of its updates, as
 * carbon-kernel's CallHome reads it, and the summary, where the updates FAQ says it is.
 */
export function stateFiles(run: Run): Files {
  return new Map([
    [`updates/wum/${run.timestamp}`, plainFile(numbersYaml(run.updates))],
    [`updates/summary/${summaryName(run)}`, plainFile(summaryPdf(run))],
  ])
}

function numbersYaml(updates: readonly VendorUpdate[]): string {
  return updates.map(({ number }) => `- "${number}"\n`).join('')
}

/** The newest of the timestamps that are the names in `updates/wum/`; 0 where there is none. */
export function newest(names: readonly string[]): number {
  return Math.max(0, ...names.map(Number).filter(Number.isSafeInteger))
}
