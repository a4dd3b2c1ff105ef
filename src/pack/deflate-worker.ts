import { isMainThread, parentPort, workerData } from 'node:worker_threads'
import { crc32 } from 'node:zlib'
import { spareBuffer } from '../kernel/spare-buffer.ts'
import { type PackFile, readInto } from './pack-file.ts'
import { pinnedDeflate } from './pinned-deflate.ts'

/** This module is also the program of a worker thread: it is started with this as its data. */
export const deflateMark = 'update-train: files to be deflated'

export const deflateProgram = new URL(import.meta.url)

/** A file's content as a zip holds it. */
export interface Deflated {
  /** Bytes of content. */
  size: number
  crc32: number
  compressedSize: number
  pieces: readonly Uint8Array<ArrayBuffer>[]
}

/** A file to be deflated, by whoever takes it first. */
export interface Job {
  id: number
  file: PackFile
  /** An integer, 1 once it is taken. */
  taken: SharedArrayBuffer
}

/** What the thread made of a job that it took. */
interface Answer {
  id: number
  deflated: Deflated | null
}

export function isAnswer(value: unknown): value is Answer {
  return typeof value === 'object' && value !== null && 'id' in value && 'deflated' in value
}

/** Whether the job is the caller's now, and nobody else's. */
export function takeJob({ taken }: Job): boolean {
  return Atomics.exchange(new Int32Array(taken), 0, 1) === 0
}

if (!isMainThread && workerData === deflateMark)
  parentPort?.on('message', (job: Job) => {
    if (!takeJob(job)) return
    const deflated = deflatedOrNull(job.file)
    const answer: Answer = { id: job.id, deflated }
    parentPort?.postMessage(answer, deflated?.pieces.map(({ buffer }) => buffer) ?? [])
  })

/** Null where it would not be smaller, or cannot be read: whoever reads it then is told why. */
function deflatedOrNull(file: PackFile): Deflated | null {
  try {
    return deflated(file)
  } catch {
    return null
  }
}

function deflated(file: PackFile): Deflated | null {
  const { size } = file
  const pieces: Uint8Array<ArrayBuffer>[] = []
  let compressedSize = 0
  let crc = 0
  using deflate = pinnedDeflate(piece => {
    pieces.push(Uint8Array.from(piece))
    compressedSize += piece.length
  })
  using spare = spareBuffer()
  for (let at = 0; at < size && compressedSize < size; ) {
    const piece = spare.buffer.subarray(0, Math.min(spare.buffer.length, size - at))
    readInto(file, piece, at)
    crc = crc32(piece, crc)
    deflate.push(piece)
    at += piece.length
  }
  deflate.end()
  return compressedSize < size ? { size, crc32: crc, compressedSize, pieces } : null
}
