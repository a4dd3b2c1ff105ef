import { formatBytes } from './time.ts'

/** Where progress and messages for people go. A host makes one; the rooms below only speak. */
export interface Log {
  info(message: string): void
  /** Something the user should know though the run goes on. */
  warning(message: string, at?: { file?: string; line?: number }): void
  /** Runs `work` under a headline and says how long it took. */
  group<T>(title: string, work: () => Promise<T>): Promise<T>
  /** Hands on the lines of a program that is not ours: shown as they are, and never obeyed. */
  relay<T>(work: (line: (text: string) => void) => Promise<T>): Promise<T>
  /** Long work, called often; the implementation decides how rarely it prints. `done` and `total` in bytes. */
  progress(what: string, done: number, total: number, files?: Counted): void
}

/** Of so many, so many are done. */
export interface Counted {
  done: number
  total: number
}

/** `unpacking 40 %, 3412 of 7085 files, 210.4 MB of 526.9 MB`; how much there is need not be known. */
export function progressText(what: string, done: number, total: number, files?: Counted): string {
  if (total === 0) return what
  // What is written anew counts beside what is copied, and may go beyond the total.
  const share = Math.min(100, Math.floor((done / total) * 100))
  const counted = files === undefined ? '' : `, ${files.done} of ${files.total} files`
  return `${what} ${share} %${counted}, ${formatBytes(Math.min(done, total))} of ${formatBytes(total)}`
}

/** For library use and tests: says nothing. */
export const silentLog: Log = {
  info: () => undefined,
  warning: () => undefined,
  group: (_title, work) => work(),
  relay: work => work(() => undefined),
  progress: () => undefined,
}
