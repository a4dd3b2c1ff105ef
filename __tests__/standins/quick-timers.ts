/**
 * A preload (`node --import`) that makes the toolkit's retries quick: a timer of 1 to 25 seconds fires after a
 * hundredth of its time. That is where the back-off of `@actions/artifact`, `@actions/cache` (3 s × 1.5, five
 * tries), of `@actions/http-client` and of Octokit's retries lies; their stall watches (30 s and more) and
 * everything short stay as they are.
 */
const original = globalThis.setTimeout

function quicker(delay: number | undefined): number | undefined {
  return delay !== undefined && delay >= 1000 && delay <= 25_000 ? delay / 100 : delay
}

function quickTimeout(
  callback: (...args: unknown[]) => void,
  delay?: number,
  ...args: unknown[]
): NodeJS.Timeout {
  return original(callback, quicker(delay), ...args)
}

// Keeps what hangs on the function: `util.promisify` finds its own variant there.
Object.defineProperties(quickTimeout, Object.getOwnPropertyDescriptors(original))
Object.defineProperty(globalThis, 'setTimeout', { value: quickTimeout, writable: true, configurable: true })
