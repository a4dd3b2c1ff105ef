/** Where progress and messages for people go. A host makes one; the rooms below only speak. */
export interface Log {
  info(message: string): void
  /** Something the user should know though the run goes on. */
  warning(message: string, at?: { file?: string; line?: number }): void
  /** Runs `work` under a headline and says how long it took. */
  group<T>(title: string, work: () => Promise<T>): Promise<T>
  /** Hands on the lines of a program that is not ours: shown as they are, and never obeyed. */
  relay<T>(work: (line: (text: string) => void) => Promise<T>): Promise<T>
  /** Long work, called often; the implementation decides how rarely it prints. `total` in the same unit as `done`. */
  progress(what: string, done: number, total: number): void
}

/** For library use and tests: says nothing. */
export const silentLog: Log = {
  info: () => undefined,
  warning: () => undefined,
  group: (_title, work) => work(),
  relay: work => work(() => undefined),
  progress: () => undefined,
}
