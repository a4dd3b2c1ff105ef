/** Time as a parameter. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number
  /** Resolves after `milliseconds`, or rejects with the signal's reason. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>
}

export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(milliseconds, signal) {
    const { setTimeout } = await import('node:timers/promises')
    await setTimeout(milliseconds, undefined, signal === undefined ? {} : { signal })
  },
}

const second = 1000
const minute = 60 * second
const units: Record<string, number> = { ms: 1, s: second, m: minute, h: 60 * minute, d: 24 * 60 * minute }

/** `90s`, `30m`, `2h`,, `7d`, as milliseconds; `undefined` for anything else. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d+)(ms|s|m|h|d)$/.exec(text.trim())
  if (match === null) return undefined
  const unit = units[match[2] ?? '']
  return unit === undefined ? undefined : Number(match[1]) * unit
}

/** Elapsed time for people: `8 ms`, `0.4 s`, `12 s`, `3 min 5 s`. */
export function formatElapsed(milliseconds: number): string {
  if (milliseconds < second / 10) return `${Math.round(milliseconds)} ms`
  const tenths = Math.round(milliseconds / (second / 10))
  if (tenths < 100) return `${(tenths / 10).toFixed(1)} s`
  const seconds = Math.round(milliseconds / second)
  if (seconds < 60) return `${seconds} s`
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}

/** Sizes for people, in powers of ten: `312 B`, `4.2 kB`, `14.7 MB`. */
export function formatBytes(bytes: number): string {
  const names = ['B', 'kB', 'MB', 'GB']
  let value = bytes
  let index = 0
  // From 999.95 on, one decimal would say 1000.0.
  while (value >= (index === 0 ? 1000 : 999.95) && index < names.length - 1) {
    value /= 1000
    index += 1
  }
  return index === 0 ? `${value} B` : `${value.toFixed(1)} ${names[index] ?? ''}`
}
