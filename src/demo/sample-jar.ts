import { crc32 } from 'node:zlib'

/** MS-DOS date and time of an instant in UTC, in steps of two seconds (APPNOTE.TXT 4.4.6). */
function dosTime(timestamp: number): { date: number; time: number } {
  const at = new Date(timestamp)
  return {
    date: ((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate(),
    time: (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1),
  }
}

/** The fields that the local and the central header share (APPNOTE.TXT 4.3.7, 4.3.12): version 1.0, UTF-8, stored. */
function sharedFields(name: Buffer, content: Buffer, timestamp: number): Buffer {
  const { date, time } = dosTime(timestamp)
  const fields = Buffer.alloc(26)
  fields.writeUInt16LE(10, 0)
  fields.writeUInt16LE(0x800, 2)
  fields.writeUInt16LE(time, 6)
  fields.writeUInt16LE(date, 8)
  fields.writeUInt32LE(crc32(content), 10)
  fields.writeUInt32LE(content.length, 14)
  fields.writeUInt32LE(content.length, 18)
  fields.writeUInt16LE(name.length, 22)
  return fields
}

/**
 * The bytes of a small jar or war: its files stored in the order of the map, dated `timestamp` (epoch milliseconds).
 * Equal input gives equal bytes.
 */
export function jarBytes(files: ReadonlyMap<string, Buffer>, timestamp: number): Buffer {
  const local: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const [path, content] of files) {
    const name = Buffer.from(path)
    const fields = sharedFields(name, content, timestamp)
    const place = Buffer.alloc(14)
    place.writeUInt32LE(offset, 10)
    central.push(Buffer.from('PK\x01\x02\x0a\x00', 'latin1'), fields, place, name)
    const entry = Buffer.concat([Buffer.from('PK\x03\x04'), fields, name, content])
    local.push(entry)
    offset += entry.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(files.size, 8)
  end.writeUInt16LE(files.size, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...local, directory, end])
}
