import { describe, expect, test } from '@jest/globals'
import { pathFault, pathFaults } from '../../src/feed/path-rules.ts'

const file = { kind: 'file' }
const directory = { kind: 'directory' }

describe('a path of a feed', () => {
  test.each(['lib/a b.jar', 'conf/größe.toml', '.hidden', 'a/..b/c', 'console/auxiliary.txt'])(
    'may be %s',
    path => {
      expect(pathFault(path)).toBeUndefined()
    },
  )

  test.each([
    ['', 'has no name'],
    ['/etc/passwd', 'is absolute'],
    ['../up', 'leads out'],
    ['a/../../up', 'leads out'],
    ['a/./b', '"."'],
    ['a//b', 'empty segment'],
    ['a\\b', 'backslash'],
    ['C:/b', 'drive'],
    ['a\nb', 'control character'],
    ['a/', 'slash'],
    ['gro\u0308ße', 'NFC'],
    ['lib/NUL', 'Windows'],
    ['com1.txt/a', 'Windows'],
  ])('may not be %j', (path, fault) => {
    expect(pathFault(path)).toContain(fault)
  })
})

describe('the paths of a file list', () => {
  test('are without fault where files lie in directories', () => {
    const faults = pathFaults(
      new Map([
        ['lib', directory],
        ['lib/a', file],
        ['conf/b', file],
      ]),
    )

    expect(faults).toEqual([])
  })

  test('are all named where several are bad', () => {
    const faults = pathFaults(
      new Map([
        ['../up', file],
        ['ok', file],
        ['a\\b', file],
      ]),
    )

    expect(faults).toEqual([expect.stringContaining('"../up"'), expect.stringContaining('"a\\\\b"')])
  })

  test('may not differ only in case', () => {
    const faults = pathFaults(
      new Map([
        ['conf/Server.xml', file],
        ['conf/server.xml', file],
      ]),
    )

    expect(faults).toEqual([expect.stringContaining('differs only in case from conf/Server.xml')])
  })

  test.each(['file', 'link'])('may not lie below a %s', kind => {
    const faults = pathFaults(
      new Map([
        ['lib/inside/a', file],
        ['lib', { kind }],
      ]),
    )

    expect(faults).toEqual([expect.stringContaining(`lies below the ${kind} lib`)])
  })
})
