import type { Readable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'

/** Characters of one line that are kept; what follows up to the line's end is dropped, and the line says so. */
export const lineLimit = 16_384

/** Reads a stream line by line. */
export interface LineReader {
  /** Stops reading and gives the last line where it has no end. */
  finish(): void
  /** What stands behind the last line end: a prompt, perhaps. */
  rest(): string
}

/**
 * Calls `onLine` for every line of a stream of UTF-8, and `onData` for whatever arrives.
 * `\n`, `\r\n` and a lone `\r` each end a line, so that no reader of ours sees two lines where we saw one.
 */
export function readLines(stream: Readable, onLine: (line: string) => void, onData: () => void): LineReader {
  // The decoder keeps a character whose bytes come in two chunks.
  const decoder = new StringDecoder('utf8')
  let line = ''
  let dropped = 0
  let afterReturn = false

  const keep = (text: string) => {
    const room = lineLimit - line.length
    line += text.slice(0, room)
    dropped += Math.max(0, text.length - room)
  }
  const endLine = () => {
    onLine(dropped === 0 ? line : `${line} … (${dropped} more characters)`)
    line = ''
    dropped = 0
  }
  const take = (text: string) => {
    if (text === '') return
    const fresh = afterReturn && text.startsWith('\n') ? text.slice(1) : text
    afterReturn = text.endsWith('\r')
    const pieces = fresh.split(/\r\n|\n|\r/)
    for (const [index, piece] of pieces.entries()) {
      if (index > 0) endLine()
      keep(piece)
    }
  }

  stream.on('data', (chunk: Buffer) => {
    onData()
    take(decoder.write(chunk))
  })
  return {
    rest: () => line,
    finish() {
      stream.removeAllListeners('data')
      stream.destroy()
      take(decoder.end())
      if (line !== '') endLine()
    },
  }
}
