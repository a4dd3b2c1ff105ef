import type { Notice } from '../merge/decision.ts'
import type { Candidate, OverlayEvidence } from './candidate.ts'
import { code, plain } from './markdown-text.ts'

/** What became of the team's own files, deletions and permission bits. */
export function customisations({ overlay, notices }: Candidate): string {
  const said = new Set(notices.map(({ path }) => path))
  const lines = [
    ...(overlay === null ? [] : overlayLines(overlay, said)),
    ...notices.filter(notice => !isDrift(notice)).map(noticeLine),
  ]
  return lines.length === 0 ? '' : `## Your customisations\n\n${lines.join('\n')}`
}

function overlayLines(overlay: OverlayEvidence, said: ReadonlySet<string>): string[] {
  const added = new Set(overlay.added)
  const merged = new Set([...overlay.merged.map(({ path }) => path), ...overlay.carried])
  const answered = new Map(overlay.answered.map(({ path, key }) => [path, key]))
  const become = (path: string): string => {
    if (merged.has(path)) return 'is yours, merged with the product’s'
    const key = answered.get(path)
    if (key !== undefined) return 'is laid as you answered; your overlay can take it from the new pack'
    return added.has(path) ? 'is yours; the product has no such file' : 'is yours and replaces the product’s'
  }
  return [
    // What was answered in this run is said by its notice.
    ...overlay.laid.filter(path => !said.has(path)).map(path => `- ${code(path)} ${become(path)}`),
    ...overlay.modes.map(
      ({ path, mode }) =>
        `- ${code(path)} has your permission bits, ${code(bitsOf(mode))}; its content is the product’s`,
    ),
    ...overlay.removed
      .filter(path => !said.has(path))
      .map(path => `- ${code(path)} is taken away, as you have it`),
    ...overlay.given
      .filter(path => !said.has(path))
      .map(path => `- ${code(path)} is as the product has it, as was answered: your copy can go`),
    ...overlay.converged.map(path => `- ${code(path)} is now the same in the product: your copy can go`),
  ]
}

/** `0755`. */
function bitsOf(mode: number): string {
  return mode.toString(8).padStart(4, '0')
}

/** Rows 5 and 6 of the decision table, and what says so itself. */
function isDrift({ row, drift = row === '5' || row === '6' }: Notice): boolean {
  return drift
}

/** What differs from the vendor's product, and will again with its next change. */
export function drift({ notices, overlay }: Candidate): string {
  const drifted = notices.filter(isDrift)
  const said = new Set(drifted.map(({ path }) => path))
  const lines = [
    ...drifted.map(noticeLine),
    ...(overlay?.merged ?? [])
      .filter(({ path }) => !said.has(path))
      .map(
        ({ path }) =>
          `- ${code(path)} was merged with an earlier update; your overlay can take it from the new pack, best before you change it there again`,
      ),
  ]
  return lines.length === 0 ? '' : `## Drift\n\n${lines.join('\n')}`
}

function noticeLine({ path, severity, message }: Notice): string {
  return `- ${severity === 'warning' ? '⚠️ ' : ''}${code(path)} ${plain(message)}`
}
