/**
 * For `node --import`: counts every call of `node:fs` that changes something on disk, and kills the process at one of
 * them. Time stands still meanwhile, as times are a part of what is written.
 *
 * COUNT_FILE  gets a line for every call when the process ends: `<function> <what it changes>`, and the how manieth it is
 * KILL_AT     the call to be killed at: `before <line>` (half of a write or copy is done) or `after <line>`
 * FREE_BYTES  what every file system says it has left
 * NO_LINKS    makes links as impossible as FAT does
 */
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { relative } from 'node:path'

const { COUNT_FILE, FREE_BYTES, KILL_AT = '', NO_LINKS } = process.env
const [, when, killAt] = /^(before|after) (.*)$/.exec(KILL_AT) ?? []
const { readFileSync, writeFileSync, writeSync } = fs
const calls: string[] = []
/** How often each function has changed each thing. */
const times = new Map<string, number>()
/** Paths of what is open, by descriptor. */
const opened = new Map<number, string>()

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
    const call = lineOf(`${name} ${whatOf(kind, given, this)}`)
    calls.push(call)
    if (call !== killAt) return kind === 'open' ? noting(String(given[0]), go()) : go()
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

function lineOf(call: string): string {
  const time = (times.get(call) ?? 0) + 1
  times.set(call, time)
  return `${call} ${time}`
}

/** What a call changes, as seen from the working folder and without the random parts of names; two of what it moves or copies. */
function whatOf(kind: string, [first, second]: readonly unknown[], self: unknown): string {
  const isHandle = typeof self === 'object' && self !== null && 'fd' in self
  const open = opened.get(Number(isHandle ? self.fd : first))
  const given = kind === 'symlink' ? [second] : pairs.has(kind) ? [first, second] : [first]
  return (open === undefined ? given : [open])
    .map(path => relative(process.cwd(), String(path)))
    .join(' > ')
    .replaceAll(/(?<=(?:^|[/.])(?:update-train|sides)-)\d[^/ ]*|(?<=\.)[0-9a-f]{16}(?=\.tmp)/g, '*')
}

/** Functions that are given two paths. */
const pairs = new Set(['copyFile', 'cp', 'link', 'rename'])

/** Keeps the path of what was opened, at once or later. */
function noting(path: string, result: unknown): unknown {
  if (typeof result === 'number') opened.set(result, path)
  if (!(result instanceof Promise)) return result
  return result.then((handle: unknown) => {
    if (typeof handle === 'object' && handle !== null && 'fd' in handle) opened.set(Number(handle.fd), path)
    return handle
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

if (COUNT_FILE !== undefined) process.on('exit', () => writeFileSync(COUNT_FILE, calls.join('\n')))
if (FREE_BYTES !== undefined)
  Reflect.set(fs.promises, 'statfs', () => Promise.resolve({ bavail: Number(FREE_BYTES), bsize: 1 }))
if (NO_LINKS !== undefined)
  Reflect.set(fs.promises, 'symlink', () =>
    Promise.reject(Object.assign(new Error('no links'), { code: 'EPERM' })),
  )
syncBuiltinESMExports()

Date.now = () => Date.UTC(2026, 5, 1)
