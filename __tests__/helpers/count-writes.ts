/**
 * For `node --import`: counts every call of `node:fs` that changes something on disk, and kills the process at one of
 * them. Time stands still meanwhile, as times are a part of what is written.
 *
 * COUNT_FILE  gets the number of calls when the process ends
 * KILL_AT     the call to be killed at: `7 before` (half of a write or copy is done) or `7 after`
 * FREE_BYTES  what every file system says it has left
 * NO_LINKS    makes links as impossible as FAT does
 */
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'

const { COUNT_FILE, FREE_BYTES, KILL_AT = '0 before', NO_LINKS } = process.env
const [killAt = '', when] = KILL_AT.split(' ')
const { readFileSync, writeFileSync, writeSync } = fs
let calls = 0

function die(): void {
  process.kill(process.pid, 'SIGKILL')
}

/** What a kill in the middle of a call leaves; other calls are done at once or not at all. */
const halves: Record<string, (given: readonly unknown[], self: unknown) => void> = {
  writeSync: ([fd, data, offset, length, position]) => {
    if (data instanceof Uint8Array)
      writeSync(Number(fd), data, Number(offset ?? 0), Number(length ?? data.length) >> 1, Number(position))
  },
  copyFile: ([from, to]) => writeFileSync(String(to), halfOf(readFileSync(String(from)))),
  writeFile: ([to, data], self) => {
    const isHandle = typeof self === 'object' && self !== null && 'fd' in self
    if (isHandle) writeFileSync(Number(self.fd), halfOf(to))
    else writeFileSync(String(to), halfOf(data))
  },
}

function halfOf(data: unknown): string | Uint8Array {
  if (data instanceof Uint8Array) return data.subarray(0, data.length >> 1)
  return typeof data === 'string' ? data.slice(0, data.length >> 1) : ''
}

/** Puts a function in the place of another that counts its calls, and may be the last one called. */
function count(owner: unknown, name: string, kind: string): void {
  if (typeof owner !== 'object' || owner === null) return
  const original: unknown = Reflect.get(owner, name)
  if (typeof original !== 'function') return
  Reflect.set(owner, name, function (this: unknown, ...given: unknown[]): unknown {
    const go = (): unknown => Reflect.apply(original, this, given)
    if (changes[kind]?.(given) === false) return go()
    calls += 1
    if (calls !== Number(killAt)) return go()
    if (when === 'before') {
      halves[name]?.(given, this)
      die()
    }
    const result = go()
    if (result instanceof Promise) return result.finally(die)
    die()
    return result
  })
}

/** Whether a call changes anything: not every opened file is written, and some folders are there already. */
const changes: Record<string, (given: readonly unknown[]) => boolean> = {
  open: ([, flags = 'r']) =>
    typeof flags === 'number' ? (flags & fs.constants.O_CREAT) !== 0 : flags !== 'r',
  mkdir: ([path]) => !fs.existsSync(String(path)),
  rmdir: ([path]) => fs.readdirSync(String(path)).length === 0,
}

const handle = await fs.promises.open(tmpdir())
const ofHandles: unknown = Object.getPrototypeOf(handle)
await handle.close()

// `rm` of promises and of callbacks is made of `unlink` and `rmdir`; to sync is nothing that a killed process could miss.
const changing = [
  ...['appendFile', 'chmod', 'chown', 'copyFile', 'cp', 'fchmod', 'ftruncate', 'futimes', 'lchmod', 'lchown'],
  ...['link', 'lutimes', 'mkdir', 'mkdtemp', 'open', 'rename', 'rmdir', 'symlink', 'truncate', 'unlink'],
  ...['utimes', 'write', 'writeFile', 'writev'],
]
for (const name of changing) {
  count(fs, `${name}Sync`, name)
  count(fs.promises, name, name)
  count(ofHandles, name, name)
}
count(fs, 'rmSync', 'rm')
// What streams and the removal of folders use.
for (const name of ['open', 'write', 'writev', 'unlink', 'rmdir']) count(fs, name, name)

if (COUNT_FILE !== undefined) process.on('exit', () => writeFileSync(COUNT_FILE, String(calls)))
if (FREE_BYTES !== undefined)
  Reflect.set(fs.promises, 'statfs', () => Promise.resolve({ bavail: Number(FREE_BYTES), bsize: 1 }))
if (NO_LINKS !== undefined)
  Reflect.set(fs.promises, 'symlink', () =>
    Promise.reject(Object.assign(new Error('no links'), { code: 'EPERM' })),
  )
syncBuiltinESMExports()

Date.now = () => Date.UTC(2026, 5, 1)
