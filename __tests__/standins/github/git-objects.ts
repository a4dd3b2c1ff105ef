import { spawn } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { deflateSync } from 'node:zlib'

/** A git object: its name, its kind (`blob`, `tree`, `commit`, `tag`) and what it holds. */
export interface GitObject {
  sha: string
  kind: string
  bytes: Buffer
}

/** The objects of a repository, without a process for each of them. */
export interface GitObjects {
  /** What a revision names, as `git cat-file --batch` reads it; undefined where there is nothing. */
  read(revision: string): Promise<GitObject | undefined>
  /** Writes a blob, and gives its name. */
  writeBlob(bytes: Uint8Array): Promise<string>
  close(): Promise<void>
}

/** Reads through one process of git, which is started with the first object that is asked for. */
export function gitObjects(folder: string, env: NodeJS.ProcessEnv): GitObjects {
  let reader: Reader | null = null
  return {
    async read(revision) {
      if (revision === '' || revision.includes('\n')) return undefined
      reader ??= startReader(folder, env)
      return reader.read(revision)
    },
    async writeBlob(bytes) {
      const content = Buffer.concat([Buffer.from(`blob ${bytes.length}\0`), bytes])
      const sha = createHash('sha1').update(content).digest('hex')
      const file = join(folder, 'objects', sha.slice(0, 2), sha.slice(2))
      if (existsSync(file)) return sha
      await mkdir(dirname(file), { recursive: true })
      // Whole, or not there at all.
      const unfinished = join(folder, 'objects', `tmp_obj_${randomUUID()}`)
      await writeFile(unfinished, deflateSync(content))
      await rename(unfinished, file)
      return sha
    },
    async close() {
      await reader?.close()
    },
  }
}

interface Reader {
  read(revision: string): Promise<GitObject | undefined>
  close(): Promise<void>
}

/** Answers come in the order of the questions: `<sha> <kind> <size>`, the bytes, a line feed; or `<revision> missing`. */
function startReader(folder: string, env: NodeJS.ProcessEnv): Reader {
  const child = spawn('git', ['cat-file', '--batch'], {
    cwd: folder,
    env,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>(resolve => child.once('close', () => resolve()))
  const waiting: ((found: GitObject | undefined) => void)[] = []
  let received = Buffer.alloc(0)
  child.stdout.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk])
    for (let answer = take(received); answer !== null; answer = take(received)) {
      received = received.subarray(answer.length)
      waiting.shift()?.(answer.found)
    }
  })
  return {
    read: revision =>
      new Promise(resolve => {
        waiting.push(resolve)
        child.stdin.write(`${revision}\n`)
      }),
    async close() {
      child.stdin.end()
      await ended
    },
  }
}

/** The first answer of what was received, and its length; null while it is not complete. */
function take(received: Buffer): { found: GitObject | undefined; length: number } | null {
  const lineEnd = received.indexOf('\n')
  if (lineEnd < 0) return null
  const start = lineEnd + 1
  const [, sha, kind, size] = /^([0-9a-f]{40}) (\w+) (\d+)$/.exec(received.toString('utf8', 0, lineEnd)) ?? []
  if (sha === undefined || kind === undefined) return { found: undefined, length: start }
  const end = start + Number(size)
  if (received.length <= end) return null
  return { found: { sha, kind, bytes: received.subarray(start, end) }, length: end + 1 }
}
