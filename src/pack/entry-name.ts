import { isAscii, isUtf8 } from 'node:buffer'
import { crc32 } from 'node:zlib'
import { decodeCp437 } from './cp437.ts'
import { extraId, findExtra } from './extra-field.ts'

/** General purpose bit 11: name and comment are UTF-8 (APPNOTE.TXT 4.4.4). */
export const utf8Flag = 0x800

/** Bytes a link's target may have. */
export const longestTarget = 4096

/** An entry's name as its central header holds it. */
export interface RawName {
  bytes: Buffer
  flags: number
  extra: Buffer
}

/**
 * A name as text: as flag 11 says, else from Info-ZIP's Unicode path (APPNOTE.TXT 4.6.9), else UTF-8 where
 * the bytes are (Info-ZIP on Linux writes it without a flag), else code page 437.
 */
export function decodeName(raw: RawName): string {
  if (isAscii(raw.bytes)) return unicodePath(raw) ?? raw.bytes.toString('latin1')
  if ((raw.flags & utf8Flag) !== 0) return raw.bytes.toString('utf8')
  return unicodePath(raw) ?? (isUtf8(raw.bytes) ? raw.bytes.toString('utf8') : decodeCp437(raw.bytes))
}

function unicodePath(raw: RawName): string | undefined {
  const field = findExtra(raw.extra, extraId.unicodePath)
  if (field === undefined || field.length < 5 || field.readUInt8(0) !== 1) return undefined
  const name = field.subarray(5)
  return field.readUInt32LE(1) === crc32(raw.bytes) && isUtf8(name) ? name.toString('utf8') : undefined
}

/** Why an entry may not have this name, which was decoded to `name`, as a clause behind "which"; undefined where it may. */
export function rawNameFault(raw: RawName, name: string): string | undefined {
  if ((raw.flags & utf8Flag) !== 0 && !isUtf8(raw.bytes)) return 'says that its name is UTF-8, but it is not'
  // Another reader may take the plain bytes and not the Unicode path: both must be safe.
  const plain = raw.bytes.toString('latin1')
  return nameFault(name) ?? (plain === name ? undefined : nameFault(plain.replace(beyondAscii, '?')))
}

/** Such bytes mean something else in every code page; none of it is unsafe. */
const beyondAscii = /[\x80-\xff]/g

/** Not printable ASCII, a backslash, a colon, or a segment that is empty, `.` or `..`. */
const notPlain = /[^ -[\]-~]|:|(?:^|\/)\.{0,2}\/|(?:^|\/)\.{1,2}$|^$/

/** Whether a name is plain ASCII without anything that could be unsafe; a final slash is a directory's. */
export function isPlainName(name: string): boolean {
  return !notPlain.test(name)
}

/** Why a path in a zip is unsafe, as a clause behind "which"; a final slash is a directory's. */
export function nameFault(name: string): string | undefined {
  if (name === '') return 'has no name'
  if (hasControl(name)) return 'has a control character in its name'
  if (name.includes('\\')) return 'has a backslash in its name'
  if (name.startsWith('/')) return 'is absolute'
  const segments = (name.endsWith('/') ? name.slice(0, -1) : name).split('/')
  if (segments.slice(0, 2).some(segment => /^[A-Za-z]:/.test(segment))) return 'names a drive'
  if (segments.includes('..')) return 'leads out of the folder it is unpacked to'
  if (segments.includes('.')) return 'has the segment "." in its name'
  return segments.includes('') ? 'has an empty segment in its name' : undefined
}

/**
 * Why a link at `path` (below the root folder) may not lead to `target`, as a clause behind "which".
 * `..` is allowed at the beginning only: behind a name it could go up from wherever another link leads.
 */
export function linkFault(path: string, target: string): string | undefined {
  if (target === '') return 'is a link to nothing'
  if (hasControl(target)) return 'is a link with a control character in its target'
  if (target.includes('\\')) return 'is a link with a backslash in its target'
  if (target.startsWith('/') || /^[A-Za-z]:/.test(target)) return `is a link to the absolute path ${target}`
  const segments = target.split('/').filter(segment => segment !== '.' && segment !== '')
  const named = segments.findIndex(segment => segment !== '..')
  const ups = named === -1 ? segments.length : named
  if (ups > path.split('/').length - 1) return `is a link out of the root folder, to ${target}`
  return segments.slice(ups).includes('..') ? `is a link that turns back on its way, to ${target}` : undefined
}

/** Why a name is too long to be unpacked, as a clause behind "which". */
export function lengthFault(
  name: string,
  limits: { nameBytes: number; segmentBytes: number },
): string | undefined {
  const short = Math.min(limits.segmentBytes, limits.nameBytes)
  // A UTF-16 unit is three bytes of UTF-8 at most.
  if (name.length * 3 <= short) return undefined
  const bytes = Buffer.byteLength(name)
  if (bytes <= short) return undefined
  if (bytes > limits.nameBytes) return `has a name of ${bytes} bytes; the limit is ${limits.nameBytes}`
  const longest = Math.max(...name.split('/').map(segment => Buffer.byteLength(segment)))
  if (longest <= limits.segmentBytes) return undefined
  return `has a segment of ${longest} bytes in its name; the limit is ${limits.segmentBytes}`
}

/** Those of ASCII and those that are two bytes in UTF-8: terminals obey both. */
function hasControl(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return true
  }
  return false
}
